"""The digest as it is laid out, every word settled: text and HTML are written from this alone."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.said import Moved

NOTHING = Moved("")


@dataclass(frozen=True)
class Bar:
    """A value and a tick on a scale from 0 to 1; an estimate is drawn lighter."""

    value: Decimal
    tick: Decimal | None = None
    is_estimate: bool = False


@dataclass(frozen=True)
class Figure:
    """One number: its label, its value, how many records, what it is judged by.

    `aim` stands under the bar, `note` says why there is no number or how sure it is.
    """

    label: str
    value: str
    count: str
    moved: tuple[Moved, ...]
    aim: str
    note: str
    bar: Bar | None
    is_hero: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a list: its words, a quiet line under them, a value at the right.

    `state` is a commitment's, `bar` from -1 to 1 is the value as a length.
    """

    text: str
    under: str = ""
    value: Moved = NOTHING
    bar: Decimal | None = None
    state: str = ""


@dataclass(frozen=True)
class Listing:
    """Lines under a title, and a quiet sentence after them."""

    title: str
    lines: tuple[Line, ...]
    foot: str = ""


@dataclass(frozen=True)
class Section:
    """A block: its title is its message."""

    title: str
    aside: str
    words: tuple[str, ...]
    figures: tuple[Figure, ...]
    listings: tuple[Listing, ...]


@dataclass(frozen=True)
class Digest:
    """The whole of it. `inbox` is None where nobody was named."""

    company: str
    dateline: str
    headline: str
    more: tuple[str, ...]
    inbox: Listing | None
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
