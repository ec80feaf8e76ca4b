"""Claims and evidence: what each team says of the other, held against the same leads."""

import streamlit as st

from pages.components.claims import (
    cell_rows,
    cell_table,
    claim_column,
    claims_style,
    verdict_strip,
)
from pages.components.frame import block, empty, foot, headline, message, section
from pages.components.link import link_choice, link_switch
from pages.components.scope import read_scope
from pages.components.session import reader, shared
from pages.components.tables import download
from pages.views.claims import KINDS, build_claims

# Load: what was asked for.
source = reader()
asked = read_scope(source, "Claims and evidence")
kind = link_choice("place", KINDS)

view = shared(build_claims, source, asked, kind)
claims_style()
headline(view.headline)
if view.empty:
    empty(view.empty)
    st.stop()
message(view.message)

left, right = st.columns(2, gap="large")
with left:
    claim_column(view.claims[0], source, asked, kind)
with right:
    claim_column(view.claims[1], source, asked, kind)

block(view.strip)
verdict_strip(view.segments)
with st.container(horizontal=True, vertical_alignment="center", key="claims_bar"):
    link_switch("place", "Regions", KINDS)
    download(view.file_name, view.csv, "claims")
cell_table(view.table)
foot(view.foot)

section("The leads behind a cell")
cell_rows(view, source, asked, kind)
