"""A measure's payout curve as a line to draw, and what each part adds to the pool, in points."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from metrics.meeting.story import MeasureStory, PoolStory
from metrics.money import rounded_fraction
from metrics.pool.cents import largest_remainder
from metrics.pool.curve import Curve

# How far the line is drawn beyond its last point, in percent of target.
BEYOND = Fraction(10)
TENTHS = 10
Points = tuple[tuple[Fraction, Fraction], ...]


def corners(one: MeasureStory) -> Points:
    """The line from 0 to a little beyond the last point or today's; a jump is two points."""
    # Thirds of a target are no decimals; the curve takes every exact number.
    points: Any = one.points
    curve = Curve.of(points, one.shape, one.below, one.above)
    first, last = one.points[0][0], one.points[-1][0]
    end = max(last, one.attainment or last) + BEYOND
    found = [(Fraction(0), curve.payout(Fraction(0)))] if first > 0 else []
    if first > 0 and one.below == "zero":
        found.append((first, Fraction(0)))
    found.append(one.points[0])
    for before, after in pairwise(one.points):
        if one.shape == "step":
            found.append((after[0], before[1]))
        found.append(after)
    return (*found, (end, curve.payout(end)))


def parts(pool: PoolStory) -> tuple[tuple[str, Fraction | None, Fraction], ...]:
    """Label, weight and points of each part, to a tenth, adding up to the tenth that is told.

    What rounding leaves goes to the largest remainders, ties to the first.
    """
    told = [(one.label, one.weight, one.weighted) for one in pool.measures]
    added = [(one.label, None, one.points) for one in pool.kickers if one.points]
    every: list[tuple[str, Fraction | None, Fraction]] = [*told, *added]
    whole = int(
        rounded_fraction(sum((one[2] for one in every), Fraction(0)), 1, "half_up") * TENTHS
    )
    tenths = largest_remainder([one[2] * TENTHS for one in every], whole)
    return tuple(
        (label, weight, Fraction(units, TENTHS))
        for (label, weight, _), units in zip(every, tenths, strict=True)
    )
