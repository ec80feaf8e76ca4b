"""Lines over time on a wall: every line named at its end, no name on another or on a line."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import figure, stroke
from pages.charts.kiosk_canvas import HEIGHT, LETTER, LINE, WIDTH, wall_canvas, words_at
from pages.theme import Theme
from pages.views.chart import Line, LineChart, Role
from pages.views.forecast_tile import FanChart
from pages.views.kiosk_words import ems

_LEFT, _BELOW, _OVER, _TITLE = 34, 58, 24, 60
_AIR, _DOT = 20, 24
_YOUNG = "still too young"
_WIDTHS = {
    Role.ACTUAL: 9,
    Role.PREVIOUS: 4,
    Role.PLAN: 3,
    Role.ESTIMATE: 4,
    Role.QUIET: 3,
}


def wall_lines(view: LineChart, theme: Theme, title: str = "") -> go.Figure:
    """The lines, the fan where there is one, and the veil over what is too young to compare."""
    room = _Room(view, _TITLE + LINE if title else _OVER)
    layout = wall_canvas(theme)
    layout["margin"] |= {"l": _LEFT, "r": room.right, "t": room.over, "b": _BELOW}
    layout["xaxis"] |= {
        "tickvals": [at for at, _ in view.ticks],
        "ticktext": [words for _, words in view.ticks],
        "range": [view.start, view.end],
        "tickangle": 0,
        "linewidth": 2,
    }
    layout["yaxis"] |= {"range": [0, view.top]}
    layout["annotations"] = [*_ends(view, room, theme), *_inside(view, room, theme)]
    traces = [_trace(line, theme) for line in view.lines]
    if isinstance(view, FanChart) and view.low:
        traces.insert(0, _area((*view.high, *reversed(view.low)), theme))
    if view.veil_from is not None:
        traces.insert(0, _area(_veil(view), theme, is_faint=True))
        layout["annotations"].append(_veil_words(view, room, theme))
    if title:
        layout["annotations"].append(_title(title, room, theme))
    traces += [_dots(line, theme) for line in view.lines if line.has_dot]
    traces += [_goal(line, theme) for line in view.lines if line.role is Role.PLAN and line.x]
    return figure(traces, layout)


class _Room:
    """Pixels of the plot and what stands where in it."""

    def __init__(self, view: LineChart, over: int) -> None:
        names = [line.name for line in view.lines if line.name and _is_at_end(line, view)]
        self.right = int(max((ems(name) for name in names), default=1) * LETTER) + 2 * _AIR
        self.over = over
        self.wide = WIDTH - _LEFT - self.right
        self.high = HEIGHT - over - _BELOW
        self._view = view

    def x(self, value: float) -> float:
        """Pixels from the left of the plot."""
        span = (self._view.end - self._view.start) or 1.0
        return (value - self._view.start) / span * self.wide

    def y(self, value: float) -> float:
        """Pixels over the axis."""
        return value / self._view.top * self.high

    def heights(self, pixels: float) -> list[float]:
        """How high every line runs there, in pixels."""
        return [high for line in self._view.lines for high in self.heights_of(line, pixels)]

    def heights_of(self, line: Line, *pixels: float) -> list[float]:
        """How high the line runs at each place, where it runs at all."""
        span = self._view.end - self._view.start
        points = list(zip(line.x, line.y, strict=True))
        ats = (self._view.start + min(max(one / self.wide, 0.0), 1.0) * span for one in pixels)
        return [self.y(value) for at in ats if (value := _height(points, at)) is not None]


def _height(points: list[tuple[float, float]], at: float) -> float | None:
    """The height of a line at a place between two of its points."""
    for (x, y), (later, higher) in pairwise(points):
        if x <= at <= later:
            share = (at - x) / (later - x) if later > x else 0.0
            return y + (higher - y) * share
    return None


def _is_at_end(line: Line, view: LineChart) -> bool:
    return bool(line.x) and line.x[-1] >= view.end


def _ends(view: LineChart, room: _Room, theme: Theme) -> list[dict[str, Any]]:
    """The names at the right, each beside its line's end and a line of letters apart."""
    lines = sorted(
        (line for line in view.lines if line.name and _is_at_end(line, view)),
        key=lambda line: line.y[-1],
    )
    places: list[float] = []
    for line in lines:
        lowest = places[-1] + LINE if places else LINE / 2 - _BELOW
        places.append(max(room.y(line.y[-1]), lowest))
    highest = room.high + room.over - LINE / 2
    for place in range(len(places) - 1, -1, -1):
        places[place] = min(places[place], highest)
        highest = places[place] - LINE
    return [
        words_at(
            theme,
            line.name,
            view.end,
            0,
            shift=(_AIR, height),
            strong=line.role in (Role.ACTUAL, Role.PLAN),
            quiet=line.role in (Role.PREVIOUS, Role.QUIET),
        )
        for line, height in zip(lines, places, strict=True)
    ]


