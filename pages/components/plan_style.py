"""The rules of the Plan screen, beside the one style sheet."""

from pathlib import Path

import streamlit as st


def plan_style() -> None:
    """Put them into the page; they take no room."""
    st.html(Path(__file__).with_name("plan.css"))
