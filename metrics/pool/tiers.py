"""Marginal tiers: each slice of an amount pays its own rate. Money in, money out, exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from metrics.pool.plan import Tier

ZERO = Fraction(0)


@dataclass(frozen=True)
class TierPart:
    """What lies of an amount inside one tier, and what that pays."""

    start: Fraction
    end: Fraction | None  # None: no end
    rate: Fraction  # 0 to 1
    inside: Fraction  # money of the amount in this tier
    pays: Fraction


@lru_cache(maxsize=256)
def slices(tiers: tuple[Tier, ...]) -> tuple[tuple[Fraction, Fraction | None, Fraction], ...]:
    """The tiers as exact (from, to, rate); a negative amount is in none of them."""
    return tuple(
        (
            max(Fraction(tier.start), ZERO),
            None if tier.end is None else max(Fraction(tier.end), ZERO),
            Fraction(tier.rate),
        )
        for tier in tiers
    )


def tier_parts(tiers: Sequence[Tier], amount: Fraction) -> tuple[TierPart, ...]:
    """What `amount` pays tier by tier, also the tiers that it does not reach."""
    parts = []
    for start, end, rate in slices(tuple(tiers)):
        top = amount if end is None else min(amount, end)
        inside = max(top - start, ZERO)
        parts.append(TierPart(start, end, rate, inside, inside * rate))
    return tuple(parts)


def tier_sum(tiers: Sequence[Tier], amount: Fraction) -> Fraction:
    """What `amount` pays over all tiers; 0 below the first, nothing more above the last."""
    return sum((part.pays for part in tier_parts(tiers, amount)), ZERO)


def per_transaction(tiers: Sequence[Tier], amounts: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """What each amount pays when every transaction starts at the first tier again."""
    return tuple(tier_sum(tiers, amount) for amount in amounts)
