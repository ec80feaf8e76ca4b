"""Presenting the all-hands: one slide on the stage, the keys, and the way out and back in.

Which slide stands is in the link, so that a reload and a second screen show the same one.
"""

import streamlit as st

from pages.components.slides import draw_slide, slide_style
from pages.components.stage import full_screen, stage, stage_keys
from pages.views.slide import Deck

PRESENT, SLIDE = "present", "slide"


def is_presenting() -> bool:
    """Whether the link asks for the stage."""
    return st.query_params.get(PRESENT) == "1"


def standing(deck: Deck) -> int:
    """The slide in the link, 1 for the first; what names none is the first."""
    word = st.query_params.get(SLIDE, "")[:3]
    number = int(word) if word.isascii() and word.isdigit() else 1
    return min(max(number, 1), len(deck.slides))


def go_to(number: int) -> None:
    """Put the slide into the link."""
    st.query_params[SLIDE] = str(number)


def present() -> None:
    """Take the stage with the slide that stands."""
    st.query_params[PRESENT] = "1"


def leave() -> None:
    """Give the stage back."""
    st.query_params.pop(PRESENT, None)


def on_stage(deck: Deck) -> None:
    """The slide that stands, in 1920 by 1080 pixels scaled to the window, and its keys.

    Left and right turn, Home and End go to the ends, Escape leaves, F fills the screen.
    """
    number, last = standing(deck), len(deck.slides)
    slide_style()
    # Keys before what they turn: a browser that draws the slide has them, or is about to.
    stage_keys(lambda: go_to(max(number - 1, 1)), lambda: go_to(min(number + 1, last)))
    with st.container(key="keys_presenter"):
        st.button("First slide", key="key_home", shortcut="home", on_click=go_to, args=(1,))
        st.button("Last slide", key="key_end", shortcut="end", on_click=go_to, args=(last,))
        st.button("Leave", key="key_leave", shortcut="escape", on_click=leave)
    with stage("slide"):
        draw_slide(deck.slides[number - 1])
    full_screen()
