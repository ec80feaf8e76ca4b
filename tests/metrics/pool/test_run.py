"""Whole runs: from results to payouts, without payees, with everything that can bound a pool."""

from typing import Any

import pytest

from metrics.errors import MissingResultError, PayeeError
from metrics.pool.inputs import Payee, Result
from metrics.pool.run import run
from tests.metrics.pool.people import exact, fixed, inputs_of, payee, plan_of, terms

SLICES = [{"start": 0, "end": 2500, "rate": "0.04"}, {"start": 2500, "end": None, "rate": "0.2"}]


def result(value: Any) -> Result:
    """A result without a target."""
    return Result(exact(value), None, "", "test")


@pytest.mark.parametrize(
    ("score", "funding", "payouts"),
    [
        (100, {}, ["1000.00", "500.00"]),
        ("59.6", {}, ["596.00", "298.00"]),
        (0, {}, ["0", "0"]),
        (150, {"cap": 120}, ["1200.00", "600.00"]),
        (30, {"floor": 50}, ["500.00", "250.00"]),
        (100, {"reserve": 10}, ["900.00", "450.00"]),
        (100, {"method": "fixed", "amount": 900}, ["600.00", "300.00"]),
        (50, {"method": "fixed", "amount": 900}, ["300.00", "150.00"]),
        (100, {"afford": {"kpi": "cash", "floor": 4400}}, ["400.00", "200.00"]),
        (100, {"afford": {"kpi": "cash", "floor": 6000}}, ["0", "0"]),
        (100, {"method": "share", "kpi": "cash", "tiers": SLICES}, ["400.00", "200.00"]),
    ],
)
def test_a_run_at_a_score(score: Any, funding: dict[str, Any], payouts: list[str]) -> None:
    results = {"score": result(score), "cash": result(5000)}
    people = [payee("a", 1000), payee("b", 500)]
    done = run(plan_of(funding=funding), inputs_of(people, results=results))
    assert [share.payout for share in done.shares] == [exact(each) for each in payouts]
    assert done.paid_from_pool + done.undistributed + done.reserve == done.pool_total


def test_without_payees_a_plan_on_targets_ends_at_the_funding() -> None:
    done = run(plan_of(), inputs_of([], score=73))
    assert (done.funding.funding, done.pool.funding) == (73, 73)
    assert (done.pool.target_pool, done.pool_total, done.reserve) == (None, None, None)
    assert (done.paid_from_pool, done.undistributed, done.shares) == (None, None, ())
    assert (done.tree.value, done.tree.unit) == (73, "points")


def test_without_payees_a_fixed_pool_stands() -> None:
    done = run(fixed("1000.01", funding={"reserve": 10}), inputs_of([]))
    assert (done.pool_total, done.reserve) == (exact("1000.01"), 100)
    assert (done.undistributed, done.shares) == (exact("900.01"), ())


def test_what_was_carried_over_is_shared() -> None:
    inputs = inputs_of([payee("a", 1000)], carry_over=exact("12.5"))
    done = run(plan_of(funding={"reserve": 20}), inputs)
    assert (done.pool_total, done.reserve, done.share("a").payout) == (
        exact("1012.5"),
        exact("202.5"),
        810,
    )


def test_a_guideline_with_a_multiplying_modifier() -> None:
    """A target of 50 % of base pay, 160 at most, and 1.25 on top: 100 % of base pay."""
    plan = plan_of(
        measures=[{"kpi": "goal", "weight": 100, "points": [[80, 80], [100, 100], [120, 160]]}],
        allocation={"modifier": [0, "1.25"], "budget_neutral": False},
    )
    results = {"goal": result(120)}
    people = [payee("ceo", 50), payee("cfo", 50, modifier="1.25"), payee("evp", 50, modifier=0)]
    done = run(plan, inputs_of(people, results=results))
    assert [share.payout for share in done.shares] == [80, 100, 0]
    assert (done.pool.total, done.pool_total) == (240, 180)


def test_points_of_a_fund() -> None:
    """All of the first 10 million and half of the rest: 3,500 a point, no more than 5,000."""
    slices = [{"start": 0, "end": 10**7, "rate": 1}, {"start": 10**7, "end": None, "rate": "0.5"}]
    plan = plan_of(
        measures=(),
        funding={"method": "share", "kpi": "base", "tiers": slices, "cap": 0},
        allocation={"cap_multiple": 5000},
    )
    people = [payee("one", 100), payee("others", 9900)]
    done = run(plan, inputs_of(people, results={"base": result(60_000_000)}))
    assert (done.pool_total, done.share("one").payout) == (35_000_000, 350_000)
    rich = run(plan, inputs_of(people, results={"base": result(120_000_000)}))
    assert (rich.share("one").payout, rich.undistributed) == (500_000, 15_000_000)


def test_a_missing_result_refuses_the_run() -> None:
    inputs = inputs_of(
        [payee("a")], results={"score": Result(None, None, "no deals closed", "crm")}
    )
    with pytest.raises(MissingResultError, match=r"'score' has no result.*no deals closed"):
        run(plan_of(), inputs)


def test_nobody_of_that_name() -> None:
    done = run(plan_of(), inputs_of([payee("anna"), payee("bo")]))
    with pytest.raises(PayeeError, match="has no payee 'ana'; did you mean 'anna'"):
        done.statement("ana")


def test_runs_are_the_same_whoever_comes_first() -> None:
    people = [payee("a", 1), payee("b", 2), Payee("c", (terms(3),), restatement=exact("-1"))]
    one, two = (run(fixed("1.01"), inputs_of(each)) for each in (people, people[::-1]))
    assert one.shares == two.shares
    assert [share.payout for share in one.shares] == [exact("0.17"), exact("0.34"), 0]
