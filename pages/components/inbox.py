"""The inbox strip: what waits for the person who looks, first on Weekly."""

from datetime import datetime

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from data.warehouse import Reader
from metrics.field.clock import clock_of
from metrics.field.seen import overdue
from metrics.inbox import Waits, inbox
from metrics.inbox.records import WEEKLY
from metrics.lifecycle.guard import Action
from metrics.lifecycle.state import State
from pages.components.meeting import Room
from pages.components.session import desk, remembered, shared
from pages.components.text import for_html, for_markdown
from pages.views.inbox import build_inbox


def inbox_strip(source: Reader, room: Room) -> None:
    """The first few things that wait, each with the screen where it is done; none for a visitor."""
    if room.who is None or not room.may(Action.SEE_REVENUE):
        return
    state, now, today = room.who.state, desk().now, desk().today
    # The clocks of the field run while nothing else changes.
    late = overdue(state.field_voice, shared(clock_of, source), now)
    roles = ",".join(sorted(state.roles_of(room.actor)))
    key = f"{room.actor}|{roles}|{today}|{state.seq}|{late}"
    found = remembered(_waits, source, key, state, room.actor, now)
    view = build_inbox(found)
    with st.container(key="inbox"):
        st.html(
            f'<div class="t-inbox"><strong>Inbox</strong><span>{for_html(view.count)}</span></div>'
        )
        for place, one in enumerate(view.shown):
            with st.container(key=f"inbox_{place}"):
                _entry(one)
        if view.more:
            st.html(f'<div class="t-inbox"><span>{for_html(view.more)}</span></div>')


def _entry(one: Waits) -> None:
    mark = '<span class="t-arrow" aria-hidden="true">▲</span>' if one.is_late else ""
    late = " t-worse" if one.is_late else ""
    under = f'<span class="t-second{late}">{mark}{for_html(one.under, 120)}</span>'
    if one.where == WEEKLY:
        st.html(f'<div class="t-inbox"><strong>{for_html(one.text, 90)}</strong>{under}</div>')
        return
    try:
        st.page_link(one.where, label=for_markdown(one.text, 90))
        st.html(f'<div class="t-inbox">{under}</div>')
    except StreamlitPageNotFoundError:
        # A screen that runs by itself has no other beside it.
        st.html(f'<div class="t-inbox"><strong>{for_html(one.text, 90)}</strong>{under}</div>')


def _waits(source: Reader, state: State, person_id: str, now: datetime) -> tuple[Waits, ...]:
    today = now.astimezone(source.load.workspace.zone).date()
    return inbox(state, source, person_id, today, now)
