"""The receipt under a forecast: its parts, the past windows it learned from, and its load."""

import streamlit as st

from data.warehouse import Reader
from pages.components.frame import foot
from pages.components.session import shared
from pages.components.tables import short_table
from pages.components.text import for_html
from pages.views.forecast_receipt import build_landing_receipt
from pages.views.tile import LandingRequest


@st.dialog("Receipt", width="large")
def open_landing(source: Reader, request: LandingRequest) -> None:
    """The landing, what it is made of, as-of, definition version and load."""
    view = shared(build_landing_receipt, source, request)
    facts = "".join(
        f"<dt>{for_html(name)}</dt><dd>{for_html(words, 600)}</dd>" for name, words in view.facts
    )
    st.html(
        f'<div class="t-receipt"><div class="t-hero-label">{for_html(view.label)}</div>'
        f'<div class="t-value">{for_html(view.value)}</div><dl class="t-facts">{facts}</dl></div>'
    )
    if view.parts:
        short_table(view.parts)
        foot(view.foot)
