"""Notes and decisions, typed while people talk, and doubts about a definition, parked."""

import secrets

import streamlit as st

from data.warehouse import Reader
from metrics.lifecycle.guard import Action
from metrics.meeting.notes import dispute, note
from pages.components.act import do
from pages.components.frame import block, foot, title
from pages.components.meeting import WHY_NOT, Room, new_request, request
from pages.components.meeting_commitments import person_box
from pages.components.session import desk
from pages.components.text import for_html
from pages.views.meeting_notes import Said, build_notes, kpi_choices
from pages.views.words import Block

_ROUND = "note_round"
_KINDS = {"note": "Note", "decision": "Decision"}


def notes_block(source: Reader, room: Room) -> None:
    """What was written down since the meeting before, the box for more, and the doubts."""
    if room.agenda is None:
        block(Block("Notes and decisions"))
        foot(f"They cannot be read: {room.trouble}")
        return
    view = build_notes(room.agenda, room.names, source.load.workspace)
    may_write = room.may(Action.NOTE)
    block(view.block)
    left, right = st.columns(2, gap="large")
    with left:
        _said(view.notes)
        if not view.notes:
            foot(view.none_yet)
        if may_write:
            _box(room)
        else:
            foot(WHY_NOT)
    with right:
        title(view.doubts_title)
        _said(view.doubts)
        if may_write and st.button("Park a dispute", key="meeting_park", on_click=new_request):
            _park(room)


def _said(found: tuple[Said, ...]) -> None:
    """Each as it was typed, with who and when under it."""
    if not found:
        return
    lines = "".join(
        f'<div class="t-said"><p><strong>{for_html(one.kind)}</strong> '
        f'<span class="t-typed">{_typed(one.text)}</span></p>'
        f'<p class="t-second">{for_html(one.by)}</p></div>'
        for one in found
    )
    st.html(f'<div class="t-saids">{lines}</div>')


def _typed(text: str) -> str:
    """The text with its lines, every sign literal."""
    return "<br>".join(for_html(line, 4000) for line in text.split("\n"))


def _box(room: Room) -> None:
    """The box that is always there; its words stay until they are written down."""
    number = int(st.session_state.setdefault(_ROUND, 0))
    with st.form(f"note_form_{number}", border=False):
        text = st.text_area(
            "What was said or decided",
            key=f"note_text_{number}",
            max_chars=4000,
            height=90,
            placeholder="What was said or decided",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            kind = st.segmented_control(
                "What it is",
                list(_KINDS),
                format_func=lambda one: _KINDS[one],
                default="note",
                required=True,
                key=f"note_kind_{number}",
                label_visibility="collapsed",
            )
            sent = st.form_submit_button("Write down")
    if sent:
        key = str(st.session_state.setdefault(f"note_request_{number}", secrets.token_hex(8)))
        do(
            lambda: note(desk(), room.actor, text or "", kind=str(kind), key=key),
            "It is written down.",
            then=_next_note,
        )


def _next_note() -> None:
    """An empty box for the next one."""
    st.session_state[_ROUND] = int(st.session_state.get(_ROUND, 0)) + 1


@st.dialog("Park a dispute about a definition")
def _park(room: Room) -> None:
    """Which number, what is doubted, and who will settle it, so that the meeting goes on."""
    kpis = kpi_choices()
    with st.form("dispute_form", border=False):
        key = st.selectbox(
            "About which number?",
            list(kpis),
            format_func=lambda one: kpis[one],
            key="dispute_kpi",
        )
        text = st.text_area("What is doubted?", key="dispute_text", max_chars=4000, height=110)
        owner = person_box("Who takes it on?", room, "dispute_owner")
        sent = st.form_submit_button("Park it", type="primary")
    if sent:
        do(
            lambda: dispute(desk(), room.actor, key, text or "", owner=owner, key=request()),
            "The dispute is parked.",
        )
