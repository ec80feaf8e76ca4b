"""Time in stage as strips on one scale of days; marks that are elements, not a chart."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.components.text import for_html, svg_source
from pages.views.stages import StagesView, Strip

_WIDE, _HIGH = 400.0, 34.0


def funnel_style() -> None:
    """Put the rules of these marks into the page; they take no room."""
    st.html(Path(__file__).with_name("funnel.css"))


def strip_table(view: StagesView) -> None:
    """One row a stage: who still stays, by day, with the days by which half have left."""
    st.html(strips_html(view))


def strips_html(view: StagesView) -> str:
    """The HTML of the strips, every word escaped."""
    heads = "".join(f'<th class="t-right" scope="col">{for_html(head)}</th>' for head in view.heads)
    axis = f"<span>0</span><span>{for_html(view.scale)}</span>"
    rows = "".join(_row(one) for one in view.strips)
    return (
        '<div class="t-table-wrap"><table class="t-table t-strips"><thead><tr>'
        f'<th scope="col">Stage</th><th scope="col"><div class="t-axis">{axis}</div></th>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(one: Strip) -> str:
    first, *others = one.cells
    cells = f'<td class="t-right t-strong">{for_html(first)}</td>' + "".join(
        f'<td class="t-right">{for_html(words)}</td>' for words in others
    )
    return (
        f'<tr><td class="t-name t-strong">{for_html(one.name)}</td>'
        f'<td class="t-stripcell"><div class="t-strip" role="img" '
        f'aria-label="{for_html(one.words)}">{_curve(one.curve)}{_marks(one)}</div></td>{cells}</tr>'
    )


def _curve(still: Sequence[float]) -> str:
    """The share that still stays, as a hill that falls to the right; numbers only."""
    if len(still) < 2:
        return ""
    step = _WIDE / (len(still) - 1)
    line = " ".join(f"L{n * step:.1f} {(1 - share) * _HIGH:.1f}" for n, share in enumerate(still))
    path = f"M0 {_HIGH:.0f} {line} L{_WIDE:.0f} {_HIGH:.0f} Z"
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDE:.0f} {_HIGH:.0f}' "
        f"preserveAspectRatio='none'><path d='{path}' fill='black'/></svg>"
    )
    source = svg_source(svg)
    return (
        '<span class="t-hill" style="-webkit-mask-image:url(&quot;'
        f'{source}&quot;);mask-image:url(&quot;{source}&quot;)"></span>'
    )


def _marks(one: Strip) -> str:
    """The dots: half have left (full), three quarters (hollow); an arrow where it is open."""
    dots = "".join(
        f'<span class="t-stay{hollow}" style="left:{at:.2f}%"></span>'
        for at, hollow in ((one.median, ""), (one.upper_quartile, " t-hollow"))
        if at is not None
    )
    beyond = "" if one.upper_quartile is not None else '<span class="t-beyond">→</span>'
    return dots + beyond
