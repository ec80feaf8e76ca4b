"""Funnel and handover: the trip of a lead, the way of a deal, the handover between the teams."""

import streamlit as st

from pages.charts.lines import line_figure
from pages.components.charts import chart
from pages.components.frame import block, empty, foot, headline, title
from pages.components.link import link_choice, link_switch, screen_link
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.strips import funnel_style, strip_table
from pages.components.style import theme
from pages.components.tables import breakdown_table, download, short_table
from pages.components.tiles import tile_row
from pages.views.breakdown import build_breakdown
from pages.views.claims import build_claims_sentence
from pages.views.cohorts import GRAINS, WAYS, build_cohorts
from pages.views.funnel import BY_SOURCE, build_funnel
from pages.views.handover import build_handover
from pages.views.handover_clocks import build_clocks
from pages.views.stages import build_endings, build_stages
from pages.views.stages_moves import build_moves

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Funnel and handover")
funnel_style()

funnel = shared(build_funnel, source, asked)
headline(funnel.headline)
if funnel.empty:
    empty(funnel.empty)
    st.stop()

block(funnel.block)
tile_row(funnel.steps, source)
screen_link("pages/claims.py", "Claims and evidence", shared(build_claims_sentence, source, asked))

way, grain = link_choice("way", WAYS), link_choice("cohorts", GRAINS)
cohorts = shared(build_cohorts, source, asked, way, grain)
block(cohorts.block)
with st.container(horizontal=True):
    link_switch("way", "From where to where", WAYS)
    link_switch("cohorts", "Cohorts", GRAINS)
curve_place, cohort_rows = st.columns([11, 10], gap="large")
with cohort_rows:
    if cohorts.table:
        title(cohorts.table_title)
        short_table(cohorts.table)
    foot(cohorts.note)

stages = shared(build_stages, source, asked)
endings_place = None
if stages:
    block(stages.block)
    title(stages.title)
    strip_table(stages)
    foot(stages.foot)
    endings_place, moves_place = st.columns([8, 13], gap="large")
    with moves_place:
        moves = shared(build_moves, source, asked)
        if moves:
            title(moves.title)
            short_table(moves.table)
            foot(moves.foot)
            foot(moves.returns)
            foot(moves.skips)

handover = shared(build_handover, source, asked, 10)
block(handover.block)
tile_row(handover.tiles, source)
clocks = shared(build_clocks, source, asked)
if clocks:
    title(clocks.title)
    short_table(clocks.table)
    foot(clocks.foot)
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
    if handover.leaks_csv:
        download(handover.leaks_file, handover.leaks_csv, "leaks")

breakdown_table("By source", shared(build_breakdown, source, asked, "source", BY_SOURCE), "source")

# The two charts stand further up; they are drawn last, when every number is there.
with curve_place:
    if cohorts.chart:
        title(cohorts.chart.title)
        chart(line_figure(cohorts.chart, theme(), 330), "funnel_curve", cohorts.chart.words)
endings = shared(build_endings, source, asked) if endings_place else None
if endings and endings_place:
    with endings_place:
        title(endings.title)
        if endings.chart:
            chart(line_figure(endings.chart, theme(), 300), "funnel_ends", endings.chart.words)
        foot(endings.foot)
