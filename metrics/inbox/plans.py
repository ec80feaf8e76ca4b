"""What waits at the Plan screen: signatures, a version whose day has come, a plan to be read."""

from collections.abc import Iterator
from datetime import date

from data.workspace import Workspace
from metrics.inbox.records import PLAN, Looking, Waits
from metrics.lifecycle.guard import About, Action, is_allowed
from metrics.lifecycle.records import Version
from metrics.lifecycle.state import State
from metrics.wording import period_label, weekday


def waiting_for(state: State, person_id: str, today: date) -> int:
    """How much waits for the person at the Plan screen: the number beside its name."""
    return sum(1 for _ in _found(state, Looking(person_id, today)))


def plan_waits(state: State, who: Looking, workspace: Workspace) -> tuple[Waits, ...]:
    """Each version of a plan that waits for the person, with why."""
    return tuple(_waits(one, kind, workspace) for one, kind in _found(state, who))


def _found(state: State, who: Looking) -> Iterator[tuple[Version, str]]:
    for one in state.versions:
        if one.is_open and _is_to_sign(state, one, who.person_id):
            yield one, "signature"
        elif one.is_open and _is_to_activate(state, one, who):
            yield one, "activation"
        elif one.status == "in_force" and _is_unread(state, one, who.person_id):
            yield one, "acknowledgement"


def _is_to_sign(state: State, one: Version, person_id: str) -> bool:
    """Whether a side of the person's is missing; who signed for one side signs for no other."""
    if any(signature.person == person_id for signature in one.signatures):
        return False
    own = (side for side in state.sides_of(person_id) if side in one.missing)
    return any(is_allowed(Action.SIGN, person_id, state, About(team=side)) for side in own)


def _is_to_activate(state: State, one: Version, who: Looking) -> bool:
    is_due = not one.missing and one.effective_on <= who.today
    is_closed = state.period(one.period).is_closed
    return is_due and not is_closed and is_allowed(Action.ACTIVATE, who.person_id, state)


def _is_unread(state: State, one: Version, person_id: str) -> bool:
    is_payee = person_id in state.payees and person_id not in one.acknowledged
    return is_payee and not state.period(one.period).is_closed


def _waits(one: Version, kind: str, workspace: Workspace) -> Waits:
    period = period_label(one.period)
    proposed_on = one.proposed_at.astimezone(workspace.zone).date()
    if kind == "signature":
        text, under = f"Sign the plan for {period}", _signed(one, workspace)
        return Waits("signature", text, under, proposed_on, PLAN)
    if kind == "activation":
        text = f"Put the plan for {period} in force"
        under = f"signed by all, its day was {weekday(one.effective_on, workspace)}"
        return Waits("activation", text, under, one.effective_on, PLAN)
    since = one.in_force_on
    under = "" if since is None else f"in force since {weekday(since, workspace)}"
    return Waits("acknowledgement", f"Read the plan for {period}", under, since, PLAN)


def _signed(one: Version, workspace: Workspace) -> str:
    """'sales signed on Fri 13 Nov 2026', or when it was proposed."""
    if not one.signatures:
        proposed_on = one.proposed_at.astimezone(workspace.zone).date()
        return f"proposed on {weekday(proposed_on, workspace)}"
    last = max(one.signatures, key=lambda signature: signature.at)
    return f"{last.side} signed on {weekday(last.at.astimezone(workspace.zone).date(), workspace)}"
