"""A closed period worked out again with today's figures: the exact difference for each payee."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from data.ledger.event import Draft, Event, Secret
from metrics.lifecycle import events as kinds
from metrics.lifecycle.basis import Basis
from metrics.lifecycle.calculation import Calculation, calculate
from metrics.lifecycle.carried import changes, granted_by
from metrics.lifecycle.exact_text import amount_text
from metrics.lifecycle.gathering import Held, PlanDays, Source, basis_of
from metrics.lifecycle.periods import Moment, Seen, read_from, source_as_of
from metrics.lifecycle.refusals import Refused, needed_reason
from metrics.lifecycle.rerun import calculation_body, stored_basis, stored_plan
from metrics.lifecycle.state import State
from metrics.lifecycle.takers import Carried

ZERO = Fraction(0)


@dataclass(frozen=True)
class Now:
    """Today, and the load that is published today, as of the day asked for or its own."""

    moment: Moment
    seen: Seen


def restating(state: State, actor: str, close: Event, reason: str, now: Now) -> tuple[Draft, ...]:
    """The restatement of a closed period: what it would pay by what is known today.

    Each payee's difference is to what was granted so far and stands on the next statement. The
    close itself stays as it is.
    Raises: Refused where nothing has changed, or money would be taken back too late;
    PeriodError for an as-of inside the period or after today.
    """
    name = close.subject
    why = needed_reason(reason, f"restating {name}")
    source = source_as_of(now.seen, now.moment.period(name), now.moment, "restated")
    again = recalculated(state, close, now.moment, source)
    found = differences(state, close, again)
    if not found:
        raise Refused("nothing_to_restate", f"{name} pays the same by what is known today")
    is_late = is_window_over(state, close, now.moment.today)
    if is_late and all(one < 0 for one in found.values()):
        raise Refused("window_over", _too_late(state, close))
    body = {
        **calculation_body(again),
        **read_from(source),
        "close": close.hash,
        "number": len(state.period(name).restatements) + 1,
        "reason": why,
        "differences": {
            person: Secret(
                person, {"difference": amount_text(one), "is_barred": is_late and one < 0}
            )
            for person, one in found.items()
        },
    }
    return (Draft(kinds.RESTATED, actor, name, body),)


def recalculated(state: State, close: Event, moment: Moment, source: Source) -> Calculation:
    """The closed period's plans and carried money on today's results and payees."""
    kept = stored_basis(close)
    period, carried = moment.period(close.subject), Carried(kept.carry_over)
    return calculate(basis_of(source, state, period, held_as(kept), carried))


def held_as(kept: Basis) -> Held:
    """The plans of a stored basis."""
    plans = tuple(PlanDays(one.plan, one.first_on, one.last_on) for one in kept.parts)
    return Held(kept.treatment, plans)


def differences(state: State, close: Event, again: Calculation) -> dict[str, Fraction]:
    """By payee what the period pays now less what was granted so far; only those that differ."""
    granted = granted_by(state.period(close.subject), close, state.seq + 1)
    found = changes(granted, {one.person_id: one.earned for one in again.lines})
    return {person: one for person, one in found.items() if person not in state.deleted}


def is_window_over(state: State, close: Event, today: date) -> bool:
    """Whether it is too late to take anything back: counted in days from the payment."""
    ends = window_ends(state, close)
    return ends is not None and today > ends


def window_ends(state: State, close: Event) -> date | None:
    """The last day on which money can be taken back; None while the period is not paid."""
    paid = state.period(close.subject).paid
    if paid is None:
        return None
    days = stored_plan(close).clawback.window_days
    return date.fromisoformat(str(paid.body["on"])) + timedelta(days=days)


def _too_late(state: State, close: Event) -> str:
    return (
        f"{close.subject} was paid and the plan takes back nothing after "
        f"{window_ends(state, close)}; every payee would owe money, so nothing is restated"
    )
