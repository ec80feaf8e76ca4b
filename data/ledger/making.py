"""Makes a ledger where there is none, and refuses where one was and is gone."""

from sqlalchemy import Engine

from data.errors import LedgerError
from data.ledger.anchor import RESTORE, Anchor
from data.ledger.event import EMPTY, Head
from data.ledger.place import Place, reading, writing
from data.ledger.tables import create_tables, has_tables, head_of

_ACCEPT = 'python -m data anchor --reason "..."'


def make(engine: Engine, place: Place, anchor: Anchor) -> Head:
    """What the anchor says; tables and an anchor of zero events are made where none are.

    Raises: LedgerError when the database or the anchor of a used ledger is gone.
    """
    known = anchor.read()
    anchor.remove_leftovers()
    if known is not None and known.count and not _is_there(engine, place):
        raise LedgerError(
            f"the ledger {place.shown} is gone: its anchor counts {known.count} events; {RESTORE}"
        )
    if known is not None and known.count:
        return known
    try:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_there(engine, place):
            with writing(engine, place) as con:
                create_tables(con)
        return known or _anchored(engine, place, anchor)
    except OSError as error:
        raise LedgerError(f"{place.folder}: cannot be written: {error.strerror}") from error


def _is_there(engine: Engine, place: Place) -> bool:
    if place.file is not None and not place.file.exists():
        return False
    with reading(engine, place) as con:
        return has_tables(con)


def _anchored(engine: Engine, place: Place, anchor: Anchor) -> Head:
    """The anchor of a ledger without events; another process may have been first."""
    with anchor.locked():
        known = anchor.read()
        if known is not None:
            return known
        with reading(engine, place) as con:
            head = head_of(con)
        if head is not None:
            raise LedgerError(
                f"{anchor.path} is missing although the ledger holds {head.count} events; "
                f"{RESTORE}, or, where you know that none are missing, {_ACCEPT}"
            )
        anchor.write(EMPTY)
        return EMPTY
