"""One moment through the windows: what each knew then, what it expected, and what came.

Everything at a window is made of windows that had ended by its mark: the forecast that is made
today and the back-tests it rests on are one function of the place in the line.
Source: docs/decisions/0021-where-bookings-land.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from metrics.forecast.estimate import Estimate, Learned, estimate, tenths, widened
from metrics.forecast.moments import Mark
from metrics.forecast.record import Record
from metrics.forecast.records import BackTest, Kind, Part
from metrics.forecast.snapshot import Snapshot
from metrics.money import money, rounded_fraction
from metrics.periods import DAY

# Past windows that odds come from, and back-tests that a range and a calibration rest on. Each
# back-test has a range that rests on as many before it, and the first of those on as many windows.
WINDOWS = TESTS = 8
MOST = 2 * TESTS + WINDOWS
LEAST_FOR_TEST = 4


@dataclass(frozen=True)
class Landing:
    """What is said at one mark: the parts and their sum, and P10 to P90 where there is a range."""

    parts: tuple[Part, ...]
    value: Decimal
    low: Decimal | None
    high: Decimal | None


class Line:
    """The same moment of a window and of those before it, latest first."""

    def __init__(
        self, marks: Sequence[Mark], snapshots: Mapping[Mark, Snapshot], record: Record
    ) -> None:
        self.marks, self._snapshots, self._record = tuple(marks), snapshots, record
        self.estimate = cache(self._estimate)

    def learned(self, place: int) -> tuple[int, ...]:
        """The windows that odds at the place come from: told by deals, ended by its mark."""
        return self._usable(place)[:WINDOWS]

    def tested(self, place: int) -> tuple[int, ...]:
        """The windows whose own forecast at this moment, and end, were known by the mark."""
        found = [one for one in self._usable(place) if len(self.learned(one)) >= LEAST_FOR_TEST]
        return tuple(found[:TESTS])

    def _usable(self, place: int) -> tuple[int, ...]:
        cut_on = self.marks[place].cut_on
        return tuple(
            other
            for other in range(place + 1, len(self.marks))
            if self.marks[other].window.end_on_exclusive <= cut_on
            and self._record.is_told(self.marks[other])
        )

    def _estimate(self, place: int) -> Estimate | None:
        now = self.marks[place]
        past = [
            Learned(self._snapshots[self.marks[other]], self._record.growth(self.marks[other], now))
            for other in self.learned(place)
        ]
        return estimate(self._snapshots[now], past) if past else None

    def landing(self, place: int) -> Landing | None:
        """What is said at the mark; None without a past."""
        found = self.estimate(place)
        if found is None:
            return None
        mark = self.marks[place]
        parts = (self.booked(place), *_parts(found, self._snapshots[mark]))
        value = sum((part.amount for part in parts), Decimal(0))
        if found.variance is None:
            return Landing(parts, value, None, None)
        errors = [error for other in self.tested(place) for error in self._squared_error(other)]
        low, high = tenths(found.mean, widened(found.variance, errors))
        booked = parts[0].amount
        # The parts are told in whole cents, so that their sum may lie a cent beside the mean.
        return Landing(
            parts, value, min(value, booked + money(low)), max(value, booked + money(high))
        )

    def snapshot(self, place: int) -> Snapshot:
        """What stood open at the mark."""
        return self._snapshots[self.marks[place]]

    def booked(self, place: int) -> Part:
        """What was booked of the window by the mark, in the scope."""
        mark = self.marks[place]
        span = mark.window.start_on, min(mark.rest_on, mark.window.end_on_exclusive)
        rows = int(self._record.scope_rows.between(*span))
        return Part(Kind.BOOKED, "", self._record.scope.between(*span), rows, None, None)

    def actual(self, place: int) -> Decimal:
        """What was booked in the whole window, in the scope."""
        window = self.marks[place].window
        return self._record.scope.between(window.start_on, window.end_on_exclusive)

    def tests(self, place: int) -> tuple[BackTest, ...]:
        """The back-tests known by the mark, latest first."""
        found = []
        for other in self.tested(place):
            mark, said = self.marks[other], self.landing(other)
            if said is not None:
                found.append(
                    BackTest(
                        mark.window,
                        mark.cut_on - DAY,
                        said.value,
                        said.low,
                        said.high,
                        self.actual(other),
                    )
                )
        return tuple(found)

    def _squared_error(self, place: int) -> tuple[Fraction, ...]:
        """How far the rest strayed from the estimate, in its variance; empty without one."""
        found = self.estimate(place)
        if found is None or not found.variance:
            return ()
        rest = self.actual(place) - self.booked(place).amount
        return ((Fraction(rest) - found.mean) ** 2 / found.variance,)


def _parts(found: Estimate, now: Snapshot) -> list[Part]:
    """The addends after what is booked: stages in their order, other deals, what is to come."""
    parts = []
    inside = [place for place in found.open if place[1]]
    for place in sorted(inside, key=lambda one: (now.standings[one].position, one[0])):
        standing, chance = now.standings[place], found.odds.chance(*place)
        parts.append(
            Part(
                Kind.OPEN,
                place[0],
                _cents(found.open[place]),
                standing.scope_deals,
                standing.scope_amount,
                Decimal(chance.numerator) / chance.denominator,
            )
        )
    outside = [place for place in found.open if not place[1]]
    parts.append(
        Part(
            Kind.ELSEWHERE,
            "",
            _cents(sum((found.open[place] for place in outside), Fraction(0))),
            sum(now.standings[place].scope_deals for place in outside),
            sum((now.standings[place].scope_amount for place in outside), Decimal(0)),
            None,
        )
    )
    parts.append(Part(Kind.CREATE_AND_CLOSE, "", _cents(found.created), 0, None, None))
    parts.append(Part(Kind.WITHOUT_DEAL, "", _cents(found.without_deal), 0, None, None))
    return parts


def _cents(value: Fraction) -> Decimal:
    cents = rounded_fraction(value, 2, "half_up") * 100
    return Decimal(cents.numerator).scaleb(-2)
