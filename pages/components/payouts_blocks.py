"""Blocks of the Payouts screen that ask, answer or hand out: statements, questions, files."""

from collections.abc import Mapping, Sequence

import streamlit as st

from data.warehouse import Reader
from metrics.lifecycle.accrual import accrued_at_close, accrued_to_date, journal_csv
from metrics.lifecycle.guard import About, Action
from metrics.lifecycle.payroll import payroll_csv
from metrics.wording import period_label
from pages.components.act import do
from pages.components.frame import foot, section
from pages.components.payouts_desk import Looked, acts, statement
from pages.components.payouts_parts import question
from pages.components.payouts_parts import statement as statement_drawn
from pages.components.persona import Acting
from pages.components.saving import save_link
from pages.components.session import desk
from pages.components.text import for_markdown, visible
from pages.views.payouts_life import build_questions
from pages.views.payouts_statement import StatementView, build_statement
from pages.views.payouts_tree import person_label


def own_statement(
    source: Reader, who: Acting, found: Looked, names: Mapping[str, str], seen: Sequence[str]
) -> None:
    """The person's own statement with a box for a question; nothing for who is not paid."""
    if who.person_id not in seen:
        return
    view = _view(source, who, found, names, who.person_id)
    statement_drawn(view)
    if view.lines and who.may(Action.DISPUTE, About(person_id=who.person_id)):
        _ask(who, found, view)


def _view(
    source: Reader, who: Acting, found: Looked, names: Mapping[str, str], person_id: str
) -> StatementView:
    told = statement(source, who, found, person_id)
    is_own = person_id == who.person_id
    return build_statement(told, names, is_own=is_own, has_money=who.may(Action.SEE_TEAMS))


def _ask(who: Acting, found: Looked, view: StatementView) -> None:
    with (
        st.expander("Ask about a line of this statement"),
        st.form("payouts_question", border=False, clear_on_submit=True),
    ):
        line = st.selectbox("Which line?", view.lines, key="payouts_line", format_func=visible)
        text = st.text_area("Your question", key="payouts_text", max_chars=2000, height=100)
        sent = st.form_submit_button("Ask")
    if sent:
        period = found.period.name
        do(
            lambda: acts().dispute(who.person_id, period, str(line), text or ""),
            "Asked. Finance or your head answers here.",
        )


def others_statements(
    source: Reader, who: Acting, found: Looked, names: Mapping[str, str], seen: Sequence[str]
) -> None:
    """A box to choose a statement of somebody else; nothing where there is none to see."""
    others = [one for one in seen if one != who.person_id]
    if not others:
        return
    section("Statements")
    picked = st.selectbox(
        "Statement of",
        others,
        index=None,
        key="payouts_person",
        placeholder=f"Choose one of {len(others)} people",
        format_func=lambda one: visible(person_label(one, names), 60),
        width=420,
    )
    if picked in others:
        statement_drawn(_view(source, who, found, names, str(picked)))


def questions(who: Acting, found: Looked, names: Mapping[str, str]) -> None:
    """The questions that the person may see, and a box under those to answer."""
    workspace = desk().workspace
    told = build_questions(who.state, found.period.name, who.may, names, (who.person_id, workspace))
    if not told:
        return
    section("Questions about statements")
    for one in told:
        question(one)
        if not one.may_answer:
            continue
        with st.form(f"payouts_answer_{one.number}", border=False):
            text = st.text_area(
                f"Answer to question {one.number}",
                key=f"payouts_answer_text_{one.number}",
                max_chars=2000,
                height=80,
            )
            sent = st.form_submit_button("Answer")
        if sent:
            number = one.number
            do(
                lambda: acts().answer_dispute(who.person_id, number, text or ""),  # noqa: B023
                "Answered.",
            )


def files(who: Acting, found: Looked) -> None:
    """The payroll file and the accrual journal, made when asked for; nothing for others."""
    if not who.may(Action.PAYROLL):
        return
    name, is_closed = found.period.name, found.opened is None
    section("Files for payroll and accounting")
    with st.container(horizontal=True, vertical_alignment="center"):
        wants_payroll = is_closed and st.button("Make the payroll file", key="payouts_payroll")
        wants_journal = st.button("Make the accrual journal", key="payouts_accrual")
    if wants_payroll:
        state = desk().see(Action.PAYROLL, who.person_id)
        _save("payroll", name, payroll_csv(state, name))
    if wants_journal:
        state = desk().see(Action.PAYROLL, who.person_id)
        close = state.period(name).close
        entries = (
            accrued_at_close(close)
            if close is not None
            else accrued_to_date(found.opened.running)
            if found.opened is not None
            else ()
        )
        _save("accrual", name, journal_csv(entries))
    said = "" if is_closed else "The payroll file follows the close. "
    foot(
        f"{said}A file is made for you now and lies under no address: it goes with the next click. "
        "Whoever saves it holds people's pay."
    )


def _save(kind: str, name: str, text: str) -> None:
    label = f"Save {kind}-{name}.csv"
    save_link(label, f"{kind}-{name}.csv", text, f"save_{kind}")
    st.caption(for_markdown(f"{period_label(name)}: {len(text.splitlines()) - 1} lines"))
