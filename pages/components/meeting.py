"""The weekly meeting on its screen: who sits in it, what is on the table, and holding it.

Every button asks the commands of metrics/meeting, which ask the guard; that a button is missing
or grey is a courtesy and protects nothing.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data.errors import RevenueError
from data.warehouse import Reader
from metrics.lifecycle.guard import Action
from metrics.meeting.agenda import Agenda, agenda
from metrics.meeting.holding import hold
from metrics.people import names_of
from pages.components.act import do, last_said
from pages.components.link import link_word
from pages.components.persona import Acting, acting
from pages.components.session import desk, shared
from pages.components.text import for_html, for_markdown
from pages.views.asked import Asked
from pages.views.meeting_room import HoldView, build_hold, build_under

MEETING = "meeting"
_REQUEST = "meeting_request"
WHY_NOT = "Who writes in the meeting needs a role; choose somebody under “Acting as”."


@dataclass(frozen=True)
class Room:
    """The meeting in this run; without a ledger that opens, `trouble` says why nothing is known."""

    who: Acting | None
    agenda: Agenda | None
    names: Mapping[str, str]
    trouble: str = ""

    def may(self, action: Action) -> bool:
        """Whether the guard would let who looks do it."""
        return self.who is not None and self.who.may(action)

    @property
    def actor(self) -> str:
        """Who acts, by id."""
        return self.who.person_id if self.who else ""


def enter(source: Reader, asked: Asked) -> Room:
    """Who looks and what is on the table, as of the day asked for."""
    names = dict(shared(names_of, source))
    try:
        who = acting()
        found = agenda(who.state, source, asked.as_of, desk().today, _chosen())
    except RevenueError as error:
        return Room(None, None, names, error.message)
    return Room(who, found, names)


def _chosen() -> int | None:
    """The meeting in the link to compare with."""
    word = link_word(MEETING, 6)
    return int(word) if word.isascii() and word.isdigit() else None


def meeting_style() -> None:
    """Put the rules of these blocks into the page; they take no room."""
    st.html(Path(__file__).with_name("meeting.css"))


def meeting_bar(source: Reader, asked: Asked) -> None:
    """At the top right: the way to the wall, and holding the meeting."""
    room = enter(source, asked)
    _kiosk_link(asked)
    if room.agenda is None:
        return
    may_hold = room.may(Action.HOLD)
    view = build_hold(room.agenda, source.load, may_hold=may_hold)
    if st.button(
        view.button,
        type="primary",
        key="meeting_hold",
        disabled=not may_hold or view.is_held,
        help=view.why or None,
    ):
        _hold(source, asked, room, view)
    said = last_said()
    if said:
        st.toast(for_markdown(said))


def _kiosk_link(asked: Asked) -> None:
    """The wall in a tab of its own, with the same scope."""
    words = urlencode({**dict(asked.chosen), "kiosk": "1", "rotate": "30"})
    with st.container(key="meeting_kiosk", width="content"):
        st.link_button("Kiosk", f"?{words}")


@st.dialog("Hold the meeting")
def _hold(source: Reader, asked: Asked, room: Room, view: HoldView) -> None:
    lines = "".join(f"<p>{for_html(one, 500)}</p>" for one in view.sentences)
    st.html(f'<div class="t-freeze">{lines}</div>')
    if st.button(view.confirm, type="primary", key="meeting_hold_confirmed"):
        do(
            lambda: hold(desk(), room.actor, as_of=asked.as_of, reader=source),
            "The meeting is held.",
        )


def under_headline(room: Room, source: Reader) -> str:
    """The quiet line under the headline: held or not, and what it is compared with."""
    if room.agenda is None:
        return ""
    return build_under(room.agenda, room.names, source.load.workspace)


def new_request() -> None:
    """Name the request that a dialog is about to make: a click that arrives twice is one."""
    st.session_state[_REQUEST] = secrets.token_hex(8)


def request() -> str:
    """The name of the request of the open dialog."""
    return str(st.session_state.get(_REQUEST) or "")


def numbered(number: int, title: str, aside: str = "") -> None:
    """The title of one of the five blocks with its number, and a quiet word at the right."""
    quiet = f'<span class="t-aside">{for_html(aside, 300)}</span>' if aside else ""
    st.html(
        f'<div class="t-block"><span class="t-no">{number}</span>'
        f"<h2>{for_html(title, 300)}</h2>{quiet}</div>"
    )
