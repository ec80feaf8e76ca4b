"""An act of the person in front of the screen: done and told once, or refused in its place."""

from collections.abc import Callable

import streamlit as st

from data.errors import RevenueError
from metrics.wording import sentence
from pages.components.text import for_markdown

_SAID = "act_said"
_LONGEST = 600


def do(act: Callable[[], object], said: str, *, then: Callable[[], None] | None = None) -> None:
    """The act, what follows it, and a fresh screen; or the sentence that refuses it."""
    try:
        act()
    except RevenueError as refusal:
        st.error(for_markdown(sentence(refusal.message), _LONGEST))
        return
    if then is not None:
        then()
    st.session_state[_SAID] = said
    st.rerun()


def last_said() -> str:
    """What the last act did, once."""
    return str(st.session_state.pop(_SAID, ""))
