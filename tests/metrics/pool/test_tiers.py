"""Marginal tiers: each slice of an amount pays its own rate."""

from fractions import Fraction

import pytest

from metrics.pool.plan import Tier
from metrics.pool.tiers import TierPart, per_transaction, tier_parts, tier_sum
from tests.metrics.pool.funding_worlds import exact, tiers

ORACLE = tiers((0, 1000, 0.01), (1000, 3000, 0.02), (3000, 8000, 0.03), (8000, 20000, 0.05))
ELLIG = tiers((0, 10_000_000, 1), (10_000_000, "inf", 0.5))
LATE = tiers((500, 1000, 0.1))


def test_oracle_164_each_transaction_by_itself() -> None:
    amounts = [Fraction(amount) for amount in (200, 300, 1500, 1200, 2000, 4500)]
    paid = per_transaction(ORACLE, amounts)
    assert paid == (2, 3, 20, 14, 30, 95)
    assert sum(paid) == 164


def test_all_transactions_in_one_amount_reach_the_higher_rates() -> None:
    assert tier_sum(ORACLE, Fraction(9700)) == 10 + 40 + 150 + 85


def test_ellig_35_million_of_60() -> None:
    assert tier_sum(ELLIG, Fraction(60_000_000)) == 35_000_000


@pytest.mark.parametrize(
    ("slices", "amount", "pays"),
    [
        (ORACLE, -1, 0),
        (ORACLE, 0, 0),
        (ORACLE, 1000, 10),
        (ORACLE, 1001, exact(10.02)),
        (ORACLE, 2500, 40),  # 1.6 % of it
        (ORACLE, 20000, 10 + 40 + 150 + 600),
        # Above the last end nothing more is added.
        (ORACLE, 20001, 800),
        (ORACLE, 10**9, 800),
        (ELLIG, 10_000_000, 10_000_000),
        (ELLIG, 10_000_002, 10_000_001),
        # Below the first slice there is nothing.
        (LATE, 500, 0),
        (LATE, 600, 10),
        (LATE, 5000, 50),
    ],
)
def test_each_slice_pays_its_own_rate(
    slices: tuple[Tier, ...], amount: int, pays: Fraction
) -> None:
    assert tier_sum(slices, Fraction(amount)) == pays


def test_the_parts_tell_what_lies_in_each_slice() -> None:
    assert tier_parts(ELLIG, Fraction(60_000_000)) == (
        TierPart(
            Fraction(0), Fraction(10_000_000), Fraction(1), Fraction(10_000_000), Fraction(10**7)
        ),
        TierPart(
            Fraction(10_000_000), None, Fraction(1, 2), Fraction(50_000_000), Fraction(25_000_000)
        ),
    )
    assert [part.inside for part in tier_parts(ORACLE, Fraction(2500))] == [1000, 1500, 0, 0]


def test_a_negative_first_slice_still_pays_nothing_below_0() -> None:
    below = tiers((-100, 100, 0.5))
    assert [tier_sum(below, Fraction(x)) for x in (-50, 0, 40, 200)] == [0, 0, 20, 50]
