"""The empty chart all figures start from: our colours, our font, no template, faint lines."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from pages.theme import FONT, Theme
from pages.views.chart import Role

CONFIG = {"displayModeBar": False, "scrollZoom": False, "responsive": True, "doubleClick": False}


def canvas(theme: Theme, height: int, *, right: int = 12, left: int = 16) -> dict[str, Any]:
    """The layout of a chart `height` pixels high with room for labels at its right."""
    return {
        "template": None,
        "height": height,
        "margin": {"l": left, "r": right, "t": 14, "b": 26},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 14, "color": theme.text},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.line,
            "font": {"family": FONT, "size": 13, "color": theme.text},
        },
        "xaxis": _axis(theme) | {"linecolor": theme.line, "showline": True},
        "yaxis": _axis(theme) | {"visible": False, "rangemode": "tozero"},
        "bargap": 0.35,
    }


def _axis(theme: Theme) -> dict[str, Any]:
    return {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": theme.secondary, "size": 13},
        "ticks": "",
    }


def label(
    theme: Theme,
    x: object,
    y: float,
    words: str,
    *,
    side: str = "right",
    strong: bool = False,
    quiet: bool = False,
    lift: int = 0,
) -> dict[str, Any]:
    """A word beside a mark; `side` says where it stands, `lift` moves it up in pixels."""
    anchors = {"right": "left", "left": "right", "over": "center"}
    return {
        "x": x,
        "y": y,
        "text": f"<b>{words}</b>" if strong else words,
        "showarrow": False,
        "xanchor": anchors[side],
        "yanchor": "bottom" if side == "over" else "middle",
        "xshift": {"right": 9, "left": -9, "over": 0}[side],
        "yshift": lift + (8 if side == "over" else 0),
        "font": {"size": 14, "color": theme.secondary if quiet else theme.text},
    }


def stroke(role: Role, theme: Theme, widths: Mapping[Role, float]) -> dict[str, Any]:
    """How the line of a role is drawn, in the widths of the screen it stands on."""
    inks = {
        Role.ACTUAL: {"color": theme.actual},
        Role.PREVIOUS: {"color": theme.previous},
        Role.PLAN: {"color": theme.text, "dash": "dash"},
        Role.ESTIMATE: {"color": theme.actual, "dash": "dot"},
        Role.QUIET: {"color": theme.previous, "dash": "dot"},
    }
    return inks[role] | {"width": widths[role]}


def fill(role: Role, theme: Theme, empty: str) -> str:
    """The colour of a step's bar: good, bad, what happened, quiet; `empty` for an outlined sum."""
    fills = {
        Role.BETTER: theme.better,
        Role.WORSE: theme.worse,
        Role.ACTUAL: theme.actual,
        Role.QUIET: theme.previous,
    }
    return fills.get(role, empty)


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """The figure, without a second look at values that are ours."""
    return go.Figure({"data": traces, "layout": layout}, skip_invalid=False)
