"""The landing as one bar: booked solid, expected hatched, its range over it, target and pace."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.chart import Role
from pages.views.forecast import LandingChart, Segment

HEIGHT = 180
# Heights in the chart: the bar around 0, the range over it, then the target's words.
_BAR, _RANGE, _TARGET = 0.3, 0.58, 1.1


def landing_figure(view: LandingChart, theme: Theme) -> go.Figure:
    """The figure of the landing."""
    layout = canvas(theme, HEIGHT, right=16, left=2)
    layout["margin"] |= {"t": 8, "b": 6}
    layout["barmode"] = "overlay"
    layout["xaxis"] |= {"visible": False, "range": [0, view.top]}
    layout["yaxis"] |= {"visible": False, "range": [-0.65, 1.35], "rangemode": "normal"}
    traces = [_bar(one, theme) for one in view.segments if one.length > 0]
    notes = [_under(one, theme) for one in view.segments if one.length > 0]
    if view.low is not None and view.high is not None:
        traces.append(_range(view.low, view.high, theme))
    traces.append(_dot(view, theme))
    notes.append(_note(view.landing.at, _RANGE, view.landing.words, theme, view.top, strong=True))
    shapes = []
    if view.target:
        shapes.append(_tick(view.target.at, -0.42, _TARGET - 0.16, theme.text, 2.5))
        notes.append(_note(view.target.at, _TARGET - 0.2, view.target.words, theme, view.top))
    if view.pace:
        shapes.append(_tick(view.pace.at, -_BAR, _BAR + 0.2, theme.secondary, 2))
        notes.append(_note(view.pace.at, _BAR, view.pace.words, theme, view.top))
    layout["shapes"] = shapes
    layout["annotations"] = notes
    return figure(traces, layout)


def _bar(one: Segment, theme: Theme) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": theme.actual, "line": {"width": 0}}
    if one.role is not Role.ACTUAL:
        ink = theme.actual if one.role is Role.ESTIMATE else theme.previous
        marker = {
            "color": "rgba(0,0,0,0)",
            "line": {"width": 1.2, "color": ink},
            "pattern": {"shape": "/", "fgcolor": ink, "size": 8, "solidity": 0.22},
        }
    return {
        "type": "bar",
        "orientation": "h",
        "base": [one.start],
        "x": [one.length],
        "y": [0],
        "width": [2 * _BAR],
        "marker": marker,
        "hovertext": [for_plotly(one.hover, 160)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _under(one: Segment, theme: Theme) -> dict[str, Any]:
    """The words of a piece, under its left end."""
    return {
        "x": one.start,
        "y": -_BAR,
        "text": for_plotly(one.words),
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -4,
        "font": {"size": 14, "color": theme.text},
    }


def _range(low: float, high: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [low, high],
        "y": [_RANGE, _RANGE],
        "line": {"color": theme.actual, "width": 2},
        "marker": {"symbol": "line-ns", "size": 12, "line": {"width": 2, "color": theme.actual}},
        "hoverinfo": "skip",
    }


def _dot(view: LandingChart, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [view.landing.at],
        "y": [_RANGE],
        "marker": {"size": 10, "color": theme.actual},
        "hovertext": [for_plotly(view.landing.words, 160)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _tick(at: float, low: float, high: float, color: str, width: float) -> dict[str, Any]:
    line = {"color": color, "width": width}
    return {"type": "line", "x0": at, "x1": at, "y0": low, "y1": high, "line": line}


def _note(
    at: float, height: float, words: str, theme: Theme, top: float, *, strong: bool = False
) -> dict[str, Any]:
    """Words over a place, which stay inside the chart at its right edge."""
    text = for_plotly(words)
    is_late = at > top / 2
    return {
        "x": at,
        "y": height,
        "text": f"<b>{text}</b>" if strong else text,
        "showarrow": False,
        "xanchor": "right" if is_late else "left",
        "yanchor": "bottom",
        "yshift": 7 if strong else 2,
        "xshift": 0 if strong else (-6 if is_late else 6),
        "font": {"size": 14, "color": theme.text if strong else theme.secondary},
    }
