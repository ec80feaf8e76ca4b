"""Funnel and handover: the trip of a lead, and the handover between the teams."""

import streamlit as st

from pages.components.frame import block, empty, foot, headline, title
from pages.components.link import screen_link
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.tables import breakdown_table, short_table
from pages.components.tiles import tile_row
from pages.views.breakdown import build_breakdown
from pages.views.claims import build_claims_sentence
from pages.views.funnel import BY_SOURCE, build_funnel
from pages.views.handover import build_handover

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Funnel and handover")

funnel = shared(build_funnel, source, asked)
headline(funnel.headline)
if funnel.empty:
    empty(funnel.empty)
    st.stop()

block(funnel.block)
tile_row(funnel.steps, source)

screen_link("pages/claims.py", "Claims and evidence", shared(build_claims_sentence, source, asked))

handover = shared(build_handover, source, asked)
block(handover.block)
reasons, leaks = st.columns(2, gap="large")
with reasons:
    title(handover.reasons_title)
    if handover.reasons:
        short_table(handover.reasons)
        foot(handover.reasons_foot)
with leaks:
    title(handover.leaks_title)
    if handover.leaks:
        short_table(handover.leaks)
        foot(handover.leaks_foot)

breakdown_table("By source", shared(build_breakdown, source, asked, "source", BY_SOURCE), "source")
