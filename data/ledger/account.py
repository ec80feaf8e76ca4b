"""What there is to tell of a store's ledger, and the event that a load leaves in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import LedgerError
from data.ledger.anchor import SECRET, Anchor, secret_of_environment
from data.ledger.event import Draft, Event
from data.ledger.ledger import Clock, Ledger
from data.ledger.place import Place

_ACTOR = "load"


@dataclass(frozen=True)
class LedgerStatus:
    """A verified ledger, or why it cannot be trusted."""

    place: str
    events: int | None
    head: str | None
    anchored: int | None
    is_keyed: bool
    problem: str | None

    def as_json(self) -> dict[str, object]:
        """The `ledger` key of `python -m data status --json`."""
        return dict(vars(self))

    @property
    def lines(self) -> tuple[str, ...]:
        """The same for a person."""
        if self.problem:
            return (f"LEDGER NOT USABLE: {self.problem}",)
        signed = f"signed with {SECRET}" if self.is_keyed else f"not signed: {SECRET} is not set"
        return (
            f"ledger {self.place}: {self.events} events, verified, head {str(self.head)[:12]}",
            f"  anchor at event {self.anchored}, {signed}",
        )


def ledger_status(store: Path, *, clock: Clock) -> LedgerStatus | None:
    """What the store's ledger holds, after verifying it; None where there is none."""
    shown, is_keyed = "", False
    try:
        place = Place.of(store)
        shown = place.shown
        if not place.has_ledger:
            return None
        secret = secret_of_environment()
        is_keyed = secret is not None
        ledger = Ledger.open(store, clock=clock)
        try:
            head = ledger.head
        finally:
            ledger.close()
        anchored = Anchor(place.folder, secret).read()
    except LedgerError as error:
        return LedgerStatus(shown, None, None, None, is_keyed, error.message)
    count = anchored.count if anchored else None
    return LedgerStatus(shown, head.count, head.hash, count, is_keyed, None)


def tell_of_load(
    store: Path, kind: str, said: Mapping[str, object], *, clock: Clock
) -> Event | None:
    """The event of what was published; None where the store has no ledger.

    Raises: LedgerError when the ledger cannot be written.
    """
    if not Place.of(store).has_ledger:
        return None
    ledger = Ledger.open(store, clock=clock)
    try:
        (event,) = ledger.append(
            lambda events: (Draft(kind, _ACTOR, str(said["fingerprint"]), said),)
        )
        return event
    finally:
        ledger.close()
