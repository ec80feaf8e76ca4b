"""The ledger's two tables, and the triggers that refuse to change or remove an event."""

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    inspect,
    select,
)

from data.ledger.event import Head, Row

METADATA = MetaData()
# Any number, the same for everyone who makes a ledger in this database.
_MAKING = 7_263_361

EVENT = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("idempotency_key", String, unique=True),
    # Two events after the same one would be a fork: the database refuses the second.
    Column("previous_hash", String, nullable=False, unique=True),
    Column("hash", String, nullable=False, unique=True),
)

PERSON_KEY = Table(
    "person_key",
    METADATA,
    Column("person_ref", String, primary_key=True),
    Column("wrapped", Text, nullable=False),
)

_SQLITE = (
    "create trigger event_is_not_updated before update on event "
    "begin select raise(abort, 'events are never changed'); end",
    "create trigger event_is_not_deleted before delete on event "
    "begin select raise(abort, 'events are never removed'); end",
)
_POSTGRES = (
    "create or replace function event_stays() returns trigger language plpgsql as "
    "$$ begin raise exception 'events are never changed or removed'; end $$",
    "create trigger event_is_not_changed before update or delete on event "
    "for each row execute function event_stays()",
    "create trigger event_is_not_emptied before truncate on event "
    "for each statement execute function event_stays()",
)


def create_tables(con: Connection) -> None:
    """Makes the tables where they are not there yet; `con` may write."""
    if con.dialect.name == "postgresql":
        # Two servers that start at once: the second waits and finds the tables made.
        con.exec_driver_sql(f"select pg_advisory_xact_lock({_MAKING})")
    if has_tables(con):
        return
    METADATA.create_all(con)
    for statement in _SQLITE if con.dialect.name == "sqlite" else _POSTGRES:
        con.exec_driver_sql(statement)


def has_tables(con: Connection) -> bool:
    """Whether a ledger has been made in this database."""
    return inspect(con).has_table(EVENT.name)


def rows_from(con: Connection, seq: int) -> list[Row]:
    """The stored events numbered `seq` and later, in order."""
    found = con.execute(select(EVENT).where(EVENT.c.seq >= seq).order_by(EVENT.c.seq))
    return [Row(*row) for row in found]


def head_of(con: Connection) -> Head | None:
    """The head as stored, unverified; None before the first event."""
    last = con.execute(
        select(EVENT.c.seq, EVENT.c.hash).order_by(EVENT.c.seq.desc()).limit(1)
    ).first()
    return Head(last.seq, last.hash) if last else None


def insert_rows(con: Connection, rows: list[Row]) -> None:
    """Writes the events."""
    con.execute(insert(EVENT), [row._asdict() for row in rows])


def wrapped_keys(con: Connection) -> dict[str, str]:
    """Each person's key as stored: wrapped by the master key."""
    return {str(row.person_ref): str(row.wrapped) for row in con.execute(select(PERSON_KEY))}


def remove_key(con: Connection, person_ref: str) -> None:
    """Removes a person's key; with it goes what was sealed."""
    con.execute(delete(PERSON_KEY).where(PERSON_KEY.c.person_ref == person_ref))


def add_key(con: Connection, person_ref: str, wrapped: str) -> None:
    """Stores a person's key, wrapped."""
    con.execute(insert(PERSON_KEY).values(person_ref=person_ref, wrapped=wrapped))
