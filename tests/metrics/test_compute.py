"""How questions are answered: empty facts, as-of, splits, targets, reasons for no number."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from metrics.compute import Question, answer, answers, calendar_of
from metrics.drill import rows
from metrics.errors import NothingDatedError, ScopeError, UnknownKpiError
from metrics.kpi import Composed, Flow, Kpi
from metrics.registry import all_kpis, kpi
from metrics.scope import Scope
from tests.metrics.worlds import World, as_of_example, world_of

AS_OF = date(2026, 3, 31)
ADDITIVE = [one for one in all_kpis() if one.is_additive]


def by_key(kpis: tuple[Kpi, ...] | list[Kpi]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("declared", kpis, ids=lambda one: one.key)


@by_key(all_kpis())
def test_without_any_record_there_is_no_number_but_a_reason(declared: Kpi) -> None:
    world = World(as_of=AS_OF)
    found = answer(world, declared.key, calendar_of(world).parse("2026-Q1"))
    assert (found.value, found.rows, found.low, found.target) == (None, 0, None, None)
    assert found.note is not None
    assert "no data" in found.note or declared.key == "pipeline_coverage"


@by_key(all_kpis())
def test_before_the_first_record_there_is_no_number(declared: Kpi) -> None:
    world = world_of(declared)
    found = answer(world, declared.key, calendar_of(world).parse("2020-Q1"), as_of=AS_OF)
    assert (found.value, found.rows) == (None, 0)
    assert found.note


@by_key([one for one in all_kpis() if one.is_additive and isinstance(one.method, Flow)])
def test_an_empty_day_on_record_counts_0(declared: Kpi) -> None:
    world = world_of(declared)
    first = calendar_of(world).parse("2026-Q1").start_on
    days = [calendar_of(world).day(first + timedelta(days=number)) for number in range(90)]
    found = answers(world, Question((declared.key,), tuple(days), as_of=AS_OF))
    begun = next(place for place, one in enumerate(found) if one.value is not None)
    assert sum(one.value == 0 for one in found[begun:]) > 60
    # A day whose only record has no amount has no sum, which is not 0.
    assert all(one.rows and one.note for one in found[begun:] if one.value is None)


@by_key(all_kpis())
def test_a_period_to_come_has_no_number(declared: Kpi) -> None:
    world = world_of(declared)
    found = answer(world, declared.key, calendar_of(world).parse("2031"), as_of=AS_OF)
    assert (found.value, found.note) == (None, "2031 had not begun on 2026-03-31")


@by_key([one for one in all_kpis() if not isinstance(one.method, Composed)])
def test_the_rows_behind_a_number_add_up_to_it(declared: Kpi) -> None:
    world = world_of(declared)
    period = calendar_of(world).parse(declared.example.period)
    as_of = as_of_example(declared.example, period.end_on_exclusive)
    found = answer(world, declared.key, period, as_of=as_of)
    behind = rows(world, Question((declared.key,), (period,), as_of=as_of))
    assert len(behind.rows) == found.rows
    if declared.is_additive or declared.denominator:
        if declared.key != "weighted_pipeline":
            assert sum(row[-2] or 0 for row in behind.rows) == found.numerator
        assert sum(row[-1] or 0 for row in behind.rows) == (found.denominator or 0)


@by_key(ADDITIVE)
def test_slices_add_up_to_the_total(declared: Kpi) -> None:
    world = world_of(declared)
    world.con.execute(
        f"update {declared.fact} set region = case when rowid % 2 = 0 then 'EMEA' else '(none)' end"
    )
    period = calendar_of(world).parse(declared.example.period)
    as_of = as_of_example(declared.example, period.end_on_exclusive)
    question = Question((declared.key,), (period,), as_of=as_of)
    (total,) = answers(world, question)
    parts = answers(world, replace(question, by=("region",)))
    assert total.value == declared.example.value
    assert abs(sum((part.value or 0) for part in parts) - (total.value or 0)) < Decimal("1e-20")
    assert sum(part.rows for part in parts) == total.rows


def test_many_periods_at_once_are_each_as_when_asked_alone() -> None:
    for declared in all_kpis():
        world = world_of(declared)
        calendar = calendar_of(world)
        names = ("2026-Q1", "2026-01", "2026-02", "2026-W06", "2025-Q4", "2026", "all")
        periods = tuple(calendar.parse(name) for name in names)
        as_of = as_of_example(declared.example, date(2026, 3, 31))
        together = answers(world, Question((declared.key,), periods, as_of=as_of))
        assert [one.period for one in together] == list(periods)
        for one in together:
            assert one == answer(world, declared.key, one.period, as_of=as_of)


def test_one_statement_a_fact_however_many_kpis_and_periods() -> None:
    world = world_of(kpi("win_rate"))
    calendar = calendar_of(world)
    answer(world, "win_rate", calendar.parse("2026"), as_of=AS_OF)
    world.statements.clear()
    keys = (
        "win_rate",
        "win_rate_value",
        "average_deal",
        "sales_cycle_days",
        "leads_created",
        "acceptance_rate",
        "hand_back_rate",
        "response_within_sla",
        "lead_leakage",
    )
    weeks = calendar.each(calendar.parse("2026-Q1"), "week")
    found = answers(world, Question(keys, (*weeks, calendar.parse("2026")), as_of=AS_OF))
    assert len(found) == len(keys) * 15
    assert len(world.statements) == 2


def test_a_rate_of_few_says_so_and_has_an_interval() -> None:
    world = world_of(kpi("win_rate"))
    found = answer(world, "win_rate", calendar_of(world).parse("2026-Q1"), as_of=AS_OF)
    assert found.note == "few (3)"
    assert found.low is not None
    assert found.high is not None
    assert found.low < Decimal(1) / 3 < found.high


def test_an_unknown_kpi_is_refused_with_the_nearest_one() -> None:
    world = World(as_of=AS_OF)
    with pytest.raises(UnknownKpiError, match="did you mean 'win_rate'"):
        answers(world, Question(("winrate",), ()))
    with pytest.raises(UnknownKpiError, match="no KPI is called 'spend'"):
        kpi("spend")


@pytest.mark.parametrize(
    ("key", "by", "scope"),
    [
        ("leads_created", ("product",), Scope()),
        ("leads_created", (), Scope.of(strategy="retention")),
        ("bookings_attainment", ("source",), Scope()),
        ("win_rate", ("region; drop table booking",), Scope()),
    ],
)
def test_a_dimension_the_fact_lacks_is_refused_with_a_sentence(
    key: str, by: tuple[str, ...], scope: Scope
) -> None:
    world = World(as_of=AS_OF)
    with pytest.raises(ScopeError, match=r"has no dimension .*; use "):
        answers(world, Question((key,), (calendar_of(world).parse("2026"),), scope, by))


def test_scope_values_are_never_part_of_the_statement() -> None:
    world = world_of(kpi("win_rate"))
    evil = "EMEA' or '1'='1"
    period = calendar_of(world).parse("2026-Q1")
    found = answer(world, "win_rate", period, scope=Scope.of(region=evil), as_of=AS_OF)
    assert found.rows == 0
    assert not any(evil in statement for statement in world.statements)


def test_a_load_without_dates_says_what_to_load() -> None:
    world = World()
    with pytest.raises(NothingDatedError, match="load an export that has some"):
        answers(world, Question(("win_rate",), (calendar_of(world).parse("2026"),)))


@pytest.mark.parametrize("key", ["weighted_pipeline", "slippage_rate"])
def test_without_history_there_is_no_number_but_the_reason(key: str) -> None:
    declared = kpi(key)
    world = World(as_of=AS_OF, has_real_history=False)
    for table in declared.example.given:
        world.add(table.table, table.columns, table.rows)
    found = answer(world, key, calendar_of(world).parse("2026-Q1"))
    assert found.value is None
    assert found.note is not None
    assert "no opportunity history" in found.note


def test_time_travel_without_history_says_so() -> None:
    declared = kpi("open_pipeline")
    world = World(as_of=AS_OF, has_real_history=False)
    for table in declared.example.given:
        world.add(table.table, table.columns, table.rows)
    period = calendar_of(world).parse("2026-Q1")
    now, past = (
        answer(world, "open_pipeline", period, as_of=day) for day in (AS_OF, date(2026, 3, 30))
    )
    assert (now.value, now.note) == (150, None)
    assert past.value == 140
    assert past.note is not None
    assert past.note.startswith("derived: this load has no history")


def test_maturity_is_the_share_of_the_cohort_that_is_old_enough() -> None:
    world = World(as_of=date(2026, 4, 1)).add(
        "lead_journey",
        "lead_id, created_at",
        "a | 2026-01-02 00:00:00\nb | 2026-01-02 00:00:01\nc | 2026-03-01 00:00:00",
    )
    period = calendar_of(world).parse("2026-Q1")
    found = answer(world, "lead_to_opportunity_rate", period)
    assert found.maturity == Decimal(1) / 3
    assert answer(world, "lead_to_opportunity_rate", period, within=1).maturity == 1
    assert answer(world, "lead_to_opportunity_rate", period, within="ever").maturity is None
    assert answer(world, "leads_created", period).maturity == 1


def test_hand_backs_by_reason_are_shares_of_all_decided() -> None:
    declared = kpi("hand_back_rate")
    world = world_of(declared)
    period = calendar_of(world).parse("2026-Q1")
    found = answers(
        world, Question(("hand_back_rate",), (period,), by=("hand_back_reason",), as_of=AS_OF)
    )
    assert [(one.by, one.value) for one in found] == [
        (("(none)",), 0),
        (("no budget",), Decimal("0.25")),
        (("wrong person",), Decimal("0.25")),
    ]


TARGETS = """
    bookings   | 2026-Q1 | 100 |       |           |
    bookings   | 2026-Q2 |  60 |       | EMEA      |
    bookings   | 2026-Q2 |  50 |       | APAC      |
    bookings   | 2026-Q2 |  90 | sales |           |
    bookings   | 2026-07 |  10 |       |           |
    bookings   | 2026-08 |  20 |       |           |
    bookings   | 2026-09 |  30 |       |           |
    bookings   | 2026-10 |  10 |       |           |
    win_rate   | 2026    | 0.3 |       |           |
    win_rate   | 2026-Q2 | 0.4 |       | EMEA      |
    bookings   | soon    | 999 |       |           |
