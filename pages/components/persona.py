"""Who acts: until sign-in arrives a demo persona, chosen on this machine only.

The one component that knows who looks. It asks the ledger in every run, so that a role given or
taken acts at the next one; nothing of it is cached or read from the link.
"""

from dataclasses import dataclass

import streamlit as st

from data.errors import RevenueError, StoreError
from metrics.inbox import waiting_for
from metrics.lifecycle.guard import About, Action, is_allowed
from metrics.lifecycle.state import State
from metrics.people import names_of
from pages.components.guard import has_sign_in, is_loopback
from pages.components.kiosk_mode import is_kiosk
from pages.components.session import decided, desk, reader, shared
from pages.components.text import for_html, visible
from pages.views.personas import NOBODY, Persona, build_personas, persona_of

_KEY, _CHOSEN = "persona_box", "persona"


@dataclass(frozen=True)
class Acting:
    """The person who looks, as the ledger knows them now; id '' is a visitor without roles."""

    person_id: str
    banner: str
    state: State

    def may(self, action: Action, about: About | None = None) -> bool:
        """Whether the guard lets this person do it."""
        return is_allowed(action, self.person_id, self.state, about)


def acting() -> Acting:
    """Who looks, and everything decided so far, both as of now.

    Raises: LedgerError when the ledger does not hold.
    """
    state = decided()
    chosen = persona_of(_chosen(), _personas(state))
    return Acting(chosen.person_id, chosen.banner, state)


def is_demo() -> bool:
    """Whether personas may be chosen: on this machine alone, while nobody signs in."""
    return is_loopback(str(st.get_option("server.address") or "")) and not has_sign_in()


def persona_switch() -> None:
    """The box beside the navigation; nothing where there is nobody to choose."""
    if not is_demo():
        return
    try:
        personas = _personas(decided())
    except RevenueError:
        # A ledger that does not open is told where it is needed; revenue screens need none.
        return
    if len(personas) < 2:
        return
    labels = {one.person_id: one.label for one in personas}
    st.session_state[_KEY] = persona_of(_chosen(), personas).person_id
    with st.sidebar.container(key="persona"):
        st.selectbox(
            "Acting as",
            list(labels),
            format_func=lambda person_id: visible(labels.get(person_id, person_id), 60),
            key=_KEY,
            on_change=_choose,
            help="A demo of who sees what. Sign-in takes its place.",
        )


def inbox_count() -> int:
    """How much waits on the Plan screen for who looks; 0 where the ledger cannot say."""
    try:
        who, today = acting(), desk().today
    except RevenueError:
        return 0
    return waiting_for(who.state, who.person_id, today)


def banner(who: Acting) -> None:
    """Says on every pay page that nobody has signed in."""
    if is_demo():
        st.html(
            f'<div class="t-banner"><strong>{for_html(who.banner)}</strong> '
            "in this demo, on this machine only. Sign-in takes its place.</div>"
        )


def _chosen() -> str:
    """Who was chosen; nobody on a wall, whatever was chosen before it was one."""
    if is_kiosk() or not is_demo():
        return NOBODY
    return str(st.session_state.get(_CHOSEN, NOBODY))


def _choose() -> None:
    st.session_state[_CHOSEN] = st.session_state[_KEY]


def _personas(state: State) -> tuple[Persona, ...]:
    try:
        names = dict(shared(names_of, reader()))
    except StoreError:
        names = {}
    return build_personas(state, names)
