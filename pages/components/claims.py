"""Pieces of the Claims screen: a claim's measures, the verdict strip, the leads of a cell."""

from pathlib import Path

import streamlit as st

from data.warehouse import Reader
from pages.components.frame import foot
from pages.components.link import link_select
from pages.components.marks import dots_html
from pages.components.receipt import receipt_html
from pages.components.session import shared
from pages.components.tables import row_table, short_table
from pages.components.text import for_html, for_markdown
from pages.views.asked import Asked
from pages.views.claims import ClaimsView, ClaimView, Segment
from pages.views.claims_measures import MeasureView
from pages.views.claims_receipt import (
    ClaimReceipt,
    build_cell_rows,
    build_claim_receipt,
)
from pages.views.table import ShortTable


def claims_style() -> None:
    """Put the screen's own rules into the page; they take no room."""
    st.html(Path(__file__).with_name("claims.css"))


def claim_column(view: ClaimView, source: Reader, asked: Asked, kind: str) -> None:
    """One claim: what is said, whether it is so, and its measures; a number opens its receipt."""
    st.html(
        f'<div class="t-claim"><h2>{for_html(view.title)}</h2>'
        f"<p><strong>{for_html(view.verdict)}</strong> {for_html(view.because, 400)}</p></div>"
    )
    for measure in view.measures:
        with st.container(key=f"claim_{measure.key}"):
            st.html(_measure_html(measure))
            words = for_markdown(f"Receipt of {measure.label}: {measure.value}")
            if st.button(words, key=f"open_{measure.key}", width="stretch"):
                open_claim_receipt(source, ClaimReceipt.of(asked, measure.key, kind))
    foot(view.foot)


def _measure_html(view: MeasureView) -> str:
    strip = dots_html(view.strip) if view.strip else ""
    missing = "" if view.strip else " t-none"
    return (
        f'<div class="t-measure"><div class="t-measure-said">'
        f'<div class="t-measure-label">{for_html(view.label)}</div>'
        f'<div class="t-measure-number"><span class="t-measure-value{missing}">'
        f"{for_html(view.value)}</span>"
        f'<span class="t-measure-made">{for_html(view.made)}</span></div></div>{strip}</div>'
    )


@st.dialog("Receipt", width="large")
def open_claim_receipt(source: Reader, request: ClaimReceipt) -> None:
    """What a number is made of, its interval, what chance would mark, and every lead behind it."""
    view = shared(build_claim_receipt, source, request)
    st.html(receipt_html(view))
    row_table(view.rows, key="receipt_rows")


def verdict_strip(segments: tuple[Segment, ...]) -> None:
    """All leads in one bar, each in the part that says what its cell says."""
    parts = "".join(
        f'<div class="t-verdict-part" style="flex-grow:{one.leads}">'
        f"<span>{for_html(one.label)} <strong>{one.leads:,}</strong></span>"
        f'<i class="t-verdict-{one.bucket.value}"></i></div>'
        for one in segments
    )
    st.html(f'<div class="t-verdict">{parts}</div>')


def cell_table(table: ShortTable) -> None:
    """The cells, the source's column pinned where the table is wider than the page."""
    with st.container(key="claims_table"):
        short_table(table)


def cell_rows(view: ClaimsView, source: Reader, asked: Asked, kind: str) -> None:
    """The leads behind one cell, chosen by source and region; all of them at first."""
    with st.container(horizontal=True, gap="small", key="claims_cell"):
        one = link_select("cell_source", "Source", view.sources)
        place = link_select("cell_region", "Region", view.places)
    row_table(shared(build_cell_rows, source, asked, kind, one, place), "claims_rows")
