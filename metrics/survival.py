"""The Kaplan-Meier median, exactly: half the things have ended by then, open ones censored."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Duration:
    """How many things ended, and how many were still open (censored), after `length`."""

    length: int
    ended: int
    censored: int


def survival_median(durations: Iterable[Duration], at_risk: int) -> int | None:
    """The shortest length by which the survival curve is at or under one half, or None.

    `durations` in order of length; those after the median may be left out, so `at_risk` says how
    many things there are in all. What ended at a length did so before what was censored there.
    """
    # Between two censorings the product of the curve telescopes to one fraction.
    settled, run_start, left = Fraction(1), at_risk, at_risk
    for duration in durations:
        if duration.ended:
            left -= duration.ended
            if settled * left <= HALF * run_start:
                return duration.length
        if duration.censored:
            if left < run_start:
                settled *= Fraction(left, run_start)
            left -= duration.censored
            run_start = left
    return None
