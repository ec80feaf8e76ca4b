"""Paragraphs and charts as calls of `slides.typ`, on the same places and values."""

from decimal import Decimal

from metrics.planning.typeset import BREAK, literal
from metrics.wording import percent
from pages.exports.letters import width
from pages.exports.placed import (
    SOLID,
    THICK,
    BarsMark,
    Box,
    CurveMark,
    Ink,
    Paragraph,
    Side,
    SpanMark,
)
from pages.views.chart import Role

_ALIGN = {Side.START: "left", Side.MIDDLE: "center", Side.END: "right"}


def length(pixels: float) -> str:
    """A length on paper: a pixel of the picture is half a point."""
    return f"{pixels / 2:.3f}pt"


def colour(ink: Ink) -> str:
    """A colour by its role."""
    return f'rgb("{ink.colour}")'


def words(one: Paragraph, room: float) -> str:
    """A paragraph; a word wider than its room may break between any two letters."""
    is_strong = "true" if one.strong else "false"
    look = f"{length(one.size)}, {colour(one.ink)}, {is_strong}, {_ALIGN[one.side]}"
    body, tail = (_breakable(text, room, one.size) for text in (one.text, one.tail))
    return f"words({look}, {length(one.before)}, {one.pitch}, {literal(body)}, {literal(tail)})"


def _breakable(text: str, room: float, size: int) -> str:
    return " ".join(
        BREAK.join(word) if width(word, size, True) > room else word for word in text.split(" ")
    )


def _call(name: str, box: Box, *rest: str) -> str:
    places = [length(size) for size in (box.x, box.y, box.w, box.h)]
    return f"{name}({', '.join([*places, *rest])})"


def rule(box: Box, ink: Ink = Ink.LINE) -> str:
    """A thin line."""
    return _call("rule", box, f"1pt + {colour(ink)}")


def _outlined(box: Box, fill: str | None) -> str:
    stroke = f"stroke: 0.8pt + {colour(Ink.PREVIOUS)}"
    return _call("bar", box, *([f"fill: {fill}"] if fill else []), stroke)


def _hatched(box: Box) -> str:
    return _outlined(box, f"hatch({colour(Ink.PREVIOUS)}, {colour(Ink.BACKGROUND)})")


def _solid(box: Box, ink: Ink) -> str:
    return _call("bar", box, f"fill: {colour(ink)}")


def span(mark: SpanMark) -> list[str]:
    """A bullet: hatched to the forecast, solid to what is there, tick and triangle."""
    found = []
    forecast = mark.span.forecast
    if forecast is not None:
        found.append(_hatched(_until(mark, forecast)))
    found.append(_solid(_until(mark, mark.span.actual), Ink.ACTUAL))
    if mark.tick:
        # A light edge keeps the tick apart from the bar behind it.
        edge = f"stroke: 0.75pt + {colour(Ink.BACKGROUND)}"
        found.append(_call("bar", mark.tick, f"fill: {colour(Ink.TEXT)}", edge))
    if mark.pace:
        found.append(_call("triangle", mark.pace, colour(Ink.TEXT)))
    return found


def _until(mark: SpanMark, value: Decimal) -> Box:
    share = min(1.0, max(0.0, float(value / mark.span.scale)))
    return Box(mark.box.x, mark.box.y, mark.box.w * share, mark.box.h)


def bars(mark: BarsMark) -> list[str]:
    """Names, bars from zero, and words at their ends."""
    zero, row = mark.x_of(0), mark.plot.h / len(mark.bars)
    found = [rule(Box(zero, mark.plot.y, 0, mark.plot.h))]
    each = zip(mark.bars, mark.names, mark.ends, strict=True)
    for number, (bar, name, ending) in enumerate(each):
        line = Box(mark.box.x, mark.plot.y + number * row, mark.box.w, row)
        end = mark.x_of(float(bar.value))
        high = row * THICK
        box = Box(min(zero, end), line.y + (row - high) / 2, abs(end - zero), high)
        found.append(_by_role(box, bar.role))
        room = Box(line.x, line.y, mark.plot.x - line.x - 12, row)
        found.append(_line(name.shown, room, mark.size, Side.END, False))
        after = Box(end + 10, line.y, mark.plot.right - end, row)
        before = Box(mark.plot.x, line.y, end - mark.plot.x - 10, row)
        place, side = (before, Side.END) if bar.value < 0 else (after, Side.START)
        found.append(_line(ending, place, mark.size, side, True))
    return found


def _by_role(box: Box, role: Role) -> str:
    if role in SOLID:
        return _solid(box, SOLID[role])
    return _hatched(box) if role is Role.ESTIMATE else _outlined(box, None)


def _line(text: str, box: Box, size: int, side: Side, strong: bool) -> str:
    """Words in the middle of a box's height."""
    return _words_at(Paragraph(text, size, strong=strong, side=side, pitch=1.15), box)


def _words_at(one: Paragraph, box: Box) -> str:
    return _call("texts", box, "horizon", words(one, box.w))


def curve(mark: CurveMark) -> list[str]:
    """Faint lines across with their shares, the curve, and today's dot."""
    found, plot = [], mark.plot
    quiet = Paragraph("", mark.size, Ink.SECONDARY)
    for value in _ticks(mark.y_end, mark.y_step):
        _, y = mark.place(0, value)
        found.append(rule(Box(plot.x, y, plot.w, 0)))
        left = Box(mark.box.x, y - 20, plot.x - mark.box.x - 12, 40)
        found.append(_line_in(quiet, percent(value), left, Side.END))
    for value in _ticks(mark.x_end, mark.x_step):
        x, y = mark.place(value, 0)
        found.append(_line_in(quiet, percent(value), Box(x - 60, y + 4, 120, 40), Side.MIDDLE))
    points = (mark.place(*point) for point in mark.curve.points)
    places = ", ".join(f"({length(x)}, {length(y)})" for x, y in points)
    found.append(f"track(3pt + {colour(Ink.ACTUAL)}, {places})")
    if mark.curve.here:
        x, y = mark.place(*mark.curve.here)
        found.append(f"dot({length(x)}, {length(y)}, 6.5pt, {colour(Ink.BETTER)})")
    return found


def _line_in(like: Paragraph, text: str, box: Box, side: Side) -> str:
    return _words_at(Paragraph(text, like.size, like.ink, side=side), box)


def _ticks(end: float, step: float) -> list[Decimal]:
    """The shares named on an axis from 0 to its end."""
    each = Decimal(str(step))
    return [each * number for number in range(int(end / step + 0.5) + 1)]
