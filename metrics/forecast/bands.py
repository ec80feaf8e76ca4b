"""Calibration: deals of past windows by the chance they were given, and what became of them."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from metrics.forecast.line import Line
from metrics.forecast.records import Band

# Edges of the bands of chances; a chance on an edge belongs to the band above.
EDGES = (
    Decimal(0),
    Decimal("0.05"),
    Decimal("0.2"),
    Decimal("0.4"),
    Decimal("0.6"),
    Decimal("0.8"),
    Decimal(1),
)


def bands(line: Line, place: int) -> tuple[Band, ...]:
    """The bands of every deal that stood open in the back-tests known by the mark.

    Each deal has the chance it was given then, from what was known then. Empty bands are left
    out. The whole company's deals, as the odds are.
    """
    chances: list[tuple[Fraction, int, int]] = []
    for other in line.tested(place):
        found = line.estimate(other)
        if found is not None:
            for key, standing in line.snapshot(other).standings.items():
                chance = found.odds.chance(*key)
                chances.append((chance, standing.deals, standing.booked_deals))
    told = []
    for low, high in pairwise(EDGES):
        inside = [one for one in chances if low <= one[0] < high or one[0] == high == 1]
        deals = sum(count for _, count, _ in inside)
        if deals:
            expected = sum((chance * count for chance, count, _ in inside), Fraction(0))
            told.append(
                Band(
                    low,
                    high,
                    deals,
                    Decimal(expected.numerator) / expected.denominator,
                    sum(booked for _, _, booked in inside),
                )
            )
    return tuple(told)
