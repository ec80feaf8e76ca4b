"""Block 1 of Weekly: the commitments, one more, and what came of one."""

import streamlit as st

from data.warehouse import Reader
from metrics.lifecycle.forecasts import handed_in
from metrics.lifecycle.guard import Action
from metrics.meeting.agenda import promised_stamp, usual_due_day
from metrics.meeting.commitment_words import Promised
from metrics.meeting.commitments import Said, commit, commitment, settle
from metrics.meeting.typed import expected_typed
from metrics.meeting.words import should_move
from metrics.registry import kpi as kpi_called
from metrics.scope import ALL, Scope
from pages.components.act import do
from pages.components.frame import foot
from pages.components.marks import change_html
from pages.components.meeting import WHY_NOT, Room, new_request, numbered, request
from pages.components.session import desk, remembered, shared
from pages.components.text import for_html, visible
from pages.views.asked import Asked
from pages.views.choices import build_choices
from pages.views.meeting import build_commitments, build_effects
from pages.views.meeting_notes import kpi_choices
from pages.views.meeting_words import HOW_MUCH
from pages.views.tiles import change_of

_EVERYWHERE = ""
_OUTCOMES = {"kept": "Kept", "moved": "Moved", "dropped": "Dropped"}
_HEAD = ("State", "What", "Owner", "Due", "Should move", "What it did")


def commitments_block(source: Reader, asked: Asked, room: Room) -> None:
    """Every commitment on the table, and the buttons of who may write."""
    if room.agenda is None or room.who is None:
        numbered(1, "Commitments")
        foot(f"They cannot be read: {room.trouble}")
        return
    state, workspace = room.who.state, source.load.workspace
    before = room.agenda.before.number if room.agenda.before else 0
    key = f"{asked.as_of}|{room.agenda.day}|{before}|{promised_stamp(state)}"
    did = remembered(build_effects, source, key, room.agenda, handed_in(state))
    view = build_commitments(room.agenda, did, room.names, workspace)
    may_write = room.may(Action.COMMIT)
    with st.container(horizontal=True, vertical_alignment="bottom", key="meeting_one"):
        with st.container(key="meeting_one_title"):
            numbered(1, view.block.title, view.block.aside)
        if st.button(
            "Add one",
            key="meeting_add",
            on_click=new_request,
            disabled=not may_write,
            help=None if may_write else WHY_NOT,
        ):
            _add(source, room)
    _rows(view.rows, source, room, may_write=may_write)
    foot(view.hint)


def _rows(rows: tuple[Promised, ...], source: Reader, room: Room, *, may_write: bool) -> None:
    """What is over in one table; what waits line by line, each with its button."""
    if not rows:
        return
    head = "".join(f"<span>{name}</span>" for name in _HEAD)
    waits = [row for row in rows if row.is_open and may_write]
    still = "".join(_row_html(row) for row in rows if row not in waits)
    room_for = " t-with-button" if waits else ""
    st.html(f'<div class="t-crows{room_for}"><div class="t-crow t-chead">{head}</div>{still}</div>')
    for row in waits:
        with st.container(horizontal=True, key=f"meeting_row_{row.number}", gap=None):
            st.html(f'<div class="t-crows">{_row_html(row)}</div>')
            if st.button("Settle", key=f"meeting_settle_{row.number}"):
                _settle(source, room, row.number)


def _row_html(row: Promised) -> str:
    second = f'<span class="t-second">{for_html(row.second, 400)}</span>' if row.second else ""
    return (
        f'<div class="t-crow"><span class="t-state"><i class="t-square t-is-{row.mark}"></i>'
        f"{for_html(row.state)}</span><span>{for_html(row.what)}</span>"
        f'<span class="t-quiet">{for_html(row.owner)}</span>'
        f'<span class="t-quiet">{for_html(row.due)}</span><span>{for_html(row.should)}</span>'
        f"<span>{change_html(change_of(row.did))}{second}</span></div>"
    )


@st.dialog("Add a commitment", width="medium")
def _add(source: Reader, room: Room) -> None:
    """Who does what by when, and which number it should move."""
    kpis = kpi_choices()
    key = st.selectbox(
        "Which number should it move?",
        list(kpis),
        format_func=lambda one: kpis[one],
        key="commit_kpi",
    )
    unit = kpi_called(key).unit
    with st.form("commit_form", border=False):
        what = st.text_input("What will be done", key="commit_what", max_chars=200)
        left, right = st.columns(2)
        with left:
            owner = person_box("Who", room, "commit_owner")
            how_much = st.text_input(f"By how much: {HOW_MUCH[unit]}", key=f"commit_by_{unit}")
        with right:
            due = st.date_input(
                "By when",
                value=usual_due_day(desk().today),
                key="commit_due",
                format="YYYY-MM-DD",
            )
            scope = _region(source, key)
        sent = st.form_submit_button("Add", type="primary")
    if sent:
        do(
            lambda: commit(
                desk(),
                room.actor,
                Said(what, owner, due, key, expected_typed(how_much, unit), scope),
                key=request(),
            ),
            "The commitment is added.",
        )


def person_box(label: str, room: Room, key: str) -> str:
    """Somebody of the company, first who acts."""
    people = list(dict.fromkeys((room.actor, *sorted(room.names, key=lambda one: room.names[one]))))
    return st.selectbox(
        label, people, format_func=lambda one: visible(room.names.get(one, one), 60), key=key
    )


def _region(source: Reader, key: str) -> Scope:
    """The one region meant, where the number can be told by region."""
    if "region" not in kpi_called(key).dimensions:
        return ALL
    regions = (_EVERYWHERE, *shared(build_choices, source).of("region"))
    chosen = st.selectbox(
        "Where",
        regions,
        format_func=lambda one: visible(one, 60) if one else "Everywhere",
        key="commit_region",
    )
    return Scope.of(region=chosen) if chosen else ALL


@st.dialog("What came of it?")
def _settle(source: Reader, room: Room, number: int) -> None:
    """Kept, moved to another day, or dropped; the last two for a reason."""
    made = commitment(desk().state, number)
    words = should_move(made, kpi_called(made.kpi), source.load.workspace.currency)
    owner = room.names.get(made.owner, made.owner)
    st.html(
        f'<div class="t-freeze"><p><strong>{for_html(made.what)}</strong></p>'
        f'<p class="t-second">{for_html(f"{owner} · {words}", 400)}</p></div>'
    )
    outcome = st.segmented_control(
        "What came of it?",
        list(_OUTCOMES),
        format_func=lambda one: _OUTCOMES[one],
        default="kept",
        required=True,
        key="settle_outcome",
        label_visibility="collapsed",
    )
    with st.form("settle_form", border=False):
        due = None
        if outcome == "moved":
            due = st.date_input(
                "To which day",
                value=usual_due_day(max(made.due_on, desk().today)),
                key="settle_due",
                format="YYYY-MM-DD",
            )
        label = "Anything to add?" if outcome == "kept" else "Why? The reason is kept with it."
        reason = st.text_area(label, key="settle_reason", max_chars=600, height=100)
        sent = st.form_submit_button("Write it down", type="primary")
    if sent:
        do(
            lambda: settle(
                desk(), room.actor, number, str(outcome), due_on=due, reason=reason or ""
            ),
            f"The commitment is {outcome}.",
        )
