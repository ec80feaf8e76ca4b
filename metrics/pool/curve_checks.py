"""What can be wrong with a payout curve: its points, their order, and the way they run."""

from collections.abc import Iterator
from itertools import pairwise

from metrics.pool.inputs import KnownKey
from metrics.pool.plan import Combine, Measure, Points
from metrics.pool.plan_fields import number_text


def curve_faults(
    curve: Measure | Combine, known: KnownKey | None, *, is_higher: bool = False
) -> Iterator[str]:
    """What is wrong with the curve's points, the worst first; nothing when they hold.

    `is_higher`: the result axis is an attainment, where more is always better.
    """
    points = curve.points
    if not points:
        yield "there are none; write [result, payout] pairs, such as [[0.8, 50], [1, 100]]"
        return
    if len(points) == 1:
        # One point of a step has no direction of its own; the KPI's better side decides.
        if curve.shape != "step":
            yield "one point makes no line; add a second, or set shape to step"
        return
    yield from _order(points)
    yield from _direction(curve, known, is_higher)


def is_falling(points: Points) -> bool:
    """Whether the results run downward: a lower result is the better one."""
    return len(points) > 1 and points[1][0] < points[0][0]


def _order(points: Points) -> Iterator[str]:
    """A result that does not go on in the curve's direction, a payout that falls."""
    down = is_falling(points)
    for before, after in pairwise(points):
        left, right = number_text(before[0]), number_text(after[0])
        if left == right:
            yield f"result {left} stands twice in a row; keep one payout for it"
        elif (after[0] < before[0]) is not down:
            way = "fall" if down else "rise"
            yield f"result {right} comes after {left}; let the results {way} all the way"
        elif after[1] < before[1]:
            was, now = number_text(before[1]), number_text(after[1])
            yield (
                f"the payout falls from {was} to {now} at {right}; "
                f"a better result must not pay less, so write {was} or more there"
            )


def _direction(curve: Measure | Combine, known: KnownKey | None, is_higher: bool) -> Iterator[str]:
    """The way the results run against what is better for the KPI."""
    down = is_falling(curve.points)
    if is_higher and down:
        yield "they run downward, and more attainment is better; write them from low to high"
    if not isinstance(curve, Measure) or known is None:
        return
    key = known.key
    if known.better == "higher" and down:
        yield f"they run downward, but higher is better for {key}; write them from low to high"
    if known.better == "lower" and not down and curve.basis == "value":
        yield f"they run upward, but lower is better for {key}; write them from high to low"
