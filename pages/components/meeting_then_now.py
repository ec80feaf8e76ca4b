"""Then and now in block 3: the table, the rows behind what was restated, the file."""

import streamlit as st

from data.warehouse import Reader
from metrics.lifecycle.guard import Action
from metrics.meeting.agenda import Agenda, plan_stamp
from metrics.meeting.records import Snapshot
from metrics.meeting.words import meeting_name
from pages.components.frame import foot, message, title
from pages.components.link import link_select, link_word
from pages.components.meeting import MEETING, Room
from pages.components.session import remembered, store_path
from pages.components.tables import download, row_table, short_table
from pages.components.text import for_markdown
from pages.views.asked import Asked
from pages.views.meeting_then_now import Behind, build_then_now, build_told
from pages.views.meeting_words import no_such_meeting, nothing_before
from pages.views.words import Labelled


def then_now_block(source: Reader, asked: Asked, room: Room) -> None:
    """Each number of the meeting before against now; without one, what to do."""
    if room.agenda is None or room.who is None:
        title("Then and now")
        foot(f"What was held cannot be read: {room.trouble}")
        return
    held = room.agenda.before
    if held is None:
        title("Then and now")
        foot(nothing_before(room.agenda))
        return
    state, workspace = room.who.state, source.load.workspace
    key = f"{held.event_hash}|{asked.as_of}|{plan_stamp(state)}"
    told = remembered(build_told, source, key, state, store_path(), held, asked.as_of)
    view = build_then_now(told, held, workspace, sees_pool=room.may(Action.SEE_POOL))
    _head(view.title, room.agenda, held, source)
    if told.trouble:
        message(told.trouble)
        return
    short_table(view.table)
    for words in (*view.notes, view.foot):
        foot(words)
    with st.container(horizontal=True, key="doors_restated"):
        for one in view.behind:
            if st.button(
                for_markdown(one.button), key=f"restated_{one.key}", help="The rows behind it"
            ):
                _open(one)
        download(view.file_name, view.csv, "then_now")


def _head(words: str, found: Agenda, held: Snapshot, source: Reader) -> None:
    """The title, the meeting to compare with where there are several, and a link that is wrong."""
    workspace, asked = source.load.workspace, link_word(MEETING, 6)
    with st.container(horizontal=True, key="then_now_head", horizontal_alignment="distribute"):
        title(words)
        if len(found.choices) > 1:
            choices = [
                Labelled(str(one.number), meeting_name(one, workspace))
                for one in reversed(found.choices)
            ]
            link_select(MEETING, "Compared with", choices)
    if asked and asked != str(held.number):
        message(no_such_meeting(asked, held, workspace))


def _open(one: Behind) -> None:
    """The rows, in a dialog named after what they are."""
    st.dialog(for_markdown(one.title), width="large")(_rows)(one)


def _rows(one: Behind) -> None:
    foot(one.sentence)
    row_table(one.rows, key="restated_rows")
