"""Charts laid out: lying bars with names and words, and the curve of what the pool pays."""

from collections.abc import Sequence

from metrics.wording import percent
from pages.exports.letters import balanced, cut, plain, width, wrapped
from pages.exports.paragraphs import (
    LEAST,
    QUIET,
    STRONG,
    Look,
    at_size,
    height,
    label,
    paragraph,
    sizes_from,
)
from pages.exports.placed import (
    BarName,
    BarsMark,
    Box,
    CurveMark,
    Ink,
    Paragraph,
    Placed,
    Side,
    Text,
)
from pages.views.slide import Bars, Curve

TITLE, UNIT, FOOT, LABEL, TICK = 34, 24, 24, 26, 24
ROW = 110
NAME_SHARE = 0.4
# Lines of a name stand so many times their size apart.
NAME_PITCH = 1.15
# In a narrower chart names take two lines, so that the bars have room.
NARROW = 700
BETWEEN = 14
STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0)
MOST_STEPS = 6


def bars_in(charts: Sequence[Bars], boxes: Sequence[Box]) -> list[Placed]:
    """Charts of bars beside each other, their bars at the same height."""
    heads = [_head(chart.title, chart.unit, boxes[0].w) for chart in charts]
    feet = [_foot(chart.foot, boxes[0].w) for chart in charts]
    high = max(height(head, boxes[0].w) for head in heads) + 1
    low = max(height(foot, boxes[0].w) for foot in feet) + 1
    room = boxes[0].h - high - low - 2 * BETWEEN
    row = min(ROW, room / max(1, *(len(chart.bars) for chart in charts)))
    found: list[Placed] = []
    for chart, box, head, foot in zip(charts, boxes, heads, feet, strict=True):
        name = plain(chart.title)
        plot_high = row * len(chart.bars)
        if head:
            found.append(Text(f"{name}: title", box.below(0, high), head))
        if chart.bars:
            found.append(_bars(chart, box.below(high + BETWEEN, plot_high)))
        if foot:
            below = box.below(high + plot_high + 2 * BETWEEN, low)
            found.append(Text(f"{name}: foot", below, foot))
    return found


def _head(title: str, unit: str, room: float) -> tuple[Paragraph, ...]:
    """The title, which is the message, and the unit below it."""
    found: list[Paragraph] = []
    if title:
        two_lines = 2 * TITLE * STRONG.pitch
        found.append(paragraph(title, room, two_lines, sizes_from(TITLE, 26), STRONG))
    if unit:
        found.append(paragraph(unit, room, UNIT * QUIET.pitch, sizes_from(UNIT), QUIET))
    return tuple(found)


def _foot(foot: str, room: float) -> tuple[Paragraph, ...]:
    if not foot:
        return ()
    return (paragraph(foot, room, 2 * FOOT * QUIET.pitch, sizes_from(FOOT), QUIET),)


def _bars(chart: Bars, box: Box) -> BarsMark:
    """Names at the left, bars from zero, words at their ends; as large as all of it fits."""
    row = box.h / len(chart.bars)
    size = min(LABEL, max(LEAST, int(row / 1.5)), max(1, int(row / NAME_PITCH)))
    names, name_room = _names(chart, box.w, row, size)
    if any(name.shown != name.whole for name in names) and size > LEAST:
        size = LEAST
        names, name_room = _names(chart, box.w, row, size)
    words = tuple(cut(plain(bar.words), box.w * NAME_SHARE, size, 1, True) for bar in chart.bars)
    values = [float(bar.value) for bar in chart.bars]
    word_room = max(width(text, size, True) for text in words) + 16
    plot = Box(box.x + name_room + 16, box.y, box.w - name_room - 16, box.h)
    low, high = min(0.0, *values), max(0.0, *values)
    sides = (1 if low < 0 else 0) + (1 if high > 0 or low == 0 else 0)
    each = ((high - low) or 1.0) / max(1.0, plot.w - sides * word_room)
    told = "; ".join(f"{plain(bar.name)}: {plain(bar.words)}" for bar in chart.bars)
    return BarsMark(
        plain(chart.title),
        f"{plain(chart.title)} ({plain(chart.unit)}). {told}",
        plain(chart.unit),
        box,
        plot,
        chart.bars,
        names,
        words,
        low - (word_room * each if low < 0 else 0),
        high + (word_room * each if sides - (1 if low < 0 else 0) else 0),
        size,
    )


