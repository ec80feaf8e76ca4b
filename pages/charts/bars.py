"""Bars from a zero baseline, lying or standing, with their values beside them."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.chart import BarChart, Role


def lying_bars(view: BarChart, theme: Theme, *, row: int = 34) -> go.Figure:
    """One bar a line, longest name at the left, value at the end of the bar."""
    layout = canvas(theme, 40 + row * len(view.bars), right=80)
    layout["xaxis"] |= {"visible": False, "rangemode": "tozero"}
    layout["yaxis"] |= {
        "visible": True,
        "autorange": "reversed",
        "automargin": True,
        "tickvals": list(range(len(view.bars))),
        "ticktext": [for_plotly(bar.name, 34) + "  " for bar in view.bars],
        "tickfont": {"color": theme.text, "size": 14},
        "showline": False,
    }
    return figure([_trace(view, theme, lying=True)], layout)


def standing_bars(view: BarChart, theme: Theme, height: int = 300) -> go.Figure:
    """One bar a column with its value over it; outlined bars behind them are the plan."""
    layout = canvas(theme, height)
    layout["xaxis"] |= {
        "tickvals": list(range(len(view.bars))),
        "ticktext": [for_plotly(bar.name, 22) for bar in view.bars],
    }
    layout["barmode"] = "overlay"
    traces = [_trace(view, theme, lying=False)]
    if view.plan:
        traces.insert(0, _plan(view, theme))
    return figure(traces, layout)


def _trace(view: BarChart, theme: Theme, *, lying: bool) -> dict[str, Any]:
    places, lengths = list(range(len(view.bars))), [bar.value for bar in view.bars]
    colours = {Role.ACTUAL: theme.actual, Role.PREVIOUS: theme.previous, Role.QUIET: theme.previous}
    return {
        "type": "bar",
        "orientation": "h" if lying else "v",
        "x": lengths if lying else places,
        "y": places if lying else lengths,
        "text": [for_plotly(bar.words) for bar in view.bars],
        "textposition": "auto" if view.plan else "outside",
        "insidetextanchor": "end",
        "textangle": 0,
        "cliponaxis": False,
        "insidetextfont": {"size": 14, "color": theme.background},
        "outsidetextfont": {"size": 14, "color": theme.text},
        "hovertext": [for_plotly(bar.hover, 160) for bar in view.bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [colours.get(bar.role, "rgba(0,0,0,0)") for bar in view.bars],
            "line": {"width": 0},
        },
    }


def _plan(view: BarChart, theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(view.plan))),
        "y": list(view.plan),
        "width": 0.82,
        "marker": {"color": "rgba(0,0,0,0)", "line": {"width": 1.4, "color": theme.previous}},
        "hoverinfo": "skip",
    }
