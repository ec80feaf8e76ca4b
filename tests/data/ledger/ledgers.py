"""What the ledger's tests share: a clock, drafts, and an event's way around its triggers."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.ledger import Draft, Event, Ledger, Secret

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
Decide = Callable[[tuple[Event, ...]], tuple[Draft, ...]]


def clock() -> datetime:
    """The same moment at each call."""
    return NOW


class Ticking:
    """A clock that goes on a second at each call."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> datetime:
        """The next second."""
        self.seconds += 1
        return NOW + timedelta(seconds=self.seconds)


def opened(store: Path) -> Ledger:
    """The store's ledger."""
    return Ledger.open(store, clock=clock)


def noted(text: str, key: str | None = None) -> Decide:
    """A decision that drafts one note, whatever happened before."""
    return lambda events: (Draft("noted", "ann", "plan", {"text": text}, key),)


def target(person: str, amount: str) -> Decide:
    """A decision that seals a person's name and amount."""
    body = {"person_id": person, "pay": Secret(person, {"name": f"Ms {person}", "amount": amount})}
    return lambda events: (Draft("payee_loaded", "fin", person, body),)


def filled(store: Path, count: int) -> Ledger:
    """A ledger of that many notes, n1 and on."""
    ledger = opened(store)
    for number in range(1, count + 1):
        ledger.append(noted(f"n{number}"))
    return ledger


def database(store: Path) -> Path:
    """The SQLite file of the store's ledger."""
    return store / "ledger" / "ledger.sqlite"


def tamper(store: Path, *statements: str) -> None:
    """Changes stored events as somebody with the file would: triggers and indexes removed."""
    with sqlite3.connect(database(store)) as con:
        con.execute("alter table event rename to guarded")
        con.execute("create table event as select * from guarded")
        con.execute("drop table guarded")
        for statement in statements:
            con.execute(statement)
    con.close()
