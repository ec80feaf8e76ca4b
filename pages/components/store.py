"""What screens that work without a published load ask of the store itself."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from data.errors import StoreError
from data.publish import kept_files
from data.status import loads, rollback
from data.warehouse import Reader
from data.workspace import Workspace
from pages.components.frame import block
from pages.components.guard import enter_by_the_front_door
from pages.components.session import reader, store_path
from pages.components.tables import short_table
from pages.components.text import for_markdown
from pages.views.data_loads import LoadsView, build_loads


def workspace() -> Workspace:
    """The settings of the store, the defaults where it has none."""
    enter_by_the_front_door()
    return Workspace.read(store_path())


@dataclass(frozen=True)
class Published:
    """The load published now, or why there is none to show; neither in an empty store."""

    reader: Reader | None
    trouble: str = ""


def is_bare() -> bool:
    """Whether nothing was ever loaded into the store."""
    return not kept_files(store_path())


def published() -> Published:
    """What the store holds. Here alone a load that cannot be opened is no end of the screen:
    another load, or the one before, is what mends it, and both are asked for here.
    """
    enter_by_the_front_door()
    if not kept_files(store_path()):
        return Published(None)
    try:
        return Published(reader())
    except StoreError as error:
        return Published(None, error.message)


def kept_view(settings: Workspace) -> LoadsView:
    """The loads that are kept, newest first; the way back where they cannot be read."""
    store = store_path()
    try:
        kept = loads(store)
    except StoreError:
        kept = ()
    return build_loads(kept, len(kept_files(store)), settings)


def today(settings: Workspace) -> date:
    """The day it is where the company is."""
    return datetime.now(settings.zone).date()


def load_list(view: LoadsView) -> None:
    """The kept loads, and the way back behind a confirmation."""
    block(view.block)
    if view.table.rows:
        short_table(view.table)
    if view.way_back and st.button(view.way_back, icon=":material/undo:", key="go_back"):
        _confirm(view)


@st.dialog("Go back to the load before?")
def _confirm(view: LoadsView) -> None:
    st.markdown(for_markdown(view.confirmation, 600))
    if st.button(view.way_back, type="primary", key="go_back_confirmed"):
        now = rollback(store_path())
        st.session_state["data_said"] = f"Load {now.seq} is published again."
        st.rerun()


def last_said() -> str:
    """What the last load or way back did; '' where none was in this session."""
    return str(st.session_state.get("data_said", ""))
