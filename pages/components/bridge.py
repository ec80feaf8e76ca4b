"""The blocks of the bridge: waterfall, doors to the deals of each bar, movers, matrix, hygiene."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.warehouse import Reader
from metrics.meeting.records import Snapshot
from pages.charts.bridge import waterfall
from pages.components.bridge_dates import bridge_dates
from pages.components.charts import chart
from pages.components.drawn import draw, waterfall_html
from pages.components.frame import block, empty, foot, message, title
from pages.components.link import screen_link
from pages.components.meeting import numbered
from pages.components.session import shared
from pages.components.style import theme
from pages.components.tables import row_table, short_table
from pages.components.text import for_html, for_markdown
from pages.views.asked import Asked
from pages.views.bridge import BridgeView, Door, Mover, build_bridge, build_week_bridge
from pages.views.bridge_dates import default_span
from pages.views.bridge_deals import (
    DealsView,
    HygieneView,
    build_bar_deals,
    build_hygiene,
    build_untidy_deals,
)


def bridge_block(source: Reader, asked: Asked) -> None:
    """The whole bridge between two days of the link, with everything behind it."""
    _style()
    top = st.container()
    frm, to = bridge_dates(source, asked)
    view = shared(build_bridge, source, asked, frm, to)
    with top:
        block(view.block)
    message(view.message)
    if view.empty:
        empty(view.empty)
        return
    if view.chart:
        title(view.chart.title)
        chart(waterfall(view.chart, theme(), 340), "pipeline_bridge", view.chart.words)
    foot(view.foot)
    _doors(source, asked, frm, to, view.doors)
    left, right = st.columns(2, gap="large")
    with left:
        _movers(view)
    with right:
        _hygiene(source, asked, to)
    if view.matrix:
        title("From stage to stage: deals, and what they are or were worth")
        short_table(view.matrix)


def week_bridge_block(
    source: Reader, asked: Asked, before: Snapshot | None = None
) -> Callable[[], None]:
    """What changed since the meeting before, else in the week, in six bars, with the ten biggest
    movers and the hygiene count.

    What comes back draws the chart: charts cost most and come last.
    """
    _style()
    frm, to = default_span(asked)
    is_since = before is not None and before.as_of < to
    if before is not None and is_since:
        frm = before.as_of
    view = shared(build_week_bridge, source, asked, frm, to)
    since = f"since meeting {before.number} · " if before is not None and is_since else ""
    numbered(3, view.block.title, f"{since}{view.block.aside}")
    message(view.message)
    if view.empty:
        empty(view.empty)
        return lambda: None
    left, right = st.columns([6, 5], gap="large")
    with right:
        _movers(view)
        found = shared(build_hygiene, source, asked, to)
        words = f"{found.title}: what is wrong with each:" if found.findings else found.title
        screen_link("pages/pipeline.py", "Pipeline", words)
    with left:
        place = st.container()
        foot(view.foot)
        _doors(source, asked, frm, to, view.doors)
    return partial(_draw, place, view)


def _draw(place: DeltaGenerator, view: BridgeView) -> None:
    """The waterfall of the week in the place kept for it."""
    if view.chart:
        with place:
            title(view.chart.title)
            draw(waterfall_html(view.chart, 300))


def _style() -> None:
    """Put the rules of these blocks into the page; they take no room."""
    st.html(Path(__file__).with_name("bridge.css"))


def _doors(source: Reader, asked: Asked, frm: date, to: date, doors: tuple[Door, ...]) -> None:
    """A button for every bar that holds deals."""
    with st.container(horizontal=True, key="doors_bars"):
        for door in doors:
            if st.button(for_markdown(door.label), key=f"bar_{door.bar}", help="Its deals"):
                _open(partial(shared, build_bar_deals, source, asked, frm, to, door.bar))


def _movers(view: BridgeView) -> None:
    title(view.movers_title)
    if view.movers:
        lines = "".join(_mover_html(one) for one in view.movers)
        st.html(f'<table class="t-movers"><tbody>{lines}</tbody></table>')


def _mover_html(one: Mover) -> str:
    side = "up" if one.share >= 0 else "down"
    bar = (
        f'<span class="t-{side} t-role-{one.role}" style="width:{abs(one.share) / 2:.1f}%"></span>'
    )
    return (
        f'<tr><td class="t-mover" title="{for_html(one.deal)}">{for_html(one.name)}</td>'
        f'<td class="t-what">{for_html(one.what)}</td>'
        f'<td class="t-lane"><span class="t-mid"></span>{bar}</td>'
        f'<td class="t-sum">{for_html(one.amount)}</td></tr>'
    )


def _hygiene(source: Reader, asked: Asked, on: date) -> None:
    view: HygieneView = shared(build_hygiene, source, asked, on)
    title(view.title)
    for one in view.findings:
        words, door = st.columns([7, 4], vertical_alignment="center")
        with words:
            st.html(
                f'<div class="t-untidy"><strong>{for_html(one.what)}</strong>'
                f"<span>{for_html(one.mend)}</span></div>"
            )
        with door:
            label = for_markdown(one.label)
            if st.button(label, key=f"untidy_{one.key}", width="stretch", help="The deals"):
                _open(partial(shared, build_untidy_deals, source, asked, on, one.key))
    foot(view.foot)


def _open(build: partial[DealsView]) -> None:
    """The deals, in a dialog named after what they are."""
    view = build()
    st.dialog(for_markdown(view.title), width="large")(_deals)(view)


def _deals(view: DealsView) -> None:
    foot(view.sentence)
    row_table(view.rows, key="bridge_deals")
