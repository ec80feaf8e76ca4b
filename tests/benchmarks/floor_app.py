"""An app for `streamlit run` beside app.py: one slider and the words that follow it.

What a move costs here is Streamlit's and the browser's own part of a move on the Plan screen.
"""

import streamlit as st

from pages.components.session import warm_up


@st.fragment(key="floor")
def floor() -> None:
    """The slider, named as the Plan screen's first, and its value as the only figure."""
    weight = st.slider("Weight", 0, 100, 50, key="weight_slider_0")
    st.html(f'<div class="t-plan-hero">{weight}</div>')


floor()
warm_up()
