"""Payees prepared once: what they hold, that they are kept, and what refuses to be one."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from metrics.errors import MissingResultError, PayeeError, PlanError
from metrics.pool.inputs import Payee, Result
from metrics.pool.plan import Plan
from metrics.pool.roster import Roster
from metrics.pool.run import run
from tests.metrics.pool.people import (
    QUARTER,
    YEAR_2019,
    by_teams,
    exact,
    fixed,
    inputs_of,
    payee,
    plan_of,
    terms,
)

OWN: dict[str, Any] = {"kpi": "calls", "weight": 60, "points": [[0, 0], [100, 100]]}
SECOND: dict[str, Any] = {"kpi": "visits", "weight": 40, "points": [[0, 50], [10, 150]]}


def test_a_roster_holds_targets_and_whole_weights() -> None:
    people = [payee("b", "100.50", modifier="1.2"), payee("a", 200, fte="0.5")]
    roster = Roster.of(plan_of(allocation={"pool_share": 100}), inputs_of(people))
    assert [entry.payee.person_id for entry in roster.entries] == ["a", "b"]
    assert roster.target_pool == exact("200.50")
    crowd = roster.crowd
    assert [Fraction(weight, crowd.scale) for weight in crowd.weights] == [100, exact("120.6")]
    assert [Fraction(cap, crowd.scale) for cap in crowd.caps] == [300, exact("301.5")]


def test_the_target_pool_is_what_rides_on_the_pool() -> None:
    plan = plan_of(allocation={"pool_share": 70})
    people = [payee("a", 1000, individual=100), payee("b", 500, individual=100)]
    assert Roster.of(plan, inputs_of(people)).target_pool == 1050
    assert Roster.of(plan, inputs_of([])).target_pool is None


def test_a_kept_roster_pays_the_same() -> None:
    people = [payee("a", 100, team="x"), payee("b", 300, team="y", modifier="0.9")]
    split = by_teams(x=50, y=50)
    first, inputs = plan_of(split=split), inputs_of(people, score=130)
    roster = Roster.of(first, inputs)
    other = first.model_copy(update={"name": "Other", "kickers": ()})
    for plan, score in ((first, 130), (other, 60), (first, 0)):
        now = replace(inputs, results=inputs_of((), score=score).results)
        kept, anew = run(plan, now, roster), run(plan, now)
        assert kept.shares == anew.shares
        assert kept.pool_total == anew.pool_total


@pytest.mark.parametrize(
    "changed",
    [
        {"plan": plan_of(allocation={"cap_multiple": 2})},
        {"plan": plan_of(proration={"inclusive": False})},
        {"plan": plan_of(rounding={"proration": 3})},
        {"plan": plan_of(split=by_teams(sales=100))},
        {"payees": (payee("a", 101),)},
        {"payees": ()},
        {"span": YEAR_2019},
    ],
)
def test_a_roster_of_something_else_is_refused(changed: dict[str, Any]) -> None:
    inputs = inputs_of([payee("a", 100)])
    roster = Roster.of(plan_of(), inputs)
    plan = changed.pop("plan", plan_of())
    with pytest.raises(PlanError, match="the roster was made for other payees"):
        run(plan, replace(inputs, **changed), roster)


def test_a_person_is_there_once() -> None:
    with pytest.raises(PayeeError, match="payee 'ann' is there twice; give one payee with several"):
        Roster.of(plan_of(), inputs_of([payee("ann"), payee("bo"), payee("ann")]))


def test_an_individual_part_needs_a_payout() -> None:
    plan = plan_of(allocation={"pool_share": 70})
    with pytest.raises(PayeeError) as refused:
        run(plan, inputs_of([payee("ann")]))
    assert refused.value.message == (
        "plan 'Shared', payee 'ann': 30 % of the target rides on an individual payout and there "
        "is none; hand in 'individual', or name measures in allocation.individual"
    )
    assert run(plan, inputs_of([payee("ann", is_eligible=False)])).share("ann").payout == 0


def own_results(**found: str) -> dict[str, Result]:
    """Results by key and the team's score at 100."""
    results = {key: Result(exact(value), None, "", "crm") for key, value in found.items()}
    return {**results, "score": Result(exact(100), None, "", "test")}


def measured(**rounding: Any) -> Plan:
    """A plan with 40 % on two individual measures."""
    return plan_of(allocation={"pool_share": 60, "individual": [OWN, SECOND]}, rounding=rounding)


def test_individual_measures_are_read_for_each_payee() -> None:
    results = own_results(
        **{
            "calls[person_id=ann]": "80",
            "visits[person_id=ann]": "5",
            "calls[person_id=bo]": "200",
            "visits[person_id=bo]": "0",
        }
    )
    people = [payee("ann"), payee("bo"), payee("cy", individual=150)]
    ann, bo, cy = run(measured(), inputs_of(people, results=results)).shares
    # 60 % of 80 + 40 % of 100; 60 % of 100 (the curve's end) + 40 % of 50; handed in.
    assert (ann.individual, bo.individual, cy.individual) == (88, 80, 150)
    assert [share.individual_part for share in (ann, bo, cy)] == [352, 320, 600]
    assert ann.payout == 952
    assert [line.weighted for line in ann.lines[0].measured] == [48, 40]
    assert cy.lines[0].measured == ()


def test_individual_measures_are_rounded_as_the_plan_says() -> None:
    results = own_results(**{"calls[person_id=ann]": "80.4", "visits[person_id=ann]": "5.06"})
    (exactly,) = run(measured(), inputs_of([payee("ann")], results=results)).shares
    (rounded,) = run(measured(measure=0), inputs_of([payee("ann")], results=results)).shares
    assert (exactly.individual, rounded.individual) == (exact("88.48"), exact("88.4"))


def test_a_missing_individual_result_is_refused() -> None:
    results = own_results(**{"calls[person_id=ann]": "80"})
    with pytest.raises(MissingResultError, match=r"'visits\[person_id=ann\]' has no result"):
        run(measured(), inputs_of([payee("ann")], results=results))


def test_an_individual_payout_over_time_is_weighted_by_target() -> None:
    one = Payee(
        "ann",
        (
            terms(1000, valid_to=QUARTER.first_on.replace(day=30), individual=200),
            terms(1000, valid_from=QUARTER.first_on.replace(day=31), individual=50),
        ),
    )
    done = run(fixed(0, allocation={"pool_share": 0}), inputs_of([one]))
    share = done.share("ann")
    assert (share.individual, share.individual_part) == (100, 1000)
