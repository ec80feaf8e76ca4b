"""The strip of signatures: propose, sign, return with a reason, withdraw, put in force.

Each button asks the desk, which asks the guard; what is refused is said here and is an event.
"""

import secrets
from collections.abc import Callable
from datetime import date

import streamlit as st

from pages.components.act import do
from pages.components.draft import draft, give_up
from pages.components.persona import Acting
from pages.components.session import desk
from pages.components.text import for_html
from pages.views.plan_versions import SideView, SigningView, to_acknowledge

TREATMENT = "plan_treatment"


def signing_strip(view: SigningView, who: Acting, effective_on: date | None) -> None:
    """The signatures at the left, what the person may do at the right.

    `effective_on` is the day that the shown effect of a change is worked out from.
    """
    sides = "".join(_side(one) for one in view.sides)
    note = f'<div class="t-foot">{for_html(view.note)}</div>'
    st.html(f'<div class="t-sides">{sides}{note}</div>', width="stretch")
    _other_ways(view, who)
    if not view.is_edited:
        acknowledge_box(who, draft().period)
    if view.propose and _main_button(view.propose, "plan_propose"):
        day, way = effective_on, _treatment()
        propose = desk().propose
        _do(lambda: propose(who.person_id, draft(), effective_on=day, treatment=way), "Proposed.")
    if view.sign and _main_button(view.sign, "plan_sign"):
        key = st.session_state["plan_request"]
        sign = desk().sign
        _do(lambda: sign(who.person_id, view.version, view.plan_hash, key=key), "Signed.")
    if view.activate and _main_button(view.activate, "plan_activate"):
        _do(lambda: desk().activate(who.person_id, view.version), "In force.")


def _main_button(words: str, key: str) -> bool:
    return st.button(words, type="primary", key=key, on_click=_remember_key)


def _side(one: SideView) -> str:
    kind, mark = (" t-signed", "✓") if one.is_signed else ("", "")
    return (
        f'<div class="t-side{kind}"><span class="t-seal" aria-hidden="true">{mark}</span>'
        f"<span><strong>{for_html(one.title)}</strong>"
        f'<span class="t-second">{for_html(one.words)}</span></span></div>'
    )


def _other_ways(view: SigningView, who: Acting) -> None:
    """The quiet buttons: give the draft up, save it, return or withdraw a version."""
    if (
        view.is_edited
        and view.propose
        and st.button("Start over", key="plan_give_up", type="tertiary")
    ):
        give_up()
        st.rerun()
    if view.save and st.button(view.save, key="plan_save", type="tertiary"):
        _do(lambda: desk().save_draft(who.person_id, draft()), "Saved.")
    if view.give_back and st.button(view.give_back, key="plan_return", type="tertiary"):
        _ask_why(view.version, who.person_id)
    if view.withdraw and st.button(view.withdraw, key="plan_withdraw", type="tertiary"):
        _do(lambda: desk().withdraw(who.person_id, view.version), "Withdrawn.")


@st.dialog("Return the plan with a reason")
def _ask_why(version: int, actor: str) -> None:
    with st.form("plan_return_form", border=False):
        reason = st.text_area(
            "What has to change?", key="plan_return_reason", max_chars=600, height=120
        )
        sent = st.form_submit_button(f"Return version {version}", type="primary")
    if sent:
        _do(lambda: desk().reject(actor, version, reason or ""), "Returned.")


def _do(act: Callable[[], object], said: str) -> None:
    """The act; what was decided is a new base, so what was moved on the old one is given up."""
    do(act, said, then=give_up)


def _remember_key() -> None:
    # A click that arrives twice is one request.
    st.session_state["plan_request"] = secrets.token_hex(8)


def _treatment() -> str:
    return str(st.session_state.get(TREATMENT) or "whole")


def acknowledge_box(who: Acting, period: str) -> None:
    """A payee says that the plan in force was read; nothing where it was said before."""
    number = to_acknowledge(who.state, who.person_id, period)
    if number and st.button(
        "I have read the plan in force", icon=":material/task_alt:", key="plan_acknowledge"
    ):
        _do(lambda: desk().acknowledge(who.person_id, number), "Acknowledged.")
