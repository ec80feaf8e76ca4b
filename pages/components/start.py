"""`python -m pages.components.start`: the app, after its settings were found safe.

Streamlit runs app.py for a visitor only, so what app.py refuses has an open port by then. This
reads the same files, variables and options as `streamlit run` and refuses before there is one.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap, cli

from data.cli_out import one_line
from pages.components.guard import UnsafeServerError, refuse_unsafe_server

APP = Path(__file__).parents[2] / "app.py"


def start(options: Sequence[str]) -> int:
    """The exit code: of the app that was served with `streamlit run`'s options, or 1."""
    command = ["run", *options, str(APP)]
    flags = cli.main_run.make_context("run", command[1:]).params
    bootstrap.load_config_options(
        {name: value for name, value in flags.items() if name not in ("target", "args")}
    )
    try:
        refuse_unsafe_server()
    except UnsafeServerError as error:
        print(one_line(error.message), file=sys.stderr)
        return 1
    # Else the first visitor's page is taken for the old kind of app, whose side is wider.
    PagesManager.uses_pages_directory = False
    cli.main(command, prog_name="streamlit")
    return 0


if __name__ == "__main__":
    sys.exit(start(sys.argv[1:]))
