"""What a draft of a running period is looked at with: the same payees, lines and entered figures
that the period's close will take, and forecasts where the close has results.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from metrics.known import known
from metrics.lifecycle.carried import carried_into
from metrics.lifecycle.gathering import entered, payees_of
from metrics.lifecycle.records import Version
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar, Period
from metrics.planning.individual import individual_results
from metrics.planning.results import known_keys
from metrics.pool.inputs import Inputs, Span
from metrics.pool.plan import Plan
from metrics.reader import Reader


@dataclass(frozen=True)
class Ahead:
    """Everything a plan's prospect is made of besides the load; `key` names it for a cache.

    The key stands for whoever is paid and on which terms; it tells nothing of them.
    """

    plan: Plan
    period: Period
    state: State
    key: str

    def inputs(self, reader: Reader) -> Inputs:
        """The payees, days, entered figures and carried money; results of KPIs are forecast."""
        plan, carried = self.plan, carried_into(self.state, self.period)
        found = payees_of(reader, self.state, self.period, plan, carried)
        payees = tuple(one.payee for one in found)
        own = {one.key for one in plan.external}
        given = {
            key: one
            for key, one in entered(self.state, self.period.name).items()
            if key.partition("[")[0] in own
        }
        people = individual_results(reader, plan, payees, self.period)
        return Inputs(
            results={**people, **given},
            payees=payees,
            span=Span(self.period.start_on, self.period.last_on, self._workdays(reader)),
            carry_over=carried.carry_over,
            known=known_keys(plan),
        )

    def _workdays(self, reader: Reader) -> frozenset[date]:
        if self.plan.proration.days != "workdays":
            return frozenset()
        return frozenset(day for day in known(reader).working_days if self.period.holds(day))


def ahead_of(
    state: State, calendar: FiscalCalendar, plan: Plan, hashed: Callable[[Plan], str]
) -> Ahead:
    """What the plan is looked at with; `hashed` says what of the plan matters to the cache."""
    period = calendar.parse(plan.period)
    register = state.payees_loaded.hash if state.payees_loaded else "nobody"
    closes = sum(len(one.closes) + len(one.restatements) for one in state.periods.values())
    figures = sum(event.seq for event in state.results.values())
    gone = len(state.deleted)
    key = f"{hashed(plan)}|{register}|{closes}|{figures}|{gone}"
    return Ahead(plan, period, state, key)


def working_draft(state: State, period: str) -> tuple[Plan | None, Version | None]:
    """The plan that is worked on for a period, and the open version where it is exactly that.

    The open proposal, else the draft saved last if it is newer than what is in force, else the
    plan in force; None where there is nothing yet.
    """
    opened, stands = state.open_version(period), state.in_force(period)
    if opened is not None:
        return opened.plan, opened
    draft = state.drafts.get(period)
    if draft is not None and (stands is None or draft.saved_at >= stands.proposed_at):
        return draft.plan, None
    return (stands.plan, None) if stands is not None else (None, None)


def periods_planned(state: State) -> tuple[str, ...]:
    """Every period with a draft or a version that is not closed, in order of name."""
    named = {*state.drafts, *(one.period for one in state.versions)}
    return tuple(sorted(name for name in named if not state.period(name).is_closed))
