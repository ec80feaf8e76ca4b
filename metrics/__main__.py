"""`python -m metrics`: the registry, a number, and the rows behind it."""

import sys

from data.cli_out import one_line
from metrics.cli import app
from metrics.errors import RevenueError

if __name__ == "__main__":
    try:
        app()
    except RevenueError as error:
        print(one_line(error.message), file=sys.stderr)
        sys.exit(1)
