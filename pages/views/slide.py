"""A slide of the all-hands, ready to draw: the screen, the PowerPoint and the PDF draw this alone.

Every word and every share is settled here, so that the three cannot differ.
"""

from dataclasses import dataclass
from decimal import Decimal

from pages.views.chart import Role
from pages.views.tile import Change, Verdict


@dataclass(frozen=True)
class Span:
    """A bar from zero: what is there solid, what is expected hatched, the target a heavy tick.

    Amounts are in the unit of the number; `scale` is where the track ends. `forecast` is the end
    of the hatched part, None where nothing is expected; `target` and `pace` None where none is.
    """

    actual: Decimal
    scale: Decimal
    forecast: Decimal | None = None
    target: Decimal | None = None
    target_words: str = ""
    pace: Decimal | None = None
    pace_words: str = ""


@dataclass(frozen=True)
class Figure:
    """A large number with what it is judged by."""

    label: str
    value: str
    of_target: str = ""
    span: Span | None = None
    lines: tuple[Change, ...] = ()


@dataclass(frozen=True)
class SlideBar:
    """One bar: its name, its length in the chart's unit, and the words at its end."""

    name: str
    value: Decimal
    words: str
    role: Role = Role.ACTUAL


@dataclass(frozen=True)
class Bars:
    """Bars from zero in the order given, under a title that is the message."""

    title: str
    unit: str
    bars: tuple[SlideBar, ...]
    foot: str = ""


@dataclass(frozen=True)
class Curve:
    """What attainment (x) pays (y), both as shares where 1 is the target; `here` is today."""

    title: str
    name: str
    x_title: str
    y_title: str
    points: tuple[tuple[Decimal, Decimal], ...]
    here: tuple[Decimal, Decimal] | None = None
    here_words: str = ""


@dataclass(frozen=True)
class Line:
    """A line of text: its head in strong letters, then a sentence; `mark` tints the head only."""

    head: str
    text: str = ""
    mark: Verdict = Verdict.NEITHER


@dataclass(frozen=True)
class Words:
    """A piece of text that may be rewritten before presenting, and how it was computed."""

    key: str
    label: str
    text: str
    computed: str

    @property
    def is_edited(self) -> bool:
        """Whether somebody wrote it anew."""
        return self.text != self.computed


@dataclass(frozen=True)
class Slide:
    """One slide. What is empty is not drawn; `foot` and `sum` stand under a rule above the footer.

    `words` are the texts that may be rewritten; their texts already stand in their places.
    """

    key: str
    kicker: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bars, ...] = ()
    curve: Curve | None = None
    lines: tuple[Line, ...] = ()
    foot: str = ""
    sum: str = ""
    footer: str = ""
    page: str = ""
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Deck:
    """The slides of one held meeting; `file_name` is what its exports are called by."""

    title: str
    meeting: int
    file_name: str
    slides: tuple[Slide, ...]
