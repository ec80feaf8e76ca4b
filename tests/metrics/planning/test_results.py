"""Results from the warehouse: those that `metrics show` tells, exact, and refused by name."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.compute import answer, calendar_of
from metrics.errors import MissingResultError, PeriodError, ScopeError
from metrics.periods import FiscalCalendar, Period
from metrics.planning.history import closed_periods, gather
from metrics.planning.individual import individual_results
from metrics.planning.results import known_keys, results_from_warehouse, wants_of
from metrics.pool.inputs import KnownKey, Payee, Result, Terms
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan
from metrics.registry import all_kpis
from metrics.scope import Scope

PLAN = """
name = "Everything that reads a result"
period = "2026-Q3"
[funding]
method = "share"
kpi = "bookings"
tiers = [[0, "inf", 0.01]]
afford = { kpi = "ebitda" }
[[external]]
key = "ebitda"
label = "EBITDA after bonus"
unit = "money"
source = "Finance, monthly close"
[[measures]]
kpi = "win_rate"
weight = 60
points = [[0.2, 50], [0.4, 100]]
scope = { region = "EMEA" }
[[measures]]
kpi = "pipeline_created"
weight = 40
basis = "target"
points = [[0.9, 50], [1, 100]]
limit = "bookings"
[[measures]]
kpi = "average_deal"
weight = 0
points = [[0, 50], [1, 100]]
[[gates]]
kpi = "lead_leakage"
at_most = 0.2
otherwise = "zero"
[[kickers]]
kpi = "median_response_hours"
at_most = 3
points = 5
"""
EBITDA = {"ebitda": Result(Fraction(7), None, "", "Finance")}


def plan_of(text: str = PLAN) -> Plan:
    """The plan of the text."""
    return read_plan(text, form="toml", name="test")


def test_every_key_that_the_plan_reads_is_wanted_once() -> None:
    assert [(want.key, want.is_needed) for want in wants_of(plan_of())] == [
        ("win_rate[region=EMEA]", True),
        ("pipeline_created", True),
        ("bookings", True),
        ("average_deal", False),
        ("lead_leakage", True),
        ("median_response_hours", True),
        ("ebitda", True),
    ]


def test_results_are_those_of_metrics_show(reader: Reader) -> None:
    period = calendar_of(reader).parse("2026-Q3")
    found = results_from_warehouse(reader, plan_of(), period, external=EBITDA)
    assert set(found) == {want.key for want in wants_of(plan_of())}
    assert found["ebitda"] == EBITDA["ebitda"]
    for want in wants_of(plan_of()):
        if want.kpi == "ebitda":
            continue
        told = answer(reader, want.kpi, period, scope=Scope(want.scope))
        assert told.value is not None
        result = found[want.key]
        assert result.value is not None
        ending = Decimal(result.value.numerator) / Decimal(result.value.denominator)
        assert ending == told.value, want.key
        assert result.target == told.target
        assert result.reason == ""
        assert result.source.startswith(
            f"warehouse {reader.load.fingerprint[:12]}, as of 2026-11-15"
        )


def test_a_ratio_is_exact_and_a_young_cohort_says_so(reader: Reader) -> None:
    text = PLAN.replace('"win_rate"', '"lead_to_opportunity_rate"')
    period = calendar_of(reader).parse("2026-Q3")
    found = results_from_warehouse(reader, plan_of(text), period, external=EBITDA)
    told = answer(reader, "lead_to_opportunity_rate", period, scope=Scope.of(region="EMEA"))
    result = found["lead_to_opportunity_rate[region=EMEA]"]
    assert told.numerator is not None
    assert told.denominator is not None
    assert told.maturity is not None
    assert 0.47 <= told.maturity < 0.48
    assert result.value == Fraction(int(told.numerator), int(told.denominator))
    assert result.source.endswith(", as of 2026-11-15, 47 % of the cohort old enough")


def test_no_data_is_none_with_the_reason(reader: Reader) -> None:
    period = calendar_of(reader).parse("2020-Q1")
    found = results_from_warehouse(reader, plan_of(), period, external=EBITDA)
    assert found["win_rate[region=EMEA]"].value is None
    assert (
        found["win_rate[region=EMEA]"].reason == "no data: nothing is on record before 2023-10-02"
    )


def test_an_as_of_is_kept(reader: Reader) -> None:
    period, seen = calendar_of(reader).parse("2026-Q3"), date(2026, 8, 1)
    found = results_from_warehouse(reader, plan_of(), period, seen, EBITDA)
    told = answer(reader, "bookings", period, as_of=seen)
    assert told.value is not None
    assert found["bookings"].value == Fraction(told.value)
    assert told.value != answer(reader, "bookings", period).value
    assert found["bookings"].source.endswith(", as of 2026-08-01, while the period still runs")


def test_an_external_figure_is_asked_for_by_name(reader: Reader) -> None:
    with pytest.raises(MissingResultError) as caught:
        results_from_warehouse(reader, plan_of(), calendar_of(reader).parse("2026-Q3"))
    assert caught.value.message == (
        "plan 'Everything that reads a result': EBITDA after bonus (ebitda) is no KPI of the "
        "warehouse, it comes from Finance, monthly close; give it in a results file as "
        '{"ebitda": {"value": "…", "target": null}}'
    )


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ('{ region = "Atlantis" }', "no region is called 'Atlantis'"),
        ('{ planet = "Mars" }', "Win rate has no dimension 'planet'"),
    ],
)
def test_a_scope_that_is_not_there(reader: Reader, scope: str, said: str) -> None:
    text = PLAN.replace('{ region = "EMEA" }', scope)
    with pytest.raises(ScopeError, match=said):
        results_from_warehouse(
            reader, plan_of(text), calendar_of(reader).parse("2026-Q3"), external=EBITDA
        )


def test_known_keys_say_unit_direction_and_whether_they_may_be_paid_on() -> None:
    found = known_keys(plan_of(), ["bookings[region=EMEA]", "bookings", "committee", "ebitda"])
    assert set(found) == {kpi.key for kpi in all_kpis()} | {"ebitda", "committee"}
    assert found["bookings"] == KnownKey("bookings", "Bookings", "money", "higher", True)
    assert found["median_response_hours"].better == "lower"
    assert found["open_pipeline"].is_payable is False
    assert found["ebitda"] == KnownKey("ebitda", "EBITDA after bonus", "money", "", True)
    assert found["committee"] == KnownKey("committee", "committee", "", "", True)


def names(periods: tuple[Period, ...]) -> list[str]:
    """The periods' names."""
    return [period.name for period in periods]


