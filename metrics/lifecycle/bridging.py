"""Why the pool of one period is not that of another, plans that changed inside them included."""

from collections import defaultdict
from fractions import Fraction

from metrics.lifecycle.calculation import Calculation
from metrics.pool.bridge import Bridge, bars_of, bridge


def bridge_of(before: Calculation, after: Calculation) -> Bridge | None:
    """The bars from one period's pool to the other's; None where they pay in two currencies.

    A period of several plans pays each by its share of the days, so its bars are those of each
    plan, weighed the same way: exact, as bars are added up and nothing else.
    """
    if before.basis.plan.currency != after.basis.plan.currency:
        return None
    amounts: dict[str, Fraction] = defaultdict(Fraction)
    for old, old_share in zip(before.runs, _shares(before), strict=True):
        for new, new_share in zip(after.runs, _shares(after), strict=True):
            for bar in bridge(old, new).bars:
                amounts[bar.name] += bar.amount * old_share * new_share
    # What was printed of single plans is blended away; the printed pools are what has to meet.
    difference = after.pool - before.pool
    amounts["rounding"] += difference - sum(amounts.values(), Fraction(0))
    places = max(one.basis.plan.rounding.money for one in (before, after))
    return Bridge(before.pool, bars_of(amounts, difference, places), after.pool)


def _shares(one: Calculation) -> tuple[Fraction, ...]:
    """What each plan counts for: its days over the period's."""
    return tuple(Fraction(part.days, one.basis.days) for part in one.basis.parts)
