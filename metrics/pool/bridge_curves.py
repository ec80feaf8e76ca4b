"""Measures between two plans: moved with their targets, or with the second plan's weights."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from metrics.pool.inputs import HUNDRED, Results, result_key
from metrics.pool.plan import Measure, Plan, Points


@dataclass(frozen=True)
class _Pair:
    """The same measure in both plans."""

    old: Measure
    new: Measure


def key_of(measure: Measure) -> str:
    """The result key of a measure."""
    return result_key(measure.kpi, measure.scope)


def retargeted(
    old: Plan, new: Plan, old_results: Results, new_results: Results
) -> tuple[Measure, ...]:
    """The old plan's measures, with points in a KPI's own unit moved as far as its target moved.

    Points move by the ratio of the targets where that gives the new points exactly, else by the
    ratio of the results that pay 100; without either they stay, and all of it is the curve.
    """
    later = {key_of(measure): measure for measure in new.measures}
    found = []
    for measure in old.measures:
        key = key_of(measure)
        twin = later.get(key)
        if twin is None:
            found.append(measure)
            continue
        pair = _Pair(measure, twin)
        ratio = _by_targets(pair, _target(old_results, key), _target(new_results, key))
        points = _scaled(measure.points, ratio or _at_target(pair) or Fraction(1))
        found.append(measure.model_copy(update={"points": points}))
    return tuple(found)


def reweighted(measures: tuple[Measure, ...], new: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """The measures of the new plan at its weights, on the curves they had where they were there.

    Without measures a plan funds 100 %, so none is left where the new plan has none.
    """
    had = {key_of(measure): measure for measure in measures}
    return tuple(
        had.get(key_of(measure), measure).model_copy(update={"weight": measure.weight})
        for measure in new
    )


def _by_targets(pair: _Pair, old: Fraction | None, new: Fraction | None) -> Fraction | None:
    """The ratio of the targets where it alone makes the new points of the old ones."""
    if old is None or new is None or not _are_in_unit(pair):
        return None
    ratio = new / old
    return ratio if _exact(_scaled(pair.old.points, ratio)) == _exact(pair.new.points) else None


def _at_target(pair: _Pair) -> Fraction | None:
    """The ratio of the results that pay 100, where both curves have such a point above 0."""
    if not _are_in_unit(pair):
        return None
    old, new = _pays_100(pair.old.points), _pays_100(pair.new.points)
    return new / old if old is not None and new is not None else None


def _are_in_unit(pair: _Pair) -> bool:
    return pair.old.basis == pair.new.basis == "value"


def _pays_100(points: Points) -> Fraction | None:
    """The first result above 0 that pays exactly 100."""
    for result, payout in _exact(points):
        if payout == HUNDRED and result > 0:
            return result
    return None


def _target(results: Results, key: str) -> Fraction | None:
    found = results.get(key)
    return found.target if found is not None and found.target and found.target > 0 else None


def _exact(points: Points) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((Fraction(result), Fraction(payout)) for result, payout in points)


def _scaled(points: Points, ratio: Fraction) -> Points:
    """The points with their results times `ratio`, exactly.

    A third has no last decimal: the curve reads fractions as well, and these plans are not stored.
    """
    if ratio == 1:
        return points
    return tuple(
        (cast(Decimal, Fraction(result) * ratio), cast(Decimal, Fraction(payout)))
        for result, payout in points
    )
