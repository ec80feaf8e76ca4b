"""What may become of a plan: each function decides on a state, and drafts the events."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from data.ledger.event import Draft
from metrics.errors import PlanError
from metrics.lifecycle import events as kinds
from metrics.lifecycle.gathering import held_with, refuse_unlike
from metrics.lifecycle.records import TREATMENTS, Treatment, Version
from metrics.lifecycle.refusals import Refused, needed_reason
from metrics.lifecycle.roles import HEAD_OF_SUCCESS
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar, Grain, Period
from metrics.planning.results import known_keys
from metrics.pool.inputs import ONE, ZERO
from metrics.pool.plan import Plan
from metrics.pool.plan_checks import checked
from metrics.pool.reading import plan_hash, plan_json

Drafts = tuple[Draft, ...]
_UNITS: tuple[Grain, ...] = ("month", "quarter", "year", "week")


@dataclass(frozen=True)
class Proposal:
    """What is put to the heads; without a day, the first of the period that is not over yet."""

    plan: Plan
    effective_on: date | None = None
    treatment: str = "whole"
    side: str | None = None


@dataclass(frozen=True)
class Request:
    """A wish to sign: the version, the hash that was read, and the key of the request."""

    version: int
    plan_hash: str
    side: str | None
    key: str


def period_of(plan: Plan, calendar: FiscalCalendar) -> Period:
    """The period that the plan pays for, under its shortest name.

    Raises: PeriodError, or PlanError for 'all'.
    """
    period = calendar.parse(plan.period)
    if period.grain == "all":
        raise PlanError(
            f"plan '{plan.name}', period: 'all' has no last day; name a period such as 2026-Q4"
        )
    for grain in _UNITS:
        unit = calendar.containing(period.start_on, grain)
        if (unit.start_on, unit.last_on) == (period.start_on, period.last_on):
            # The same days under two names would be two plans in force.
            return unit
    return period


def saved(
    state: State, actor: str, plan: Plan, edits: int | None, calendar: FiscalCalendar
) -> Drafts:
    """The event of a draft. Another text than the open version that it edits voids that one."""
    period = period_of(plan, calendar).name
    if edits is not None and state.version(edits).period != period:
        raise Refused("not_in_period", f"version {edits} is for another period than {period}")
    body = {**_plan_body(plan), "edits": edits}
    return (Draft(kinds.DRAFT_SAVED, actor, period, body),)


def proposed(
    state: State, actor: str, asked: Proposal, today: date, calendar: FiscalCalendar
) -> Drafts:
    """The events of a proposal; a head's carries that head's signature.

    Raises: PlanError for a plan that does not hold, by itself or beside what it changes; Refused.
    """
    plan = checked(asked.plan, known_keys(asked.plan))
    period = period_of(plan, calendar)
    treatment = _treatment_called(asked.treatment)
    effective_on = asked.effective_on or min(max(today, period.start_on), period.last_on)
    _refuse_closed(state, period.name)
    if not period.holds(effective_on):
        raise Refused(
            "not_in_period",
            f"a plan for {period.name} takes effect from {period.start_on} to {period.last_on}, "
            f"not on {effective_on}",
        )
    terms = (plan_hash(plan), effective_on, treatment)
    refuse_unlike(held_with(state, period, terms, plan), period)
    number = _number_for(state, actor, terms, period.name)
    body = {
        **_plan_body(plan),
        "version": number,
        "period": period.name,
        "effective_on": effective_on.isoformat(),
        "treatment": treatment,
        "sides": list(_sides(state, number)),
    }
    made = Draft(kinds.PROPOSED, actor, plan_hash(plan), body, f"proposed:{number}")
    own = state.sides_of(actor)
    if not own or number <= len(state.versions):
        # Without a side to sign for, or proposed before: then its signature is there already.
        return (made,)
    side = asked.side or own[0]
    _refuse_other_side(side, own, _sides(state, number))
    signed = _signature(
        number, terms, actor, side, kinds.request_key("signed", number, actor, "proposer")
    )
    return (made, signed)


def _plan_body(plan: Plan) -> dict[str, object]:
    return {"name": plan.name, "plan": plan_json(plan), "plan_hash": plan_hash(plan)}


def _treatment_called(name: str) -> Treatment:
    for one in TREATMENTS:
        if one == name:
            return one
    raise PlanError(f"treatment '{name}' is not known; choose one of {', '.join(TREATMENTS)}")


def _number_for(state: State, actor: str, terms: tuple[str, date, Treatment], period: str) -> int:
    """The number of a new version, or of the open one that says the same by the same person."""
    before = state.open_version(period)
    if before is not None and _terms(before) == terms:
        if before.proposed_by == actor:
            return before.number
        raise Refused(
            "already_proposed",
            f"{before.proposed_by} has proposed exactly this as version {before.number}; sign it",
        )
    stands = state.in_force(period)
    if stands is not None and (stands.plan_hash, stands.treatment) == (terms[0], terms[2]):
        raise Refused(
            "already_in_force", f"this plan is in force for {period} as version {stands.number}"
        )
    return len(state.versions) + 1


def _terms(version: Version) -> tuple[str, date, Treatment]:
    """What is signed: any other value is another version."""
    return version.plan_hash, version.effective_on, version.treatment


def _sides(state: State, number: int) -> tuple[str, ...]:
    """The sides that must sign: success through sales, unless it has a head of its own."""
    if number <= len(state.versions):
        return state.version(number).sides
    own = state.people_with(HEAD_OF_SUCCESS)
    return ("marketing", "sales", "success") if own else ("marketing", "sales")


def _signature(
    number: int, terms: tuple[str, date, Treatment], actor: str, side: str, key: str
) -> Draft:
    hashed, effective_on, treatment = terms
    body = {
        "version": number,
        "side": side,
        "effective_on": effective_on.isoformat(),
        "treatment": treatment,
    }
    return Draft(kinds.SIGNED, actor, hashed, body, key)


def signed(state: State, actor: str, asked: Request, today: date) -> Drafts:
    """The events of a signature under version and hash; the last one needed also puts in force.

    The same request again drafts the same event, which the ledger has already.
    """
    version = state.version(asked.version)
    if asked.plan_hash != version.plan_hash:
        raise Refused(
            "plan_changed",
            f"what was read is not version {version.number}: one of the two was changed; read "
            "it again",
        )
    own = state.sides_of(actor)
    side = asked.side or next((one for one in own if one in version.missing), own[0])
    again = next((one for one in version.signatures if one.person == actor), None)
    if again is not None and again.key == asked.key and asked.side in (None, again.side):
        return (_signature(version.number, _terms(version), actor, again.side, asked.key),)
    if again is not None:
        raise Refused(
            "same_person",
            f"{actor} has signed version {version.number} for {again.side}; another person signs "
            f"for {' and '.join(version.missing) or 'the other side'}",
        )
    _refuse_ended(version)
    _refuse_other_side(side, own, version.sides)
    if side not in version.missing:
        raise Refused("already_signed", f"{side} has already signed version {version.number}")
    _refuse_closed(state, version.period)
    made = _signature(version.number, _terms(version), actor, side, asked.key)
    if version.missing != (side,) or today < version.effective_on:
        return (made,)
    return (made, _in_force(version, actor, today))


def _refuse_other_side(side: str, own: tuple[str, ...], sides: tuple[str, ...]) -> None:
    if side not in own or side not in sides:
        mine = " and ".join(one for one in own if one in sides) or "no side of this plan"
        raise Refused("wrong_side", f"you sign for {mine}, not for {side}")


def _refuse_ended(version: Version) -> None:
    """Raises: Refused unless the version is before the heads."""
    if version.status == "voided":
        raise Refused(
            "plan_changed",
            f"version {version.number} was changed after it was proposed, so its signatures are "
            "void; read and sign the new one",
        )
    if not version.is_open:
        said = version.status.replace("_", " ")
        raise Refused("not_proposed", f"version {version.number} is not open: it is {said}")


def _refuse_closed(state: State, period: str) -> None:
    if state.period(period).is_closed:
        raise Refused("period_closed", f"{period} is closed: its plan can no longer change")


def rejected(state: State, actor: str, number: int, reason: str) -> Drafts:
    """The event of a rejection. Raises: Refused without a reason, or when it is not open."""
    version = state.version(number)
    body = {"version": number, "reason": needed_reason(reason, "a rejection")}
    _refuse_ended(version)
    return (Draft(kinds.REJECTED, actor, version.plan_hash, body, f"ended:{number}"),)


def withdrawn(state: State, actor: str, number: int) -> Drafts:
    """The event of a withdrawal, by who has proposed it."""
    version = state.version(number)
    if actor != version.proposed_by:
        raise Refused(
            "not_allowed",
            f"version {number} was proposed by {version.proposed_by}, who alone withdraws it",
        )
    _refuse_ended(version)
    body = {"version": number}
    return (Draft(kinds.WITHDRAWN, actor, version.plan_hash, body, f"ended:{number}"),)


def activated(state: State, actor: str, number: int, today: date) -> Drafts:
    """The event that puts a signed version in force, on or after its day."""
    version = state.version(number)
    if version.status == "in_force":
        raise Refused("already_in_force", f"version {number} is in force already")
    _refuse_ended(version)
    if version.missing:
        raise Refused(
            "unsigned", f"version {number} still needs {' and '.join(version.missing)} to sign"
        )
    _refuse_closed(state, version.period)
    if today < version.effective_on:
        raise Refused("not_yet", f"version {number} takes effect on {version.effective_on}")
    return (_in_force(version, actor, today),)


def _in_force(version: Version, actor: str, today: date) -> Draft:
    body = {"version": version.number, "period": version.period, "on": today.isoformat()}
    key = f"in_force:{version.number}"
    return Draft(kinds.IN_FORCE, actor, version.plan_hash, body, key)


def acknowledged(state: State, actor: str, number: int) -> Drafts:
    """The event of a payee who has read the plan that is in force."""
    version = state.version(number)
    if version.status != "in_force":
        raise Refused("not_in_force", f"version {number} is not in force: nothing to acknowledge")
    body = {"version": number}
    key = kinds.request_key("acknowledged", number, actor)
    return (Draft(kinds.ACKNOWLEDGED, actor, version.plan_hash, body, key),)


def changed_after(version: Version, period: Period, today: date) -> Fraction | None:
    """The share of the period that was over, 0 to 1, when the plan changes it; None at its start.

    What is signed late changes the days before all the same: the later of both days counts.
    """
    on = max(version.effective_on, version.in_force_on or today)
    over = Fraction((on - period.start_on).days, period.days)
    return min(over, ONE) if over > ZERO else None
