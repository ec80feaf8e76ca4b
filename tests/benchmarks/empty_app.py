"""An app for `streamlit run` beside app.py: a page with one figure and nothing else.

What it takes to open is Streamlit's and the browser's own part of opening the Weekly screen.
"""

import streamlit as st

from pages.components.session import warm_up

st.html('<div class="t-hero">1</div>')
warm_up()
