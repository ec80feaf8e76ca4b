"""`python -m metrics`: the registry, a number, and the rows behind it."""

import sys

from metrics.cli import app
from metrics.errors import RevenueError

if __name__ == "__main__":
    try:
        app()
    except RevenueError as error:
        print(error.message.replace("\n", " "), file=sys.stderr)
        sys.exit(1)
