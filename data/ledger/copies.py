"""Copies of the ledger, made by its engine while others write, and verified by opening them."""

from pathlib import Path

from sqlalchemy import URL

from data.errors import LedgerError
from data.ledger.anchor import FILE_NAME as ANCHOR
from data.ledger.anchor import Anchor, secret_of_environment, sync_folder
from data.ledger.chain import first_fault
from data.ledger.event import EMPTY, Head, Row
from data.ledger.keys import FILE_NAME as KEY
from data.ledger.keys import MasterKey
from data.ledger.memory import Memory, refuse_missing_keys
from data.ledger.place import DATABASE, Place, reading, writing
from data.ledger.tables import (
    add_key,
    create_tables,
    has_tables,
    insert_rows,
    rows_from,
    wrapped_keys,
)

Content = tuple[list[Row], dict[str, str]]


def copy_ledger(store: Path, folder: Path) -> tuple[str, ...]:
    """The names of the files made in `folder`; none where the store has no ledger.

    The events are read at one moment, written into a SQLite file whatever engine holds them,
    read back and verified against the store's anchor.
    Raises: LedgerError when the ledger or its copy does not hold.
    """
    place = Place.of(store)
    if not place.has_ledger:
        return ()
    anchor = Anchor(place.folder, secret_of_environment())
    # Before the events: what others write meanwhile makes the copy longer, never shorter.
    known = anchor.read()
    content = content_of(place)
    head = verified(content, known or EMPTY, MasterKey(place.folder, anchor.secret), place.shown)
    names = [DATABASE, ANCHOR]
    if (place.folder / KEY).exists():
        _copy_secretly(place.folder / KEY, folder / KEY)
        names.append(KEY)
    copied = _file_in(folder)
    _fill(copied, content)
    Anchor(folder, anchor.secret).write(head)
    check_copy(folder)
    return tuple(names)


def check_copy(folder: Path) -> Head:
    """The head of the copy in `folder`, after verifying it.

    Raises: LedgerError when it does not hold.
    """
    anchor = Anchor(folder, secret_of_environment())
    known = anchor.read()
    if known is None or not (folder / DATABASE).is_file():
        raise LedgerError(f"{folder}: the copy of the ledger is not whole; use another copy")
    copied = _file_in(folder)
    master = MasterKey(folder, anchor.secret)
    return verified(content_of(copied), known, master, copied.shown)


def restore_ledger(store: Path, folder: Path) -> Head:
    """The head of the store's ledger, made from the copy and verified in its place.

    Raises: LedgerError when the copy does not hold, or the store has a ledger already.
    """
    head = check_copy(folder)
    refuse_ledger(store)
    place = Place.of(store)
    try:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if (folder / KEY).exists():
            _copy_secretly(folder / KEY, place.folder / KEY)
        _fill(place, content_of(_file_in(folder)))
        anchor = Anchor(place.folder, secret_of_environment())
        verified(content_of(place), head, MasterKey(place.folder, anchor.secret), place.shown)
        # Last: a ledger without its anchor is not taken for a whole one.
        anchor.write(head)
    except OSError as error:
        raise LedgerError(f"{place.folder}: cannot be written: {error.strerror}") from error
    return head


def refuse_ledger(store: Path) -> None:
    """Refuses a store that has a ledger: nothing may be restored over it.

    Raises: LedgerError that says how many events there are.
    """
    place = Place.of(store)
    held = content_of(place)[0] if place.file is None or place.file.exists() else []
    if held:
        raise LedgerError(
            f"{place.shown} holds {len(held)} events already: a ledger is never written over; "
            "restore into an empty store"
        )
    known = Anchor(place.folder, secret_of_environment()).read()
    if known is not None and known.count:
        raise LedgerError(
            f"{place.folder} holds the anchor of a ledger that is gone: move that folder "
            "aside, then restore"
        )


def _file_in(folder: Path) -> Place:
    return Place(folder, URL.create("sqlite", database=str(folder / DATABASE)))


def content_of(place: Place) -> Content:
    """Every event and every person's wrapped key, at one moment.

    Raises: LedgerError when the database cannot be read.
    """
    engine = place.engine()
    try:
        with reading(engine, place) as con:
            return (rows_from(con, 1), wrapped_keys(con)) if has_tables(con) else ([], {})
    finally:
        engine.dispose()


def _fill(place: Place, content: Content) -> None:
    """Writes the events and keys into a database that has none, in one transaction."""
    rows, wrapped = content
    engine = place.engine()
    try:
        with writing(engine, place) as con:
            create_tables(con)
            if rows:
                insert_rows(con, rows)
            for person_ref, text in wrapped.items():
                add_key(con, person_ref, text)
    finally:
        engine.dispose()
    if place.file is not None:
        place.file.chmod(0o600)
        sync_folder(place.file.parent)


def verified(content: Content, anchor: Head, master: MasterKey, shown: str) -> Head:
    """The head of events that hold, follow the anchor, and can be read.

    Raises: LedgerError that names the first that does not.
    """
    rows, wrapped = content
    fault = first_fault(rows, anchor)
    if fault is not None:
        raise LedgerError(f"{shown}: {fault.reason}; use another copy")
    memory, keys = Memory(), master.opened(wrapped)
    memory.take(rows, keys)
    refuse_missing_keys(memory, keys)
    return memory.head


def _copy_secretly(source: Path, target: Path) -> None:
    """Copies the key so that only its owner can read it, at every moment."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    target.write_bytes(source.read_bytes())
