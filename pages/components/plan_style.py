"""The rules of the Plan screen, beside the one style sheet."""

from pathlib import Path

import streamlit as st


def plan_style() -> None:
    """Put them into the page; they take no room."""
    st.html(Path(__file__).with_name("plan.css"))


def strip_style() -> None:
    """Keep the last thing of the page in sight: the strip of signatures of who may draft."""
    st.html(Path(__file__).with_name("plan_strip.css"))
