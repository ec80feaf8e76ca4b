"""Definitions: the glossary of every number, from the declarations themselves."""

import streamlit as st

from pages.components.definitions import definition_card, definition_style, family_list
from pages.components.frame import block, empty, headline, message, top_line
from pages.components.link import link_word, search_box
from pages.components.store import workspace
from pages.views.definitions import build_definitions

# Load: which number a link names, and what is searched for.
key = link_word("kpi")
top_line("Definitions", "from the declarations that make the numbers")
definition_style()
head = st.container()
search = search_box("Search the definitions", "Search: lead, win, pay …", "definitions_search")

view = build_definitions(workspace(), key, search)
with head:
    headline(view.headline)
    message(view.message)
if view.chosen:
    definition_card(view.chosen)
if view.empty:
    empty(view.empty)
for family in view.families:
    block(family.block)
    family_list(family, is_open=bool(search))
