"""The attribution block: a part that runs again by itself when a model or a weight is chosen."""

from typing import Any

import streamlit as st

from data.errors import RevenueError
from data.warehouse import Reader
from pages.components.frame import block, foot, refusal
from pages.components.link import link_choice, link_select, link_word
from pages.components.session import shared
from pages.components.source_marks import attribution_strips
from pages.components.tables import download
from pages.components.text import for_html
from pages.views.asked import Asked
from pages.views.attribution import (
    ANCHOR_NAMES,
    CHOICES,
    DEFAULT,
    EVEN,
    OWN,
    build_attribution,
    found_attribution,
    own_weights,
)

MOST = 100
_KEY = "own_weight_"


def attribution_part(source: Reader, asked: Asked, by: str) -> None:
    """The block; app.py's boundary does not see its later runs, so it has one of its own."""
    fragment: Any = st.fragment(_bounded, key="attribution_part")
    fragment(source, asked, by)


def _bounded(source: Reader, asked: Asked, by: str) -> None:
    try:
        _draw(source, asked, by)
    except RevenueError as error:
        refusal(error)


def _draw(source: Reader, asked: Asked, by: str) -> None:
    """The sentence, the model picked, its weights where they are one's own, then the strips."""
    found = shared(found_attribution, source, asked, by)
    currency = source.load.workspace.currency
    chosen = link_choice("model", CHOICES, DEFAULT)
    sentence = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        link_select("model", "Model", CHOICES, DEFAULT)
        words = st.container(width="stretch")
    own = own_weights(_own_parts()) if chosen == OWN else None
    view = build_attribution(found, chosen, own, currency)
    with sentence:
        block(view.block)
    with words:
        st.html(f'<p class="t-model">{for_html(view.model_words)}</p>')
    if chosen == OWN and own is None:
        foot(f"Weights of 0 alone credit nobody: {view.credit_title.lower()} is shown instead.")
    attribution_strips(view)
    foot(view.foot)
    download(view.file_name, view.csv, "attribution")


def _own_parts() -> list[int]:
    """The five weights as they stand on the sliders; the link opens with them."""
    linked = _linked()
    parts = []
    for place, (column, name) in enumerate(
        zip(st.columns(len(ANCHOR_NAMES), gap="medium"), ANCHOR_NAMES, strict=True)
    ):
        key = f"{_KEY}{place}"
        if key not in st.session_state:
            st.session_state[key] = linked[place]
        with column:
            parts.append(
                st.slider(name, min_value=0, max_value=MOST, step=5, key=key, on_change=_write)
            )
    return parts


def _linked() -> list[int]:
    """Five whole numbers of the link, 30-20-20-20-10; those to begin with where it has none."""
    words = link_word(OWN).split("-")
    if len(words) != len(EVEN) or not all(word.isdecimal() and len(word) <= 3 for word in words):
        return list(EVEN)
    return [min(int(word), MOST) for word in words]


def _write() -> None:
    parts = [str(st.session_state[f"{_KEY}{place}"]) for place in range(len(EVEN))]
    st.query_params[OWN] = "-".join(parts)
