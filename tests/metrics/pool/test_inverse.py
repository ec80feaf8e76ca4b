"""What funds 100 %: exact results that do, and a reason where none does."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from metrics.errors import RevenueError
from metrics.pool.inverse import inverse
from metrics.pool.plan import Combine, FundingTerms, Gate, Kicker, Rounding
from metrics.pool.whatif import Prospects, key_of
from tests.metrics.pool.funding_worlds import inputs, measure, plan, points
from tests.metrics.pool.pool_engine import World, inputs_of, plan_of
from tests.metrics.pool.pool_worlds import worlds
from tests.metrics.pool.test_bridge import two
from tests.metrics.pool.test_marginal import ready

F = Fraction


def needed(prospects: Prospects) -> list:
    """The result each measure needs alone, or the reason."""
    return [
        one.result if one.result is not None else one.reason for one in inverse(prospects).alone
    ]


def test_each_alone_and_all_together() -> None:
    # 75 % now; 25 points more: bookings 60 % of 41.67 points, the win rate 40 % of 62.5.
    found = inverse(ready(two()))
    assert found.funding == 75
    assert needed(ready(two())) == [F(310, 3), F(3, 8)]
    # In proportion: 0.6 x 2.5 x 90 t + 0.4 x 500 x 0.25 t = 185 t up to bookings of 100 (t = 1/9),
    # then bookings rise twice as fast: 320 t.
    first = F(185, 9)
    assert found.together == F(1, 9) + (25 - first) / 320
    assert found.results["bookings"] == 90 * (1 + found.together)
    assert ready(two()).changed(found.results).funding.funding == 100


def test_a_curve_that_ends_low_is_out_of_reach() -> None:
    made = plan(
        measure("a", 50, (10, 50), (20, 120)),
        measure("b", 50, (10, 50), (20, 90)),
    )
    found = inverse(Prospects.of(made, inputs({"a": 5, "b": 15}), F(1000)))
    assert [one.result for one in found.alone] == [None, None]
    assert [one.reason for one in found.alone] == [
        "out of reach: at its best it funds 95 %, not 100 %",
        "out of reach: at its best it funds 45 %, not 100 %",
    ]
    # Together: a reaches 120 at 20, b 90 at 20; 105 in all.
    assert found.together is not None
    assert Prospects.of(made, inputs(found.results), F(1000)).funding.funding == 100


def test_a_rate_cannot_exceed_one() -> None:
    made = plan(measure("win_rate", 100, (0.5, 50), (1.1, 100)))
    given = inputs({"win_rate": F(1, 2)}, units={"win_rate": "percent"})
    found = inverse(Prospects.of(made, given, None))
    assert found.alone[0].result is None
    assert found.alone[0].reason == "out of reach: Win rate would have to be 110 %"


def test_funded_already_tells_the_least_that_still_does() -> None:
    made = two()
    results = {"bookings": 110, "win_rate": F(3, 10)}
    # 60 % x 150 + 40: bookings may fall to 100, the win rate to 0.2 where it pays 50 (110 %).
    assert needed(ready(made, results)) == [F(100), F(1, 5)]


def test_a_jump_that_is_enough_is_the_answer() -> None:
    gate = Gate(kpi="bookings", at_least=Decimal(105), otherwise="half")
    assert needed(ready(two(gates=(gate,)), {"bookings": 100, "win_rate": F(3, 10)}))[0] == 105
    kicker = Kicker(kpi="bookings", at_least=Decimal(95), points=Decimal(30))
    assert needed(ready(two(kickers=(kicker,))))[0] == 95


def test_a_missed_gate_that_leaves_100_does_not_hide_the_answer() -> None:
    gate = Gate(kpi="hours", at_most=Decimal(8), otherwise="cap_at_target")
    given = ready(two(gates=(gate,)), {"bookings": 90, "win_rate": F(1, 4), "hours": 9})
    assert needed(given) == needed(ready(two())) == [F(310, 3), F(3, 8)]


def test_a_cap_below_100_and_a_rounding() -> None:
    assert needed(ready(two(funding=FundingTerms(cap=Decimal(90)))))[0] == (
        "out of reach: the plan's cap is 90 %"
    )
    rounded = ready(two(rounding=Rounding(funding=0)))
    # 99.5 is printed as 100: bookings must pay 24.5 / 0.6 points more than 75, 19/6 above 100.
    result = inverse(rounded).alone[0].result
    assert result is not None
    assert abs(result - F(619, 6)) < F(1, 10**6)
    assert rounded.changed({"bookings": result}).funding.funding == 100


def test_combined_attainments() -> None:
    combine = Combine(method="attainments", points=points((80, 50), (100, 100), (120, 200)))
    made = plan(measure("a", 60), measure("b", 40), combine=combine)
    found = inverse(Prospects.of(made, inputs({"a": (45, 50), "b": (90, 100)}), F(1000)))
    # 90 in all; a alone needs 10 / 0.6 percent points more of 50, b 25 of 100.
    assert [one.result for one in found.alone] == [F(45) + F(25, 3), F(115)]
    assert found.together == F(1, 9)


def test_nothing_to_move() -> None:
    assert inverse(Prospects.of(plan(), inputs({}), F(1000))).reason == (
        "the plan has no measures with weight"
    )


@pytest.mark.slow
@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds())
def test_every_answer_funds_100_and_a_little_less_does_not(world: World) -> None:
    try:
        given_plan, given_inputs = plan_of(world), inputs_of(world)
        prospects = Prospects.of(given_plan, given_inputs, F(100))
    except RevenueError:
        return
    lines = {key_of(line): line for line in prospects.funding.lines}
    for one in inverse(prospects).alone:
        if one.result is None:
            assert one.reason
            continue
        assert prospects.changed({one.key: one.result}).funding.funding >= 100
        worse = F(1, 10**4) if lines[one.key].is_lower_better else F(-1, 10**4)
        assert prospects.changed({one.key: one.result + worse}).funding.funding < 100
