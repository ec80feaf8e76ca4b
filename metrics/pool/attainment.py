"""Attainment: how much of a target was reached, in percent points (100 = target), exactly."""

from fractions import Fraction

ZERO, ONE, TWO, HUNDRED = Fraction(0), Fraction(1), Fraction(2), Fraction(100)


def attainment(
    result: Fraction | None, target: Fraction | None, is_lower_better: bool
) -> Fraction | None:
    """Percent points of the target reached; None ("not meaningful") for no target or one <= 0.

    Higher is better: result / target. Lower is better: 2 - result / target, so that half the
    target is 150 and twice the target is 0.
    """
    if result is None or target is None or target <= 0:
        return None
    reached = result / target
    return HUNDRED * (TWO - reached if is_lower_better else reached)


def multiple(points: Fraction, is_descending: bool) -> Fraction:
    """Where a curve on basis "target" is read: multiples of the target.

    An ascending curve is read at the attainment, a descending one at result / target.
    """
    reached = points / HUNDRED
    return TWO - reached if is_descending else reached
