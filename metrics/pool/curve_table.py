"""A measure's curve for people: how it runs, in sentences, and a table of results and payouts."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from metrics.errors import PlanError
from metrics.pool.blocks import Block, Heading, Paragraph, Table, section, tables_in
from metrics.pool.curve import Curve
from metrics.pool.decimals import read_back, written
from metrics.pool.wording import number

# What a curve's result axis is in, besides a KPI's own unit.
MULTIPLE, ATTAINMENT = "multiple", ""
HEADER = ("Result", "Payout, %")


def curve_blocks(curve: Curve, unit: str) -> tuple[Block, ...]:
    """The curve in words, then its points, what lies half-way between, and both outsides."""
    return Paragraph(curve_words(curve, unit)), curve_table(curve, unit, _results(curve))


def curve_table(curve: Curve, unit: str, results: Sequence[Fraction]) -> Table:
    """What each result pays, in percent points of target."""
    rows = tuple((written(one, unit), number(curve.payout(one))) for one in results)
    return Table(HEADER, rows, 0)


def prove_curve(plan_name: str, heading: Heading, curve: Curve, unit: str, text: str) -> None:
    """Nothing, when each payout printed below the heading is what the curve pays for its result.

    Raises: PlanError that names the measure and the row.
    """
    where = f"plan '{plan_name}', document, '{heading.text}'"
    tables = [rows for rows in tables_in(section(text, heading)) if tuple(rows[0]) == HEADER]
    if len(tables) != 1:
        raise PlanError(f"{where}: its table of payouts is not there; build the document anew")
    for result, payout in tables[0][1:]:
        try:
            again = number(curve.payout(read_back(result, unit)))
        except ValueError as error:
            raise PlanError(f"{where}: {error}; build the document anew") from error
        if again != payout:
            raise PlanError(
                f"{where}: {result} pays {again} and {payout} is printed; "
                "build the document anew from the plan"
            )


def curve_words(curve: Curve, unit: str) -> str:
    """How the curve runs from worst to best, in sentences."""
    first, last = curve.points[0], curve.points[-1]
    worse, better = ("above", "below") if curve.is_descending else ("below", "above")
    start, end = written(first.result, unit), written(last.result, unit)
    pays, most = number(first.payout), number(last.payout)
    side = "lower" if curve.is_descending else "higher"
    said = [
        f"A {side} result is better.",
        f"Payment starts at {start}, which pays {pays} % of target.",
    ]
    if len(curve.points) > 1:
        way = (
            "The last point reached pays, without steps between"
            if curve.is_step
            else "Between the points it follows a straight line"
        )
        said.append(f"{way}, up to {most} % at {end}.")
    said += [
        f"From {written(a.result, unit)} to {written(b.result, unit)} it stays at "
        f"{number(a.payout)} %."
        for a, b in pairwise(curve.points)
        if a.payout == b.payout
    ]
    under = {
        "zero": f"A result {worse} {start} pays nothing.",
        "flat": f"A result {worse} {start} pays {pays} % as well.",
        "extrapolate": f"{worse.capitalize()} {start} the first line goes on.",
    }
    over = {
        "cap": f"{better.capitalize()} {end} it stays at {most} %.",
        "extrapolate": f"{better.capitalize()} {end} the last line goes on.",
    }
    said += [under[curve.below], over[curve.above]]
    said += [
        f"At {written(cliff.result, unit)} the payout jumps by {number(cliff.size)} points."
        for cliff in curve.cliffs()
    ]
    return " ".join(said)


def _results(curve: Curve) -> list[Fraction]:
    """Results worth a row, from worst to best; below zero only where the points are."""
    points = [point.result for point in curve.points]
    inner = [one for a, b in pairwise(points) for one in ((a + b) / 2, b)]
    if len(points) == 1:
        return points
    step = abs(points[1] - points[0]) / 2
    beyond = abs(points[-1] - points[-2]) / 2
    sign = -1 if curve.is_descending else 1
    return [points[0] - sign * step, points[0], *inner, points[-1] + sign * beyond]
