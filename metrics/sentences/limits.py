"""Process-behaviour limits: what a weekly number usually is, and when it no longer is that."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

# The weeks that limits are made of: those before the week that is judged.
WEEKS = 13
# Fewer weeks than these say too little about what is usual.
LEAST = 8
# 3 / 1.128, as the XmR chart has it: three standard deviations estimated from moving ranges.
PER_RANGE = Fraction(266, 100)
# So many weeks in a row on one side of the centre are no accident: 1 in 256 each way.
IN_A_ROW = 8

Values = Sequence[Decimal | None]


@dataclass(frozen=True)
class Limits:
    """The mean of the weeks known, and how far from it a week usually lies; exact.

    `low` and `high` are usual themselves. `points` says how many weeks they rest on.
    """

    centre: Fraction
    low: Fraction
    high: Fraction
    points: int


@dataclass(frozen=True)
class Unusual:
    """A week that is not as usual: outside the limits, or the latest of a run on one side.

    `run` counts the weeks in a row on that side of the centre; None for a week outside.
    """

    value: Decimal
    limits: Limits
    is_above: bool
    run: int | None = None


def limits(values: Values) -> Limits | None:
    """The limits of these weeks, oldest first: mean ± 2.66 times the mean moving range.

    Weeks without an answer are None: neither they nor the steps to and from them count. None
    where fewer than eight weeks are known, or where no week differs from the one before it:
    then nobody has seen how far a week can lie from another.
    """
    found = [None if one is None else Fraction(one) for one in values]
    known = [one for one in found if one is not None]
    steps = [abs(b - a) for a, b in pairwise(found) if a is not None and b is not None]
    if len(known) < LEAST or not any(steps):
        return None
    centre = sum(known, Fraction(0)) / len(known)
    reach = PER_RANGE * sum(steps, Fraction(0)) / len(steps)
    return Limits(centre, centre - reach, centre + reach, len(known))


def unusual(values: Values) -> Unusual | None:
    """What is unusual about the last value beside up to 13 before it; None where nothing is."""
    if not values or values[-1] is None:
        return None
    before, last = list(values[:-1])[-WEEKS:], values[-1]
    usual = limits(before)
    if usual is None:
        return None
    if not usual.low <= last <= usual.high:
        return Unusual(last, usual, last > usual.high)
    run = _run([*before, last], usual.centre)
    return Unusual(last, usual, last > usual.centre, run) if run >= IN_A_ROW else None


def _run(values: Values, centre: Fraction) -> int:
    """How many of the latest weeks lie on the last one's side of the centre, in a row."""
    last = values[-1]
    if last is None or last == centre:
        return 0
    count = 0
    for one in reversed(values):
        if one is None or one == centre or (one > centre) is not (last > centre):
            break
        count += 1
    return count
