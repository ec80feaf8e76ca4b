"""Rows of number tiles. A tile is one button over its own HTML; a click opens the receipt."""

from collections.abc import Sequence

import streamlit as st

from data.warehouse import Reader
from metrics.wording import NO_DATA
from pages.components.forecast_receipt import open_landing
from pages.components.marks import bullet_html, change_html, sparkline_html
from pages.components.pool_receipt import open_pool
from pages.components.receipt import open_receipt
from pages.components.text import for_html, for_markdown
from pages.views.tile import Hero, LandingRequest, PoolRequest, Tile


def tile_row(tiles: Sequence[Tile], source: Reader) -> None:
    """Tiles side by side, equally high; the style sheet breaks the row on a narrow screen."""
    with st.container(key=f"row{len(tiles)}_{tiles[0].key}"):
        for tile in tiles:
            with st.container(key=f"tile_{tile.key}", height="stretch"):
                st.html(tile_html(tile))
                _opener(tile, source)


def hero_number(hero: Hero, source: Reader) -> None:
    """The one large number of a screen with what it is measured by."""
    lines = "".join(f'<div class="t-hero-line">{change_html(one)}</div>' for one in hero.lines)
    with st.container(key=f"hero_{hero.tile.key}"):
        st.html(
            f'<div class="t-hero-label">{for_html(hero.tile.label)}</div>'
            f'<div class="t-hero">{for_html(hero.tile.value)}</div>{lines}'
            f'<div class="t-note">{for_html(hero.tile.note)}</div>'
        )
        _opener(hero.tile, source)


def _opener(tile: Tile, source: Reader) -> None:
    words = for_markdown(f"Receipt of {tile.label}: {tile.value}")
    if st.button(words, key=f"open_{tile.key}", width="stretch"):
        if isinstance(tile.receipt, LandingRequest):
            open_landing(source, tile.receipt)
        elif isinstance(tile.receipt, PoolRequest):
            open_pool(source, tile.receipt)
        else:
            open_receipt(source, tile.receipt)


def tile_html(tile: Tile) -> str:
    """Label and n, value and sparkline, both comparisons, bullet, note."""
    changes = " ".join(change_html(change) for change in tile.changes)
    bullet = bullet_html(tile.bullet) if tile.bullet else ""
    note = f'<div class="t-note">{for_html(tile.note)}</div>' if tile.note else ""
    missing = " t-none" if tile.value == NO_DATA else ""
    return (
        f'<div class="t-tile"><div class="t-tile-head">'
        f'<span class="t-tile-label">{for_html(tile.label)}</span>'
        f'<span class="t-tile-count">{for_html(tile.count)}</span></div>'
        f'<div class="t-tile-main"><span class="t-value{missing}">{for_html(tile.value)}</span>'
        f"{sparkline_html(tile.trend, tile.trend_words)}</div>"
        f'<div class="t-changes">{changes}</div>{bullet}{note}</div>'
    )
