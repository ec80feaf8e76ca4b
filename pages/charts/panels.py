"""Panels over shared rows: bars from zero, and dots with their intervals beside the whole."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.panels import Panel, PanelChart, PanelMark
from pages.views.table import Mark

HEAD, ROW = 46, 36
# Widths of the panels, the gap before each for its words, and room for the names at the left.
NAMES, ROOM = 0.14, 0.1


def panel_figure(view: PanelChart, theme: Theme) -> go.Figure:
    """One line a row; each panel has its own scale from zero and its words at its right."""
    height = HEAD + ROW * len(view.names)
    layout = canvas(theme, height, right=4, left=0)
    layout["margin"] |= {"t": HEAD, "b": 4}
    del layout["xaxis"]
    layout["yaxis"] |= {"range": [len(view.names) - 0.5, -0.5], "rangemode": "normal"}
    layout["annotations"], layout["shapes"] = _names(view, theme), _lines(view, theme)
    traces = []
    wide = (1 - NAMES) / len(view.panels)
    for place, panel in enumerate(view.panels):
        axis = f"x{place + 1}"
        left = NAMES + place * wide
        layout[f"xaxis{place + 1}"] = {
            "domain": [left + 0.015, left + wide - ROOM],
            "range": [0, panel.top * 1.04],
            "visible": False,
            "fixedrange": True,
            "anchor": "y",
        }
        traces += _bars(panel, axis, theme) if panel.is_bar else _dots(panel, axis, theme)
        layout["annotations"] += _heads(panel, left + 0.015, theme)
        layout["annotations"] += _words(panel, left + wide - ROOM + 0.008, theme)
        if panel.whole is not None:
            layout["shapes"].append(_whole(panel.whole, axis, theme))
    return figure(traces, layout)


def _text(x: float, y: float, words: str, colour: str, **more: Any) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "y",
        "x": x,
        "y": y,
        "text": words,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "font": {"size": 14, "color": colour},
        **more,
    }


def _names(view: PanelChart, theme: Theme) -> list[dict[str, Any]]:
    return [
        _text(0, place, f"<b>{for_plotly(name, 24)}</b>", theme.text)
        for place, name in enumerate(view.names)
    ]


def _heads(panel: Panel, left: float, theme: Theme) -> list[dict[str, Any]]:
    words = f"<b>{panel.title}</b>  {for_plotly(panel.whole_words)}"
    place = {"yref": "paper", "yanchor": "bottom", "yshift": 12}
    return [_text(left, 1, words, theme.secondary, **place)]


def _words(panel: Panel, left: float, theme: Theme) -> list[dict[str, Any]]:
    colours = {Mark.WORSE: theme.worse_text, Mark.BETTER: theme.better_text}
    arrows = {Mark.WORSE: "▼ ", Mark.BETTER: "▲ ", Mark.NONE: ""}
    found = []
    for place, one in enumerate(panel.marks):
        colour = theme.secondary if one.is_few else colours.get(one.mark, theme.text)
        found.append(_text(left, place, f"{arrows[one.mark]}{for_plotly(one.words)}", colour))
    return found


def _lines(view: PanelChart, theme: Theme) -> list[dict[str, Any]]:
    """A faint rule between rows, so that the eye stays on its line."""
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": place - 0.5,
            "y1": place - 0.5,
            "line": {"color": theme.line, "width": 1},
            "layer": "below",
        }
        for place in range(len(view.names))
    ]


def _whole(at: float, axis: str, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": axis,
        "yref": "paper",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.previous, "width": 1.5},
        "layer": "below",
    }


def _colour(one: PanelMark, theme: Theme) -> str:
    return {Mark.WORSE: theme.worse, Mark.BETTER: theme.better}.get(one.mark, theme.actual)


def _bars(panel: Panel, axis: str, theme: Theme) -> list[dict[str, Any]]:
    return [
        {
            "type": "bar",
            "orientation": "h",
            "xaxis": axis,
            "x": [one.value for one in panel.marks],
            "y": list(range(len(panel.marks))),
            "width": 0.46,
            "marker": {"color": theme.actual, "line": {"width": 0}},
            "hovertext": [for_plotly(one.hover, 160) for one in panel.marks],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]


def _dots(panel: Panel, axis: str, theme: Theme) -> list[dict[str, Any]]:
    """A dot a row on its 90 % interval; few are hollow."""
    spans_x: list[float | None] = []
    spans_y: list[float | None] = []
    for place, one in enumerate(panel.marks):
        if one.low is not None and one.high is not None:
            spans_x += [one.low, one.high, None]
            spans_y += [place, place, None]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "xaxis": axis,
            "x": spans_x,
            "y": spans_y,
            "line": {"color": theme.previous, "width": 3},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "xaxis": axis,
            "cliponaxis": False,
            "x": [one.value for one in panel.marks],
            "y": list(range(len(panel.marks))),
            "marker": {
                "opacity": 1,
                "size": [13 if one.mark is not Mark.NONE else 11 for one in panel.marks],
                "color": [
                    theme.background if one.is_few else _colour(one, theme) for one in panel.marks
                ],
                "line": {"width": 2, "color": [_colour(one, theme) for one in panel.marks]},
            },
            "hovertext": [for_plotly(one.hover, 160) for one in panel.marks],
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
    ]
