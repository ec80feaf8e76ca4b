"""Weekly: the meeting's screen. The number, what moved, the handover, the demand."""

from dataclasses import replace
from functools import partial

import streamlit as st

from pages.components.bridge import week_bridge_block
from pages.components.drawn import draw, lines_html
from pages.components.frame import empty, foot, headline, title
from pages.components.inbox import inbox_strip
from pages.components.link import screen_link
from pages.components.meeting import enter, meeting_bar, meeting_style, numbered, under_headline
from pages.components.meeting_commitments import commitments_block
from pages.components.meeting_field import field_block
from pages.components.meeting_notes import notes_block
from pages.components.meeting_pool import pool_tiles
from pages.components.meeting_then_now import then_now_block
from pages.components.opening import let_load, let_paint
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.tables import short_table
from pages.components.tiles import hero_number, tile_row
from pages.views.demand import build_demand
from pages.views.forecast_tile import build_landing_tile, build_pace_fan
from pages.views.handover import build_handover
from pages.views.number import build_number
from pages.views.week import build_moved, build_outlook

# Load: what was asked for.
source = reader()
meeting_style()
asked = read_scope(source, "Weekly", partial(meeting_bar, source))
room = enter(source, asked)

# The headline and the hero come from one small question and show first.
number = shared(build_number, source, asked)
headline(replace(number.headline, under=under_headline(room, source)))
inbox_strip(source, room)
if number.empty:
    empty(number.empty)
    st.stop()

commitments_block(source, asked, room)

numbered(2, number.block.title, number.block.aside)
left, right = st.columns([5, 16], gap="large")
with left:
    hero_number(number.hero, source)
let_paint()
landing = shared(build_landing_tile, source, asked)
outlook = shared(build_outlook, source, asked)
pool = pool_tiles(source, asked, room)
tiles = (*outlook, *pool)
tile_row((landing, *tiles) if landing else tiles, source)

draw_bridge = week_bridge_block(source, asked, room.agenda and room.agenda.before)
then_now_block(source, asked, room)
moved = shared(build_moved, source, asked)
title(moved.block.title)
tile_row(moved.tiles, source)
foot(moved.block.aside)

handover = shared(build_handover, source, asked)
numbered(4, handover.block.title, handover.block.aside)
tile_row(handover.tiles, source)
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
    screen_link("pages/funnel.py", "Funnel and handover", handover.leaks_more)

demand = shared(build_demand, source, asked)
numbered(5, demand.block.title, demand.block.aside)
tiles, curve = st.columns([11, 13], gap="large")
with tiles:
    tile_row(demand.tiles[:2], source)
    tile_row(demand.tiles[2:4], source)
    tile_row(demand.tiles[4:], source)
with curve:
    if demand.curve:
        title(demand.curve.title)
        draw(lines_html(demand.curve, 260))
field_block(source, room)

notes_block(source, room)

let_load()
# Charts are drawn last, when every number is there; the pace stands beside the hero.
with right:
    pace = shared(build_pace_fan, source, asked)
    if pace:
        title(pace.title)
        draw(lines_html(pace, 250))
draw_bridge()
