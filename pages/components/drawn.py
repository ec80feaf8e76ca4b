"""Charts drawn as HTML: lines over time and the waterfall of Weekly, without a script.

Plotly's own script takes the browser most of a second before the first chart of a page and each
chart a tenth of one more, which is most of what opening Weekly took. These are the same figures
from the same values: bars are boxes, lines are masks over the colour of the theme, so that both
follow the width and light and dark without a rerun; what hovering says is in the page already.
"""

from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from pages.components.text import for_html, svg_source
from pages.views.bridge import Fall, Waterfall
from pages.views.chart import Line, LineChart, Role
from pages.views.forecast_tile import FanChart

# Pixels: over and under the lines, and from one line's name to the next.
_TOP, _UNDER, _NAME = 14, 26, 19
_STROKES = {
    Role.ACTUAL: (3.5, ""),
    Role.PREVIOUS: (2.0, ""),
    Role.PLAN: (2.0, "9 9"),
    Role.ESTIMATE: (2.5, "3 3"),
    Role.QUIET: (1.5, "3 3"),
}
# Of the room from one bar of a waterfall to the next, what the bar takes.
_BAR = 0.72


def draw(html: str) -> None:
    """Put a chart of this file into the page."""
    st.html(html)


def lines_html(view: LineChart, height: int) -> str:
    """Every line with its name at its end, the open forecast hatched, a veil over the young."""
    box = f"left:16px;right:{view.label_room}px;top:{_TOP}px;bottom:{_UNDER}px"
    parts = [_fan(view), _veil(view), *(_line(line, view) for line in view.lines)]
    names = _names(view, height)
    ticks = "".join(
        f'<span class="t-c-tick" style="left:{_across(at, view):.2f}%">{for_html(words)}</span>'
        for at, words in view.ticks
        if view.start <= at <= view.end
    )
    inside = f"{''.join(parts)}{names}{ticks}{_hovers(view)}"
    return _chart(view.words, height, f'<div class="t-c-plot" style="{box}">{inside}</div>')


def _chart(words: str, height: int, inside: str) -> str:
    label = for_html(words, 600)
    return (
        f'<div class="t-chart" role="img" aria-label="{label}" style="height:{height}px">'
        f"{inside}</div>"
    )


def _across(x: float, view: LineChart) -> float:
    """How far from the left, in percent."""
    return 100 * (x - view.start) / ((view.end - view.start) or 1)


def _down(y: float, view: LineChart) -> float:
    """How far from the top, in percent."""
    return 100 - 100 * y / (view.top or 1)


def _line(line: Line, view: LineChart) -> str:
    """One line as a mask: its width stays in pixels however the chart is stretched."""
    if len(line.x) < 2:
        return ""
    points = " ".join(
        f"{_across(x, view):.2f},{_down(y, view):.2f}" for x, y in zip(line.x, line.y, strict=True)
    )
    width, dashes = _STROKES[line.role]
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100' preserveAspectRatio='none'>"
        f"<polyline points='{points}' fill='none' stroke='black' stroke-width='{width}' "
        f"stroke-dasharray='{dashes}' stroke-linejoin='round' "
        "vector-effect='non-scaling-stroke'/></svg>"
    )
    source = svg_source(svg)
    return (
        f'<span class="t-c-line t-c-{line.role}" style="-webkit-mask-image:url(&quot;{source}'
        f'&quot;);mask-image:url(&quot;{source}&quot;)"></span>'
    )


def _fan(view: LineChart) -> str:
    """Where the landing may be, from today to the end."""
    if not isinstance(view, FanChart) or not view.low:
        return ""
    points = ",".join(
        f"{_across(x, view):.2f}% {_down(y, view):.2f}%"
        for x, y in (*view.high, *reversed(view.low))
    )
    return f'<span class="t-c-fan" style="clip-path:polygon({points})"></span>'


def _veil(view: LineChart) -> str:
    """The hatched part where not every member is old enough, with its words at the top."""
    if view.veil_from is None:
        return ""
    at = _across(view.veil_from, view)
    words = f'<span class="t-c-veil-words">{for_html(view.veil_words)}</span>'
    return (
        f'<span class="t-c-veil" style="left:{at:.2f}%">{words if view.veil_words else ""}</span>'
    )


def _names(view: LineChart, height: int) -> str:
    """The name of each line at its last point, none on another, and dots where lines end early."""
    ending = sorted(
        (line for line in view.lines if line.name and line.x), key=lambda line: line.y[-1]
    )
    a_unit = (height - _TOP - _UNDER) / (view.top or 1)
    written, lowest = "", float("-inf")
    for line in ending:
        place = line.y[-1] * a_unit + line.lift
        if line.label_side == "right":
            place = lowest = max(place, lowest + _NAME)
        written += _name(line, view, place)
    return written


