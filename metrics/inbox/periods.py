"""What waits at Payouts: questions to answer, a period to reopen, to close, approve or pay.

Not whose question it is nor what it says, and nobody's amount.
"""

from collections.abc import Iterator
from datetime import date

from data.workspace import Workspace
from metrics.inbox.records import PAYOUTS, Kind, Looking, Waits
from metrics.lifecycle.guard import About, Action, is_allowed
from metrics.lifecycle.records import PeriodRecord
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar
from metrics.wording import counted, period_label, weekday


def period_waits(state: State, who: Looking, workspace: Workspace) -> tuple[Waits, ...]:
    """Questions first, then each period with its next step."""
    return (
        *_questions(state, who, workspace),
        *_reopenings(state, who, workspace),
        *_steps(state, who, workspace),
    )


def _questions(state: State, who: Looking, workspace: Workspace) -> Iterator[Waits]:
    """Questions about statements that the person may answer, as one thing a period."""
    open_ones: dict[str, list[date]] = {}
    for one in state.disputes.values():
        asker = str(one.asked.body["person_id"])
        may = is_allowed(Action.ANSWER, who.person_id, state, About(person_id=asker))
        if one.answered is None and asker != who.person_id and may:
            days = open_ones.setdefault(str(one.asked.body["period"]), [])
            days.append(one.asked.at.astimezone(workspace.zone).date())
    for period, days in open_ones.items():
        text = f"Answer {counted(len(days), 'questions')} about statements"
        asked = f"{period_label(period)}, asked on {weekday(min(days), workspace)}"
        yield Waits("question", text, asked, min(days), PAYOUTS, len(days))


def _reopenings(state: State, who: Looking, workspace: Workspace) -> Iterator[Waits]:
    """Periods that one head wants open again and the other has not spoken on."""
    if not is_allowed(Action.REOPEN, who.person_id, state):
        return
    for record in state.periods.values():
        asked = {str(one.body["side"]): one for one in record.reopen_asks}
        has_spoken = any(one.actor == who.person_id for one in asked.values())
        own = [side for side in state.sides_of(who.person_id) if side in ("marketing", "sales")]
        if not record.is_closed or not asked or has_spoken or not set(own) - set(asked):
            continue
        side, first = next(iter(asked.items()))
        on = first.at.astimezone(workspace.zone).date()
        text = f"Say whether {period_label(record.name)} is reopened"
        under = f"the head of {side} asked on {weekday(on, workspace)}"
        yield Waits("reopening", text, under, on, PAYOUTS)


def _steps(state: State, who: Looking, workspace: Workspace) -> Iterator[Waits]:
    """The next step of finance for each period with a plan: close, approve, pay."""
    calendar = FiscalCalendar(workspace)
    names = {one.period for one in state.versions if one.in_force_at is not None}
    for name in sorted(names, key=lambda name: calendar.parse(name).end_on_exclusive):
        period, record = calendar.parse(name), state.period(name)
        if record.is_closed:
            yield from _after_close(state, who, record, workspace)
        elif period.last_on < who.today and is_allowed(Action.CLOSE, who.person_id, state):
            under = f"it ended on {weekday(period.last_on, workspace)}"
            yield Waits("close", f"Close {period_label(name)}", under, period.last_on, PAYOUTS)


def _after_close(
    state: State, who: Looking, record: PeriodRecord, workspace: Workspace
) -> Iterator[Waits]:
    """Approving it, then paying it: never the same hands."""
    label = period_label(record.name)
    if record.approved is None and record.close is not None:
        if is_allowed(Action.APPROVE, who.person_id, state):
            on = record.close.at.astimezone(workspace.zone).date()
            yield _step("approval", f"Approve {label}", "closed", on, workspace)
    elif record.paid is None and record.approved is not None:
        is_other = record.approved.actor != who.person_id
        if is_other and is_allowed(Action.PAY, who.person_id, state):
            on = record.approved.at.astimezone(workspace.zone).date()
            yield _step("payment", f"Mark {label} as paid", "approved", on, workspace)


def _step(kind: Kind, text: str, done: str, on: date, workspace: Workspace) -> Waits:
    return Waits(kind, text, f"{done} on {weekday(on, workspace)}", on, PAYOUTS)
