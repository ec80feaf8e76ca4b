"""Funnel and handover: the trip of a lead, and both teams' claims on the same leads."""

import streamlit as st

from pages.components.frame import block, empty, foot, headline, title
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.tables import breakdown_table, short_table
from pages.components.tiles import tile_row
from pages.views.breakdown import build_breakdown
from pages.views.funnel import BY_SOURCE, build_claims, build_funnel
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

claims = shared(build_claims, source, asked)
block(claims.block)
left, right = st.columns(2, gap="large")
with left:
    title("“Sales does not follow up”")
    foot(claims.follow_up_verdict)
    tile_row(claims.follow_up, source)
with right:
    title("“The leads do not close”")
    foot(claims.closing_verdict)
    tile_row(claims.closing, source)
title(claims.title)
short_table(claims.table)
foot(claims.foot)

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
