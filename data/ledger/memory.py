"""What an open ledger has read: each event as stored, and as a person may read it."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from cryptography.fernet import Fernet

from data.errors import LedgerError
from data.ledger.anchor import RESTORE
from data.ledger.event import EMPTY, Event, Head, Row
from data.ledger.keys import people_in, unsealed

DESTROYED = "key_destroyed"


class Memory:
    """The verified events so far. Readers get tuples; the keys are those that still exist."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._events: tuple[Event, ...] = ()
        self._destroyed: dict[str, int] = {}
        self._people: dict[str, int] = {}
        self.by_key: dict[str, Event] = {}

    @property
    def head(self) -> Head:
        """Count and hash of what was read."""
        last = self.last_row
        return Head(last.seq, last.hash) if last else EMPTY

    @property
    def last_row(self) -> Row | None:
        """The last event as stored."""
        return self._rows[-1] if self._rows else None

    def events(self, after: int) -> tuple[Event, ...]:
        """The readable events numbered above `after`."""
        return self._events[max(after, 0) :]

    def has_sealed_for(self, person_ref: str) -> bool:
        """Whether something was ever sealed for the person."""
        return person_ref in self._people

    def destroyed_by(self, person_ref: str) -> Event | None:
        """The event that destroyed the person's key."""
        seq = self._destroyed.get(person_ref)
        return self._events[seq - 1] if seq else None

    def take(self, rows: list[Row], keys: Mapping[str, Fernet]) -> None:
        """Adds verified rows, read with the keys that exist now."""
        gone = {row.subject: row.seq for row in rows if row.kind == DESTROYED}
        # What was readable before a key was destroyed must not stay so in memory.
        made = tuple(_readable(row, _parsed(row), keys) for row in (self._rows if gone else ()))
        # Parsed once: a period of many payees is megabytes.
        bodies = [_parsed(row) for row in rows]
        added = tuple(_readable(row, body, keys) for row, body in zip(rows, bodies, strict=True))
        for row, body in zip(rows, bodies, strict=True):
            for person_ref in people_in(body):
                self._people.setdefault(person_ref, row.seq)
        self._rows.extend(rows)
        self._destroyed |= gone
        self._events = (made if gone else self._events) + added
        fresh = self._events if gone else added
        self.by_key.update((one.key, one) for one in fresh if one.key is not None)

    def unopened(self, keys: Mapping[str, Fernet]) -> Iterator[tuple[int, str]]:
        """The first event of each person whose key is gone although nobody destroyed it."""
        for person_ref, seq in self._people.items():
            if person_ref not in keys and person_ref not in self._destroyed:
                yield seq, person_ref


def refuse_missing_keys(memory: Memory, keys: Mapping[str, Fernet]) -> None:
    """Refuses a ledger whose keys were removed other than by an event.

    Raises: LedgerError that names the first event that cannot be read.
    """
    for seq, person_ref in sorted(memory.unopened(keys)):
        raise LedgerError(
            f"event {seq} of the ledger cannot be read: the key of '{person_ref}' is missing "
            f"although nobody destroyed it; {RESTORE}",
            seq,
        )


def _parsed(row: Row) -> object:
    found: object = json.loads(row.body)
    return found


def _readable(row: Row, stored: object, keys: Mapping[str, Fernet]) -> Event:
    try:
        body = unsealed(stored, keys)
    except LedgerError as error:
        said = f"event {row.seq} of the ledger cannot be read: {error.message}"
        raise LedgerError(said, row.seq) from error
    if not isinstance(body, dict):
        raise LedgerError(f"event {row.seq} of the ledger holds no body; {RESTORE}", row.seq)
    return Event(
        row.seq,
        datetime.fromisoformat(row.at),
        row.kind,
        row.actor,
        row.subject,
        body,
        row.idempotency_key,
        row.previous_hash,
        row.hash,
    )
