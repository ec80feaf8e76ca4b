"""What a forecast of bookings says, with everything its receipt needs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from metrics.periods import Period
from metrics.scope import Scope

# Of the definition in docs/decisions/0021-where-bookings-land.md; frozen with every forecast.
VERSION = 1


class Kind(StrEnum):
    """Where a part of the landing comes from."""

    BOOKED = "booked"
    OPEN = "open"
    ELSEWHERE = "open_elsewhere"
    CREATE_AND_CLOSE = "create_and_close"
    WITHOUT_DEAL = "without_deal"


@dataclass(frozen=True)
class Part:
    """One addend of the landing, in money.

    `stage`, `open_amount` and `chance` belong to open deals expected to close in the window, a
    part a stage. Of those expected elsewhere the parts of all stages are one, without a chance.
    `rows` are bookings of what is booked and open deals of what is open.
    """

    kind: Kind
    stage: str
    amount: Decimal
    rows: int
    open_amount: Decimal | None
    chance: Decimal | None


@dataclass(frozen=True)
class BackTest:
    """The forecast of a past window at the same moment, from what was known then, and its end."""

    window: Period
    as_of: date
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    actual: Decimal

    @property
    def error(self) -> Decimal:
        """How much too high the forecast was, in money."""
        return self.value - self.actual

    @property
    def error_share(self) -> Decimal | None:
        """The error over what was booked; None where nothing was."""
        return self.error / self.actual if self.actual > 0 else None

    @property
    def is_inside(self) -> bool | None:
        """Whether the end lay inside P10 to P90; None where there was no range."""
        if self.low is None or self.high is None:
            return None
        return self.low <= self.actual <= self.high


@dataclass(frozen=True)
class Band:
    """Deals of the back-tests by the chance they were given: expected and really booked."""

    low: Decimal
    high: Decimal
    deals: int
    expected: Decimal
    booked: int


@dataclass(frozen=True)
class Forecast:
    """Where the bookings of a window land, seen from the end of `as_of`.

    `value` is the sum of `parts`; None without a past to learn from, and `note` says why. `low`
    and `high` are P10 and P90. `past` names the windows the odds come from, `tests` and `bands`
    say how the same method did before. `price` is what deals were booked at, over what they
    stood at on such a day. `week` counts the window's weeks from 1.
    """

    window: Period
    as_of: date
    scope: Scope
    week: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    target: Decimal | None
    parts: tuple[Part, ...]
    rows: int
    price: Decimal | None
    past: tuple[str, ...]
    tests: tuple[BackTest, ...]
    bands: tuple[Band, ...]
    note: str | None
    fingerprint: str
    version: int

    @property
    def booked(self) -> Decimal:
        """What is booked already."""
        return self.of(Kind.BOOKED)

    @property
    def expected_of_open(self) -> Decimal:
        """What the deals that are open now should still bring."""
        return self.of(Kind.OPEN, Kind.ELSEWHERE)

    @property
    def to_come(self) -> Decimal:
        """What should come without a deal that is open now."""
        return self.of(Kind.CREATE_AND_CLOSE, Kind.WITHOUT_DEAL)

    @property
    def open_amount(self) -> Decimal:
        """The amount of all open deals, whatever close they expect."""
        amounts = (part.open_amount for part in self.parts)
        return sum((one for one in amounts if one is not None), Decimal(0))

    @property
    def over_target(self) -> Decimal | None:
        """The landing less the target; None without either."""
        return None if self.value is None or self.target is None else self.value - self.target

    def of(self, *kinds: Kind) -> Decimal:
        """The sum of the parts of these kinds."""
        return sum((part.amount for part in self.parts if part.kind in kinds), Decimal(0))

    def share(self, amount: Decimal) -> Decimal | None:
        """The part of the landing that an amount is; None without a landing."""
        return amount / self.value if self.value else None

    @property
    def inside(self) -> tuple[int, int]:
        """How many back-tests ended inside their range, of how many that had one."""
        told = [one.is_inside for one in self.tests if one.is_inside is not None]
        return sum(told), len(told)

    @property
    def accuracy(self) -> Decimal | None:
        """1 less the back-tests' absolute errors over their actual bookings."""
        total = self._actual
        missed = sum((abs(one.error) for one in self.tests), Decimal(0))
        return None if total <= 0 else 1 - missed / total

    @property
    def bias(self) -> Decimal | None:
        """The back-tests' errors over their actual bookings; above 0 was too high."""
        total = self._actual
        return None if total <= 0 else sum((one.error for one in self.tests), Decimal(0)) / total

    @property
    def _actual(self) -> Decimal:
        return sum((one.actual for one in self.tests), Decimal(0))
