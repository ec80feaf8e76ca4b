"""From one pool to another: every bar holds what it names, and they sum exactly."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.errors import RevenueError
from metrics.pool.bridge import ORDER, Bridge, bridge
from metrics.pool.inputs import ONE, Inputs, Payee, Terms
from metrics.pool.plan import FundingTerms, Gate, Plan, Rounding
from metrics.pool.run import run
from metrics.pool.shares import Run
from tests.metrics.pool.funding_worlds import inputs, measure, plan
from tests.metrics.pool.pool_engine import World, inputs_of, plan_of
from tests.metrics.pool.pool_worlds import worlds

F = Fraction
RESULTS = {"bookings": (90, 100), "win_rate": ("0.3", "0.3")}


def payees(*targets: int) -> tuple[Payee, ...]:
    """One payee a target, all period long."""
    return tuple(
        Payee(f"p{n}", (Terms(None, None, "", "", ONE, F(target), ONE, None, True),))
        for n, target in enumerate(targets)
    )


def two(bookings: int = 60, win: int = 40, **changes: object) -> Plan:
    """Bookings on 80/50-100/100-120/200 and the win rate on 0.2/50-0.3/100-0.4/150."""
    return plan(
        measure("bookings", bookings, (80, 50), (100, 100), (120, 200)),
        measure("win_rate", win, (0.2, 50), (0.3, 100), (0.4, 150)),
        **changes,
    )


def paid(made: Plan, results: dict = RESULTS, people: tuple = payees(600, 400), **more) -> Run:
    """A run; 1,000 of target incentives unless other people are given."""
    return run(made, replace(inputs(results), payees=people, **more))


def amounts(found: Bridge) -> dict[str, Fraction]:
    """The bars that are not 0, by name."""
    return {bar.name: bar.amount for bar in found.bars if bar.amount}


BEFORE = paid(two())


def test_the_first_run_pays_850() -> None:
    # Bookings 90 pay 75, the win rate pays 100: 0.6 x 75 + 0.4 x 100 = 85 % of 1,000.
    assert BEFORE.pool_total == 850


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # 100 instead of 90 bookings: 60 % of 25 points.
        (paid(two(), {**RESULTS, "bookings": (100, 100)}), {"performance": F(150)}),
        # All points and the target 10 % lower: 90 now pays 100.
        (
            paid(
                plan(
                    measure("bookings", 60, (72, 50), (90, 100), (108, 200)),
                    measure("win_rate", 40, (0.2, 50), (0.3, 100), (0.4, 150)),
                ),
                {**RESULTS, "bookings": (90, 90)},
            ),
            {"target": F(150)},
        ),
        # The same points without any target: the result that pays 100 tells.
        (
            paid(
                plan(
                    measure("bookings", 60, (72, 50), (90, 100), (108, 200)),
                    measure("win_rate", 40, (0.2, 50), (0.3, 100), (0.4, 150)),
                )
            ),
            {"target": F(150)},
        ),
        (paid(two(40, 60)), {"weight": F(50)}),
        # Flatter below target: 90 pays 90.
        (
            paid(
                plan(
                    measure("bookings", 60, (80, 80), (100, 100), (120, 200)),
                    measure("win_rate", 40, (0.2, 50), (0.3, 100), (0.4, 150)),
                )
            ),
            {"curve": F(90)},
        ),
        (
            paid(two(gates=(Gate(kpi="bookings", at_least=Decimal(95), otherwise="half"),))),
            {"curve": F(-350)},
        ),
        (paid(two(funding=FundingTerms(cap=Decimal(80)))), {"funding terms": F(-50)}),
        (paid(two(), people=payees(600, 400, 200)), {"headcount": F(170)}),
        (paid(two(), carry_over=F("12.5")), {"carry-over": F("12.5")}),
        (paid(two(rounding=Rounding(funding=-1))), {"rounding": F(50)}),
        # A measure that came with half of the weight and a result of 50 points.
        (
            paid(
                plan(
                    measure("bookings", 30, (80, 50), (100, 100), (120, 200)),
                    measure("win_rate", 20, (0.2, 50), (0.3, 100), (0.4, 150)),
                    measure("leads", 50, (10, 50), (20, 100)),
                ),
                {**RESULTS, "leads": 10},
            ),
            {"weight": F(-175)},
        ),
        (paid(two()), {}),
    ],
)
def test_a_change_of_one_thing_is_one_bar(after: Run, expected: dict[str, Fraction]) -> None:
    found = bridge(BEFORE, after)
    assert amounts(found) == expected
    assert found.closing - found.opening == sum(expected.values())


def test_several_changes_are_replaced_in_the_declared_order() -> None:
    # Performance +150 at the old weights; weight at 100/100: nothing; headcount on 100 %.
    after = paid(two(40, 60), {**RESULTS, "bookings": (100, 100)}, payees(600, 400, 200))
    found = bridge(BEFORE, after)
    assert amounts(found) == {"performance": F(150), "headcount": F(200)}
    assert found.order == ", then ".join(ORDER)


def test_a_moved_and_reshaped_curve_is_target_and_curve() -> None:
    # 10 % lower everywhere would pay 100 for 90; the new one pays 120 for it by a steeper start.
    after = paid(
        plan(
            measure("bookings", 60, (72, 60), (90, 100), (99, 200)),
            measure("win_rate", 40, (0.2, 50), (0.3, 100), (0.4, 150)),
        ),
        {**RESULTS, "bookings": ("94.5", 90)},
    )
    # Performance: 94.5 on the old curve pays 86.25, +11.25 x 0.6 %; then 125; then 150.
    assert amounts(bridge(BEFORE, after)) == {
        "performance": F("67.5"),
        "target": F("232.5"),
        "curve": F(150),
    }


def test_a_curve_without_a_100_moves_with_its_target() -> None:
    # No point pays 100, so only the targets tell that the curve moved with them.
    before, after = (
        paid(plan(measure("bookings", 100, *points)), {"bookings": (90, target)})
        for points, target in (
            (((80, 50), (100, 99.5), (120, 200)), 100),
            (((72, 50), (90, 99.5), (108, 200)), 90),
        )
    )
    assert set(amounts(bridge(before, after))) == {"target"}


def test_a_correction_is_a_restatement() -> None:
    after = paid(two(), {**RESULTS, "bookings": (104, 100)})
    known_first = inputs({**RESULTS, "bookings": (100, 100)}).results
    assert amounts(bridge(BEFORE, after, known_first)) == {
        "performance": F(150),
        "restatement": F(120),
    }


def test_printed_cents_close() -> None:
    after = paid(two(), {**RESULTS, "bookings": (F(271, 3), 100)}, payees(601, 400))
    found = bridge(BEFORE, after)
    assert [bar.printed for bar in found.bars if bar.printed] == [F(5), F("0.86")]
    assert found.opening + sum(bar.printed for bar in found.bars) == found.closing
    # 1/3 of a point: 60 % of 5/6 points on 1,000 is exactly 5; 0.855 for the new person's target.
    assert amounts(found) == {
        "performance": F(5),
        "headcount": F("0.855"),
        "rounding": F("0.005"),
    }


def test_nobody_and_nothing_measured() -> None:
    nobody = paid(two(), people=())
    assert amounts(bridge(nobody, BEFORE)) == {"headcount": F(850)}
    fixed = paid(plan(funding=FundingTerms(method="fixed", amount=Decimal(500), cap=Decimal(0))))
    # Without measures the plan funds 100 %; a fixed amount of 500 instead of 1,000.
    assert amounts(bridge(BEFORE, fixed)) == {"weight": F(150), "funding terms": F(-500)}
    # Back: measures come with their weights first, then the amount goes.
    assert amounts(bridge(fixed, BEFORE)) == {"weight": F(-75), "funding terms": F(425)}


def test_a_state_that_cannot_be_paid_falls_to_the_next_bar() -> None:
    by_target = plan(measure("bookings", 100, (0.8, 50), (1, 100), basis="target"))
    before = paid(by_target, {"bookings": (90, 100)})
    after = paid(plan(measure("leads", 100, (10, 50), (20, 100))), {"leads": 20})
    assert before.pool_total == 750
    assert amounts(bridge(before, after)) == {"weight": F(250)}


@pytest.mark.slow
@settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds(), worlds(), st.booleans())
def test_bars_sum_exactly_between_any_two_runs(one: World, other: World, known: bool) -> None:
    try:
        before, after = (run(plan_of(world), inputs_of(world)) for world in (one, other))
    except RevenueError:
        return
    first_known: Inputs | None = inputs_of(one) if known else None
    found = bridge(before, after, first_known.results if first_known else None)
    assert tuple(bar.name for bar in found.bars) == ORDER
    difference = (after.pool_total or 0) - (before.pool_total or 0)
    assert sum(bar.amount for bar in found.bars) == difference
    assert sum(bar.printed for bar in found.bars) == difference
    assert (found.opening, found.closing) == (before.pool_total or 0, after.pool_total or 0)
    places = max(before.plan.rounding.money, after.plan.rounding.money)
    assert all((bar.printed * F(10) ** places).denominator == 1 for bar in found.bars)
    if not known:
        assert found.bars[ORDER.index("restatement")].amount == 0


def test_dates_do_not_matter_to_a_bridge() -> None:
    other = replace(BEFORE.inputs, span=replace(BEFORE.inputs.span, last_on=date(2026, 6, 30)))
    assert amounts(bridge(BEFORE, run(BEFORE.plan, other))) == {}
