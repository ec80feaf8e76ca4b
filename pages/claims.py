"""Claims and evidence: what each team says of the other, held against the same leads."""

import streamlit as st

from pages.components.frame import block, foot, headline, title
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.tables import short_table
from pages.components.tiles import tile_row
from pages.views.claims import build_claims

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Claims and evidence")

claims = shared(build_claims, source, asked)
headline(claims.headline)
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
