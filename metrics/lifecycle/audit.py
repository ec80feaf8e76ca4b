"""The whole ledger checked: its chain, and every close and restatement worked out again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal

from data.errors import LedgerError, RevenueError
from data.ledger import Ledger, verify
from data.ledger.event import Event, canonical
from data.ledger.place import Place
from data.workspace import Workspace
from metrics.lifecycle.carried import changes, earned_in, granted_by
from metrics.lifecycle.exact_text import Json, inner, number_in
from metrics.lifecycle.records import PeriodRecord
from metrics.lifecycle.rerun import deleted_in, digest, rerun_event
from metrics.lifecycle.state import State


@dataclass(frozen=True)
class Checked:
    """A close or restatement: whether it is what was worked out; `reason` says how not."""

    period: str
    kind: Literal["close", "restatement"]
    event: int
    holds: bool
    reason: str
    deleted: tuple[str, ...]  # whose key was destroyed; then nothing is left to run again


@dataclass(frozen=True)
class Audit:
    """What the audit found; `first_bad` is the first event that is not what was written."""

    events: int
    first_bad: int | None
    reason: str
    runs: tuple[Checked, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is what was decided and what was paid."""
        return self.first_bad is None and all(one.holds for one in self.runs)

    @property
    def first_bad_period(self) -> str | None:
        """The first period whose pay is not what its close works out to."""
        return next((one.period for one in self.runs if not one.holds), None)


def audit(store: Path, now: datetime) -> Audit:
    """The store's ledger, read anew. Raises: WorkspaceError when tandem.toml does not hold."""
    workspace = Workspace.read(store)
    try:
        if not Place.of(store).has_ledger:
            return Audit(0, None, f"{store} has no ledger yet", ())
        ledger = Ledger.open(store, clock=lambda: now)
    except LedgerError as error:
        return Audit(0, error.event or 0, error.message, ())
    try:
        return audited(ledger, State.start(workspace))
    except LedgerError as error:
        return Audit(0, error.event or 0, error.message, ())
    finally:
        ledger.close()


def audited(ledger: Ledger, start: State) -> Audit:
    """An open ledger checked. Raises: LedgerError when it cannot be read at all."""
    found = verify(ledger)
    if not found.holds:
        return Audit(found.count, found.first_bad, found.reason, ())
    state = start.after(ledger.events())
    return Audit(found.count, None, found.reason, tuple(_runs(state)))


def _runs(state: State) -> Iterator[Checked]:
    """Every close and restatement, those of reopened closes too, in the order written."""
    found: list[tuple[Event, Literal["close", "restatement"]]] = []
    for record in state.periods.values():
        found += [(event, "close") for event in record.closes]
        found += [(event, "restatement") for event in record.restatements]
    for event, kind in sorted(found, key=lambda one: one[0].seq):
        deleted = deleted_in(event)
        reason = _reason(event)
        if kind == "restatement" and not reason:
            reason = _difference(state.period(event.subject), event)
        yield Checked(event.subject, kind, event.seq, not reason, reason, deleted)


def _reason(event: Event) -> str:
    """Why the stored calculation does not hold; '' where it does."""
    if deleted_in(event):
        return ""
    try:
        again = rerun_event(event)
    except RevenueError as error:
        return f"it cannot be worked out again: {error.message}"
    if not again.holds:
        return "working it out again gives other figures than were kept"
    whole = canonical({"company": event.body["company"], "people": event.body["people"]})
    if digest(whole) != event.body["calculation_hash"]:
        return "its hash is not that of the figures kept"
    return "" if _adds_up(event) else "its parts do not add up to the pool"


def _difference(record: PeriodRecord, restated: Event) -> str:
    """Why the lines of a restatement are not the differences of its figures; '' where they are."""
    close = next((one for one in record.closes if one.hash == restated.body["close"]), None)
    if close is None:
        return "it corrects a close that is not there"
    if deleted_in(restated) or deleted_in(close):
        return ""
    told = inner(restated.body, "differences")
    lines = {person: number_in(inner(told, person), "difference") for person in told}
    due = changes(granted_by(record, close, restated.seq), earned_in(restated))
    return "" if lines == due else "its lines are not the differences of its figures"


def _adds_up(event: Event) -> bool:
    """Whether pool parts + undistributed + reserve are the pool, and payouts their parts."""
    company, people = inner(event.body, "company"), inner(event.body, "people")
    told = [one for one in people.values() if isinstance(one, Mapping)]
    parts = sum((number_in(one, "pool_part") for one in told), Fraction(0))
    held = number_in(company, "undistributed") + number_in(company, "reserve")
    return parts + held == number_in(company, "pool") and all(map(_is_sum, told))


def _is_sum(told: Mapping[str, object]) -> bool:
    names = ("pool_part", "individual_part", "restatement")
    payout = number_in(told, "payout")
    return payout >= 0 and payout == sum((number_in(told, name) for name in names), Fraction(0))


def audit_json(found: Audit) -> Json:
    """The audit as one JSON document."""
    return {
        "holds": found.holds,
        "events": found.events,
        "first_bad_event": found.first_bad,
        "first_bad_period": found.first_bad_period,
        "reason": found.reason,
        "runs": [
            {
                "period": one.period,
                "kind": one.kind,
                "event": one.event,
                "holds": one.holds,
                "reason": one.reason or None,
                "deleted": list(one.deleted),
            }
            for one in found.runs
        ],
    }


def audit_text(found: Audit) -> str:
    """The same for a person: one line a check."""
    if found.first_bad is not None:
        at = f"event {found.first_bad}: " if found.first_bad else ""
        return f"THE LEDGER DOES NOT HOLD: {at}{found.reason}"
    lines = [f"{found.events} events: {found.reason}"]
    for one in found.runs:
        words = one.reason or "the same to the byte"
        if one.deleted:
            words = f"not worked out again: {', '.join(one.deleted)} deleted"
        state = "holds" if one.holds else "DOES NOT HOLD"
        lines.append(f"{one.period} {one.kind} (event {one.event}): {state}, {words}")
    return "\n".join(lines)
