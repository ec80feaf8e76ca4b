"""The stage: 1920 by 1080 pixels scaled to the window, for wall screens and presenters.

What stands in it is drawn in those pixels, whatever the window; Streamlit's own header, side and
padding are hidden. The scaling is CSS alone (stage.css).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

WIDTH, HEIGHT = 1920, 1080
# What a keyboard and what a presenter's remote control send.
_BACK, _ON = ("left", "pageup"), ("right", "pagedown")


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@contextmanager
def stage(key: str) -> Iterator[None]:
    """A block whose elements stand on the stage; one a page."""
    st.html(f"<style>{_file('stage.css')}</style>")
    with st.container(key=f"stage_{key}", gap=None):
        yield


def stage_keys(previous: Callable[[], object], following: Callable[[], object]) -> None:
    """Arrow keys and those of a remote control: `previous` and `following` run before the page."""
    with st.container(key="keys_stage"):
        for way, words, shortcuts, act in (
            ("previous", "Previous", _BACK, previous),
            ("next", "Next", _ON, following),
        ):
            for shortcut in shortcuts:
                st.button(words, key=f"key_{way}_{shortcut}", shortcut=shortcut, on_click=act)


def full_screen() -> None:
    """F fills the screen, and a click on a button whose key starts with `full_screen`.

    The script is ours, of this repository; it takes no word from data and asks no network.
    """
    with st.container(key="keys_full_screen"):
        st.html(f"<script>{_file('stage.js')}</script>", unsafe_allow_javascript=True)