def _inside(view: LineChart, room: _Room, theme: Theme) -> list[dict[str, Any]]:
    """The name of a line that ends before the chart does: over all lines, or under them."""
    found = []
    for line in view.lines:
        if not line.name or not line.x or _is_at_end(line, view):
            continue
        wide = ems(line.name) * LETTER
        at, level = room.x(line.x[-1]), room.y(line.y[-1])
        begins = max(at - wide, 0.0)
        over = max(*room.heights(begins), *room.heights(max(at, begins + wide)), level)
        under = min(*room.heights(at), level) - LINE
        has_room_under = under > 0 and at + _AIR + wide < room.wide
        others = [one for one in view.lines if one is not line]
        beside = [height for one in others for height in room.heights_of(one, at, at + wide)]
        if at + _AIR + wide < room.wide and all(abs(one - level) > LINE for one in beside):
            left, height = at + _AIR, max(level - LINE / 2, 0)
        elif has_room_under and level - under < over + LINE - level:
            left, height = at + _AIR, under
        else:
            left, height = begins, min(over + _AIR, room.high + room.over - LINE)
        found.append(
            words_at(
                theme,
                line.name,
                view.start,
                0,
                down="bottom",
                shift=(left, height),
                strong=line.role is Role.ACTUAL,
                quiet=line.role in (Role.PREVIOUS, Role.QUIET),
            )
        )
    return found


def _trace(line: Line, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(line.x),
        "y": list(line.y),
        "line": stroke(line.role, theme, _WIDTHS) | {"shape": "linear"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _dots(line: Line, theme: Theme) -> dict[str, Any]:
    ring = {"width": 4, "color": theme.background}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [line.x[-1]],
        "y": [line.y[-1]],
        "marker": {"size": _DOT, "color": theme.actual, "line": ring},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _goal(line: Line, theme: Theme) -> dict[str, Any]:
    """The open ring at the end of a plan."""
    marker = {"size": 18, "color": theme.background, "line": {"width": 3, "color": theme.text}}
    return _dots(line, theme) | {"marker": marker}


def _area(
    points: tuple[tuple[float, float], ...], theme: Theme, *, is_faint: bool = False
) -> dict[str, Any]:
    """A hatched area: what is not certain."""
    ink = theme.line if is_faint else theme.previous
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "line": {"width": 0 if is_faint else 2, "color": ink},
        "fillpattern": {"shape": "/", "fgcolor": ink, "size": 16, "solidity": 0.12},
        "hoverinfo": "skip",
    }


def _veil(view: LineChart) -> tuple[tuple[float, float], ...]:
    begins = view.veil_from or 0.0
    return ((begins, 0), (begins, view.top), (view.end, view.top), (view.end, 0))


def _veil_words(view: LineChart, room: _Room, theme: Theme) -> dict[str, Any]:
    """What the veil means, over it: where the plot ends, or where it begins if there is room."""
    begins = room.x(view.veil_from or 0.0)
    left = min(begins, room.wide - ems(_YOUNG) * LETTER)
    return words_at(
        theme, _YOUNG, view.start, 0, down="bottom", quiet=True, shift=(left, room.high + 4)
    )


def _title(title: str, room: _Room, theme: Theme) -> dict[str, Any]:
    return words_at(
        theme,
        title,
        0,
        1,
        down="top",
        quiet=True,
        shift=(-_LEFT, room.over - 4),
        on_paper=True,
    )
