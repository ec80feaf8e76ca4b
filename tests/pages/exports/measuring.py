"""How much room a text takes, measured by itself: the shipped font with kerning, whole lines."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from PIL import ImageFont
from pptx.enum.shapes import MSO_SHAPE_TYPE

FONT = Path(__file__).parents[3] / "pages" / "exports" / "fonts" / "source-sans-3.ttf"
POINT, PIXEL = 12_700, 6350
SLIDE = (12_192_000, 6_858_000)
# The smallest letters a slide may have, in points.
LEAST = 12


@lru_cache(maxsize=2)
def font(bold: bool) -> ImageFont.FreeTypeFont:
    """The family at 1,000 units an em."""
    made = ImageFont.truetype(str(FONT), 1000)
    made.set_variation_by_axes([700 if bold else 400])
    return made


@lru_cache(maxsize=100_000)
def wide(text: str, bold: bool) -> float:
    """The width of a line in ems."""
    return float(font(bold).getlength(text)) / 1000


def lines(text: str, room: float, bold: bool) -> int:
    """How many lines the text takes in a room of so many ems: words first, then letters."""
    count, line = 1, ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if wide(longer, bold) <= room:
            line = longer
            continue
        if line:
            count += 1
        line = ""
        for letter in word:
            if line and wide(line + letter, bold) > room:
                count, line = count + 1, ""
            line += letter
    return count


def shapes(page) -> Iterator:
    """Every shape of a slide, those of groups too."""
    for shape in page.shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shape.shapes


def texts(page) -> Iterator:
    """Every shape of a slide that holds words."""
    return (shape for shape in shapes(page) if shape.has_text_frame and shape.text_frame.text)


def needed_height(shape) -> float:
    """The height in EMU that the words of a shape take at its width."""
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:
        if not paragraph.runs:
            continue
        size = max(run.font.size.pt for run in paragraph.runs)
        bold = any(run.font.bold for run in paragraph.runs)
        count = lines("".join(run.text for run in paragraph.runs), shape.width / POINT / size, bold)
        total += count * paragraph.line_spacing + paragraph.space_before
    return total


def overflowing(presentation) -> list[str]:
    """What is higher than its box, leaves the slide, or is too small to read."""
    found = []
    for number, page in enumerate(presentation.slides, 1):
        for shape in texts(page):
            where = f"slide {number}, {shape.name[:40]}"
            needed = needed_height(shape)
            if needed > shape.height:
                found.append(f"{where}: {needed // PIXEL:.0f} of {shape.height // PIXEL} pixels")
            right, bottom = shape.left + shape.width, shape.top + shape.height
            if min(shape.left, shape.top) < 0 or right > SLIDE[0] or bottom > SLIDE[1]:
                found.append(f"{where}: leaves the slide")
            sizes = (run.font.size.pt for one in shape.text_frame.paragraphs for run in one.runs)
            if min(sizes) < LEAST:
                found.append(f"{where}: too small")
    return found


def overlapping(presentation) -> list[str]:
    """Which texts stand on another."""
    found = []
    for number, page in enumerate(presentation.slides, 1):
        for one, other in combinations(texts(page), 2):
            is_apart = (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top + PIXEL
                or other.top + other.height <= one.top + PIXEL
            )
            if not is_apart:
                found.append(f"slide {number}: {one.name[:30]} and {other.name[:30]}")
    return found
