"""What the Payouts screen looks at in a run: the period, its calculation, and the buttons.

What takes longer than a blink is kept by components/session.py for everybody, on the server: who
may see which part of it is asked in every run, and only that part becomes words.
"""

from dataclasses import dataclass

import streamlit as st

from data.ledger.event import Event
from data.warehouse import Reader
from metrics.errors import MissingResultError, PayeeError, PlanError
from metrics.lifecycle.calculation import Calculation
from metrics.lifecycle.guard import About, Action
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.periods import Moment, source_of
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.lifecycle.statements import Statement
from metrics.periods import Period
from metrics.wording import period_label
from pages.components.act import do
from pages.components.link import link_choice, link_switch
from pages.components.persona import Acting
from pages.components.session import answered, desk, prepared
from pages.components.text import for_markdown
from pages.views.payouts_head import DeskView
from pages.views.payouts_look import (
    Opened,
    build_closed,
    build_opened,
    build_steps,
    payees_in,
    statement_of,
)
from pages.views.words import Labelled

_DELETED = "Somebody's data was deleted for good, so this period is not worked out again."
_WORD, _MOST_PERIODS = "payouts", 9


@dataclass(frozen=True)
class Looked:
    """A period in this run: open with `opened`, or closed; `trouble` says why neither."""

    period: Period
    opened: Opened | None
    closed: Calculation | None
    trouble: str
    key: str

    @property
    def calculation(self) -> Calculation | None:
        """The one to explain and compare: as closed, as expected, or by what is known."""
        return self.closed or (self.opened.running.best if self.opened else None)


def periods_paid(state: State) -> tuple[str, ...]:
    """The periods that a plan was in force for, the latest first; nine at most."""
    names = {one.period for one in state.versions if one.in_force_at is not None}
    return tuple(sorted(names, reverse=True)[:_MOST_PERIODS])


def chosen_period(state: State) -> str:
    """The period in the link, else the latest; '' without any."""
    found = periods_paid(state)
    return link_choice(_WORD, [Labelled(one, period_label(one)) for one in found]) if found else ""


def period_switch(state: State) -> None:
    """Buttons for the periods, oldest at the left."""
    found = [Labelled(one, period_label(one)) for one in periods_paid(state)]
    if len(found) > 1:
        # The first choice is the one without a word in the link.
        link_switch(_WORD, "Period", found)


def looked(source: Reader, state: State, name: str) -> Looked:
    """The period with its calculation, worked out once for a load and what was decided."""
    now = desk()
    period, close = now.calendar.parse(name), state.period(name).close
    if close is not None:
        kept = calculation_of(source, close)
        # The stored steps stay readable; what needs everybody's terms does not come back.
        return Looked(period, None, kept, "" if kept else _DELETED, close.hash)
    key = f"{name}|{now.today}|{_decided(state)}"
    moment = Moment(now.today, now.calendar)
    try:
        opened = prepared(build_opened, source, key, state, name, moment)
    except (Refused, MissingResultError, PayeeError, PlanError) as error:
        return Looked(period, None, None, error.message, key)
    return Looked(period, opened, None, "", key)


def calculation_of(source: Reader, close: Event) -> Calculation | None:
    """A close worked out again; None where the terms of a deleted person are missing for that."""
    try:
        return prepared(build_closed, source, f"close {close.hash}", close)
    except Refused:
        return None


def _decided(state: State) -> str:
    """What of the ledger an open period depends on, as a text for a cache."""
    register = state.payees_loaded.hash if state.payees_loaded else "nobody"
    plans = sum(one.number for one in state.versions if one.in_force_at is not None)
    closes = sum(len(one.closes) + len(one.restatements) for one in state.periods.values())
    figures = sum(event.seq for event in state.results.values())
    return f"{register}|{plans}|{closes}|{figures}|{len(state.deleted)}"


def statements_to_see(who: Acting, found: Looked) -> tuple[str, ...]:
    """Whose statements of the period this person may see, by id."""
    people = payees_in(who.state, found.period.name, found.opened)
    kept = (one for one in people if one not in who.state.deleted)
    return tuple(one for one in kept if who.may(Action.SEE_STATEMENT, About(person_id=one)))


def statement(source: Reader, who: Acting, found: Looked, person_id: str) -> Statement:
    """A payee's statement, asked for by somebody who may see it.

    Raises: Refused not_allowed, kept as an event.
    """
    desk().see(Action.SEE_STATEMENT, who.person_id, About(person_id=person_id))
    steps = ()
    if found.opened is not None and not found.opened.running.is_over:
        best, key = found.opened.running.best, f"{found.key}|{person_id}"
        steps = answered(build_steps, source, key, best, person_id)
    return statement_of(who.state, found.period.name, found.opened, person_id, steps)


def acts() -> PeriodDesk:
    """The commands around a period; each asks the guard."""
    return PeriodDesk(desk())


def desk_strip(view: DeskView, who: Acting, period: Period) -> None:
    """The buttons of this person, and what they wait for."""
    actor, name = who.person_id, period.name
    if any((view.close, view.approve, view.pay, view.restate, view.reopen)):
        with st.container(horizontal=True, key="payouts_desk"):
            if view.close and st.button(view.close, type="primary", key="payouts_close"):
                do(lambda: acts().close(actor, name), "Closed.")
            if view.approve and st.button(view.approve, type="primary", key="payouts_approve"):
                do(lambda: acts().approve(actor, name), "Approved.")
            if view.pay and st.button(view.pay, type="primary", key="payouts_pay"):
                do(lambda: acts().pay(actor, name), "Marked as paid.")
            if view.restate and st.button(view.restate, key="payouts_restate"):
                _restate(actor, period)
            if view.reopen and st.button(view.reopen, key="payouts_reopen"):
                _reopen(actor, name)
    if view.note:
        st.caption(for_markdown(view.note, 300))


@st.dialog("Restate a closed period")
def _restate(actor: str, period: Period) -> None:
    name, now = period.name, desk()
    known = source_of(now.warehouse.reader(), period).as_of
    with st.form("payouts_restate_form", border=False):
        reason = _reason("restate")
        as_of = st.date_input(
            "Results as known at the end of",
            value=min(known, now.today),
            min_value=period.last_on,
            max_value=now.today,
            key="payouts_restate_as_of",
            format="YYYY-MM-DD",
            help="The latest day that the data covers, unless an earlier one is meant.",
        )
        sent = st.form_submit_button(f"Restate {period_label(name)}", type="primary")
    if sent:
        do(lambda: acts().restate(actor, name, reason, as_of or known), "Restated.")


@st.dialog("Reopen a closed period")
def _reopen(actor: str, name: str) -> None:
    with st.form("payouts_reopen_form", border=False):
        reason = _reason("reopen")
        sent = st.form_submit_button(f"Reopen {period_label(name)}", type="primary")
    if sent:
        do(lambda: acts().reopen(actor, name, reason), "Asked to reopen.")


def _reason(act: str) -> str:
    """Why, as typed; it is kept with the decision."""
    found = st.text_area(
        "Why? The reason is kept with the decision.",
        key=f"payouts_{act}_reason",
        max_chars=600,
        height=120,
    )
    return found or ""
