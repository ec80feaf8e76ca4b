"""Payout curves: from a result to percent points of target, exactly.

Points go from worst to best: an ascending result axis means higher is better, a descending one
lower is better. Segments hold their first end, not their last; the last point is included.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from metrics.errors import PlanError
from metrics.pool.plan import Above, Below, Points, Shape

ZERO = Fraction(0)


@dataclass(frozen=True)
class Point:
    """A breakpoint: a result, on the curve's own axis, and the percent points it pays."""

    result: Fraction
    payout: Fraction


@dataclass(frozen=True)
class Cliff:
    """A result at which the payout jumps by `size` percent points."""

    result: Fraction
    size: Fraction


@dataclass(frozen=True)
class Segment:
    """A straight piece of a curve; payout = `base` + `slope` x (result - `start`).

    `start` and `slope` run along the axis of improvement: results times -1 on a descending curve.
    `end` is where the next piece begins; None: open.
    """

    start: Fraction
    end: Fraction | None
    base: Fraction
    slope: Fraction  # percent points a unit of improvement


@dataclass(frozen=True)
class Curve:
    """A payout curve. `progress` holds the points' results along the axis of improvement."""

    points: tuple[Point, ...]
    is_step: bool
    below: Below
    above: Above
    is_descending: bool
    progress: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...]  # of the pieces: below the first point, between, above the last

    @staticmethod
    def of(
        points: Points,
        shape: Shape = "linear",
        below: Below = "zero",
        above: Above = "cap",
        is_lower_better: bool = False,
    ) -> "Curve":
        """The curve through a plan's points; `is_lower_better` decides for a single point.

        Raises: PlanError when there are no points, the results do not run one way, or the
        payout falls where the result improves.
        """
        return _curve(points, shape, below, above, is_lower_better and len(points) == 1)

    def payout(self, result: Fraction) -> Fraction:
        """Percent points that `result` pays."""
        at = -result if self.is_descending else result
        piece = bisect_right(self.progress, at)
        if piece == 0 and self.below == "zero":
            return ZERO
        anchor = max(piece - 1, 0)
        slope = self.slopes[piece]
        base = self.points[anchor].payout
        return base + slope * (at - self.progress[anchor]) if slope else base

    def slope(self, result: Fraction, from_below: bool = False) -> Fraction:
        """Percent points that one unit of improvement adds at `result`; never negative.

        At a breakpoint the two sides differ: toward better results, or `from_below` toward worse
        ones. A jump is no slope: see `cliffs`.
        """
        at = -result if self.is_descending else result
        side = bisect_left if from_below else bisect_right
        return self.slopes[side(self.progress, at)]

    def next_breakpoint(self, result: Fraction) -> Point | None:
        """The nearest point with a better result than `result`; None from the last one on."""
        at = -result if self.is_descending else result
        piece = bisect_right(self.progress, at)
        return self.points[piece] if piece < len(self.points) else None

    def cliffs(self) -> tuple[Cliff, ...]:
        """Where the payout jumps: the first point with below "zero", and every step."""
        first = self.points[0]
        found = [Cliff(first.result, first.payout)] if self.below == "zero" else []
        if self.is_step:
            found += [Cliff(b.result, b.payout - a.payout) for a, b in pairwise(self.points)]
        return tuple(cliff for cliff in found if cliff.size > 0)

    def segments(self) -> tuple[Segment, ...]:
        """The pieces between the points and the one above the last, from worst to best."""
        ends = (*self.progress[1:], None)
        return tuple(
            Segment(start, end, point.payout, slope)
            for start, end, point, slope in zip(
                self.progress, ends, self.points, self.slopes[1:], strict=True
            )
        )

    def pieces_around(self, result: Fraction) -> tuple[Point | None, Point | None]:
        """The last point reached and the next one; None where there is none."""
        at = -result if self.is_descending else result
        piece = bisect_right(self.progress, at)
        reached = self.points[piece - 1] if piece else None
        return reached, self.points[piece] if piece < len(self.points) else None


# A live screen reads the same few curves hundreds of times between two moves of a slider.
@lru_cache(maxsize=1024)
def _curve(points: Points, shape: Shape, below: Below, above: Above, is_lower: bool) -> Curve:
    exact = tuple(Point(Fraction(result), Fraction(payout)) for result, payout in points)
    is_descending = is_lower or (len(exact) > 1 and exact[-1].result < exact[0].result)
    progress = tuple(-point.result if is_descending else point.result for point in exact)
    _check(points, progress)
    between = [
        (b.payout - a.payout) / (end - start)
        for (a, b), (start, end) in zip(pairwise(exact), pairwise(progress), strict=True)
    ]
    # The shape is what lies between the points; outside them the line through two points goes on.
    first, last = (between[0], between[-1]) if between else (ZERO, ZERO)
    under = first if below == "extrapolate" else ZERO
    over = last if above == "extrapolate" else ZERO
    inside = [ZERO] * len(between) if shape == "step" else between
    slopes = (under, *inside, over)
    return Curve(exact, shape == "step", below, above, is_descending, progress, slopes)


def _check(points: Points, progress: tuple[Fraction, ...]) -> None:
    """Refuse a curve that cannot be read; a plan's own checks name the measure."""
    if not points:
        raise PlanError("a curve needs at least one point; write points = [[result, payout], ...]")
    if any(b <= a for a, b in pairwise(progress)):
        raise PlanError(
            f"the results of a curve run one way, from worst to best, and {_listed(points)} do not;"
            " put the points in order and leave no result twice"
        )
    if any(b[1] < a[1] for a, b in pairwise(points)):
        raise PlanError(
            f"a better result may not pay less, and {_listed(points)} falls;"
            " raise the later payouts or lower the earlier ones"
        )


def _listed(points: Points) -> str:
    """The points as a plan writes them."""
    return ", ".join(f"[{_digits(result)}, {_digits(payout)}]" for result, payout in points)


def _digits(value: Decimal) -> str:
    """A number of a plan, written out: no exponent."""
    return f"{value:f}"
