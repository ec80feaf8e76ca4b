"""How the commands speak: refusals in one line, progress for what takes a while."""

import functools
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar, cast

import typer
from typer.core import TyperGroup

from data.errors import RevenueError

P = ParamSpec("P")
R = TypeVar("R")
_QUIET_SECONDS = 2.0
_BETWEEN_SECONDS = 0.5
# A word longer than any path or name that a person could use is a mistake: its start names it.
_SHOWN = 60
# The same of what is typed beside a command; its kind of refusal has no public name.
_MOST = 80
_LONG = re.compile(r"\S{81,}")
_USAGE = cast("type[Exception]", typer.BadParameter.__mro__[1])
_ENDLESS = re.compile(r"\S{300,}")

Store = Annotated[
    Path | None,
    typer.Option("--store", help="Store folder; default TANDEM_STORE, else data/store."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def store_folder(given: Path | None) -> Path:
    """The store: as given, else TANDEM_STORE, else data/store."""
    return given or Path(os.environ.get("TANDEM_STORE") or "data/store")


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """The command with refusals as one line on stderr and exit code 1."""

    @functools.wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except RevenueError as error:
            typer.echo(one_line(error.message), err=True)
            raise typer.Exit(1) from error

    return spoken


class Commands(TyperGroup):
    """Commands whose refusals of wrong usage repeat no endless word that was typed."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """As usual."""
        with _brief():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """As usual."""
        with _brief():
            return super().invoke(ctx)


@contextmanager
def _brief() -> Iterator[None]:
    """Shortens what a refusal repeats of what was typed."""
    try:
        yield
    except _USAGE as error:
        said = str(getattr(error, "message", ""))
        vars(error)["message"] = _LONG.sub(lambda found: f"{found[0][:_MOST]}…", said)
        raise


def one_line(message: str) -> str:
    """The message in one line: what a file's own names hold moves no cursor and floods nothing."""
    line = "".join(sign if sign.isprintable() else " " for sign in message).strip()
    return _ENDLESS.sub(lambda found: f"{found[0][:_SHOWN]}…", line)


class Steps:
    """Prints what a load is doing to stderr, once it has taken two seconds."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.shown = 0.0

    def __call__(self, step: str, fraction: float | None = None) -> None:
        """Called at the start of each step, with the share done where it is known."""
        seconds = time.monotonic() - self.started
        if seconds < _QUIET_SECONDS or seconds - self.shown < _BETWEEN_SECONDS:
            return
        self.shown = seconds
        share = "" if fraction is None else f" ({fraction:.0%})"
        print(f"{seconds:6.1f} s  {step}{share}", file=sys.stderr, flush=True)