def _names(chart: Bars, room: float, row: float, size: int) -> tuple[tuple[BarName, ...], float]:
    """The names as they fit beside bars in rows so high, and the room they take."""
    names = [plain(bar.name) for bar in chart.bars]
    asked = min(max(_name_width(name, room, size) for name in names), room * NAME_SHARE)
    most = min(3, max(1, int(row / (size * NAME_PITCH))))
    return tuple(BarName(cut(name, asked, size, most), name) for name in names), asked


def _name_width(name: str, room: float, size: int) -> float:
    """The room a name asks for: in two lines where the chart is narrow."""
    wide = width(name, size)
    is_long = room < NARROW and wide > room * 0.25
    return balanced(name, wide * 0.75, size, False) if is_long else wide


def curve_in(curve: Curve, box: Box) -> list[Placed]:
    """The curve with its axes from 0, today's point, and the words beside it."""
    name = plain(curve.title) or plain(curve.name)
    head = _head(curve.title, curve.y_title, box.w)
    high = height(head, box.w) + 1
    below = TICK * 2
    foot = at_size(curve.x_title, box.w, 1, UNIT, Look(Ink.SECONDARY, side=Side.END))
    foot_high = UNIT * QUIET.pitch + 1
    whole = box.below(high + BETWEEN, box.h - high - BETWEEN - foot_high)
    left = width("1000 %", TICK)
    plot = Box(whole.x + left, whole.y + TICK / 2, whole.w - left - 40, whole.h - below - TICK / 2)
    ends = [*curve.points, *([curve.here] if curve.here else [])]
    x_end, x_step = _axis([float(x) for x, _ in ends], plot.w / (width("100 %", TICK) + TICK))
    y_end, y_step = _axis([float(y) for _, y in ends], plot.h / (3 * TICK))
    told = "; ".join(f"{percent(x)} pays {percent(y)}" for x, y in curve.points)
    words = f"{name}: {plain(curve.name)}. {told}. {plain(curve.here_words)}"
    mark = CurveMark(name, words, whole, plot, curve, x_end, y_end, x_step, y_step, TICK)
    found: list[Placed] = [Text(f"{name}: title", box.below(0, high), head)] if head else []
    found.append(mark)
    if curve.x_title:
        under = Box(whole.x, whole.bottom, whole.w - 40, foot_high)
        found.append(Text(f"{name}: axis", under, (foot,)))
    return found + _here(mark, name)


def _axis(values: Sequence[float], room: float) -> tuple[float, float]:
    """Where an axis ends and its step: the finest that leaves few enough steps for its room."""
    steps = max(2, min(MOST_STEPS, int(room)))
    most = max((*values, 0.0)) or 1.0
    for step in STEPS:
        count = -int(-most // step)
        if count <= steps:
            return count * step, step
    return most, most / steps


def _here(mark: CurveMark, name: str) -> list[Placed]:
    """Today's words above the point at its left, below it at its right where there is no room."""
    here, words = mark.curve.here, plain(mark.curve.here_words)
    if here is None or not words:
        return []
    x, y = mark.place(*here)
    wide = width(words, LABEL, True)
    left = Box(mark.plot.x + 8, mark.plot.y, x - mark.plot.x - 24, mark.plot.h)
    if wide <= left.w:
        return [label(f"{name}: here", words, (x, y - LABEL * 1.9), left, size=LABEL, look=STRONG)]
    right = Box(x + 24, mark.plot.y, max(200.0, mark.plot.right - x - 24), mark.plot.h)
    lines = min(3, len(wrapped(words, right.w, LABEL, True)))
    made = at_size(words, right.w, lines, LABEL, STRONG)
    high = lines * LABEL * STRONG.pitch + 1
    top = min(y + 10, mark.plot.bottom - high)
    return [Text(f"{name}: here", Box(right.x, top, right.w, high), (made,))]