def _name(line: Line, view: LineChart, place: float) -> str:
    at = _across(line.x[-1], view)
    # Inside the chart another line may run through it.
    inside = " t-c-inside" if line.x[-1] < view.end else ""
    name = (
        f'<span class="t-c-name t-c-{line.label_side} t-c-name-{line.role}{inside}" '
        f'style="left:{at:.2f}%;bottom:{place:.1f}px">{for_html(line.name, 60)}</span>'
    )
    if not line.has_dot:
        return name
    down = _down(line.y[-1], view)
    return f'<span class="t-c-dot" style="left:{at:.2f}%;top:{down:.2f}%"></span>{name}'


def _hovers(view: LineChart) -> str:
    """A strip around each day that says, when pointed at, what every line has there."""
    said: dict[float, list[str]] = {}
    for line in view.lines:
        for x, words in zip(line.x, line.hover, strict=True):
            # A sentence that belongs to a whole line is said where it ends.
            told = said.setdefault(x, [])
            if words not in told:
                told.append(words)
    days = sorted(x for x in said if view.start <= x <= view.end)
    if not days:
        return ""
    edges = [
        max(days[0] - 0.5, view.start),
        *((one + other) / 2 for one, other in pairwise(days)),
        min(days[-1] + 0.5, view.end),
    ]
    return "".join(
        _hover(_across(begins, view), _across(ends, view), said[day])
        for day, (begins, ends) in zip(days, pairwise(edges), strict=True)
    )


def _hover(begins: float, ends: float, said: Sequence[str]) -> str:
    tip = "&#10;".join(for_html(words, 120) for words in said)
    late = ' class="t-late"' if begins > 50 else ""
    size = f"left:{begins:.2f}%;width:{max(ends - begins, 0):.2f}%"
    return f'<i data-tip="{tip}"{late} style="{size}"></i>'


def waterfall_html(view: Waterfall, height: int) -> str:
    """Bars from zero to the change; blue in, vermillion out, dark won, outlined the sum."""
    ends = [0.0, *(fall.end for fall in view.falls)]
    room = ((max(ends) - min(ends)) or 1.0) * 0.14
    low, high = min(ends) - room, max(ends) + room
    scale = _Scale(len(view.falls), low, high)
    bars = "".join(_fall(place, fall, scale) for place, fall in enumerate(view.falls))
    joins = "".join(
        f'<span class="t-c-join" style="left:{scale.edge(place, _BAR / 2):.2f}%;'
        f'width:{scale.wide(1 - _BAR):.2f}%;top:{scale.down(fall.end):.2f}%"></span>'
        for place, fall in enumerate(view.falls[:-1])
    )
    # Over the bars, so that one that crosses it shows where it does.
    zero = f'<span class="t-c-zero" style="top:{scale.down(0):.2f}%"></span>'
    box = "left:16px;right:12px;top:34px;bottom:34px"
    inside = f'<div class="t-c-bars" style="{box}">{joins}{bars}{zero}</div>'
    return _chart(view.words, height, inside)


class _Scale:
    """Places of a waterfall's bars, in percent of the box."""

    def __init__(self, bars: int, low: float, high: float) -> None:
        self._room, self._low, self._high = bars + 0.1, low, high

    def edge(self, place: int, aside: float) -> float:
        """From the left: so far aside of the middle of a bar."""
        return 100 * (place + 0.55 + aside) / self._room

    def wide(self, share: float) -> float:
        """The width of a share of a bar's room."""
        return 100 * share / self._room

    def down(self, value: float) -> float:
        """From the top."""
        return 100 * (self._high - value) / (self._high - self._low)


def _fall(place: int, fall: Fall, scale: _Scale) -> str:
    """One bar, its words over it, its name under the chart."""
    top, end = max(fall.start, fall.end), min(fall.start, fall.end)
    left = f"left:{scale.edge(place, -_BAR / 2):.2f}%;width:{scale.wide(_BAR):.2f}%"
    middle = f"left:{scale.edge(place, 0):.2f}%"
    # Under the bar where the zero line would run through the words.
    side, at = ("over", top) if top >= 0 else ("under", end)
    size = f"top:{scale.down(top):.2f}%;height:{scale.down(end) - scale.down(top):.2f}%"
    strong = " t-strong" if fall.role is Role.PLAN else ""
    late = " t-late" if scale.edge(place, 0) > 50 else ""
    return (
        f'<i class="t-c-bar t-c-{fall.role}{late}" data-tip="{for_html(fall.hover, 160)}" '
        f'style="{left};{size}"></i>'
        f'<span class="t-c-value t-c-{side}" style="{middle};top:{scale.down(at):.2f}%">'
        f"{for_html(fall.words, 60)}</span>"
        f'<span class="t-c-tick{strong}" style="{middle}">{for_html(fall.name, 20)}</span>'
    )
