"""Paragraphs that fit where they stand: the largest size that fits, the end cut if none does."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.exports.letters import cut, fitted, plain, width, wrapped
from pages.exports.placed import PITCH, Box, Ink, Paragraph, Side, Text

# The smallest text on a slide: 12 points on paper.
LEAST = 24
_STEP = 2


@dataclass(frozen=True)
class Look:
    """How a paragraph looks apart from its size."""

    ink: Ink = Ink.TEXT
    strong: bool = False
    side: Side = Side.START
    pitch: float = PITCH


QUIET = Look(Ink.SECONDARY)
STRONG = Look(strong=True)


def sizes_from(most: float, least: int = LEAST) -> tuple[int, ...]:
    """The sizes to try, from the largest down."""
    return tuple(range(max(int(most), least), least - 1, -_STEP)) or (least,)


def paragraph(
    text: str, room: float, height: float, sizes: Sequence[int], look: Look, *, before: float = 0
) -> Paragraph:
    """One paragraph in a room so wide and high."""
    clean = plain(text)
    shown, size = fitted(clean, room, height, sizes, pitch=look.pitch, strong=look.strong)
    return _made(shown, size, look, before, clean)


def at_size(
    text: str, room: float, most: int, size: int, look: Look, *, before: float = 0
) -> Paragraph:
    """One paragraph of that size in at most so many lines."""
    clean = plain(text)
    return _made(cut(clean, room, size, most, look.strong), size, look, before, clean)


def _made(shown: str, size: int, look: Look, before: float, clean: str) -> Paragraph:
    return Paragraph(
        shown,
        size,
        look.ink,
        look.strong,
        look.side,
        before,
        look.pitch,
        whole=clean if shown != clean else "",
    )


def label(
    name: str, text: str, at: tuple[float, float], within: Box, *, size: int, look: Look
) -> Text:
    """One short line centred at a place, moved as far as it must to stay within the box."""
    made = at_size(text, within.w, 1, size, look)
    wide = min(within.w, width(made.text, size, look.strong) + 2)
    middle, y = at
    x = min(max(within.x, middle - wide / 2), within.right - wide)
    return Text(name, Box(x, y, wide, size * look.pitch + 1), (made,))


def height(paragraphs: Sequence[Paragraph], room: float) -> float:
    """How high paragraphs are, one below the other, in a room so wide."""
    return sum(
        one.before
        + len(wrapped(one.text + one.tail, room, one.size, one.strong or bool(one.tail)))
        * one.size
        * one.pitch
        for one in paragraphs
    )
