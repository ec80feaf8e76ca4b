"""The published rows counted anew, after an update of Tandem or a change of its settings."""

import streamlit as st

from data.errors import RevenueError, StoreError
from data.load import rebuild
from data.previous import built_with
from data.workspace import Workspace
from pages.components.frame import foot, refusal
from pages.components.job import watched
from pages.components.session import store_path

_WHY = (
    "What is published was built by another version of Tandem or with other settings; its rows "
    "can be counted anew without the export."
)


def rebuild_offer(settings: Workspace) -> None:
    """A button where a build today would count otherwise; nothing where it would not."""
    try:
        is_fresh = built_with(store_path()).is_up_to_date(settings)
    except StoreError:
        # A file that cannot be read has no rows to count; the screen has said so already.
        return
    if is_fresh:
        return
    foot(_WHY)
    if not st.button("Build the numbers again", icon=":material/refresh:", key="rebuild"):
        return
    try:
        watched("Building", lambda step: rebuild(store_path(), progress=step))
    except RevenueError as error:
        refusal(error)
        return
    st.session_state["data_said"] = "The numbers were built again from the rows published."
    st.rerun()
