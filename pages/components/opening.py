"""A session's first run, sent in turns, so that the browser shows each part as it comes.

The browser loads the code of a kind of element when it first meets one. What has to wait for that
is hidden, and shown no sooner than half a second later. So what everything is made of goes first
and alone; then the number is painted before the rest arrives.
"""

import streamlit as st

from pages.components.turns import TURNS

# Short enough that nobody waits, long enough for a browser that has kept the code.
LOADS_SECONDS, PAINTS_SECONDS = 0.1, 0.05
_IS_FIRST = "is_first_run"


def begin_run() -> None:
    """Takes note whether this is the session's first run."""
    st.session_state[_IS_FIRST] = _IS_FIRST not in st.session_state


def let_load() -> None:
    """In the first run, waits while the browser loads the kinds of elements sent so far."""
    _wait(LOADS_SECONDS)


def let_paint() -> None:
    """In the first run, waits while the browser paints what was sent so far."""
    _wait(PAINTS_SECONDS)


def _wait(seconds: float) -> None:
    if st.session_state.get(_IS_FIRST):
        TURNS.give_way(seconds)
