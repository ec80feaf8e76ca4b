"""The style sheet, once a run: tokens from pages/theme.py and the rules of style.css."""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.theme import Theme, css_tokens, theme_of


@cache
def _sheet(scheme: str) -> str:
    rules = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    dialog = f'[role="dialog"]{{color-scheme:{scheme};}}'
    return f"<style>:root{{{css_tokens()}}}\n{rules}\n{dialog}</style>"


def style_sheet() -> None:
    """Put the style sheet into the page; it takes no room."""
    st.html(_sheet("dark" if st.context.theme.type == "dark" else "light"))


def theme() -> Theme:
    """The tokens of the theme the browser shows, for charts."""
    return theme_of(st.context.theme.type)
