"""Payouts: the sentence of a period, and what may be done with it now and by whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from data.ledger.event import Event
from data.workspace import Workspace
from metrics.lifecycle.calculation import Calculation
from metrics.lifecycle.exact_text import inner, number_in
from metrics.lifecycle.guard import Action
from metrics.lifecycle.level import level_in, level_of
from metrics.lifecycle.records import PeriodRecord
from metrics.periods import Period
from metrics.wording import (
    day,
    decimal,
    exact_money,
    joined,
    period_label,
    points,
    weekday,
    whole_money,
)
from pages.views.payouts_look import Opened
from pages.views.payouts_statement import Figure
from pages.views.payouts_tree import person_label
from pages.views.words import Empty, Headline

May = Callable[[Action], bool]


@dataclass(frozen=True)
class Told:
    """What the words of a period need to be settled."""

    period: Period
    record: PeriodRecord
    names: Mapping[str, str]
    workspace: Workspace
    today: date


@dataclass(frozen=True)
class DeskView:
    """The buttons that the person has now, each with its words; '' where there is none."""

    close: str = ""
    approve: str = ""
    pay: str = ""
    restate: str = ""
    reopen: str = ""
    note: str = ""


def build_headline(told: Told, opened: Opened | None, *, has_money: bool) -> Headline:
    """What the period pays in percent of target, and where it stands."""
    name = period_label(told.period.name)
    close = told.record.close
    if close is not None:
        company = inner(close.body, "company")
        verb = "paid" if told.record.paid else "pays"
        sentence = f"{name} {verb} {points(level_in(company), 1)} of target"
        under = _standing(told, close)
        if has_money:
            amounts = number_in(company, "pool"), number_in(company, "target_pool")
            under = f"{_pool(*amounts, str(company['currency']))}. {under}"
        return Headline(sentence, under)
    if opened is None:
        return Headline(f"{name} cannot be worked out yet")
    found = opened.running
    known = points(level_of(found.now), 1)
    passed = (found.as_of - told.period.start_on).days + 1
    of_days = f"after {passed} of {told.period.days} days"
    if found.expected is None:
        sentence = f"{name} stands at {known} of target by what is known"
        return Headline(sentence, found.why_not if not found.is_over else "It waits to be closed.")
    sentence = f"{name} is expected to pay {points(level_of(found.expected), 1)} of target"
    under = f"By what is known so far, {of_days}, it would pay {known}."
    if has_money:
        best = found.expected
        pool = _pool(best.pool, best.target_pool, best.basis.plan.currency)
        under = f"{pool}. {under}"
    return Headline(sentence, under)


def build_as_of(told: Told, forecast: str) -> str:
    """How old the figures are: a forecast's day, or the day that a close took them from."""
    close = told.record.close
    if close is None:
        return forecast
    on = date.fromisoformat(str(close.body["as_of"]))
    return f"Closed on data as of {weekday(on, told.workspace)}"


def build_level(
    told: Told, opened: Opened | None, calculation: Calculation, *, has_money: bool
) -> tuple[Figure, ...]:
    """The large number in percent of target, and what stands beside it."""
    name, currency = period_label(told.period.name), calculation.basis.plan.currency
    note = "of target, expected at the end" if opened and opened.running.expected else "of target"
    found = [Figure(f"Level of {name}", points(level_of(calculation), 1), note)]
    if opened and opened.running.expected:
        known = points(level_of(opened.running.now), 1)
        found.append(Figure("By what is known", known, "of target"))
    if has_money:
        pool = whole_money(calculation.pool, currency)
        target = whole_money(calculation.target_pool, currency)
        found.append(Figure("Pool", pool, f"of a target pool of {target}"))
    return tuple(found)


def _pool(pool: Fraction, target: Fraction, currency: str) -> str:
    amounts = [exact_money(decimal(one), currency) for one in (pool, target)]
    return f"The pool is {amounts[0]} of a target pool of {amounts[1]}"


def _standing(told: Told, close: Event) -> str:
    """Who closed, approved and paid, and when."""
    record = told.record
    steps = [("Closed", close), ("approved", record.approved), ("paid", record.paid)]
    done = [f"{word} {_by(told, event)}" for word, event in steps if event is not None]
    if record.paid is None:
        done.append("not paid yet")
    return joined(done) + "."


def _by(told: Told, event: Event) -> str:
    on = event.at.astimezone(told.workspace.zone).date()
    return f"by {person_label(event.actor, told.names)} on {day(on, told.workspace)}"


def build_desk(told: Told, may: May, actor: str) -> DeskView:
    """What this person may do with the period now; the guard decides again when it is done."""
    record, name = told.record, period_label(told.period.name)
    if record.close is None:
        return _open_desk(told, may, name)
    is_paid = record.paid is not None
    approved = record.approved
    by_own_hand = approved is not None and approved.actor == actor
    note = ""
    if may(Action.PAY) and approved is not None and not is_paid and by_own_hand:
        note = f"You have approved {name}; another person of finance marks it as paid."
    asked = joined([person_label(one.actor, told.names) for one in record.reopen_asks])
    if asked:
        note = f"{asked} asked to reopen {name}; it needs the other head too."
    return DeskView(
        approve=f"Approve {name}" if may(Action.APPROVE) and approved is None else "",
        pay=f"Mark {name} as paid" if _can_pay(may, record, actor) else "",
        restate="Restate by later data" if may(Action.RESTATE) else "",
        reopen=f"Reopen {name}" if may(Action.REOPEN) and not is_paid else "",
        note=note,
    )


def _can_pay(may: May, record: PeriodRecord, actor: str) -> bool:
    approved = record.approved
    return bool(may(Action.PAY) and record.paid is None and approved and approved.actor != actor)


def _open_desk(told: Told, may: May, name: str) -> DeskView:
    if not may(Action.CLOSE):
        return DeskView()
    last = day(told.period.last_on, told.workspace)
    if told.today <= told.period.last_on:
        return DeskView(note=f"{name} ends on {last}; finance closes it after that day.")
    return DeskView(close=f"Close {name}", note="A closed period never changes again.")


def build_refused() -> Empty:
    """For who may not see the pool."""
    return Empty(
        "You have no role here",
        "Everybody with a role sees what the shared pool pays in percent; amounts are for those "
        "they concern, and a statement is its payee's own.",
        "Ask an administrator for a role. The demo company (python -m metrics demo) has people to "
        "choose under “Acting as”.",
    )


def build_no_period(*, may_load: bool) -> Empty:
    """Where no plan has come in force yet."""
    mend = (
        "Sign a plan on the Plan screen and load the payees below."
        if may_load
        else "Both heads sign a plan on the Plan screen; finance loads the payees."
    )
    return Empty("No plan has been in force yet", "A payout needs a plan and its payees.", mend)


def build_not_counted(message: str, *, may_see: bool) -> Empty:
    """Where an open period cannot be worked out; the reason may name a payee."""
    why = message if may_see else "Something that finance looks after is still missing."
    mend = (
        "Load the payees below, or enter the missing figure: python -m metrics period enter-result"
        if (may_see)
        else "Finance loads payees and figures."
    )
    return Empty("This period cannot be worked out yet", why, mend)
