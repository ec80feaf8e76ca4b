"""Data: load an export, see how fresh it is, what stayed out, what cannot be true, go back."""

import streamlit as st

from pages.components.frame import block, empty, headline, message, section, title, top_line
from pages.components.rebuild import rebuild_offer
from pages.components.session import shared, store_path
from pages.components.store import kept_view, last_said, load_list, published, today, workspace
from pages.components.tables import download, row_table, short_table
from pages.components.upload import upload_panel
from pages.views.data_state import build_data, build_nothing
from pages.views.data_targets import build_unknown_targets

# Load: the store itself; this screen works before the first load, and is where one starts.
settings = workspace()
found = published()
top_line("Data", settings.company)

if found.reader is None:
    nothing = build_nothing(found.trouble)
    headline(nothing.headline)
    message(last_said())
    empty(nothing.empty)
    if found.trouble:
        rebuild_offer(settings)
    section("Load an export")
    upload_panel(settings, has_data=bool(found.trouble))
    if found.trouble:
        load_list(kept_view(settings))
    st.stop()

view = shared(build_data, found.reader, store_path(), today(settings))
headline(view.headline)
message(last_said())
message(view.stale)
rebuild_offer(settings)

section("Load an export")
upload_panel(settings, has_data=True)

block(view.quarantine_block)
if view.quarantine:
    row_table(view.quarantine, "quarantine")

block(view.problems_block)
if view.problems and view.problems_file:
    short_table(view.problems)
    download(view.problems_file.name, view.problems_file.text, "problems")

unknown = shared(build_unknown_targets, found.reader)
if unknown:
    block(unknown.block)
    short_table(unknown.table)

block(view.checks_block)
with st.expander("Every reconciliation", expanded=view.has_failures):
    short_table(view.checks)

load_list(kept_view(settings))

section("What the load holds")
files, tables = st.columns(2, gap="large")
with files:
    title("Files")
    short_table(view.files)
with tables:
    title("Tables")
    short_table(view.tables)
