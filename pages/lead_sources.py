"""Lead sources: volume beside acceptance, win rate and cost, by source or channel."""

import streamlit as st

from pages.charts.panels import panel_figure
from pages.components.charts import chart
from pages.components.frame import block, empty, foot, headline, section
from pages.components.grid import answer_grid
from pages.components.link import link_choice, link_switch
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.style import theme
from pages.components.tables import download, row_table
from pages.components.tiles import tile_row
from pages.views.lead_sources import BY, build_lead_sources, build_source_rows, build_source_tiles

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Lead sources")
by = link_choice("by", BY)

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

section("The leads handed over")
row_table(shared(build_source_rows, source, asked), "sources_rows")
