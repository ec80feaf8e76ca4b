"""Lines over time: the actual solid and dark, last year lighter, the plan dashed."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure, label, stroke
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.chart import Line, LineChart, Role

_DOT = "●"
_LINE, _MARGINS = 19, 40
_WIDTHS = {
    Role.ACTUAL: 3.5,
    Role.PREVIOUS: 2,
    Role.PLAN: 2,
    Role.ESTIMATE: 2.5,
    Role.QUIET: 1.5,
}


def line_figure(view: LineChart, theme: Theme, height: int = 300) -> go.Figure:
    """Every line with its name at its end; a veil over what is too young to compare."""
    layout = canvas(theme, height, right=view.label_room)
    layout["xaxis"] |= _ticks(view)
    layout["yaxis"] |= {"range": [0, view.top]}
    layout["annotations"] = _apart(
        [note for line in view.lines for note in _end(line, view, theme)], view, height
    )
    traces = [_trace(line, theme) for line in view.lines]
    if view.veil_from is not None:
        layout["shapes"] = [_veil_edge(view, theme)]
        traces.insert(0, _veil(view, theme))
        if view.veil_words:
            layout["annotations"].append(_veil_note(view, theme))
    return figure(traces, layout)


def _ticks(view: LineChart) -> dict[str, Any]:
    return {
        "tickvals": [at for at, _ in view.ticks],
        "ticktext": [words for _, words in view.ticks],
        "range": [view.start, view.end],
        "tickangle": 0,
    }


def _trace(line: Line, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(line.x),
        "y": list(line.y),
        "line": stroke(line.role, theme, _WIDTHS) | {"shape": "linear"},
        "text": [for_plotly(words, 120) for words in line.hover],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _end(line: Line, view: LineChart, theme: Theme) -> list[dict[str, Any]]:
    """The name of a line at its last point, and a dot where it ends before the chart does."""
    if not line.name or not line.x:
        return []
    strong = line.role is Role.ACTUAL
    quiet = line.role in (Role.PREVIOUS, Role.QUIET)
    words = for_plotly(line.name)
    note = label(
        theme,
        line.x[-1],
        line.y[-1],
        words,
        side=line.label_side,
        strong=strong,
        quiet=quiet,
        lift=line.lift,
    )
    if line.x[-1] < view.end:
        # It stands inside the chart, where another line may run through it.
        note |= {"bgcolor": theme.background, "borderpad": 1}
    if not line.has_dot:
        return [note]
    dot = label(theme, line.x[-1], line.y[-1], _DOT, side="over")
    dot |= {"yanchor": "middle", "yshift": 0, "font": {"size": 15, "color": theme.actual}}
    return [note, dot]


def _apart(notes: list[dict[str, Any]], view: LineChart, height: int) -> list[dict[str, Any]]:
    """The names at the right of their lines, moved up until none stands on another."""
    per_unit = (height - _MARGINS) / view.top
    names = [note for note in notes if note["text"] != _DOT and note["xanchor"] == "left"]
    lowest = float("-inf")
    for note in sorted(names, key=lambda one: one["y"]):
        place = max(note["y"] * per_unit + note["yshift"], lowest + _LINE)
        note["yshift"] = place - note["y"] * per_unit
        lowest = place
    return notes


def _veil(view: LineChart, theme: Theme) -> dict[str, Any]:
    """The hatched part of the chart where not every member is old enough."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [view.veil_from, view.veil_from, view.end, view.end],
        "y": [0, view.top, view.top, 0],
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "line": {"width": 0, "color": theme.line},
        "fillpattern": {"shape": "/", "fgcolor": theme.line, "size": 9, "solidity": 0.12},
        "hoverinfo": "skip",
    }


def _veil_edge(view: LineChart, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": view.veil_from,
        "x1": view.veil_from,
        "y0": 0,
        "y1": view.top,
        "line": {"color": theme.previous, "width": 1},
    }


def _veil_note(view: LineChart, theme: Theme) -> dict[str, Any]:
    # At the top no line runs: the scale ends above the highest.
    note = label(theme, view.veil_from, view.top, for_plotly(view.veil_words), quiet=True)
    return note | {"yanchor": "top", "yshift": -4, "bgcolor": theme.background}
