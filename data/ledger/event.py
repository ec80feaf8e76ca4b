"""What the ledger holds: events, each linked to the one before by its hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

GENESIS = "0" * 64
DELETED = "(deleted)"


@dataclass(frozen=True)
class Secret:
    """A value of a draft's body that is stored so that only the person's key opens it."""

    person_ref: str
    value: object


@dataclass(frozen=True)
class Sealed:
    """What stands in a body where the person's key has been destroyed; shown as (deleted)."""

    person_ref: str

    def __str__(self) -> str:
        """What a person is shown."""
        return DELETED


@dataclass(frozen=True)
class Draft:
    """An event to be. `key` makes it idempotent: the same key is written once.

    The body holds text, whole numbers, booleans, None, lists and mappings of them, and
    `Secret` values. Amounts are text.
    """

    kind: str
    actor: str
    subject: str
    body: Mapping[str, object]
    key: str | None = None


@dataclass(frozen=True)
class Event:
    """One event, its body readable; `Sealed` where a person's key is gone. Moments in UTC."""

    seq: int
    at: datetime
    kind: str
    actor: str
    subject: str
    body: Mapping[str, object]
    key: str | None
    previous: str
    hash: str


@dataclass(frozen=True)
class Head:
    """How many events there are, and the hash of the last."""

    count: int
    hash: str


EMPTY = Head(0, GENESIS)


class Row(NamedTuple):
    """One event as it is stored: text, and people's values sealed."""

    seq: int
    at: str
    kind: str
    actor: str
    subject: str
    body: str
    idempotency_key: str | None
    previous_hash: str
    hash: str


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, ASCII only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def hash_of(row: Row, position: int | None = None) -> str:
    """The hash that the row must carry, in hex; at another position where one is given."""
    # A damaged file gives values of any type: they must be hashed to be found wrong.
    content = canonical([position or row.seq, *map(_text, row[1:-1])])
    return hashlib.sha256(content.encode("ascii")).hexdigest()


def _text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else repr(value)
