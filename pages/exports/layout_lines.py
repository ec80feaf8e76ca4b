"""Lines of text laid out: each head with its sentence below, in one column or two."""

from collections.abc import Sequence

from pages.exports.letters import plain, wrapped
from pages.exports.paragraphs import QUIET, Look, at_size
from pages.exports.placed import FULL, PITCH, Box, Ink, Paragraph, Placed, Text
from pages.views.slide import Line
from pages.views.tile import Verdict

# Head and text, from the largest down.
SCALES = (
    (56, 44),
    (50, 40),
    (44, 36),
    (40, 34),
    (36, 32),
    (34, 30),
    (32, 28),
    (30, 26),
    (28, 25),
    (26, 24),
)
ONE_COLUMN = 4
# Room between two lines, in sizes of their text.
APART = 0.9
MARKS = {Verdict.BETTER: "▲ ", Verdict.WORSE: "▼ ", Verdict.NEITHER: ""}
INKS = {
    Verdict.BETTER: Ink.BETTER_TEXT,
    Verdict.WORSE: Ink.WORSE_TEXT,
    Verdict.NEITHER: Ink.TEXT,
}
Scale = tuple[int, int]


def lines_in(lines: Sequence[Line], box: Box) -> list[Placed]:
    """All lines at the largest scale at which they fit; at the least, long ones are cut."""
    many = len(lines) > ONE_COLUMN and box.w > FULL / 2
    boxes = box.columns(2) if many else (box,)
    for scale in SCALES:
        parts = _halves(lines, boxes[0].w, scale) if many else (lines,)
        if all(
            _height(part, one.w, scale) <= one.h for part, one in zip(parts, boxes, strict=True)
        ):
            return [
                _column(part, one, scale, number, most=len(lines) * 1000)
                for number, (part, one) in enumerate(zip(parts, boxes, strict=True), 1)
            ]
    parts = _halves(lines, boxes[0].w, SCALES[-1]) if many else (lines,)
    return [
        _cut_column(part, one, number)
        for number, (part, one) in enumerate(zip(parts, boxes, strict=True), 1)
    ]


def _halves(lines: Sequence[Line], room: float, scale: Scale) -> tuple[Sequence[Line], ...]:
    """The lines in two columns whose higher one is as low as it can be."""

    def higher(middle: int) -> float:
        return max(_height(lines[:middle], room, scale), _height(lines[middle:], room, scale))

    middle = min(range(1, len(lines)), key=higher)
    return lines[:middle], lines[middle:]


def _head(line: Line) -> str:
    return plain(MARKS[line.mark] + line.head) if line.head.strip() else ""


def _height(lines: Sequence[Line], room: float, scale: Scale) -> float:
    """How high the lines are, one below the other."""
    head_size, size = scale
    total = APART * size * (len(lines) - 1)
    for line in lines:
        if head := _head(line):
            total += len(wrapped(head, room, head_size, True)) * head_size * PITCH
        if line.text.strip():
            total += len(wrapped(plain(line.text), room, size)) * size * PITCH
    return total


def _column(lines: Sequence[Line], box: Box, scale: Scale, number: int, most: int) -> Text:
    """A column of lines in one box; each head and each text in at most so many lines."""
    head_size, size = scale
    made: list[Paragraph] = []
    for line in lines:
        before = APART * size if made else 0
        if head := _head(line):
            look = Look(INKS[line.mark], strong=True)
            made.append(at_size(head, box.w, min(most, 2), head_size, look, before=before))
            before = 0
        if line.text.strip():
            made.append(at_size(line.text, box.w, most, size, QUIET, before=before))
    return Text(f"Lines {number}", box, tuple(made))


def _cut_column(lines: Sequence[Line], box: Box, number: int) -> Text:
    """What a column holds at the least scale: as many lines as it can, none longer than fits."""
    head_size, size = SCALES[-1]
    each = (2 * head_size + size) * PITCH + APART * size
    count = max(1, min(len(lines), int((box.h - size * PITCH) / each)))
    spare = box.h / count - APART * size - 2 * head_size * PITCH
    shown = _column(lines[:count], box, SCALES[-1], number, max(1, int(spare / (size * PITCH))))
    left = lines[count:]
    if not left:
        return shown
    whole = " ".join(f"{plain(line.head)}: {plain(line.text)}" for line in left)
    more = Paragraph(f"and {len(left)} more, in the notes", size, Ink.SECONDARY, whole=whole)
    return Text(shown.name, box, (*shown.paragraphs, more))
