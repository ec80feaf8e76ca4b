"""How numbers are written."""

from datetime import date
from decimal import Decimal

import pytest

from data.workspace import Workspace
from metrics.kpi import Unit
from metrics.wording import (
    counted,
    difference,
    exact_money,
    money,
    number,
    percent,
    period_label,
    rounded,
    weekday,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1620114.50", "$1.62M"),
        ("999500", "$1.00M"),
        ("58200", "$58.2k"),
        ("103449", "$103k"),
        ("9999", "$9,999"),
        ("412.5", "$413"),
        ("-190000", "−$190k"),
        ("-0.4", "$0"),
        ("5530000000", "$5.53B"),
    ],
)
def test_money_is_compact_on_tiles(amount: str, expected: str) -> None:
    assert money(D(amount), "USD") == expected


def test_money_is_exact_in_tables() -> None:
    assert exact_money(D("-1620114.5"), "EUR") == "−€1,620,114.50"
    assert money(D(5), "CHF") == "CHF\u00a05"


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("0.2846", "28"), ("0.054", "5.4"), ("0", "0"), ("1", "100"), ("-0.054", "−5.4")],
)
def test_percent_has_a_decimal_only_under_ten(rate: str, expected: str) -> None:
    assert percent(D(rate)) == f"{expected}\u202f%"


def test_halves_round_away_from_zero() -> None:
    assert (rounded(D("2.5"), 0), rounded(D("-2.5"), 0), rounded(D("0.125"), 2)) == (
        "3",
        "−3",
        "0.13",
    )


def test_a_value_is_written_in_its_unit() -> None:
    assert number(D("3.24"), Unit.HOURS, "USD") == "3.2\u202fh"
    assert number(D("2.44"), Unit.RATIO, "USD") == "2.4×"
    assert number(None, Unit.MONEY, "USD") == "no data"


def test_a_change_of_a_rate_is_in_points_and_of_a_sum_in_percent() -> None:
    assert difference(D("0.06"), D("0.72"), Unit.PERCENT, "USD") == "6 points"
    assert difference(D("0.01"), D("0.72"), Unit.PERCENT, "USD") == "1 point"
    assert difference(D(-50), D(200), Unit.MONEY, "USD") == "25\u202f%"
    assert difference(D(50), D(0), Unit.MONEY, "USD") == "$50"


def test_dates_follow_the_workspace() -> None:
    workspace = Workspace(date_format="%d.%m.%Y")
    assert weekday(date(2026, 11, 15), workspace) == "Sun 15.11.2026"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-Q4", "Q4 2026"),
        ("2026-11", "Nov 2026"),
        ("2026-W47", "Week 47 2026"),
        ("2026", "2026"),
        ("all", "All time"),
        ("2026-10-01..2026-12-31", "2026-10-01 to 2026-12-31"),
    ],
)
def test_periods_have_names_for_people(name: str, expected: str) -> None:
    assert period_label(name) == expected


def test_one_thing_is_not_several() -> None:
    assert counted(1, "closed opportunities") == "1 closed opportunity"
    assert counted(1, "leads") == "1 lead"
    assert counted(1204, "bookings") == "1,204 bookings"
    assert counted(0, "opportunities") == "0 opportunities"
