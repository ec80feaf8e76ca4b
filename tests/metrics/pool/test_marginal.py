"""Marginal money: by hand, by the engine one unit further, and 0 with its reason."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.pool.marginal import Ahead, Jump, marginal, marks
from metrics.pool.plan import Afford, FundingTerms, Gate, Kicker, Plan
from metrics.pool.run import run
from metrics.pool.whatif import Prospects
from tests.metrics.pool.funding_worlds import inputs, measure, plan, tiers
from tests.metrics.pool.test_bridge import payees, two

F = Fraction
RESULTS = {"bookings": 90, "win_rate": F(1, 4)}


def ready(made: Plan, results: dict = RESULTS, target_pool: int | None = 1000, **more) -> Prospects:
    """The plan at these results with a target pool."""
    pool = None if target_pool is None else F(target_pool)
    return Prospects.of(made, inputs(results, **more), pool)


def test_money_per_unit_the_next_breakpoint_and_the_cliff() -> None:
    # Bookings: 2.5 points a unit x 60 % x 1,000 money for 100 points = 15 a unit.
    bookings, win_rate = marginal(ready(two()))
    assert bookings.per_unit == 15
    assert bookings.ahead == Ahead(F(100), F(10), F(150))
    assert bookings.cliffs == (Jump(F(80), F(50), F(300)),)
    assert win_rate.per_unit == 2000
    assert win_rate.ahead == Ahead(F(3, 10), F(1, 20), F(100))
    assert (bookings.reason, win_rate.reason) == ("", "")


def test_one_unit_more_pays_exactly_that_much_more() -> None:
    made, given = two(), replace(inputs(RESULTS), payees=payees(600, 400))
    more = replace(inputs({**RESULTS, "bookings": 91}), payees=payees(600, 400))
    gained = run(made, more).exact_pool_total - run(made, given).exact_pool_total
    assert gained == marginal(ready(made))[0].per_unit


@pytest.mark.parametrize(
    ("made", "results", "reason"),
    [
        (two(), {**RESULTS, "bookings": 120}, "at the top of the curve"),
        (two(), {**RESULTS, "bookings": 60}, "below the first point of the curve"),
        (two(funding=FundingTerms(cap=Decimal(70))), RESULTS, "the pool is at its cap"),
        (two(funding=FundingTerms(floor=Decimal(90))), RESULTS, "the pool is at its floor"),
        (
            two(gates=(Gate(kpi="bookings", at_least=Decimal(95), otherwise="half"),)),
            RESULTS,
            "gate bookings is missed: half",
        ),
        (
            two(funding=FundingTerms(afford=Afford(kpi="cash", floor=Decimal(100)))),
            {**RESULTS, "cash": 400},
            "cash affords no more",
        ),
    ],
)
def test_what_pays_nothing_says_why(made: Plan, results: dict, reason: str) -> None:
    found = marginal(ready(made, results))[0]
    assert (found.per_unit, found.reason) == (0, reason)


def test_a_gate_that_does_not_bind_takes_nothing() -> None:
    gate = Gate(kpi="win_rate", at_least=Decimal("0.9"), otherwise="cap_at_target")
    # 75 x 0.6 + 75 x 0.4 = 75 stays below 100.
    assert marginal(ready(two(gates=(gate,))))[0].per_unit == 15


def test_lower_is_better_is_paid_per_unit_less() -> None:
    made = plan(measure("hours", 100, (10, 50), (8, 100)))
    found = marginal(ready(made, {"hours": 9}, lower=("hours",)))[0]
    assert (found.per_unit, found.ahead) == (250, Ahead(F(8), F(1), F(250)))
    assert found.cliffs == (Jump(F(10), F(50), F(500)),)


def test_multiples_of_the_target_are_told_in_units() -> None:
    made = plan(measure("bookings", 100, (0.9, 50), (1, 100), basis="target"))
    found = marginal(ready(made, {"bookings": (190, 200)}))[0]
    assert (found.per_unit, found.ahead) == (25, Ahead(F(200), F(10), F(250)))
    lower = marginal(ready(made, {"bookings": (210, 200)}, lower=("bookings",)))[0]
    # 2 - 210/200 = 0.95; the next point, 1.00, is the target itself.
    assert (lower.per_unit, lower.ahead) == (25, Ahead(F(200), F(10), F(250)))


def test_without_payees_money_is_percent_points() -> None:
    assert marginal(ready(two(), target_pool=None))[0].per_unit == F("1.5")


def test_a_share_of_a_kpi_is_worth_its_rate() -> None:
    terms = FundingTerms(
        method="share", kpi="ebitda", tiers=tiers((0, 1000, 0), (1000, "inf", 0.1))
    )
    results = {**RESULTS, "ebitda": 3000}
    # Funding 75 %: the tiers pay 200, so a point is 2 and a unit of the KPI 7.5 cents.
    bookings, _, ebitda = marginal(ready(two(funding=terms), results, None))
    assert (bookings.per_unit, ebitda.per_unit) == (3, F("0.075"))
    after = terms.model_copy(update={"afford": Afford(kpi="ebitda", on="after")})
    found = ready(two(funding=after), results, None)
    further = found.changed({"ebitda": F(3001)}).money() - found.money()
    assert marginal(found)[2].per_unit == further == F("0.075") / F("1.075")


def test_marks_hold_the_money_that_hangs_on_them() -> None:
    made = two(
        gates=(
            Gate(kpi="bookings", at_least=Decimal(80), otherwise="half"),
            Gate(kpi="hours", at_most=Decimal(10), otherwise="zero"),
        ),
        kickers=(
            Kicker(kpi="leads", at_least=Decimal(20), points=Decimal(5)),
            Kicker(kpi="win_rate", at_least=Decimal("0.2"), points=Decimal(3)),
        ),
    )
    found = marks(ready(made, {**RESULTS, "hours": 8, "leads": 15}, lower=("hours",)))
    # 75 + 3 = 78 %: half of it is 50, so 280 hang on the first gate and 780 on the second.
    assert [(one.kind, one.key, one.is_reached, one.margin, one.money) for one in found] == [
        ("gate", "bookings", True, F(10), F(280)),
        ("gate", "hours", True, F(2), F(780)),
        ("kicker", "leads", False, F(-5), F(50)),
        ("kicker", "win_rate", True, F(1, 20), F(30)),
    ]


def test_a_missed_gate_beside_another_brings_nothing_alone() -> None:
    gates = tuple(
        Gate(kpi=kpi, at_least=Decimal(999), otherwise="zero") for kpi in ("bookings", "win_rate")
    )
    assert [one.money for one in marks(ready(two(gates=gates)))] == [0, 0]
