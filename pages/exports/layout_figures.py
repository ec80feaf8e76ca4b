"""Large numbers laid out in columns: label, value, its target, its bullet, what changed."""

from collections.abc import Sequence

from pages.exports.letters import plain, width, wrapped
from pages.exports.paragraphs import (
    LEAST,
    QUIET,
    STRONG,
    Look,
    at_size,
    label,
    paragraph,
    sizes_from,
)
from pages.exports.placed import (
    GAP,
    PITCH,
    TIGHT,
    Box,
    Ink,
    Paragraph,
    Placed,
    SpanMark,
    Text,
)
from pages.views.slide import Figure, Span
from pages.views.tile import Change, Direction, Verdict

# At full size a column of figures is so wide.
WIDE = 500
LABEL, VALUE, OF_TARGET, LINES, MARK = 34, 138, 34, 30, 26
BAR, TICK_OVER, TICK_WIDE, TRIANGLE = 36, 13, 6, 14
IN_A_ROW = 4
ARROWS = {Direction.UP: "▲ ", Direction.DOWN: "▼ ", Direction.FLAT: "= ", Direction.NONE: ""}
INKS = {
    Verdict.BETTER: Ink.BETTER_TEXT,
    Verdict.WORSE: Ink.WORSE_TEXT,
    Verdict.NEITHER: Ink.SECONDARY,
}


def figures_in(figures: Sequence[Figure], box: Box) -> list[Placed]:
    """The figures side by side, or one below the other where the box is narrow."""
    if not figures:
        return []
    in_a_row, rows = _grid(len(figures), box)
    places = [one for row in box.rows(rows, GAP / 2) for one in row.columns(in_a_row)]
    scale = min(1, places[0].h / max(map(_full_height, figures)), places[0].w / WIDE)
    size = _value_size(figures, places[0].w, scale)
    found: list[Placed] = []
    for figure, place in zip(figures, places, strict=False):
        found += _figure(figure, place, scale, size, any(one.span for one in figures))
    return found


def figures_height(figures: Sequence[Figure], box: Box) -> float:
    """How high the figures are at full size in a box so wide."""
    _, rows = _grid(len(figures), box)
    return rows * max(map(_full_height, figures)) + (rows - 1) * GAP / 2


def _grid(count: int, box: Box) -> tuple[int, int]:
    """How many stand in a row, and how many rows there are."""
    in_a_row = max(1, min(IN_A_ROW, int((box.w + GAP) / (WIDE * 0.72 + GAP)), count))
    return in_a_row, -(-count // in_a_row)


def _full_height(figure: Figure) -> float:
    """How high a figure is at full size with every text on one line, and a little more."""
    high = LABEL * PITCH + VALUE * TIGHT + (OF_TARGET * PITCH if figure.of_target else 0) + 40
    return high + (_span_height(1) if figure.span else 0) + len(figure.lines) * LINES * PITCH


def _value_size(figures: Sequence[Figure], room: float, scale: float) -> int:
    """The one size at which every value stands on one line."""
    for size in sizes_from(VALUE * scale, 30):
        if all(width(plain(one.value), size, True) <= room for one in figures):
            return size
    return 30


def _scaled(size: int, scale: float) -> int:
    return max(LEAST, int(size * scale))


def _figure(figure: Figure, box: Box, scale: float, size: int, has_spans: bool) -> list[Placed]:
    name = plain(figure.label)
    head = [_one_line(figure.label, box, _scaled(LABEL, scale), Look(strong=True))]
    head.append(
        at_size(figure.value, box.w, 1, size, Look(strong=True, pitch=TIGHT), before=8 * scale)
    )
    if figure.of_target:
        head.append(_one_line(figure.of_target, box, _scaled(OF_TARGET, scale), STRONG, 8 * scale))
    high = sum(line.size * line.pitch + line.before for line in head) + 1
    found: list[Placed] = [Text(f"{name}: number", Box(box.x, box.y, box.w, high), tuple(head))]
    offset = high + 22 * scale
    if has_spans:
        track = box.below(offset)
        found += _span(figure, name, track, scale) if figure.span else []
        offset += _span_height(scale) + 10 * scale
    room = box.below(offset)
    return found + (_changes(figure.lines, name, room, scale) if figure.lines else [])


def _one_line(text: str, box: Box, size: int, look: Look, before: float = 0) -> Paragraph:
    return paragraph(text, box.w, size * PITCH, sizes_from(size), look, before=before)


def _span_height(scale: float) -> float:
    words = 2 * _scaled(MARK, scale) * PITCH
    return words + 2 * TICK_OVER * scale + BAR * scale


def _span(figure: Figure, name: str, box: Box, scale: float) -> list[Placed]:
    """The bar with its tick and its triangle, and the words above and below them."""
    span = figure.span
    if span is None or span.scale <= 0:
        return []
    size = _scaled(MARK, scale)
    bar = box.below(size * PITCH + TICK_OVER * scale, BAR * scale)
    tick = pace = None
    found: list[Placed] = []
    if span.target is not None:
        middle = _place(bar, span, float(span.target))
        over = TICK_OVER * scale
        tick = Box(middle - TICK_WIDE / 2, bar.y - over, TICK_WIDE, bar.h + 2 * over)
        found.append(
            label(
                f"{name}: target", span.target_words, (middle, box.y), box, size=size, look=STRONG
            )
        )
    if span.pace is not None:
        middle, side = _place(bar, span, float(span.pace)), TRIANGLE * scale
        pace = Box(middle - side * 0.6, bar.bottom + 2, side * 1.2, side * 0.9)
        y = bar.bottom + TICK_OVER * scale + 2
        found.append(
            label(f"{name}: pace", span.pace_words, (middle, y), box, size=size, look=QUIET)
        )
    words = [f"{name}: {plain(figure.value)}", plain(figure.of_target)]
    words += [plain(span.target_words) and f"target {plain(span.target_words)}"]
    words += [plain(span.pace_words)]
    told = "; ".join(word for word in words if word)
    return [SpanMark(f"{name}: bar", told, bar, span, tick, pace), *found]


def _place(bar: Box, span: Span, value: float) -> float:
    """Where a value stands on the bar's track, never outside it."""
    return bar.x + bar.w * min(1, max(0, value / float(span.scale)))


def _changes(lines: Sequence[Change], name: str, box: Box, scale: float) -> list[Placed]:
    """What changed, one comparison a paragraph, at the largest size at which all of them fit."""
    texts = [plain(ARROWS[line.direction] + line.text) for line in lines]
    strong = [_is_strong(number, line) for number, line in enumerate(lines)]
    pairs = list(zip(texts, strong, strict=True))
    size, most = LEAST, max(1, int(box.h / (LEAST * PITCH * len(lines))))
    for one in sizes_from(LINES * scale):
        rows = sum(len(wrapped(text, box.w, one, bold)) for text, bold in pairs)
        if rows * one * PITCH <= box.h:
            size, most = one, rows
            break
    fitting = max(1, int(box.h / (LEAST * PITCH)))
    made = tuple(
        at_size(text, box.w, most, size, Look(INKS[line.verdict], strong=bold))
        for line, (text, bold) in zip(lines[:fitting], pairs[:fitting], strict=True)
    )
    return [Text(f"{name}: changes", box, made)]


def _is_strong(number: int, line: Change) -> bool:
    """The first judgement of a figure is in strong letters."""
    return number == 0 and line.verdict is not Verdict.NEITHER
