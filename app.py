"""Tandem: page configuration, navigation, warm-up and the one error boundary."""

import logging
import secrets

import streamlit as st

from data.errors import RevenueError
from pages.components.frame import brand, failure, refusal, with_badge
from pages.components.guard import refuse_unsafe_server
from pages.components.kiosk import wall_without
from pages.components.kiosk_mode import is_kiosk
from pages.components.opening import begin_run, let_load
from pages.components.persona import inbox_count, persona_switch
from pages.components.session import warm_up
from pages.components.style import style_sheet

LOG = logging.getLogger("tandem")

# Only screens that exist; a screen is one page file, one view and one line here.
SCREENS = {
    "This week": (("pages/weekly.py", "Weekly"),),
    "Revenue": (
        ("pages/funnel.py", "Funnel and handover"),
        ("pages/claims.py", "Claims and evidence"),
        ("pages/lead_sources.py", "Lead sources"),
        ("pages/pipeline.py", "Pipeline"),
        ("pages/bookings.py", "Bookings"),
    ),
    "Shared incentive": (("pages/plan.py", "Plan"), ("pages/payouts.py", "Payouts")),
    "Together": (("pages/all_hands.py", "All-hands"), ("pages/definitions.py", "Definitions")),
    "Workspace": (("pages/data.py", "Data"),),
}


def screens() -> dict[str, list[st.Page]]:
    """The navigation's groups; the first page is the one without a path."""
    waits = {"Plan": inbox_count()}
    return {
        group: [
            st.Page(path, title=with_badge(title, waits.get(title, 0)), default=title == "Weekly")
            for path, title in pages
        ]
        for group, pages in SCREENS.items()
    }


def run() -> None:
    """One run of the app: what a person can mend is said; the rest gets an id for the log."""
    st.set_page_config(page_title="Tandem", layout="wide", initial_sidebar_state=216)
    begin_run()
    style_sheet()
    let_load()
    try:
        refuse_unsafe_server()
        if is_kiosk():
            # What is not in the list has no address: a wall reaches no other screen.
            page = st.navigation(
                [st.Page("pages/kiosk.py", title="Weekly", default=True)], position="hidden"
            )
        else:
            page = st.navigation(screens())
            brand()
            persona_switch()
        page.run()
        warm_up()
    except RevenueError as error:
        refusal(error)
    except Exception:
        fault = secrets.token_hex(4)
        LOG.exception("fault %s", fault)
        if is_kiosk():
            wall_without()
        else:
            failure(fault)


run()
