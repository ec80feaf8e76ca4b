"""Pipeline: is there enough, when does it close, and which deals are it."""

import streamlit as st

from pages.charts.bars import standing_bars
from pages.components.bridge import bridge_block
from pages.components.charts import chart
from pages.components.forecast import ageing_block, landing_block
from pages.components.frame import block, empty, headline, section, title
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.style import theme
from pages.components.tables import breakdown_table, row_table
from pages.components.tiles import tile_row
from pages.views.breakdown import build_breakdown
from pages.views.pipeline import BY_OWNER, BY_REGION, build_closes, build_deals, build_pipeline

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Pipeline")

view = shared(build_pipeline, source, asked)
headline(view.headline)
if view.empty:
    empty(view.empty)
    st.stop()

block(view.block)
tile_row(view.tiles, source)
bridge_block(source, asked)
landing_block(source, asked)

block(view.closing_block)
tile_row(view.closing, source)

closes = shared(build_closes, source, asked)
if closes:
    section("When it is expected to close")
    title(closes.title)
    chart(standing_bars(closes, theme(), 280), "pipeline_closes", closes.words)

section("How old open deals are")
ageing_block(source, asked)

by_region = shared(build_breakdown, source, asked, "region", BY_REGION)
breakdown_table("By region", by_region, "region")
breakdown_table("By owner", shared(build_breakdown, source, asked, "owner", BY_OWNER), "owner")

section("The deals")
row_table(shared(build_deals, source, asked), "deals")
