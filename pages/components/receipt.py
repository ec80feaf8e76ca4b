"""The receipt under a number: how it was made, of what, and the rows, in a dialog."""

import streamlit as st

from data.warehouse import Reader
from pages.components.session import shared
from pages.components.tables import row_table
from pages.components.text import for_html
from pages.views.receipt import ReceiptView, build_receipt
from pages.views.tile import ReceiptRequest


@st.dialog("Receipt", width="large")
def open_receipt(source: Reader, request: ReceiptRequest) -> None:
    """Definition, numerator ÷ denominator, as-of, version, figures beside, rows, download."""
    view = shared(build_receipt, source, request)
    st.html(receipt_html(view))
    st.page_link(
        "pages/definitions.py",
        label="The definition with its worked example",
        icon=":material/menu_book:",
        query_params={"kpi": request.kpi},
    )
    row_table(view.rows, key="receipt_rows")


def receipt_html(view: ReceiptView) -> str:
    """The words of a receipt, escaped."""
    facts = "".join(
        f"<dt>{for_html(name)}</dt><dd>{for_html(words, 1200)}</dd>" for name, words in view.facts
    )
    struck = ' class="t-value t-struck"' if view.is_broken else ' class="t-value"'
    return (
        f'<div class="t-receipt"><div class="t-hero-label">{for_html(view.label)}</div>'
        f"<div{struck}>{for_html(view.value)}</div>"
        f'<p class="t-sub">{for_html(view.question, 400)}</p><dl class="t-facts">{facts}</dl></div>'
    )
