"""What one close hands to the next: undistributed money, and lines that are still open."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from data.ledger.event import Event
from metrics.lifecycle.exact_text import day_in, inner, number_in
from metrics.lifecycle.records import PeriodRecord
from metrics.lifecycle.rerun import stored_plan
from metrics.lifecycle.state import State
from metrics.lifecycle.takers import Carried
from metrics.periods import Period

ZERO = Fraction(0)


def first_on(close: Event) -> date:
    """The first day of the period that was closed."""
    return day_in(inner(close.body, "basis"), "first_on")


def standing(state: State) -> tuple[Event, ...]:
    """The closes that stand, in the order of their periods."""
    found = [one.close for one in state.periods.values() if one.close is not None]
    return tuple(sorted(found, key=lambda close: (first_on(close), close.seq)))


def in_chain(state: State, period: Period) -> tuple[Event, ...]:
    """The closes that stand of periods of the same kind, in their order."""
    return tuple(one for one in standing(state) if one.body["grain"] == period.grain)


def carried_into(state: State, period: Period) -> Carried:
    """What the period starts with: the money that the one before left, and everyone's lines."""
    before = [one for one in in_chain(state, period) if first_on(one) < period.start_on]
    carry_over = ZERO
    if before and stored_plan(before[-1]).allocation.undistributed != "company":
        carry_over = number_in(inner(before[-1].body, "company"), "undistributed")
    return Carried(carry_over, open_lines(state), _teams(state))


def open_lines(state: State) -> Mapping[str, Fraction]:
    """What each person is still owed (or owes, below 0) from corrections, all closes together."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    for record in state.periods.values():
        for restated in restatements_of(record):
            for person_id, difference in differences_in(restated):
                found[person_id] += difference
    for close in standing(state):
        for person_id, told in inner(close.body, "people").items():
            if isinstance(told, Mapping):
                found[person_id] -= number_in(told, "restatement")
    return {person_id: line for person_id, line in found.items() if line}


def restatements_of(record: PeriodRecord) -> tuple[Event, ...]:
    """The restatements of the close that stands; those of one that was reopened are void."""
    close = record.close
    if close is None:
        return ()
    return tuple(one for one in record.restatements if one.body["close"] == close.hash)


def differences_in(restated: Event) -> Iterator[tuple[str, Fraction]]:
    """Each payee's line of a restatement, as far as it can be read and may be taken."""
    for person_id, told in inner(restated.body, "differences").items():
        if isinstance(told, Mapping) and not told["is_barred"]:
            yield person_id, number_in(told, "difference")


def granted_by(record: PeriodRecord, close: Event, before: int) -> dict[str, Fraction]:
    """By payee what a close paid for its period, and its restatements up to event `before`."""
    found = earned_in(close)
    for restated in record.restatements:
        if restated.body["close"] == close.hash and restated.seq < before:
            for person_id, difference in differences_in(restated):
                found[person_id] = found.get(person_id, ZERO) + difference
    return found


def earned_in(event: Event) -> dict[str, Fraction]:
    """By payee what a close or restatement pays for the period itself."""
    return {
        person_id: number_in(told, "pool_part") + number_in(told, "individual_part")
        for person_id, told in inner(event.body, "people").items()
        if isinstance(told, Mapping)
    }


def changes(granted: Mapping[str, Fraction], now: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """By payee what is paid now less what was granted; only those that differ."""
    people = sorted(granted.keys() | now.keys())
    found = {one: now.get(one, ZERO) - granted.get(one, ZERO) for one in people}
    return {person_id: one for person_id, one in found.items() if one}


def _teams(state: State) -> dict[str, str]:
    """The team in which each person was last paid."""
    found = {}
    for close in standing(state):
        for person_id, told in inner(close.body, "people").items():
            if isinstance(told, Mapping):
                found[person_id] = str(told["team"])
    return found
