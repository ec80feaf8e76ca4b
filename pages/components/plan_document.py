"""A plan as a document for people: made when it is asked for, kept nowhere."""

import streamlit as st

from metrics.lifecycle.guard import Action, check
from metrics.periods import FiscalCalendar
from metrics.planning.results import known_keys
from metrics.planning.typeset import pdf_of
from metrics.pool.document import document_of
from metrics.pool.inputs import Span
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash
from pages.components.persona import Acting
from pages.components.store import workspace


def plan_document(plan: Plan, who: Acting, label: str, key: str, *, is_draft: bool) -> None:
    """The button; the guard is asked again when it is pressed."""
    action = Action.DRAFT if is_draft else Action.SEE_POOL
    if not who.may(action):
        return
    calendar = FiscalCalendar(workspace())
    period = calendar.parse(plan.period)
    actor, state = who.person_id, who.state

    def made() -> bytes:
        check(action, actor, state)
        span = Span(period.start_on, period.last_on)
        return pdf_of(document_of(plan, known_keys(plan), span))

    st.download_button(
        label,
        data=made,
        file_name=f"plan_{plan.period}_{plan_hash(plan)[:8]}.pdf",
        mime="application/pdf",
        icon=":material/description:",
        key=key,
        on_click="ignore",
    )
