"""What stands on a slide and where: boxes in pixels of a picture of 1920 by 1080.

The PowerPoint and the PDF draw the same list of these, so neither can place things its own way.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pages.theme import LIGHT
from pages.views.chart import Role
from pages.views.slide import Curve, SlideBar, Span

WIDE, HIGH = 1920, 1080
LEFT, RIGHT, TOP, BOTTOM = 104, 1816, 64, 1034
FULL = RIGHT - LEFT
GAP = 84
# Lines of text stand so many times their size apart; the headline closer.
PITCH, TIGHT = 1.3, 1.1


class Ink(StrEnum):
    """The colour of something by its role: the names of the theme's tokens."""

    TEXT = "text"
    SECONDARY = "secondary"
    ACTUAL = "actual"
    PREVIOUS = "previous"
    BETTER = "better"
    WORSE = "worse"
    BETTER_TEXT = "better_text"
    WORSE_TEXT = "worse_text"
    LINE = "line"
    SURFACE = "surface"
    BACKGROUND = "background"

    @property
    def colour(self) -> str:
        """The colour in light, which is what paper and projectors take: '#17202A'."""
        return str(getattr(LIGHT, self.value))


# What a bar of a role is filled with; an estimate is hatched, a plan outlined.
SOLID = {
    Role.ACTUAL: Ink.ACTUAL,
    Role.PREVIOUS: Ink.PREVIOUS,
    Role.QUIET: Ink.LINE,
    Role.BETTER: Ink.BETTER,
    Role.WORSE: Ink.WORSE,
}
# A bar takes so much of its row: in PowerPoint a gap of 90 % of the bar.
GAP_PERCENT = 90
THICK = 100 / (100 + GAP_PERCENT)


class Side(StrEnum):
    """Where a text stands in its box, across or down."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Part(StrEnum):
    """What a text is on its slide."""

    TITLE = "title"
    FOOTER = "footer"
    PAGE = "page"
    BODY = "body"


@dataclass(frozen=True)
class Box:
    """A place on the slide."""

    x: float
    y: float
    w: float
    h: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.h

    @property
    def right(self) -> float:
        """Where it ends at the right."""
        return self.x + self.w

    def columns(self, count: int, gap: float = GAP) -> tuple["Box", ...]:
        """Columns of equal width side by side."""
        each = (self.w - gap * (count - 1)) / count
        return tuple(Box(self.x + n * (each + gap), self.y, each, self.h) for n in range(count))

    def rows(self, count: int, gap: float) -> tuple["Box", ...]:
        """Rows of equal height one below the other."""
        each = (self.h - gap * (count - 1)) / count
        return tuple(Box(self.x, self.y + n * (each + gap), self.w, each) for n in range(count))

    def below(self, offset: float, height: float | None = None) -> "Box":
        """What is left from the offset on, or so much of it."""
        rest = self.h - offset
        return Box(self.x, self.y + offset, self.w, rest if height is None else height)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of one size and ink; `tail` follows in strong letters.

    `whole` is the text as it was where its end had to be cut.
    """

    text: str
    size: int
    ink: Ink = Ink.TEXT
    strong: bool = False
    side: Side = Side.START
    before: float = 0
    pitch: float = PITCH
    tail: str = ""
    whole: str = ""


@dataclass(frozen=True)
class Text:
    """Paragraphs in a box that holds them."""

    name: str
    box: Box
    paragraphs: tuple[Paragraph, ...]
    part: Part = Part.BODY
    side: Side = Side.START


@dataclass(frozen=True)
class Rule:
    """A thin line across."""

    box: Box


@dataclass(frozen=True)
class SpanMark:
    """The bar of a bullet and where its marks stand; `box` is the bar, `words` say it all."""

    name: str
    words: str
    box: Box
    span: Span
    tick: Box | None
    pace: Box | None


@dataclass(frozen=True)
class BarName:
    """A bar's name as it is shown, and whole."""

    shown: str
    whole: str


@dataclass(frozen=True)
class BarsMark:
    """Lying bars: `box` is all of it, `plot` goes from `low` to `high`, names at the left of it."""

    name: str
    words: str
    unit: str
    box: Box
    plot: Box
    bars: tuple[SlideBar, ...]
    names: tuple[BarName, ...]
    ends: tuple[str, ...]
    low: float
    high: float
    size: int

    def x_of(self, value: float) -> float:
        """Where a value stands across."""
        return self.plot.x + self.plot.w * (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class CurveMark:
    """A curve in `plot`; the axes run from 0 to `x_end` and `y_end` in steps."""

    name: str
    words: str
    box: Box
    plot: Box
    curve: Curve
    x_end: float
    y_end: float
    x_step: float
    y_step: float
    size: int

    def place(self, x: Decimal | float, y: Decimal | float) -> tuple[float, float]:
        """Where a point stands on the slide."""
        return (
            self.plot.x + self.plot.w * float(x) / self.x_end,
            self.plot.bottom - self.plot.h * float(y) / self.y_end,
        )


Placed = Text | Rule | SpanMark | BarsMark | CurveMark


@dataclass(frozen=True)
class Sheet:
    """A slide laid out: what stands on it, in reading order."""

    placed: tuple[Placed, ...]

    @property
    def cut(self) -> tuple[str, ...]:
        """The texts whose end had to be cut, whole."""
        texts = (one for one in self.placed if isinstance(one, Text))
        return tuple(line.whole for text in texts for line in text.paragraphs if line.whole)
