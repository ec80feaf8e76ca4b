"""The one chart of a wall view: lines, a waterfall, or rates on one scale."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import figure, fill
from pages.charts.kiosk_canvas import HEIGHT, LARGE, LETTER, LINE, WIDTH, wall_canvas, words_at
from pages.charts.kiosk_lines import wall_lines
from pages.theme import Theme
from pages.views.bridge import Fall
from pages.views.chart import LineChart, Role
from pages.views.kiosk_chart import Bullet, Bullets, Falls
from pages.views.kiosk_words import ems

_VALUES = 58  # head-room for the words over the highest bar
_NAMES = 76  # the line of names under the lowest
_BAR = 0.64
_THICK = 62
_TRACK = 18
VALUE = 44


def wall_figure(chart: LineChart | Falls | Bullets, theme: Theme, title: str = "") -> go.Figure:
    """The figure of a view's chart."""
    if isinstance(chart, Falls):
        return _falls(chart, theme)
    if isinstance(chart, Bullets):
        return _bullets(chart, theme)
    return wall_lines(chart, theme, title)


def _falls(view: Falls, theme: Theme) -> go.Figure:
    """Bars from zero to the change: blue in, vermillion out, dark won, outlined the sum."""
    count = len(view.falls)
    ends = [0.0, *(fall.end for fall in view.falls)]
    layout = wall_canvas(theme)
    high = HEIGHT - _VALUES - _NAMES
    span = (max(ends) - min(ends)) or 1.0
    under = [_is_under(fall, high / span) for fall in view.falls]
    low = LINE if any(under) else 0
    layout["margin"] |= {"t": _VALUES, "b": _NAMES + low}
    layout["xaxis"] |= {"visible": False, "range": (-0.5, count - 0.5)}
    layout["yaxis"] |= {"rangemode": "normal", "range": (min(ends), max(ends) or 1.0)}
    layout["bargap"] = 1 - _BAR
    layout["shapes"] = [_line(-0.5, count - 0.5, 0.0, theme.text, 3), *_steps(view.falls, theme)]
    layout["annotations"] = [
        note
        for place, (fall, is_under) in enumerate(zip(view.falls, under, strict=True))
        for note in _said(place, fall, theme, is_under=is_under, low=low)
    ]
    return figure([_bars(view.falls, theme)], layout)


def _is_under(fall: Fall, per_unit: float) -> bool:
    """Whether the value stands under its bar, as the line at zero would run through it."""
    return fall.role is not Role.PLAN and -LINE < max(fall.start, fall.end) * per_unit < 0


def _said(
    place: int, fall: Fall, theme: Theme, *, is_under: bool, low: int
) -> list[dict[str, Any]]:
    """The value over its own bar, and its name on the line under all of them."""
    is_sum = fall.role is Role.PLAN
    ends = (fall.start, fall.end)
    value = words_at(
        theme,
        fall.words,
        place,
        min(ends) if is_under else max(ends),
        across="center",
        down="top" if is_under else "bottom",
        shift=(0, -4 if is_under else 6),
        size=LARGE,
        strong=True,
    )
    name = words_at(
        theme,
        fall.name,
        place,
        0,
        across="center",
        down="bottom",
        shift=(0, -_NAMES - low + 6),
        strong=is_sum,
        quiet=not is_sum,
    )
    return [value, name | {"yref": "paper"}]


def _bars(falls: tuple[Fall, ...], theme: Theme) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": list(range(len(falls))),
        "base": [min(fall.start, fall.end) for fall in falls],
        "y": [abs(fall.end - fall.start) for fall in falls],
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {
            "color": [fill(fall.role, theme, theme.background) for fall in falls],
            "line": {
                "width": [4 if fall.role is Role.PLAN else 0 for fall in falls],
                "color": theme.text,
            },
        },
    }


def _line(x0: float, x1: float, y: float, color: str, width: float) -> dict[str, Any]:
    line = {"color": color, "width": width}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y, "y1": y, "line": line}


def _steps(falls: tuple[Fall, ...], theme: Theme) -> list[dict[str, Any]]:
    """From the end of each bar to the beginning of the next."""
    half = _BAR / 2
    return [
        _line(place + half, place + 1 - half, fall.end, theme.previous, 2)
        for place, fall in enumerate(falls[:-1])
    ]


def _bullets(view: Bullets, theme: Theme) -> go.Figure:
    """Bars from 0 to 100 % over each other in one colour, what was agreed as a heavy tick."""
    layout = wall_canvas(theme)
    layout["xaxis"] |= {"visible": False, "range": (0, 1)}
    layout["yaxis"] |= {"range": (0, HEIGHT)}
    layout["shapes"], layout["annotations"] = [], []
    each = HEIGHT / max(len(view.bullets), 1)
    for place, one in enumerate(view.bullets):
        middle = HEIGHT - (place + 0.5) * each
        layout["shapes"] += _bullet_marks(one, middle, theme)
        layout["annotations"] += _bullet_words(one, middle, theme)
    empty = {"type": "scatter", "x": [0], "y": [0], "mode": "markers", "opacity": 0}
    return figure([empty], layout)


def _bullet_marks(one: Bullet, middle: float, theme: Theme) -> list[dict[str, Any]]:
    """The track to 100 %, the bar, the tick."""

    def box(x1: float, half: float, color: str) -> dict[str, Any]:
        size = {"x0": 0, "x1": x1, "y0": middle - half, "y1": middle + half}
        return {"type": "rect", "fillcolor": color, "line": {"width": 0}, **size}

    marks = [box(1.0, _TRACK / 2, theme.line)]
    if one.value is not None:
        marks.append(box(min(one.value, 1.0), _THICK / 2, theme.actual))
    if one.target is not None:
        half, at = _THICK * 0.72, min(one.target, 1.0)
        tick = {"x0": at, "x1": at, "y0": middle - half, "y1": middle + half}
        marks.append({"type": "line", "line": {"color": theme.text, "width": 8}, **tick})
    return marks


def _bullet_words(one: Bullet, middle: float, theme: Theme) -> list[dict[str, Any]]:
    """The name over the bar, the value at the bar's end, what was agreed over its tick."""
    over, below = middle + _THICK / 2 + LINE, middle - _THICK / 2 - LINE
    notes = [words_at(theme, one.name, 0, over, size=LARGE, strong=True)]
    half = ems(one.target_words) * LETTER / 2
    has_room = one.target is not None and (
        ems(one.name) * LARGE + half + LINE < one.target * WIDTH < WIDTH - half
    )
    parts = (one.under,) if has_room else (one.target_words, one.under)
    notes.append(words_at(theme, " · ".join(filter(None, parts)), 0, below, quiet=True))
    if has_room:
        notes.append(words_at(theme, one.target_words, one.target, over, across="center"))
    return [*notes, _bullet_value(one, middle, theme)]


def _bullet_value(one: Bullet, middle: float, theme: Theme) -> dict[str, Any]:
    """The value inside its bar; beside it where the bar is too short for it."""
    wide = ems(one.words) * VALUE + 2 * LINE
    if one.value is not None and one.value * WIDTH > wide:
        inside = words_at(
            theme, one.words, min(one.value, 1.0), middle, across="right", shift=(-24, 0),
            size=VALUE, strong=True,
        )  # fmt: skip
        return inside | {"font": {"size": VALUE, "color": theme.background}}
    return words_at(
        theme, one.words, one.value or 0.0, middle, shift=(20, 0), size=VALUE, strong=True
    )
