"""Bookings: target and pace, growth, four strategies, customers kept, who worked, the rows."""

import streamlit as st

from pages.charts.bars import standing_bars
from pages.charts.lines import line_figure
from pages.components.charts import chart
from pages.components.frame import block, empty, foot, headline, section, title
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.style import theme
from pages.components.tables import breakdown_table, download, row_table, short_table
from pages.components.tiles import hero_number, tile_row
from pages.views.bookings import BY, build_booking_rows, build_bookings, build_quarters
from pages.views.breakdown import build_breakdown
from pages.views.number import build_standing
from pages.views.pace import build_pace
from pages.views.retention import build_retention
from pages.views.together import build_together

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Bookings")

number = shared(build_standing, source, asked)
headline(number.headline)
if number.empty:
    empty(number.empty)
    st.stop()

block(number.block)
left, right = st.columns([5, 16], gap="large")
with left:
    hero_number(number.hero, source)

view = shared(build_bookings, source, asked)
block(view.growth_block)
tile_row(view.growth, source)
block(view.strategy_block)
tile_row(view.strategies, source)

quarters = shared(build_quarters, source, asked)
if quarters:
    section("Quarter by quarter")
    title(quarters.title)
    chart(standing_bars(quarters, theme(), 300), "bookings_quarters", quarters.words)

kept = shared(build_retention, source, asked)
block(kept.block)
shares, moved = st.columns([10, 11], gap="large")
with shares:
    tile_row(kept.tiles, source)
with moved:
    if kept.table:
        title(kept.title)
        short_table(kept.table)
        foot(kept.foot)

together = shared(build_together, source, asked)
block(together.block)
ours, sides = st.columns([10, 11], gap="large")
with ours:
    tile_row(together.tiles, source)
with sides:
    title(together.title)
    if together.table:
        short_table(together.table)
    foot(together.foot)
    download(together.file_name, together.csv, "sourced")

breakdown_table("By region", shared(build_breakdown, source, asked, "region", BY), "region")
breakdown_table("By source", shared(build_breakdown, source, asked, "source", BY), "source")

section("The bookings")
row_table(shared(build_booking_rows, source, asked), "bookings")

with right:
    pace = shared(build_pace, source, asked)
    if pace:
        title(pace.title)
        chart(line_figure(pace, theme(), 250), "bookings_pace", pace.words)