def test_closed_periods_end_on_or_before_the_day(reader: Reader) -> None:
    calendar = FiscalCalendar(reader.load.workspace)
    quarter, month = calendar.parse("2026-Q4"), calendar.parse("2026-11")
    span = calendar.parse("2026-07-01..2026-12-27")
    assert names(closed_periods(calendar, quarter, date(2026, 12, 30), 2)) == ["2026-Q2", "2026-Q3"]
    assert names(closed_periods(calendar, quarter, date(2026, 12, 31), 2)) == ["2026-Q3", "2026-Q4"]
    assert names(closed_periods(calendar, month, date(2026, 1, 31), 2)) == ["2025-12", "2026-01"]
    assert names(closed_periods(calendar, span, date(2026, 11, 15), 2)) == [
        "2025-07-06..2026-01-01",
        "2026-01-02..2026-06-30",
    ]
    with pytest.raises(PeriodError, match="a plan for 'all' has no periods before it"):
        closed_periods(calendar, calendar.all, date(2026, 11, 15), 2)
    with pytest.raises(PeriodError, match="0 periods cannot be re-run; ask for 1 to 200"):
        closed_periods(calendar, quarter, date(2026, 11, 15), 0)


def test_a_history_holds_each_period_and_the_current_one(reader: Reader) -> None:
    plan = plan_of().model_copy(update={"period": "2026-Q4"})
    history = gather(reader, plan, 3)
    assert names(history.periods) == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert (history.plan_period.name, history.as_of) == ("2026-Q4", date(2026, 11, 15))
    for place, period in enumerate(history.periods):
        told = answer(reader, "bookings", period)
        assert told.value is not None
        assert history.of(place)["bookings"].value == Fraction(told.value)
        assert history.of(place)["bookings"].target == told.target
    assert history.values("ebitda") == (None, None, None)
    assert history.results["ebitda"][0].reason.startswith("EBITDA after bonus (ebitda) is no KPI")
    assert history.current["bookings"].target == 4_390_000


INDIVIDUAL = """
name = "Two parts"
period = "2026-Q3"
[[measures]]
kpi = "bookings"
weight = 100
basis = "target"
points = [[0.9, 50], [1, 100]]
[allocation]
pool_share = 60
[[allocation.individual]]
kpi = "bookings"
weight = 100
points = [[0, 0], [100000, 100]]
"""


def payee(person_id: str, individual: Fraction | None = None) -> Payee:
    """A payee with one part."""
    one = Fraction(1)
    return Payee(person_id, (Terms(None, None, "", "", one, one, one, individual, True),))


def test_an_individual_measure_reads_the_payees_own_records(reader: Reader) -> None:
    period = calendar_of(reader).parse("2026-Q3")
    people = [payee("P009"), payee("P003"), payee("P404"), payee("P010", Fraction(90))]
    found = individual_results(reader, plan_of(INDIVIDUAL), people, period)
    assert set(found) == {f"bookings[person_id={who}]" for who in ("P009", "P003", "P404")}
    ((owner,),) = reader.exact_rows(
        "select owner from person_dimension where person_id = 'P009'", {}
    )
    told = answer(reader, "bookings", period, scope=Scope.of(owner=owner))
    assert told.value is not None
    assert told.value > 0
    assert found["bookings[person_id=P009]"].value == Fraction(told.value)
    assert found["bookings[person_id=P003]"].value == 0
    nobody = found["bookings[person_id=P404]"]
    assert (nobody.value, nobody.reason) == (
        None,
        "the people table has no 'P404'; load it, or hand in 'individual'",
    )


def test_a_plan_without_individual_part_reads_nothing_of_it(reader: Reader) -> None:
    text = INDIVIDUAL.replace("pool_share = 60", "pool_share = 100")
    period = calendar_of(reader).parse("2026-Q3")
    assert individual_results(reader, plan_of(text), [payee("P009")], period) == {}
