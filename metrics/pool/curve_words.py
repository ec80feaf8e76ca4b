"""How a curve came to its payout, in words that a payee can follow with a pencil."""

from fractions import Fraction

from metrics.pool.curve import Curve, Point
from metrics.pool.wording import amount, number


def curve_words(curve: Curve, result: Fraction, unit: str) -> str:
    """Where `result` lies on the curve and what it pays there, with the sum written out.

    '553,000,000 lies between 505,000,000 (50) and 631,000,000 (100):
    50 + 50 x 48,000,000 / 126,000,000 = 69.047619'
    """
    reached, following = curve.pieces_around(result)
    if reached is None:
        return _below(curve, result, unit)
    if following is None:
        return _above(curve, result, unit)
    if result == reached.result:
        return f"{amount(result, unit)} is a point of the curve and pays {number(reached.payout)}"
    if curve.is_step:
        return (
            f"the last point that {amount(result, unit)} reaches is {_at(reached, unit)}; "
            f"the next step is {_at(following, unit)}"
        )
    if reached.payout == following.payout:
        return (
            f"{amount(result, unit)} lies between {amount(reached.result, unit)} and "
            f"{amount(following.result, unit)}, which both pay {number(reached.payout)}"
        )
    between = f"{amount(result, unit)} lies between {_at(reached, unit)} and {_at(following, unit)}"
    return f"{between}: {_line(curve, result, unit, reached, (reached, following))}"


def _below(curve: Curve, result: Fraction, unit: str) -> str:
    """Words for a result that does not reach the first point."""
    first = curve.points[0]
    short = f"{amount(result, unit)} does not reach {amount(first.result, unit)}"
    if curve.below == "zero":
        return f"{short}, where payment starts with {number(first.payout)}: 0"
    if curve.slopes[0] == 0:
        return f"{short}; below it the curve stays at {number(first.payout)}"
    along = (first, curve.points[1])
    return f"{short}; the line goes on: {_line(curve, result, unit, first, along)}"


def _above(curve: Curve, result: Fraction, unit: str) -> str:
    """Words for a result at the last point or beyond."""
    last = curve.points[-1]
    if curve.slopes[-1] == 0:
        verb = "is" if result == last.result else "is beyond"
        most = "the most it pays" if curve.above == "cap" else "what it stays at"
        return (
            f"{amount(result, unit)} {verb} the curve's last point {amount(last.result, unit)}; "
            f"{number(last.payout)} is {most}"
        )
    if result == last.result:
        return f"{amount(result, unit)} is a point of the curve and pays {number(last.payout)}"
    beyond = f"{amount(result, unit)} is beyond {_at(last, unit)}; the line goes on"
    return f"{beyond}: {_line(curve, result, unit, last, curve.points[-2:])}"


def _line(curve: Curve, result: Fraction, unit: str, start: Point, along: tuple[Point, ...]) -> str:
    """The interpolation from `start` along the piece between two points, written out."""
    first, second = along
    rise = second.payout - first.payout
    way = abs(result - start.result)
    # Below the first point the line runs back from it.
    sign = "-" if start == first and curve.payout(result) < start.payout else "+"
    run = abs(second.result - first.result)
    return (
        f"{number(start.payout)} {sign} {number(rise)} x {amount(way, unit)} / {amount(run, unit)}"
        f" = {number(curve.payout(result))}"
    )


def _at(point: Point, unit: str) -> str:
    """A point as '505,000,000 (50)'."""
    return f"{amount(point.result, unit)} ({number(point.payout)})"
