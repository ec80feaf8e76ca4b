"""What is expected in the rest of a window, exactly, and how far it may stray.

Source: docs/decisions/0021-where-bookings-land.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from metrics.forecast.odds import Odds, odds_of
from metrics.forecast.snapshot import Place, Snapshot

# The normal deviate that one in ten lies beyond.
TENTH = Decimal("1.2815515655446004")
# As many past windows without surprise are taken as seen too.
CALM = 4
ONE = Decimal(1)
LEAST_FOR_RANGE = 4


@dataclass(frozen=True)
class Learned:
    """A past window at the same moment; `growth` is how much larger the company is since."""

    snapshot: Snapshot
    growth: Fraction


@dataclass(frozen=True)
class Estimate:
    """The rest of a window: open deals by place, and what comes from no deal open yet."""

    odds: Odds
    open: Mapping[Place, Fraction]
    created: Fraction
    without_deal: Fraction
    variance: Fraction | None

    @property
    def mean(self) -> Fraction:
        """What is expected in all."""
        return sum(self.open.values(), Fraction(0)) + self.created + self.without_deal


def estimate(now: Snapshot, past: Sequence[Learned]) -> Estimate:
    """The rest that the open deals and the past windows let expect; `past` is not empty.

    The variance is None from fewer windows than a range needs.
    """
    odds = odds_of([one.snapshot for one in past])
    chances = {place: odds.chance(*place) for place in now.standings}
    expected = {
        place: Fraction(standing.scope_amount) * chances[place] * odds.price
        for place, standing in now.standings.items()
        if standing.scope_deals
    }
    created = [Fraction(one.snapshot.created) * one.growth for one in past]
    without = [Fraction(one.snapshot.without_deal) * one.growth for one in past]
    variance = None
    if len(past) >= LEAST_FOR_RANGE:
        variance = _variance_of_next([a + b for a, b in zip(created, without, strict=True)])
        for place, standing in now.standings.items():
            chance = chances[place]
            squares = Fraction(standing.scope_squares)
            variance += squares * chance * (1 - chance) * odds.price**2
    return Estimate(odds, expected, _mean(created), _mean(without), variance)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _variance_of_next(values: Sequence[Fraction]) -> Fraction:
    """The variance of one more value around the mean of those that were seen."""
    mean, count = _mean(values), len(values)
    spread = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (count - 1)
    return spread * (1 + Fraction(1, count))


def widened(variance: Fraction, squared_errors: Sequence[Fraction]) -> Fraction:
    """The variance times how far past forecasts strayed, in squared standard deviations."""
    return variance * (CALM + sum(squared_errors, Fraction(0))) / (CALM + len(squared_errors))


def tenths(mean: Fraction, variance: Fraction) -> tuple[Decimal, Decimal]:
    """P10 and P90 of a gamma distribution, by the cube of Wilson and Hilferty; never below 0."""
    if mean <= 0:
        return Decimal(0), Decimal(0)
    with localcontext(prec=28):
        middle = _decimal(mean)
        spread = _decimal(variance / mean**2)
        step = TENTH * spread.sqrt() / 3
        low, high = (max(Decimal(0), 1 - spread / 9 + way * step) for way in (-1, 1))
        return middle * min(low**3, ONE), middle * max(high**3, ONE)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
