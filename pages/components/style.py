"""The style sheet, once a run: tokens from pages/theme.py and the rules of the files named here."""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.theme import Theme, css_tokens, theme_of

_FILES = ("style.css", "drawn.css")


@cache
def _sheet(scheme: str) -> str:
    rules = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _FILES)
    dialog = f'[role="dialog"]{{color-scheme:{scheme};}}'
    return f"<style>:root{{{css_tokens()}}}\n{rules}\n{dialog}</style>"


def style_sheet() -> None:
    """Put the style sheet into the page; it takes no room."""
    st.html(_sheet("dark" if st.context.theme.type == "dark" else "light"))


def theme() -> Theme:
    """The tokens of the theme the browser shows, for charts."""
    return theme_of(st.context.theme.type)