"""


@pytest.mark.parametrize(
    ("key", "period", "region", "target"),
    [
        ("bookings", "2026-Q1", None, 100),
        ("bookings", "2026-01-01..2026-03-31", None, 100),
        # No row for all: the sum of its parts by the first dimension that has them.
        ("bookings", "2026-Q2", None, 90),
        ("bookings", "2026-Q2", "EMEA", 60),
        ("bookings", "2026-Q1", "EMEA", None),
        ("bookings", "2026-Q3", None, 60),
        ("bookings", "2026-08", None, 20),
        # One month of three is no target of the quarter, nor the year's.
        ("bookings", "2026-Q4", None, None),
        ("bookings", "2026", None, None),
        ("bookings", "all", None, None),
        # A rate is not summed: it holds for what lies inside its period.
        ("win_rate", "2026-Q3", None, Decimal("0.3")),
        ("win_rate", "2026-W10", None, Decimal("0.3")),
        ("win_rate", "2026-Q2", "EMEA", Decimal("0.4")),
        ("win_rate", "2026-Q2", "APAC", None),
    ],
)
def test_targets(key: str, period: str, region: str | None, target: Decimal | None) -> None:
    world = World(as_of=date(2026, 12, 31))
    world.add("target", "kpi, period, value, team, region, industry", TARGETS)
    found = answer(world, key, calendar_of(world).parse(period), scope=Scope.of(region=region))
    assert found.target == target


def test_states_share_one_statement_with_those_by_stage() -> None:
    keys = ("open_pipeline", "weighted_pipeline", "weighted_pipeline_crm", "overdue_pipeline")
    world = world_of(kpi("weighted_pipeline"))
    calendar = calendar_of(world)
    periods = tuple(calendar.parse(name) for name in ("2026-Q1", "2026-W09", "2025-12"))
    alone = {
        (key, period): answer(world, key, period, as_of=AS_OF) for key in keys for period in periods
    }
    world.statements.clear()
    found = answers(world, Question(keys, periods, as_of=AS_OF))
    assert {(one.kpi, one.period): one for one in found} == alone
    assert sum("from opportunity_version" in statement for statement in world.statements) == 1


@pytest.mark.parametrize("key", ["bookings", "acquisition_bookings", "pipeline_created"])
def test_records_without_any_amount_have_no_sum_but_a_reason(key: str) -> None:
    world = World(as_of=AS_OF)
    world.add(
        "booking",
        "booking_id, booked_on, kind, strategy, amount",
        """
        a | 2026-01-01 | new | acquisition |
        b | 2026-02-01 | new | acquisition |
        """,
    )
    world.add(
        "opportunity_journey",
        "opportunity_id, entered_at, entry_amount",
        """
        a | 2026-01-01 00:00:00 |
        b | 2026-02-01 00:00:00 |
        """,
    )
    found = answer(world, key, calendar_of(world).parse("2026-Q1"))
    assert (found.value, found.rows, found.beside["null_amounts"]) == (None, 2, 2)
    assert found.note == "none of the 2 records counted has an amount"
    march = answer(world, key, calendar_of(world).parse("2026-03"))
    assert (march.value, march.note) == (0, None)
