"""The receipt under the pool: the plan's measures, each with what it pays, all in percent."""

import streamlit as st

from data.warehouse import Reader
from pages.components.frame import foot
from pages.components.tables import short_table
from pages.components.text import for_html
from pages.views.meeting_pool import build_pool_receipt
from pages.views.tile import PoolRequest


@st.dialog("Receipt", width="large")
def open_pool(source: Reader, request: PoolRequest) -> None:
    """The pool at the forecast, its range, its plan, and how the measures make it."""
    view = build_pool_receipt(request.answer, source.load)
    facts = "".join(
        f"<dt>{for_html(name)}</dt><dd>{for_html(words, 600)}</dd>" for name, words in view.facts
    )
    st.html(
        f'<div class="t-receipt"><div class="t-hero-label">{for_html(view.label)}</div>'
        f'<div class="t-value">{for_html(view.value)}</div><dl class="t-facts">{facts}</dl></div>'
    )
    if view.measures:
        short_table(view.measures)
        foot(view.foot)
