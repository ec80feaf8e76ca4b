"""Hours with customers a person and month, counted a second time from the activities."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Warehouse
from data.workspace import Workspace
from metrics.compute import Question, calendar_of
from metrics.drill import rows
from tests.metrics.oracles._cases import Case, Verifier, ratio, shown
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._hours import parts

KEY = "customer_hours_per_person"
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 12))
CASES = [
    Case("quarters and the year", ("2026-Q4", "2026-Q3", "2025-Q2", "2026")),
    Case("every month", MONTHS),
    Case("every month by team", MONTHS, by=("team",)),
    Case("by person", ("2026-Q3",), by=("owner",)),
    Case("by region and team", ("2026-Q2",), by=("region", "team")),
    Case(
        "by manager in a region", ("2026-Q3", "2026"), by=("manager",), scope=(("region", "EMEA"),)
    ),
    Case("in the middle of a month", ("2026-Q2", "2026-05", "2026"), as_of=date(2026, 5, 12)),
    Case("on the last day of a month", ("2026-Q2", "2026-05"), as_of=date(2026, 5, 31)),
    Case("the day before it", ("2026-Q2", "2026-05"), as_of=date(2026, 5, 30)),
    Case("weeks: the one with a month's last day has it", ("2026-W18", "2026-W19", "2026-W22")),
    Case("days across months", ("2026-01-15..2026-02-10", "2026-01-15..2026-03-31")),
    Case("from the first record on", ("all",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_customer_hours_per_person(verifier: Verifier, case: Case) -> None:
    assert verifier.check(KEY, case, parts, ratio)


def test_a_month_that_runs_is_in_no_number(verifier: Verifier) -> None:
    (answer,) = verifier.answered(KEY, Case("", ("2026-11",))).values()
    assert (answer.value, answer.rows) == (None, 0)
    assert answer.note == "no whole month on record has ended in the period"


def test_a_team_is_held_against_what_the_workspace_expects(verifier: Verifier) -> None:
    found = verifier.answered(KEY, Case("", ("2026-Q3",), by=("team",)))
    asked = verifier.company.workspace.customer_hours
    assert {by[0]: answer.target for (_, by), answer in found.items()} == {
        "marketing": asked.marketing,
        "sales": asked.sales,
        "success": asked.sales,
        "other": asked.executive,
    }
    assert (asked.executive, asked.marketing, asked.sales) == (20, 10, 40)


def test_the_company_is_held_against_the_mean_of_its_people(verifier: Verifier) -> None:
    (whole,) = verifier.answered(KEY, Case("", ("2026-Q3",))).values()
    by_team = verifier.answered(KEY, Case("", ("2026-Q3",), by=("team",))).values()
    mean = sum(Fraction(one.target or 0) * one.rows for one in by_team) / whole.rows
    assert whole.target == shown(mean)


def test_the_rows_are_people_and_months_and_add_up(verifier: Verifier) -> None:
    period = calendar_of(verifier.reader).parse("2026-Q3")
    found = rows(verifier.reader, Question((KEY,), (period,)))
    assert found.columns == (
        *("person_id", "owner", "team", "region", "month_start"),
        *("numerator", "denominator"),
    )
    assert len({(row[0], row[4]) for row in found.rows}) == len(found.rows)
    (answer,) = verifier.answered(KEY, Case("", ("2026-Q3",))).values()
    assert len(found.rows) == answer.rows
    assert sum(row[-2] for row in found.rows) == answer.numerator  # type: ignore[misc]
    assert sum(row[-1] for row in found.rows) == answer.denominator  # type: ignore[misc]


# A small company that writes down everything that can be written down.

WORKSPACE = """
company = "Odd hours"
time_zone = "Europe/Berlin"
fiscal_year_start = 4

