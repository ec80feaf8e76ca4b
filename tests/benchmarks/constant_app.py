"""An app for `streamlit run` beside app.py: the weekly screen fed with constants."""

import streamlit as st

from pages.components.session import warm_up
from pages.components.style import style_sheet
from tests.benchmarks.constants import weekly_code

OTHERS = ("Funnel and handover", "Lead sources", "Pipeline", "Bookings", "Definitions", "Data")


def weekly() -> None:
    """The screen, in a namespace of its own each time, as Streamlit runs a page."""
    exec(weekly_code(), {"__name__": "__main__"})


def other() -> None:
    """A screen that only stands in the navigation."""


st.set_page_config(page_title="Tandem", layout="wide", initial_sidebar_state=216)
style_sheet()
page = st.navigation(
    {
        "This week": [st.Page(weekly, title="Weekly", default=True)],
        "Others": [st.Page(other, title=name, url_path=str(n)) for n, name in enumerate(OTHERS)],
    }
)
st.sidebar.html('<div class="t-brand">Tandem</div><div class="t-company">Northbeam</div>')
page.run()
warm_up()
