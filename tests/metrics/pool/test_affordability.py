"""What a pool may cost: bound by a KPI before the bonus, or a share of it after the bonus."""

from fractions import Fraction

import pytest

from metrics.errors import MissingResultError
from metrics.pool.affordability import after_bonus, bound
from metrics.pool.funding import fund
from metrics.pool.lines import Pool
from metrics.pool.plan import Afford, FundingTerms, Tier
from metrics.pool.pool_money import pool_of
from metrics.pool.tiers import tier_sum
from tests.metrics.pool.funding_worlds import inputs, measure, plan, step_named, tiers

TEN_PERCENT = tiers((0, "inf", 0.1))
SLICES = tiers((200_000, 500_000, 0.05), (500_000, 900_000, 0.2), (900_000, "inf", 0.4))
ENDING = tiers((0, 100_000, 1), (100_000, 400_000, 0.25))


def by_halving(slices: tuple[Tier, ...], before: Fraction, factor: Fraction) -> Fraction:
    """The KPI after the bonus, found by halving 200 times: slow, plain, and no formula."""
    low, high = Fraction(min(before, 0)), max(before, Fraction(0))
    for _ in range(200):
        middle = (low + high) / 2
        if middle + factor * tier_sum(slices, middle) <= before:
            low = middle
        else:
            high = middle
    return low


@pytest.mark.parametrize("slices", [TEN_PERCENT, SLICES, ENDING])
@pytest.mark.parametrize("factor", [Fraction(0), Fraction(1, 2), Fraction(1), Fraction(163, 100)])
@pytest.mark.parametrize(
    "before", [-5, 0, 1, 99_999, 200_000, 215_000, 515_000, 700_000, 995_000, 1_000_000, 10**9]
)
def test_the_closed_form_is_what_halving_finds(
    slices: tuple[Tier, ...], factor: Fraction, before: int
) -> None:
    after = after_bonus(slices, Fraction(before), factor)
    # Exactly: what is left and what it pays are what there was.
    assert after + factor * tier_sum(slices, after) == before
    assert abs(after - by_halving(slices, Fraction(before), factor)) <= Fraction(1, 10**20)


def test_a_tenth_of_what_is_left_of_a_million_is_an_eleventh_of_it() -> None:
    after = after_bonus(TEN_PERCENT, Fraction(1_000_000), Fraction(1))
    assert 1_000_000 - after == Fraction(1_000_000, 11)  # 90,909.09...


@pytest.mark.parametrize(
    ("kpi", "floor", "most"),
    [(100, 0, 100), (100, 30, 70), (100, 100, 0), (100, 130, 0), (-5, 0, 0)],
)
def test_the_bound_is_what_lies_above_the_floor(kpi: int, floor: int, most: int) -> None:
    assert bound(Fraction(kpi), Fraction(floor)) == most


def share(
    ebitda: int,
    on: str = "after",
    floor: int = 0,
    score: int | None = None,
    slices: tuple[Tier, ...] = TEN_PERCENT,
) -> Pool:
    """A share of EBITDA with the same KPI to be affordable by; a score funds it."""
    funding = FundingTerms(
        method="share",
        kpi="ebitda",
        tiers=slices,
        cap=0,
        afford=Afford(kpi="ebitda", floor=floor, on=on),
    )
    measures = () if score is None else (measure("score", 100, (0, 0), (200, 200)),)
    given = {"ebitda": ebitda} if score is None else {"ebitda": ebitda, "score": score}
    shared = plan(*measures, funding=funding)
    return pool_of(shared, fund(shared, inputs(given)), None, inputs(given))


@pytest.mark.parametrize(
    ("pool", "money"),
    [
        (share(1_000_000), Fraction(1_000_000, 11)),
        (share(1_000_000, on="before"), 100_000),
        # Half funded: 0.05 of what is left.
        (share(1_000_000, score=50), Fraction(1_000_000, 21)),
        (share(1_000_000, score=150), Fraction(150_000_000, 1150)),
        (share(1_000_000, score=0), 0),
        # The floor leaves less than the share would be.
        (share(1_000_000, floor=950_000), 50_000),
        (share(1_000_000, floor=1_000_001), 0),
        (share(1_000_000, on="before", floor=950_000), 50_000),
        (share(-1_000_000), 0),
        (share(-1_000_000, on="before"), 0),
        # Slices: 1,000,000 = X + 15,000 + 80,000 + 0.4 x (X - 900,000) at X = 903,571.43.
        (share(1_000_000, slices=SLICES), Fraction(675_000, 7)),
        (share(200_000, slices=SLICES), 0),
        (share(215_000, slices=SLICES), Fraction(15_000, 21)),
        # Above the last end nothing more is added.
        (share(1_000_000, slices=ENDING), 175_000),
    ],
)
def test_a_share_is_worth_what_the_company_keeps(pool: Pool, money: Fraction) -> None:
    assert pool.funded is not None
    assert pool.total == money