[customer_hours]
executive = 12.5
marketing = 7
sales = 33.25
"""
PEOPLE = """person_id,name,email,team,role,region,manager_id,time_zone,started_on,ended_on
P1,Ann,a@odd.example,sales,Seller,North,P5,Europe/Berlin,,
P2,Bo,b@odd.example,sales,Seller,North,P5,Asia/Tokyo,2025-02-28,
P3,Bo,c@odd.example,marketing,Writer,South,P5,,2025-03-01,2025-03-31
P4,Di,d@odd.example,success,Helper,,P9,,2024-01-01,2025-02-01
P5,Ed,e@odd.example,other,Head,,,,,
P6,Flo,f@odd.example,marketing,Idle,South,P5,,2025-04-01,
"""
HEAD = (
    "activity_id,at,person_id,kind,account_id,lead_id,opportunity_id,minutes,with_customer,"
    "joint_with"
)
BY_HAND = """
h1,2025-01-31T22:30:00+01:00,P1,meeting,,,,180,true,
h2,2025-01-31T23:59:00Z,P1,meeting,,,,30,true,P2
h3,2025-03-30T01:30:00+01:00,P1,visit,,,,120,true,P3
h4,2025-03-31T22:30:00Z,P3,visit,,,,60,true,P1
h5,2025-03-04T09:00:00Z,P2,meeting,,,,6000,true,
h6,2025-03-05T09:00:00Z,P2,meeting,,,,60,true,P2
h7,2025-03-06T09:00:00Z,P9,meeting,,,,60,true,P4
h8,2025-03-06T10:00:00Z,P1,meeting,,,,0,true,P4
h9,2025-03-06T11:00:00Z,P1,meeting,,,,,true,P4
h10,2025-03-06T12:00:00Z,P1,writing,,,,60,false,P4
h11,2025-01-10T12:00:00Z,P4,meeting,,,,0.5,true,
h12,2025-01-10T12:00:10Z,P4,meeting,,,,1.25,true,P8
"""


def export(folder: Path, seed: int) -> None:
    """People, the cases by hand, and three months of whatever may be written down."""
    chance = random.Random(seed)
    lines = BY_HAND.strip().splitlines()
    for number in range(260):
        at = datetime(2025, 1, 3, tzinfo=UTC) + timedelta(seconds=chance.randrange(110 * 86_400))
        minutes = chance.choice([5, 20, 45, 60, 90, 240, 700, 1500])
        who, other = (chance.choice(["P1", "P2", "P3", "P4", "P5"]) for _ in range(2))
        lines.append(
            f"r{number},{at.isoformat()},{who},meeting,,,,{minutes},"
            f"{chance.choice(['true', 'true', 'false'])},{chance.choice([other, '', ''])}"
        )
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "activities.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", params=[1, 2, 3])
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Verifier:
    folder, store = tmp_path_factory.mktemp("odd"), tmp_path_factory.mktemp("store")
    export(folder, request.param)
    (store / "tandem.toml").write_text(WORKSPACE, encoding="utf-8")
    load([folder], store, now=datetime(2025, 5, 2, tzinfo=UTC))
    return Verifier(Warehouse(store).reader(), Company(folder, Workspace.read(store)))


ODD_CASES = [
    Case("all", ("all", "2025-Q4", "2026-Q1", "2025")),
    Case("months", ("2025-01", "2025-02", "2025-03", "2025-04"), by=("owner",)),
    Case("teams", ("2025-01", "2025-02", "2025-03", "2025-04"), by=("team", "region")),
    Case("past", ("2025-Q4", "2025-03"), by=("owner",), as_of=date(2025, 3, 30)),
    Case("past, whole", ("2025-Q4", "2025-03"), by=("owner",), as_of=date(2025, 3, 31)),
    Case("scope", ("2025-Q4",), by=("owner",), scope=(("manager", "Ed"),)),
]


@pytest.mark.parametrize("case", ODD_CASES, ids=lambda case: case.name)
def test_odd_hours(odd: Verifier, case: Case) -> None:
    assert odd.check(KEY, case, parts, ratio)


def test_a_settings_own_hours_are_expected(odd: Verifier) -> None:
    found = odd.answered(KEY, Case("", ("2025-03",), by=("team",)))
    assert {by[0]: answer.target for (_, by), answer in found.items()} == {
        "marketing": 7,
        "sales": Decimal("33.25"),
        "other": Decimal("12.5"),
    }


@pytest.mark.parametrize(
    ("people", "activities"),
    [
        ("person_id,name,team\nP1,Ann,sales\n", f"{HEAD}\na,2025-03-01,P1,call,,,,30,false,\n"),
        ("person_id,name,team\nP1,Ann,sales\n", f"{HEAD}\na,2025-03-01,P1,call,,,,,true,\n"),
        ("", f"{HEAD}\na,2025-03-01,P1,call,,,,30,true,\n"),
    ],
    ids=["no customer", "no minutes", "no people"],
)
def test_without_hours_there_is_no_number(tmp_path: Path, people: str, activities: str) -> None:
    folder, store = tmp_path / "export", tmp_path / "store"
    folder.mkdir()
    if people:
        (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "activities.csv").write_text(activities, encoding="utf-8")
    load([folder], store, now=datetime(2025, 5, 2, tzinfo=UTC))
    odd = Verifier(Warehouse(store).reader(), Company(folder, Workspace.read(store)))
    (answer,) = odd.answered(KEY, Case("", ("2025-03",), as_of=date(2025, 4, 30))).values()
    assert answer.value is None
    assert answer.note == "no data: the load holds no activities with customers, or no people"
