"""How wide words are in the slides' font, where they wrap, and how small they must be to fit.

Widths come from the font that is shipped (`fonts/`), letter by letter without kerning. A deck is
also read where that font is missing; so every line leaves the room that Arial would take more.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from pages.components.text import visible

FONTS = Path(__file__).parent / "fonts"
_FONT = FONTS / "source-sans-3.ttf"
_EM = 1000
_WEIGHTS = {False: 400, True: 700}
# What Arial takes more than Source Sans 3, measured on sentences, figures and footers.
_ROOM = {False: 1.18, True: 1.13}
# A letter of a script that the font lacks comes from another font, as wide as it may be.
_FOREIGN = 1.4 * _EM
_UNFIT = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]"
)
_SPACES = re.compile(r"[\t\r\n ]+")
ELLIPSIS = "…"
# Widths are tried in so many steps where lines are to be about as long.
_PARTS = 60


def plain(text: str) -> str:
    """The text on one line as a file can hold it: without what no XML may hold, nothing hidden."""
    return visible(_SPACES.sub(" ", _UNFIT.sub("", text)).strip(), longest=len(text) * 10 + 1)


@lru_cache(maxsize=2)
def _font(strong: bool) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONT), _EM, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([_WEIGHTS[strong]])
    return font


@lru_cache(maxsize=8192)
def _advance(letter: str, strong: bool) -> float:
    own = float(_font(strong).getlength(letter))
    return own if _is_ours(letter) else max(own, _FOREIGN)


def _is_ours(letter: str) -> bool:
    """Whether the font has the letter: Latin, Greek, Cyrillic, and the marks used here."""
    code = ord(letter)
    if code < 0x0530 or 0x1E00 <= code <= 0x22FF or letter in "▲▼■●":
        return not unicodedata.combining(letter)
    return False


def width(text: str, size: float, strong: bool = False) -> float:
    """The room the text needs on one line at that size, in the size's unit."""
    return _ems(text, strong) * size


@lru_cache(maxsize=8192)
def _ems(text: str, strong: bool) -> float:
    return sum(_advance(letter, strong) for letter in text) * _ROOM[strong] / _EM


def wrapped(text: str, room: float, size: float, strong: bool = False) -> tuple[str, ...]:
    """The lines of the text in that width; a word wider than a line is broken by letters."""
    return _lines(text, room / size, strong)


@lru_cache(maxsize=8192)
def _lines(text: str, room: float, strong: bool) -> tuple[str, ...]:
    """The lines in a room of so many ems."""
    lines: list[str] = []
    line, used, space = "", 0.0, _ems(" ", strong)
    for word in text.split(" "):
        wide = _ems(word, strong)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, room, strong) if wide > room else [word]
        lines.extend(full)
        used = _ems(line, strong)
    return (*lines, line)


def _pieces(word: str, room: float, strong: bool) -> list[str]:
    """The word in pieces that each fit; a letter too wide by itself stands alone."""
    pieces, used = [""], 0.0
    for letter in word:
        wide = _ems(letter, strong)
        if pieces[-1] and used + wide > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += wide
    return pieces


def fitted(
    text: str, room: float, height: float, sizes: Sequence[int], *, pitch: float, strong: bool
) -> tuple[str, int]:
    """The text and the largest of the sizes at which it fits; at the least its end is cut."""
    for size in sizes:
        if len(wrapped(text, room, size, strong)) * size * pitch <= height:
            return text, size
    least = sizes[-1]
    most = max(1, int(height / (least * pitch)))
    return cut(text, room, least, most, strong), least


def balanced(text: str, room: float, size: float, strong: bool) -> float:
    """A width in which the text takes no more lines, and its lines are about as long."""
    most = len(wrapped(text, room, size, strong))
    if most == 1:
        return room
    widths = [room * part / _PARTS for part in range(_PARTS // 3, _PARTS + 1)]
    safe = [one for one in widths if len(wrapped(text, one, size, strong)) <= most]
    return min(safe, key=lambda one: _raggedness(text, one, size, strong))


def _raggedness(text: str, room: float, size: float, strong: bool) -> float:
    """How much longer the longest line is than the shortest, in the shipped font."""
    lines = wrapped(text, room * _ROOM[strong], size, strong)
    sizes = [width(line, size, strong) for line in lines]
    return max(sizes) - min(sizes) if len(sizes) > 1 else room


def cut(text: str, room: float, size: float, most: int, strong: bool = False) -> str:
    """As much of the text as fits in so many lines, with an ellipsis where something is left."""
    lines = wrapped(text, room, size, strong)
    if len(lines) <= most:
        return text
    # Pieces of a broken word join without a space: the text itself says where the cut falls.
    kept = sum(len(line) for line in lines[:most])
    shown = text[: kept + most]
    while shown and len(wrapped(shown.rstrip() + ELLIPSIS, room, size, strong)) > most:
        shown = shown[:-1]
    return shown.rstrip() + ELLIPSIS