def test_a_share_of_one_kpi_bound_by_another_after_the_bonus_is_only_bound() -> None:
    funding = FundingTerms(
        method="share",
        kpi="ebitda",
        tiers=TEN_PERCENT,
        cap=0,
        afford=Afford(kpi="cash", on="after"),
    )
    shared = plan(funding=funding)
    for cash, total in ((500_000, 100_000), (60_000, 60_000)):
        given = inputs({"ebitda": 1_000_000, "cash": cash})
        assert pool_of(shared, fund(shared, given), None, given).total == total


@pytest.mark.parametrize("on", ["before", "after"])
@pytest.mark.parametrize(
    ("ebitda", "floor", "total"), [(500, 0, 300), (500, 250, 250), (500, 600, 0)]
)
def test_target_incentives_are_bound_the_same_way_before_and_after(
    on: str, ebitda: int, floor: int, total: int
) -> None:
    bounded = plan(
        measure("score", 100, (0, 0), (200, 200)),
        funding=FundingTerms(afford=Afford(kpi="ebitda", floor=floor, on=on)),
    )
    given = inputs({"score": 150, "ebitda": ebitda})
    found = pool_of(bounded, fund(bounded, given), Fraction(200), given)
    assert (found.limited, found.affordable, found.total) == (300, total, total)
    words = step_named(found.node, "Affordable").formula
    binds = "the pool fits" if total == 300 else "the pool is cut to it"
    assert words == f"'ebitda' above its floor {floor} is {max(ebitda - floor, 0)}: {binds}"


@pytest.mark.parametrize(
    ("funding", "sentence"),
    [
        (
            FundingTerms(afford=Afford(kpi="ebitda")),
            "'ebitda' has no result and is what the pool must be affordable by (nothing was closed "
            "in the period); give its result, or take afford out of the plan",
        ),
        (
            FundingTerms(method="share", kpi="ebitda", tiers=TEN_PERCENT),
            "'ebitda' has no result and is what the pool is a share of (nothing was closed in the "
            "period); give its result, or fund the pool by another method",
        ),
    ],
)
def test_without_the_kpi_there_is_no_pool(funding: FundingTerms, sentence: str) -> None:
    missing, given = plan(funding=funding), inputs({"ebitda": None})
    with pytest.raises(MissingResultError) as refused:
        pool_of(missing, fund(missing, given), Fraction(200), given)
    assert refused.value.message == "plan 'Shared pool', 2026: " + sentence


def test_a_run_without_payees_ends_at_the_funding_and_needs_no_affordability() -> None:
    bounded = plan(funding=FundingTerms(afford=Afford(kpi="ebitda")))
    given = inputs({"ebitda": None})
    found = pool_of(bounded, fund(bounded, given), None, given)
    assert (found.funding, found.total) == (100, None)


def test_a_share_after_the_bonus_is_told_in_words() -> None:
    root = share(1_000_000, score=50).node
    assert [(step.name, step.value, step.formula) for step in root.walk()] == [
        ("Pool", Fraction(1_000_000, 21), "47,619.047619, nothing carried over"),
        (
            "Funded",
            Fraction(1_000_000, 21),
            "the tiers of 952,380.952381 x 50 % = 47,619.047619; "
            "1,000,000 before the bonus is 952,380.952381 after it",
        ),
        ("from 0", Fraction(2_000_000, 21), "952,380.952381 x 10 % = 95,238.095238"),
        ("Within floor and cap", Fraction(1_000_000, 21), "no payees, so no floor and no cap"),
        (
            "Affordable",
            Fraction(1_000_000, 21),
            "'ebitda' above its floor 0 is 1,000,000: the pool fits",
        ),
        ("Reserve", 0, "0 % of 47,619.047619 = 0, held back and reported"),
        ("To share", Fraction(1_000_000, 21), "47,619.047619 - 0 = 47,619.047619"),
    ]
