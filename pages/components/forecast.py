"""The blocks of the forecast: where it lands, how it did, how old open deals are."""

import streamlit as st

from data.warehouse import Reader
from metrics.lifecycle.forecasts import handed_in
from pages.charts.forecast import landing_figure
from pages.components.charts import chart
from pages.components.frame import block, foot, message, title
from pages.components.session import decided, shared
from pages.components.style import theme
from pages.components.tables import short_table
from pages.views.asked import Asked
from pages.views.forecast import build_landing
from pages.views.forecast_frozen import build_coverage, build_frozen
from pages.views.forecast_record import build_ageing, build_record


def landing_block(source: Reader, asked: Asked) -> None:
    """The landing with its parts, and beside them how such forecasts did."""
    view = shared(build_landing, source, asked)
    if view is None:
        return
    block(view.block)
    message(view.message)
    if view.chart is None:
        return
    title(view.chart.title)
    chart(landing_figure(view.chart, theme()), "pipeline_landing", view.chart.words)
    parts, record = st.columns([11, 10], gap="large")
    with parts:
        title(view.parts_title)
        short_table(view.parts)
        foot(view.foot)
        _coverage(source, asked)
    with record:
        _record(source, asked)
    _frozen(source, asked)


def _coverage(source: Reader, asked: Asked) -> None:
    found = shared(build_coverage, source, asked)
    if found is None:
        return
    title(found.title)
    short_table(found.table)
    foot(found.foot)


def _frozen(source: Reader, asked: Asked) -> None:
    found = shared(build_frozen, source, asked, handed_in(decided()))
    if found is None:
        return
    title(found.title)
    if found.table:
        short_table(found.table)
    foot(found.foot)


def _record(source: Reader, asked: Asked) -> None:
    found = shared(build_record, source, asked)
    if found is None:
        return
    title(found.title)
    short_table(found.tests)
    foot(found.tests_foot)
    title(found.bands_title)
    short_table(found.bands)


def ageing_block(source: Reader, asked: Asked) -> None:
    """The open deals by stage and age."""
    found = shared(build_ageing, source, asked)
    if found is None:
        return
    title(found.title)
    short_table(found.table)
    foot(found.foot)
