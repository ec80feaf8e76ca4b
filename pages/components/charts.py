"""Charts on the page: ours only, without Streamlit's theme, still until hovered."""

import plotly.graph_objects as go
import streamlit as st

from pages.charts.canvas import CONFIG


def chart(figure: go.Figure, key: str, words: str) -> None:
    """Draw a figure; `words` say it to a screen reader."""
    st.plotly_chart(figure, theme=None, config=CONFIG, width="stretch", key=key, alt=words)
