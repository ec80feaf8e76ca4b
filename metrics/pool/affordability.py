"""What a pool may cost: the bound by a KPI, and a share of a KPI measured after the bonus."""

from collections.abc import Sequence
from fractions import Fraction

from metrics.pool.plan import FundingTerms, Tier
from metrics.pool.tiers import slices

ZERO = Fraction(0)


def bound(kpi: Fraction, floor: Fraction) -> Fraction:
    """The most a pool may be, in money: what the KPI has above its floor, never below 0."""
    return max(kpi - floor, ZERO)


def is_after_bonus(terms: FundingTerms) -> bool:
    """Whether the share is a share of the KPI after the bonus that it pays."""
    afford = terms.afford
    return terms.method == "share" and afford.on == "after" and afford.kpi == terms.kpi


def after_bonus(tiers: Sequence[Tier], before: Fraction, factor: Fraction) -> Fraction:
    """The KPI after the bonus, in money, when the pool is `factor` x tiers of what remains.

    Solves before = after + factor x tiers(after) in closed form: within a slice both sides are
    straight lines, so one division gives the answer; for one rate r it is before / (1 + r).
    """
    pool_so_far = ZERO
    for start, end, rate in slices(tuple(tiers)):
        if before - pool_so_far <= start:
            break
        slope = factor * rate
        after = start + (before - pool_so_far - start) / (1 + slope)
        if end is None or after <= end:
            return after
        pool_so_far += slope * (end - start)
    return before - pool_so_far
