"""What a curve pays on average when the result is uncertain. For planning: pays nobody, so floats.

At the mean is not the mean: a curve that is cut off below and steeper above pays more or less on
average than what it pays for the average result.
"""

from fractions import Fraction
from statistics import NormalDist

from metrics.pool.curve import Curve


def expected_payout(curve: Curve, mean: float, sd: float) -> float:
    """Percent points that a normally distributed result earns on average, in closed form.

    Each straight piece is integrated against the normal density; `mean` and `sd` are in the unit
    of the curve's result axis. With `sd` 0 it is the payout at the mean.
    """
    if sd == 0:
        return float(curve.payout(Fraction(mean)))
    results = NormalDist(-mean if curve.is_descending else mean, sd)
    first = curve.segments()[0]
    paid = 0.0
    if curve.below != "zero":
        slope = float(curve.slopes[0])
        line = float(first.base) - slope * float(first.start)
        paid += _integral(results, None, float(first.start), line, slope)
    for piece in curve.segments():
        slope, start = float(piece.slope), float(piece.start)
        end = None if piece.end is None else float(piece.end)
        paid += _integral(results, start, end, float(piece.base) - slope * start, slope)
    return paid


def _integral(
    results: NormalDist, start: float | None, end: float | None, line: float, slope: float
) -> float:
    """The integral of (line + slope x) over the density between two results; None: no end."""
    below = 0.0 if start is None else results.cdf(start)
    up_to = 1.0 if end is None else results.cdf(end)
    thin_below = 0.0 if start is None else results.pdf(start)
    thin_up_to = 0.0 if end is None else results.pdf(end)
    inside = up_to - below
    partial_mean = results.mean * inside - results.variance * (thin_up_to - thin_below)
    return line * inside + slope * partial_mean
