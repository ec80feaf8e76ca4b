"""The end of block 5 on Weekly: what the field says, one more, and its answer."""

from collections.abc import Mapping

import streamlit as st

from data.warehouse import Reader
from metrics.field.clock import clock_of
from metrics.field.sides import sides_of
from metrics.field.voices import LONGEST_VOICE, LONGEST_WHO, Said, answer, raise_voice, withdraw
from metrics.lifecycle.guard import Action
from pages.components.act import do
from pages.components.frame import foot, title
from pages.components.meeting import Room, new_request, request
from pages.components.session import desk, shared
from pages.components.text import for_html, visible
from pages.views.meeting_field import (
    KINDS,
    FieldLine,
    FieldView,
    build_field,
    build_seen,
    side_choices,
)
from pages.views.meeting_notes import kpi_choices

NO_SIDE = "The field speaks for marketing, sales and success; you are of none of them."
_NO_NUMBER = ""


def field_block(source: Reader, room: Room) -> None:
    """The line that a meeting looks at, and the buttons of who speaks for a side."""
    if room.agenda is None or room.who is None:
        title("From the field")
        foot(f"It cannot be read: {room.trouble}")
        return
    state, may_write = room.who.state, room.may(Action.VOICE)
    own = sides_of(state, source, room.actor) if may_write else ()
    clock = shared(clock_of, source)
    found = build_seen(state.field_voice, clock, room.agenda.day, desk().now)
    view = build_field(found, source.load.workspace, room.actor, own)
    title(view.title)
    if view.line:
        st.html(_line_html(view.line))
    foot(view.hint)
    if own:
        _buttons(room, view, own)
    elif may_write:
        foot(NO_SIDE)


def _line_html(one: FieldLine) -> str:
    """The words as they were typed, who and how long under them, and the answer."""
    mark = '<span class="t-arrow" aria-hidden="true">▲</span>' if one.is_late else ""
    late = ' class="t-worse"' if one.is_late else ""
    told = (
        f"<p><strong>{for_html(one.kind)}</strong> "
        f'<span class="t-typed">{for_html(one.text, LONGEST_VOICE)}</span></p>'
        f'<p class="t-second">{for_html(one.who, 400)} · '
        f"<span{late}>{mark}{for_html(one.clock)}</span></p>"
    )
    if one.side:
        told += (
            f"<p><strong>{for_html(one.side)}</strong> "
            f'<span class="t-typed">{for_html(one.answer, LONGEST_VOICE)}</span></p>'
        )
    return f'<div class="t-saids"><div class="t-said t-field">{told}</div></div>'


def _buttons(room: Room, view: FieldView, own: tuple[str, ...]) -> None:
    """What who speaks for a side may do; nothing is offered that there is nothing for."""
    with st.container(horizontal=True, key="field_buttons"):
        if view.to_answer and st.button("Answer", key="field_answer"):
            _answer(room, view)
        if st.button("Raise one", key="field_raise", on_click=new_request):
            _raise(room, own)
        if view.to_withdraw and st.button("Take back", key="field_withdraw"):
            _withdraw(room, view)


@st.dialog("Raise something from the field")
def _raise(room: Room, own: tuple[str, ...]) -> None:
    """What it is, the words, who said it, and what it concerns."""
    sides, kpis = side_choices(own), {_NO_NUMBER: "No number", **kpi_choices()}
    kind = st.segmented_control(
        "What it is",
        list(KINDS),
        format_func=lambda one: KINDS[one],
        default="request",
        required=True,
        key="field_kind",
        label_visibility="collapsed",
    )
    with st.form("field_raise_form", border=False):
        text = st.text_area("What is said", key="field_text", max_chars=LONGEST_VOICE, height=90)
        who = st.text_input(
            "Who says it: a role or a customer, no colleague’s name",
            key="field_who",
            max_chars=LONGEST_WHO,
        )
        asks = ""
        if kind != "quote":
            asks = st.selectbox(
                "Who answers", list(sides), format_func=lambda one: sides[one], key="field_asks"
            )
        left, right = st.columns(2)
        with left:
            account = st.text_input("About which account", key="field_account", max_chars=200)
        with right:
            number = st.selectbox(
                "About which number",
                list(kpis),
                format_func=lambda one: kpis[one],
                key="field_kpi",
            )
        sent = st.form_submit_button("Raise it", type="primary")
    if sent:
        said = Said(text or "", str(kind), who or "", account or "", number, asks)
        do(lambda: raise_voice(desk(), room.actor, said, key=request()), "It is raised.")


@st.dialog("Answer the field")
def _answer(room: Room, view: FieldView) -> None:
    """Which one, and what the own side says to it."""
    with st.form("field_answer_form", border=False):
        number = _which("Which one", view.to_answer, "field_answer_number", first=view.line)
        text = st.text_area(
            "What your side answers", key="field_reply", max_chars=LONGEST_VOICE, height=110
        )
        sent = st.form_submit_button("Answer it", type="primary")
    if sent:
        do(lambda: answer(desk(), room.actor, number, text or ""), "It is answered.")


@st.dialog("Take back what you raised")
def _withdraw(room: Room, view: FieldView) -> None:
    with st.form("field_withdraw_form", border=False):
        number = _which("Which one", view.to_withdraw, "field_withdraw_number", first=view.line)
        sent = st.form_submit_button("Take it back", type="primary")
    if sent:
        do(lambda: withdraw(desk(), room.actor, number), "It is taken back.")


def _which(label: str, found: Mapping[int, str], key: str, *, first: FieldLine | None) -> int:
    """The only one with all its words, else a box; in it first the one that is on the screen."""
    numbers = list(found)
    if len(numbers) == 1:
        words = for_html(found[numbers[0]], 2 * LONGEST_VOICE)
        st.html(f'<div class="t-freeze"><p>{words}</p></div>')
        return numbers[0]
    place = numbers.index(first.number) if first and first.number in found else 0
    return st.selectbox(
        label, numbers, index=place, format_func=lambda one: visible(found[one], 90), key=key
    )
