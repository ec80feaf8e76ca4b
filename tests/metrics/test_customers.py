"""Hours with customers at a meeting: which months are told, each team's, and in a plan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from data.workspace import CustomerHours, Workspace
from metrics.compared import Against, Moment, Wanted, compared
from metrics.compute import answer, calendar_of
from metrics.customers import KEY, ended, hours, team_words
from metrics.periods import FiscalCalendar
from metrics.planning.results import known_keys, results_from_warehouse
from metrics.pool.gaming import WAYS
from metrics.pool.inputs import KnownKey
from metrics.pool.reading import read_plan
from metrics.scope import ALL, Scope
from tests.metrics.worlds import World

COLUMNS = "person_id, owner, team, region, month_start, customer_seconds"
MONTHS = """
    a | Ann | sales     | EMEA | 2025-12-01 | 108000
    b | Bob | marketing | East | 2025-12-01 |  18000
    a | Ann | sales     | EMEA | 2026-01-01 | 144000
    b | Bob | marketing | East | 2026-01-01 |  27000
    a | Ann | sales     | EMEA | 2026-02-01 | 122400
    b | Bob | marketing | East | 2026-02-01 |      0
    c | Cy  | sales     | EMEA | 2026-02-01 |  36000
"""


def world(as_of: date, **settings: Decimal) -> World:
    """Three people over three months."""
    workspace = Workspace(customer_hours=CustomerHours(**settings))
    return World(workspace, as_of).add("person_month", COLUMNS, MONTHS)


def moment(of: Reader, period: str, as_of: date, scope: Scope = ALL) -> Moment:
    return Moment(calendar_of(of).parse(period), as_of, scope)


@pytest.mark.parametrize(
    ("period", "as_of", "told"),
    [
        ("2026-Q1", date(2026, 2, 10), "2026-Q1"),
        ("2026-Q1", date(2026, 1, 31), "2026-Q1"),
        ("2026-Q1", date(2026, 1, 30), "2025-12"),
        ("2026-Q1", date(2026, 1, 1), "2025-12"),
        ("2026", date(2026, 1, 15), "2025-12"),
        ("2026-W09", date(2026, 6, 1), "2026-W09"),
        ("2026-W08", date(2026, 6, 1), "2026-01"),
        ("2026-02", date(2026, 2, 27), "2026-01"),
        ("2025-Q4", date(2026, 6, 1), "2025-Q4"),
        ("all", date(2026, 6, 1), "all"),
    ],
)
def test_the_months_told_have_ended(period: str, as_of: date, told: str) -> None:
    calendar = FiscalCalendar(Workspace())
    asked = Moment(calendar.parse(period), as_of)
    assert ended(asked, calendar) == replace(asked, period=calendar.parse(told))


def test_the_months_of_the_quarter_and_each_teams() -> None:
    of = world(date(2026, 3, 10))
    found = hours(of, moment(of, "2026-Q1", date(2026, 3, 10)))
    # 40, 7.5, 34, 0 and 10 hours of five person-months.
    assert found.compared.now.value == Decimal("18.3")
    assert (found.label, found.is_earlier) == ("Hours with customers", False)
    assert found.note == "To 28 Feb: sales 28.0 of 40\u202fh, marketing 3.8 of 10\u202fh"
    # Of a month that stays what it was nothing is said by weeks.
    assert found.compared.trend == ()
    assert [one.against for one in found.compared.changes] == []


def test_before_a_month_of_the_quarter_has_ended_the_last_one_is_told() -> None:
    of = world(date(2026, 1, 20))
    found = hours(of, moment(of, "2026-Q1", date(2026, 1, 20)))
    assert (found.label, found.is_earlier) == ("Hours with customers, Dec 2025", True)
    assert found.compared.now.value == Decimal("17.5")
    assert found.compared.now.target == Decimal(25)
    assert found.note == "Marketing 5.0 of 10\u202fh, sales 30.0 of 40\u202fh"


def test_a_month_is_held_against_the_month_before() -> None:
    of = world(date(2026, 3, 10))
    found = hours(of, moment(of, "2026-01", date(2026, 3, 10)))
    (change,) = found.compared.changes
    assert (change.against, change.now, change.then) == (
        Against.PREVIOUS,
        Decimal("23.75"),
        Decimal("17.5"),
    )


def test_of_one_team_there_are_no_teams_to_tell() -> None:
    of = world(date(2026, 3, 10))
    found = hours(of, moment(of, "2026-Q1", date(2026, 3, 10), Scope.of(team="sales")))
    assert (found.compared.now.value, found.note) == (Decimal(28), "")


def test_nothing_is_asked_of_whom_the_settings_ask_nothing() -> None:
    of = world(date(2026, 3, 10), marketing=Decimal(0), sales=Decimal("12.5"))
    found = hours(of, moment(of, "2026-Q1", date(2026, 3, 10)))
    assert found.note == "To 28 Feb: sales 28.0 of 12.5\u202fh, marketing 3.8\u202fh"
    assert team_words(replace(found.teams[0], value=None)) == "sales no data"


def test_a_target_that_is_set_comes_first() -> None:
    of = world(date(2026, 3, 10)).add(
        "target",
        "kpi, period, value, team",
        f"""
        {KEY} | 2026 | 30 |
        {KEY} | 2026 | 50 | sales
        """,
    )
    found = hours(of, moment(of, "2026-Q1", date(2026, 3, 10)))
    assert found.compared.now.target == 30
    assert [one.target for one in found.teams] == [50, 10]


def test_who_has_no_team_leaves_the_company_without_a_mean() -> None:
    of = world(date(2026, 3, 10)).add("person_month", COLUMNS, "d | Di | | East | 2026-01-01 | 0")
    period = calendar_of(of).parse("2026-Q1")
    found = answer(of, KEY, period, as_of=date(2026, 3, 10))
    assert (found.rows, found.target) == (6, None)


def test_a_sum_of_the_same_question_keeps_its_weeks() -> None:
    of = world(date(2026, 3, 10))
    asked = moment(of, "2026-Q1", date(2026, 3, 10))
    found = compared(of, (Wanted("leads_created"), Wanted(KEY)), asked, calendar_of(of))
    assert [len(one.trend) for one in found] == [13, 0]


PLAN = f"""
name = "Listening"
period = "2026-Q3"
[[measures]]
kpi = "{KEY}"
weight = 100
basis = "target"
points = [[0.8, 50], [1, 100], [1.2, 200]]
scope = {{ team = "sales" }}
[[kickers]]
kpi = "{KEY}"
at_least = 10
points = 5
"""


def test_a_plan_may_pay_on_it_against_its_target(reader: Reader) -> None:
    plan = read_plan(PLAN, form="toml", name="test")
    assert known_keys(plan)[KEY] == KnownKey(KEY, "Hours with customers", "hours", "higher", True)
    period = calendar_of(reader).parse("2026-Q3")
    found = results_from_warehouse(reader, plan, period)
    of_team, of_all = found[f"{KEY}[team=sales]"], found[KEY]
    told = answer(reader, KEY, period, scope=Scope.of(team="sales"))
    assert of_team.value == Fraction(told.numerator or 0) / Fraction(told.denominator or 1)
    assert (of_team.target, told.rows > 0) == (40, True)
    assert of_all.value is not None
    assert of_all.target == Fraction(answer(reader, KEY, period).target or 0)
    assert WAYS[KEY].exposed_by == "pipeline_created"
