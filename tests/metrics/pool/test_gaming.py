"""The cheapest moves: exact pool money, most per percent of effort first, and what exposes them."""

from decimal import Decimal
from fractions import Fraction

from metrics.pool.gaming import WAYS, gaming
from metrics.pool.plan import FundingTerms, Gate, Kicker
from metrics.pool.whatif import Prospects
from metrics.registry import all_kpis
from tests.metrics.pool.funding_worlds import inputs, measure, plan
from tests.metrics.pool.test_bridge import two
from tests.metrics.pool.test_marginal import ready

F = Fraction


def told(prospects: Prospects) -> list[tuple]:
    """Way, KPI, where to, effort in percent, money, whether the plan sees it."""
    return [
        (one.way.name, one.key, one.result, one.effort, one.money, one.is_seen)
        for one in gaming(prospects)
    ]


def test_five_percent_more_of_everything() -> None:
    # Bookings 90 -> 94.5 at 15 a unit; the win rate 0.25 -> 0.2625 at 2,000 a unit.
    assert told(ready(two())) == [
        ("pull-in", "bookings", F("94.5"), F(5), F("67.5"), False),
        ("losses left open", "win_rate", F("0.2625"), F(5), F(25), False),
    ]


def test_a_near_jump_is_cheaper_than_five_percent() -> None:
    kicker = Kicker(kpi="response_within_sla", at_least=Decimal("0.7"), points=Decimal(5))
    made = two(kickers=(kicker,))
    results = {"bookings": 79, "win_rate": F(1, 4), "response_within_sla": F("0.69")}
    # 1 more booking reaches the first point: 30 points of 1,000 for 1.27 % of effort.
    found = told(ready(made, results))
    assert found[0] == ("pull-in", "bookings", F(80), F(100, 79), F(300), False)
    assert found[1] == ("auto-response", "response_within_sla", F("0.7"), F(100, 69), F(50), False)


def test_a_far_jump_is_no_cheap_move() -> None:
    kicker = Kicker(kpi="response_within_sla", at_least=Decimal("0.9"), points=Decimal(5))
    results = {"bookings": 90, "win_rate": F(1, 4), "response_within_sla": F("0.69")}
    assert {one[1] for one in told(ready(two(kickers=(kicker,)), results))} == {
        "bookings",
        "win_rate",
    }


def test_a_plan_that_reads_the_exposing_kpi_sees_the_move() -> None:
    gate = Gate(kpi="sales_cycle_days", at_most=Decimal(90), otherwise="half")
    results = {"bookings": 90, "win_rate": F(1, 4), "sales_cycle_days": 60}
    found = told(ready(two(gates=(gate,)), results, lower=("sales_cycle_days",)))
    assert {one[1]: one[-1] for one in found}["bookings"] is True


def test_lower_is_better_moves_down_and_a_gate_is_a_jump() -> None:
    gate = Gate(kpi="lead_leakage", at_most=Decimal("0.12"), otherwise="half")
    results = {"bookings": 100, "win_rate": F(3, 10), "lead_leakage": F("0.125")}
    found = told(ready(two(gates=(gate,)), results, lower=("lead_leakage",)))
    # 100 % waits behind the gate, 50 % is paid: 500 for 4 % of effort.
    assert found == [("auto-response", "lead_leakage", F("0.12"), F(4), F(500), False)]


def test_nothing_pays_at_the_cap() -> None:
    assert gaming(ready(two(funding=FundingTerms(cap=Decimal(75))))) == ()


def test_a_rate_does_not_exceed_one() -> None:
    made = plan(measure("win_rate", 100, (0.5, 50), (1.2, 100)))
    given = inputs({"win_rate": F(99, 100)}, units={"win_rate": "percent"})
    assert gaming(Prospects.of(made, given, F(1000))) == ()


def test_every_way_is_about_kpis_of_the_registry() -> None:
    keys = {kpi.key for kpi in all_kpis()}
    assert set(WAYS) <= keys
    assert {kpi.key for kpi in all_kpis() if kpi.payable} <= set(WAYS)
    assert {way.exposed_by for way in WAYS.values()} <= keys
