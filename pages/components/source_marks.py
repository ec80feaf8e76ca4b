"""Paired dots and strips of the Lead sources screen: HTML made here, every word escaped."""

from pathlib import Path

import streamlit as st

from pages.components.text import for_html
from pages.views.attribution import AttributionView, StripRow
from pages.views.fit import FitChart, FitRow


def source_style() -> None:
    """Put the rules of these marks into the page; they take no room."""
    st.html(Path(__file__).with_name("sources.css"))


def fit_pairs(view: FitChart) -> None:
    """A row a segment: both shares on one scale, in figures, and the gap between them."""
    demand, supply = for_html(view.demand), for_html(view.supply)
    head = (
        '<span class="t-head"></span>'
        f'<span class="t-head t-legend"><span class="t-key"></span>share of {demand}'
        f'<span style="width:18px"></span><span class="t-key t-hollow"></span>share of {supply}'
        "</span>"
        f'<span class="t-head t-right">{demand.capitalize()}</span>'
        f'<span class="t-head t-right">{supply.split()[0].capitalize()}</span>'
        '<span class="t-head t-right">Gap</span>'
    )
    rows = "".join(_pair(one) for one in view.rows)
    st.html(
        f'<div class="t-pairs" role="group" aria-label="{for_html(view.words, 600)}">'
        f"{head}{rows}</div>"
    )


def _pair(one: FitRow) -> str:
    left, right = sorted((one.demand, one.supply))
    wide = " t-wide" if one.is_wide else ""
    sign = "+" if one.is_over else "−"
    gap = one.gap_words if one.gap_words == "none" else f"{sign}{one.gap_words}"
    return (
        f'<span class="t-member">{for_html(one.name)}</span>'
        '<span aria-hidden="true"><span class="t-pair-track">'
        f'<span class="t-pair-link" style="left:{left:.2f}%;width:{right - left:.2f}%"></span>'
        f'<span class="t-pair-supply" style="left:{one.supply:.2f}%"></span>'
        f'<span class="t-pair-demand" style="left:{one.demand:.2f}%"></span></span></span>'
        f'<span class="t-right">{for_html(one.demand_words)}</span>'
        f'<span class="t-right">{for_html(one.supply_words)}</span>'
        f'<span class="t-right{wide}">{for_html(gap)}</span>'
    )


def attribution_strips(view: AttributionView) -> None:
    """A row a member: the interval over models, the chosen credit, and who it turns with."""
    head = (
        '<span class="t-head"></span>'
        '<span class="t-head">Lowest to highest of ten models</span>'
        f'<span class="t-head t-right">{for_html(view.credit_title)}</span>'
        '<span class="t-head t-right">Range</span>'
        '<span class="t-head">Place among all</span>'
    )
    rows = "".join(_strip(one) for one in view.rows)
    sums = "".join(
        _sum(*one, is_total=place == len(view.sums) - 1) for place, one in enumerate(view.sums)
    )
    st.html(
        f'<div class="t-strips" role="group" aria-label="{for_html(view.words, 300)}">'
        f"{head}{rows}{sums}</div>"
    )


def _strip(one: StripRow) -> str:
    flips = for_html(one.flip_words)
    zero = f'<span class="t-strip-zero" style="left:{one.zero:.2f}%"></span>' if one.zero else ""
    return (
        f'<span class="t-member">{for_html(one.name)}</span>'
        f'<span title="{for_html(one.hover)}"><span class="t-strip-track">{zero}'
        f'<span class="t-strip-bar" style="left:{one.low:.2f}%;width:{one.high - one.low:.2f}%">'
        f'</span><span class="t-strip-dot" style="left:{one.credit:.2f}%"></span></span></span>'
        f'<span class="t-right t-credit">{for_html(one.credit_words)}</span>'
        f'<span class="t-right t-quiet">{for_html(one.range_words)}</span>'
        f'<span class="t-quiet">{"⇅ " if one.is_flipping else ""}{flips}</span>'
    )


def _sum(name: str, amount: str, share: str, *, is_total: bool) -> str:
    kind = f"t-sum{' t-total' if is_total else ''}"
    return (
        f'<span class="{kind}" style="grid-column:1 / 3">{for_html(name)}</span>'
        f'<span class="{kind} t-right">{for_html(amount)}</span>'
        f'<span class="{kind} t-right t-quiet">{for_html(share)}</span>'
        f'<span class="{kind}"></span>'
    )
