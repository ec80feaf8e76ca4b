"""Charts, ready to draw: floats for the eye, words for the labels and the hover."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a line or bar stands for; the theme gives each role its look."""

    ACTUAL = "actual"
    PREVIOUS = "previous"
    PLAN = "plan"
    ESTIMATE = "estimate"
    QUIET = "quiet"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Line:
    """One line with its name at its end and a sentence a point for the hover."""

    name: str
    role: Role
    x: tuple[float, ...]
    y: tuple[float, ...]
    hover: tuple[str, ...]
    label_side: str = "right"
    has_dot: bool = False
    lift: int = 0


@dataclass(frozen=True)
class LineChart:
    """Lines over one number axis (days); `ticks` name places on it."""

    title: str
    words: str
    lines: tuple[Line, ...]
    start: float
    end: float
    top: float
    ticks: tuple[tuple[float, str], ...]
    label_room: int = 120
    veil_from: float | None = None
    veil_words: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: a name, a length, the words at its end, and the hover's sentence."""

    name: str
    value: float
    words: str
    hover: str
    role: Role = Role.ACTUAL


@dataclass(frozen=True)
class BarChart:
    """Bars from zero in the order given; `plan` are outlined bars behind them, or none."""

    title: str
    words: str
    bars: tuple[Bar, ...]
    plan: tuple[float | None, ...] = ()
