"""The parts of a number tile, ready to draw: every word and every share is settled here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from metrics.answer import Answer
from metrics.periods import Period
from metrics.scope import Scope


class Direction(StrEnum):
    """Where a number went; NONE where there is nothing to compare with."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    NONE = "none"


class Verdict(StrEnum):
    """What that means by the KPI's own `better`."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


@dataclass(frozen=True)
class Change:
    """One comparison in words, such as '6 points on last week'."""

    text: str
    direction: Direction = Direction.NONE
    verdict: Verdict = Verdict.NEITHER


@dataclass(frozen=True)
class Bullet:
    """A value and its target on a scale that starts at zero, and the words under the tick.

    A young cohort's bar is hatched: it cannot be held against an old one.
    """

    value: Decimal
    target: Decimal
    scale: Decimal
    label: str
    is_young: bool = False


@dataclass(frozen=True)
class ReceiptRequest:
    """The question behind a number: enough to ask it again and to fetch its rows."""

    kpi: str
    period: Period
    scope: Scope
    as_of: date
    window: Period | str | None = None
    within: int | str | None = None
    by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LandingRequest:
    """The question behind a forecast of bookings: its parts are its receipt."""

    window: Period
    scope: Scope
    as_of: date


@dataclass(frozen=True)
class PoolRequest:
    """The pool as it was told: its measures are its receipt, all of it in percent."""

    answer: Answer


@dataclass(frozen=True)
class Tile:
    """One number with what is needed to judge it."""

    key: str
    label: str
    value: str
    count: str
    changes: tuple[Change, ...]
    bullet: Bullet | None
    trend: tuple[float | None, ...]
    trend_words: str
    note: str
    receipt: ReceiptRequest | LandingRequest | PoolRequest


@dataclass(frozen=True)
class Hero:
    """The one large number: its tile and the lines that judge it."""

    tile: Tile
    lines: tuple[Change, ...]
