"""Commitments: made in a meeting, then kept, moved or dropped; each step is an event."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from data.ledger.event import Draft
from metrics.kpi import Kpi, Unit
from metrics.lifecycle import events as kinds
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import Action
from metrics.lifecycle.refusals import Refused, given_reason, needed_reason
from metrics.lifecycle.state import State
from metrics.meeting.records import OUTCOMES, Commitment, Outcome
from metrics.meeting.saying import Days, days_of, known_person, needed_line, own_key
from metrics.members import refuse_unknown_members
from metrics.question import check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.scope import ALL, Scope

# What is due later than this is a plan, not a commitment of a weekly meeting.
FARTHEST = timedelta(days=366)
# No number of a company moves by more, and none is told to more decimals.
MOST, MOST_PLACES = Decimal(10**12) - 1, 6


@dataclass(frozen=True)
class Said:
    """A commitment to be: `expected` is what the KPI should move by, in its own unit (a rate
    from 0 to 1, so that 5 points are 0.05), with its sign.
    """

    what: str
    owner: str
    due_on: date
    kpi: str
    expected: Decimal
    scope: Scope = ALL


def commit(
    desk: Desk, actor: str, said: Said, *, as_of: date | None = None, key: str = ""
) -> Commitment:
    """The commitment, written down once. `key` names the request.

    Raises: Refused not_allowed, no_text, unknown_person, past_due, too_far, no_expected,
    beyond_data, other_request; UnknownKpiError, ScopeError.
    """
    reader = desk.warehouse.reader()
    own = ""

    def decide(state: State) -> tuple[Draft, ...]:
        nonlocal own
        days = days_of(desk, reader, as_of)
        body = _body(said, state, reader, days)
        own = _key(actor, days, key, body)
        known = state.meeting.requests.get(own)
        if known is not None:
            _refuse_other(state.meeting.commitments[known - 1], body)
            return ()
        number = len(state.meeting.commitments) + 1
        return (Draft(kinds.COMMITMENT_MADE, actor, str(number), body, own),)

    desk.run(Action.COMMIT, actor, decide)
    meeting = desk.state.meeting
    return meeting.commitments[meeting.requests[own] - 1]


def _key(actor: str, days: Days, key: str, body: dict[str, object]) -> str:
    told = (str(body[name]) for name in ("what", "owner", "due_on", "kpi", "expected", "scope"))
    return own_key(kinds.COMMITMENT_MADE, actor, days, key, *told)


def _body(said: Said, state: State, reader: Reader, days: Days) -> dict[str, object]:
    """What is kept. Raises: Refused, UnknownKpiError, ScopeError."""
    kpi = kpi_called(said.kpi)
    check_dimensions(kpi, (), said.scope)
    refuse_unknown_members(reader, said.scope)
    _refuse_size(said.expected, kpi)
    if said.due_on < days.today:
        raise Refused("past_due", f"{said.due_on} has passed; a commitment is due today or later")
    _refuse_far(said.due_on, days)
    return {
        "what": needed_line(said.what, "a commitment"),
        "owner": known_person(said.owner, state, reader),
        "due_on": said.due_on.isoformat(),
        "kpi": kpi.key,
        "expected": f"{said.expected.normalize():f}",
        "scope": [f"{dimension}={member}" for dimension, member in said.scope.filters],
        "said_on": days.today.isoformat(),
        "as_of": days.as_of.isoformat(),
    }


def _refuse_size(expected: Decimal, kpi: Kpi) -> None:
    """Refuses what moves nothing, and what no screen could print for as long as it stands."""
    most = Decimal(1) if kpi.unit is Unit.PERCENT else MOST
    if expected.is_finite() and 0 < abs(expected) <= most and _places(expected) <= MOST_PLACES:
        return
    if kpi.unit is Unit.PERCENT:
        how = "a rate moves by points: 0.05 or 5%"
    else:
        how = f"write a number other than 0, up to {MOST:,}"
    told = f"{kpi.label} cannot move by {expected:.6g}; {how}, with {MOST_PLACES} decimals at most"
    raise Refused("no_expected", told)


def _places(amount: Decimal) -> int:
    """How many decimals it has."""
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _refuse_far(due_on: date, days: Days) -> None:
    if due_on > days.today + FARTHEST:
        raise Refused("too_far", f"{due_on} is more than a year away; say what is done by then")


def _refuse_other(made: Commitment, body: dict[str, object]) -> None:
    """Refuses a request that was used for another commitment before."""
    asked = (body["what"], body["owner"], body["kpi"], Decimal(str(body["expected"])))
    due_on = made.promises[0].due_on.isoformat()
    if (made.what, made.owner, made.kpi, made.expected) != asked or due_on != body["due_on"]:
        raise Refused(
            "other_request", "this request made another commitment before; make a new one"
        )


def settle(
    desk: Desk,
    actor: str,
    number: int,
    outcome: str,
    *,
    due_on: date | None = None,
    reason: str = "",
    as_of: date | None = None,
) -> Commitment:
    """The commitment, kept, dropped for a reason, or moved to a new day for a reason.

    Saying the same again changes nothing.
    Raises: Refused not_allowed, no_such_commitment, already_settled, unknown_outcome, no_reason,
    past_due, too_far, beyond_data.
    """

    def decide(state: State) -> tuple[Draft, ...]:
        days = days_of(desk, desk.warehouse.reader(), as_of)
        found, said = commitment(state, number), _outcome(outcome)
        if _is_said(found, said, due_on):
            return ()
        if not found.is_open:
            raise Refused("already_settled", f"commitment {number} was {found.state}; it stands")
        body = {
            "outcome": said,
            "due_on": _new_day(found, said, due_on, days),
            "reason": _reason(reason, said),
            "said_on": days.today.isoformat(),
            "as_of": days.as_of.isoformat(),
        }
        return (Draft(kinds.COMMITMENT_SETTLED, actor, str(number), body),)

    desk.run(Action.COMMIT, actor, decide, subject=str(number))
    return commitment(desk.state, number)


def commitment(state: State, number: int) -> Commitment:
    """The commitment of that number. Raises: Refused no_such_commitment."""
    made = state.meeting.commitments
    if not 1 <= number <= len(made):
        raise Refused("no_such_commitment", f"there is no commitment {number}")
    return made[number - 1]


def commitments(
    state: State, since: date | None = None, until: date | None = None
) -> tuple[Commitment, ...]:
    """What a meeting on `until` looks at, each as it stood then, by its day and number.

    All that is open, and what was kept, moved or dropped after `since`. Without `since` all that
    was made by `until`; without `until` as it stands now.
    """
    seen = [
        one if until is None else one.seen_on(until)
        for one in state.meeting.commitments
        if until is None or one.said_on <= until
    ]
    found = [one for one in seen if since is None or one.is_open or _is_since(one, since)]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.number)))


def _is_since(one: Commitment, since: date) -> bool:
    return one.settled_on is not None and one.settled_on > since


def _outcome(text: str) -> Outcome:
    for one in OUTCOMES:
        if text == one:
            return one
    raise Refused("unknown_outcome", f"'{text[:20]}' is no outcome; say {', '.join(OUTCOMES)}")


def _is_said(found: Commitment, said: Outcome, due_on: date | None) -> bool:
    """Whether exactly this was said last."""
    if said == "moved":
        return found.state == "moved" and due_on == found.due_on
    return found.promises[-1].outcome == said


def _reason(text: str, said: Outcome) -> str:
    """Who kept it need not say why. Raises: Refused no_reason."""
    return (given_reason if said == "kept" else needed_reason)(text, f"'{said}'")


def _new_day(found: Commitment, said: Outcome, due_on: date | None, days: Days) -> str:
    """The day it is due from now on, as text. Raises: Refused past_due, too_far."""
    if said != "moved":
        return found.due_on.isoformat()
    if due_on is None or due_on <= max(found.due_on, days.today):
        raise Refused("past_due", f"a commitment moves to a day after {found.due_on} and today")
    _refuse_far(due_on, days)
    return due_on.isoformat()
