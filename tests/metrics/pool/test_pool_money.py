"""From the funding to the pool in money: three methods, floor and cap, carry-over, reserve."""

from fractions import Fraction

import pytest

from metrics.errors import PlanError
from metrics.pool.funding import fund
from metrics.pool.lines import Pool
from metrics.pool.plan import FundingTerms, Plan
from metrics.pool.pool_money import pool_of
from tests.metrics.pool.funding_worlds import exact, inputs, measure, plan, step_named, tiers

SCORE = measure("score", 100, (0, 0), (400, 400))


def pool(
    funding: FundingTerms,
    target_pool: int | None,
    score: int | None = None,
    carry_over: int | str = 0,
    ebitda: int = 0,
) -> Pool:
    """The pool of a plan that funds its own score; no score: no measures."""
    one: Plan = plan(*(() if score is None else (SCORE,)), funding=funding)
    given = inputs({"score": score or 0, "ebitda": ebitda}, carry_over=carry_over)
    target = None if target_pool is None else Fraction(target_pool)
    return pool_of(one, fund(one, given), target, given)


@pytest.mark.parametrize(
    ("floor", "cap", "score", "funding", "money"),
    [
        (0, 200, 119, 119, 119_000),
        (0, 200, 250, 200, 200_000),
        (0, 150, 153, 150, 150_000),
        (0, 0, 250, 250, 250_000),  # a cap of 0 is none
        (40, 200, 30, 40, 40_000),
        (40, 200, 0, 40, 40_000),
        (0, 200, 0, 0, 0),
        (0, 200, -25, 0, 0),  # nobody pays into the pool
        (50, 0, 49, 50, 50_000),
    ],
)
def test_target_incentives_are_funded_within_floor_and_cap(
    floor: int, cap: int, score: int, funding: int, money: int
) -> None:
    terms = FundingTerms(floor=floor, cap=cap)
    low = measure("score", 100, (0, 0), (400, 400), below="extrapolate")
    one, given = plan(low, funding=terms), inputs({"score": score})
    with_payees = pool_of(one, fund(one, given), Fraction(100_000), given)
    assert (with_payees.funding, with_payees.limited, with_payees.total) == (funding, money, money)
    # Without payees there is no money, and the funding is the same.
    without = pool_of(one, fund(one, given), None, given)
    assert (without.funding, without.limited, without.total) == (funding, None, None)
    assert (without.reserve, without.to_share) == (None, None)
    assert without.node.formula == "no payees, so no target pool and no money"


@pytest.mark.parametrize(
    ("floor", "cap", "target_pool", "score", "money"),
    [
        (0, 200, None, None, 500_000),
        (0, 200, None, 50, 250_000),
        (0, 200, None, -50, 0),
        (0, 200, 1_000_000, 50, 250_000),
        (0, 200, 100_000, 100, 200_000),
        (0, 0, 100_000, 100, 500_000),
        (60, 200, 1_000_000, 50, 600_000),
        (60, 200, None, 50, 250_000),  # without payees: no floor and no cap
        (0, 200, 0, 100, 0),  # nobody with a target: nothing to pay 200 % of
    ],
)
def test_a_fixed_amount_is_bound_in_money(
    floor: int, cap: int, target_pool: int | None, score: int | None, money: int
) -> None:
    terms = FundingTerms(method="fixed", amount=500_000, floor=floor, cap=cap)
    low = measure("score", 100, (0, 0), (400, 400), below="extrapolate")
    one = plan(*(() if score is None else (low,)), funding=terms)
    given = inputs({"score": score or 0})
    target = None if target_pool is None else Fraction(target_pool)
    found = pool_of(one, fund(one, given), target, given)
    assert (found.limited, found.total) == (money, money)
    assert found.funding == (100 if score is None else score)


def test_ellig_35_million_is_a_share_of_60() -> None:
    slices = tiers((0, 10_000_000, 1), (10_000_000, "inf", 0.5))
    ellig = FundingTerms(method="share", kpi="ebitda", tiers=slices, cap=0)
    assert pool(ellig, 10_000, ebitda=60_000_000).total == 35_000_000
    assert pool(ellig, 10_000, score=80, ebitda=60_000_000).total == 28_000_000
    assert pool(ellig, 10_000, ebitda=-1).total == 0
    capped = FundingTerms(method="share", kpi="ebitda", tiers=slices, cap=200_000)
    assert pool(capped, 10_000, ebitda=60_000_000).total == 20_000_000


def test_carried_money_comes_after_the_cap_and_before_the_reserve() -> None:
    found = pool(FundingTerms(cap=150, reserve=10), 1_000, 200, carry_over="20.50")
    assert found.limited == 1500
    assert found.total == exact(1520.5)
    assert found.reserve == exact(152.05)
    assert found.to_share == exact(1368.45)
    assert [(step.name, step.value, step.formula) for step in found.node.walk()] == [
        ("Pool", exact(1520.5), "1,500 + 20.5 carried over = 1,520.5"),
        ("Target pool", 1000, "prorated target incentives x pool share"),
        ("Funding within floor and cap", 150, "200, at least 0, at most 150"),
        ("Funded", 1500, "1,000 x 150 % = 1,500"),
        ("Carry-over", exact(20.5), "undistributed money of earlier periods"),
        ("Reserve", exact(152.05), "10 % of 1,520.5 = 152.05, held back and reported"),
        ("To share", exact(1368.45), "1,520.5 - 152.05 = 1,368.45"),
    ]


def test_a_fixed_pool_is_told_in_words() -> None:
    terms = FundingTerms(method="fixed", amount=500_000, floor=10, cap=0)
    root = pool(terms, 1_000_000, 50).node
    assert step_named(root, "Funded").formula == "500,000 x 50 % = 250,000"
    words = step_named(root, "Within floor and cap").formula
    assert words == "250,000, at least 100,000, no cap"


def test_carried_money_cannot_be_negative() -> None:
    with pytest.raises(PlanError) as refused:
        pool(FundingTerms(), 1_000, 100, carry_over=-1)
    assert refused.value.message == (
        "plan 'Shared pool': the carry-over is undistributed money of earlier periods and cannot "
        "be negative; give 0 or more"
    )
