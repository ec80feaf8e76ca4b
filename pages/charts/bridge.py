"""The waterfall: bars between running sums, thin connectors, every value over its own bar."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure, fill, label
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.bridge import Fall, Waterfall
from pages.views.chart import Role

# More bars than these have no room for two words on one line.
MANY = 9


def waterfall(view: Waterfall, theme: Theme, height: int = 320) -> go.Figure:
    """Bars from zero to the change; blue in, vermillion out, dark won, outlined the sum."""
    layout = canvas(theme, height)
    layout["margin"] |= {"t": 34, "b": 34}
    names = [_name(fall, len(view.falls) > MANY) for fall in view.falls]
    layout["xaxis"] |= {
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "showline": False,
        "tickangle": 0,
        "range": (-0.55, len(names) - 0.45),
    }
    ends = [0.0, *(fall.end for fall in view.falls)]
    room = (max(ends) - min(ends)) * 0.14
    layout["yaxis"] |= {"rangemode": "normal", "range": (min(ends) - room, max(ends) + room)}
    layout["shapes"] = [_zero(theme), *_connectors(view.falls, theme)]
    layout["annotations"] = [_value(place, fall, theme) for place, fall in enumerate(view.falls)]
    layout["bargap"] = 0.28
    return figure([_bars(view.falls, theme)], layout)


def _value(place: int, fall: Fall, theme: Theme) -> dict[str, Any]:
    """The words over a bar; under it where the zero line would run through them."""
    words, top = for_plotly(fall.words), max(fall.start, fall.end)
    over = label(theme, place, top, words, side="over", strong=True, lift=-6)
    if top >= 0:
        return over
    return over | {"y": min(fall.start, fall.end), "yanchor": "top", "yshift": -2}


def _name(fall: Fall, is_narrow: bool) -> str:
    """The name under a bar, on two lines where many stand side by side."""
    words = for_plotly(fall.name, 20)
    words = words.replace(" ", "<br>") if is_narrow else words
    return f"<b>{words}</b>" if fall.role is Role.PLAN else words


def _bars(falls: tuple[Fall, ...], theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(falls))),
        "base": [min(fall.start, fall.end) for fall in falls],
        "y": [max(fall.start, fall.end) - min(fall.start, fall.end) for fall in falls],
        "hovertext": [for_plotly(fall.hover, 160) for fall in falls],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [fill(fall.role, theme, "rgba(0,0,0,0)") for fall in falls],
            "line": {
                "width": [2 if fall.role is Role.PLAN else 0 for fall in falls],
                "color": theme.text,
            },
        },
    }


def _zero(theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 0,
        "line": {"color": theme.text, "width": 1},
    }


def _connectors(falls: tuple[Fall, ...], theme: Theme) -> list[dict[str, Any]]:
    """From the end of each bar to the beginning of the next."""
    return [
        {
            "type": "line",
            "x0": place + 0.36,
            "x1": place + 0.64,
            "y0": fall.end,
            "y1": fall.end,
            "line": {"color": theme.previous, "width": 1},
        }
        for place, fall in enumerate(falls[:-1])
    ]
