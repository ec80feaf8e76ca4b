"""Lead sources: volume, acceptance, win rate and cost; fit to the quota; attribution."""

import streamlit as st

from pages.charts.panels import panel_figure
from pages.components.attribution_part import attribution_part
from pages.components.charts import chart
from pages.components.frame import block, empty, foot, headline, section
from pages.components.grid import answer_grid
from pages.components.link import link_choice, link_switch
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.source_marks import fit_pairs, source_style
from pages.components.style import theme
from pages.components.tables import download, row_table, short_table
from pages.components.tiles import tile_row
from pages.views.fit import PAIRS, build_fit, build_fits, fit_choices, least_fitting
from pages.views.lead_sources import BY, build_lead_sources, build_source_rows, build_source_tiles
from pages.views.source_costs import build_costs

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Lead sources")
by = link_choice("by", BY)

source_style()
view = shared(build_lead_sources, source, asked, by)
headline(view.headline)
if view.empty:
    empty(view.empty)
    st.stop()

tile_row(shared(build_source_tiles, source, asked), source)

block(view.block)
link_switch("by", "Split", BY)
chart(panel_figure(view.chart, theme()), "lead_sources", view.chart.words)

block(view.table_block)
answer_grid(view.grid, source, "sources_grid")
foot(view.foot)
download(view.grid.file_name, view.grid.csv, "sources_grid")

costs = shared(build_costs, source, asked)
if costs:
    block(costs.block)
    left, right = st.columns([10, 11], gap="large")
    with left:
        short_table(costs.table)
        foot(costs.foot)
    with right:
        tile_row(costs.tiles, source)

pair = link_choice("pair", PAIRS)
splits = fit_choices(shared(build_fits, source, asked, pair))
if splits:
    widest = least_fitting(shared(build_fits, source, asked, pair))
    fit = shared(build_fit, source, asked, pair, link_choice("fit", splits, widest))
    block(fit.block)
    with st.container(horizontal=True, gap="medium"):
        link_switch("fit", "Split of the fit", splits, widest)
        link_switch("pair", "What is held against what", PAIRS)
    if fit.chart:
        fit_pairs(fit.chart)
    foot(fit.foot)
    download(fit.file_name, fit.csv, "fit")

attribution_part(source, asked, by)

section("The leads handed over")
row_table(shared(build_source_rows, source, asked), "sources_rows")
