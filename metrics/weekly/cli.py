"""The command `python -m metrics weekly`: the week for a terminal, a program, a mail."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from data.warehouse import Reader, Warehouse
from metrics.days import seen_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metrics.inbox import Waits
    from metrics.lifecycle.state import State
    from metrics.weekly.page import Digest
    from metrics.weekly.records import Weekly

app = typer.Typer()

AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE.html", help="Write the digest here, and FILE.txt beside."),
]
Person = Annotated[
    str | None, typer.Option("--as", metavar="PERSON", help="With what waits for this person.")
]


@app.command("weekly")
def show_weekly(
    *,
    as_of: AsOf = None,
    as_json: AsJson = False,
    out: Out = None,
    person: Person = None,
    store: Store = None,
) -> None:
    """What the weekly screen shows, in five blocks; with --out the digest for any mailer."""
    # The ledger and the simulation take a while to import, and most commands need none.
    from metrics.weekly.digest import digest_of
    from metrics.weekly.files import checked_path
    from metrics.weekly.told_json import weekly_json

    path = None if out is None else checked_path(out)
    folder = store_folder(store)
    reader = Warehouse(folder).reader()
    found, waits, who = _asked(folder, reader, seen_from(reader, as_of) if as_of else None, person)
    if path is not None:
        _write(path, digest_of(found, waits, who), is_told=not as_json)
    if as_json:
        print(json.dumps(weekly_json(found, waits), ensure_ascii=False, allow_nan=False))
    elif path is None:
        from metrics.weekly.plain import digest_text

        print(digest_text(digest_of(found, waits, who)), end="")


def _asked(
    folder: Path, reader: Reader, as_of: date | None, person: str | None
) -> "tuple[Weekly, Sequence[Waits] | None, str]":
    """The week, what waits for the person named (None without one), and that person's name.

    Raises: LedgerError where a person is named and what was decided cannot be read.
    """
    from data.errors import LedgerError
    from data.workspace import Workspace
    from metrics.inbox import inbox
    from metrics.meeting.saying import known_person
    from metrics.weekly.gather import weekly

    state, trouble = _decided(folder)
    workspace = Workspace.read(folder)
    now = datetime.now(UTC)
    today = now.astimezone(workspace.zone).date()
    if person is not None and trouble:
        raise LedgerError(trouble)
    who = None if person is None else known_person(person, state, reader)
    found = weekly(reader, state, folder, today=today, as_of=as_of, trouble=trouble, now=now)
    if who is None:
        return found, None, ""
    return found, inbox(state, reader, who, today, now), found.names.get(who, who)


def _decided(folder: Path) -> "tuple[State, str]":
    """What was decided, and why it cannot be read; where there is no ledger, none is made."""
    from data.errors import LedgerError
    from data.ledger.place import Place
    from data.workspace import Workspace
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.state import State

    start = State.start(Workspace.read(folder))
    try:
        if not Place.of(folder).has_ledger:
            return start, ""
        desk = Desk.open(folder, datetime.now(UTC))
        try:
            return desk.state, ""
        finally:
            desk.ledger.close()
    except LedgerError as error:
        return start, error.message


def _write(path: Path, digest: "Digest", *, is_told: bool) -> None:
    from metrics.weekly.files import write_both
    from metrics.weekly.html import digest_html
    from metrics.weekly.plain import digest_text

    for one in write_both(path, digest_html(digest), digest_text(digest)):
        if is_told:
            print(one)
