"""The fiscal calendar: names, edges, parts and comparisons, to the day and the moment."""

from datetime import date

import pytest

from data.workspace import Workspace
from metrics.errors import PeriodError
from metrics.periods import FiscalCalendar, Grain

JANUARY = FiscalCalendar(Workspace())
APRIL = FiscalCalendar(Workspace(fiscal_year_start=4))
FEBRUARY_29 = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("calendar", "text", "start_on", "last_on"),
    [
        (JANUARY, "2026", "2026-01-01", "2026-12-31"),
        (JANUARY, "2026-Q4", "2026-10-01", "2026-12-31"),
        (JANUARY, "2026-11", "2026-11-01", "2026-11-30"),
        (JANUARY, "2024-02", "2024-02-01", "2024-02-29"),
        (JANUARY, "2026-W01", "2025-12-29", "2026-01-04"),
        (JANUARY, "2026-W53", "2026-12-28", "2027-01-03"),
        (JANUARY, "2026-10-01..2026-10-01", "2026-10-01", "2026-10-01"),
        (APRIL, "2026", "2025-04-01", "2026-03-31"),
        (APRIL, "2026-Q1", "2025-04-01", "2025-06-30"),
        (APRIL, "2026-Q4", "2026-01-01", "2026-03-31"),
        (APRIL, "2026-11", "2026-11-01", "2026-11-30"),
    ],
)
def test_a_name_means_its_days(
    calendar: FiscalCalendar, text: str, start_on: str, last_on: str
) -> None:
    period = calendar.parse(text)
    assert (str(period.start_on), str(period.last_on), period.name) == (start_on, last_on, text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-W53",
        "2026-W00",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "26",
        "2026-1",
        "",
        "0001",
        "2999",
        "2026-02-30..2026-03-01",
        "2026-03-02..2026-03-01",
        "now",
        "2026-q4",
        "2026-Q4; drop",
    ],
)
def test_what_is_no_period_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(PeriodError) as refused:
        JANUARY.parse(text)
    assert f"'{text}' is no period" in refused.value.message


@pytest.mark.parametrize(
    ("calendar", "day", "grain", "name"),
    [
        (JANUARY, date(2026, 11, 21), "week", "2026-W47"),
        (JANUARY, date(2027, 1, 3), "week", "2026-W53"),
        (JANUARY, date(2026, 11, 21), "quarter", "2026-Q4"),
        (APRIL, date(2026, 3, 31), "quarter", "2026-Q4"),
        (APRIL, date(2026, 4, 1), "quarter", "2027-Q1"),
        (APRIL, date(2026, 4, 1), "year", "2027"),
        (APRIL, date(2026, 3, 31), "year", "2026"),
        (JANUARY, FEBRUARY_29, "month", "2024-02"),
    ],
)
def test_the_unit_that_holds_a_day(
    calendar: FiscalCalendar, day: date, grain: Grain, name: str
) -> None:
    unit = calendar.containing(day, grain)
    assert unit.name == name
    assert calendar.parse(name) == unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-W53", "2026-W52"),
        ("2026-W47", "2026-W46"),
        ("2026-W01", "2025-W52"),
        ("2026-01", "2025-12"),
        ("2026-Q1", "2025-Q4"),
        ("2026", "2025"),
        ("2026-03-11..2026-03-20", "2026-03-01..2026-03-10"),
    ],
)
def test_the_unit_before(text: str, name: str) -> None:
    assert JANUARY.previous(JANUARY.parse(text)).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2026-W47", "2025-W47"),
        ("2027-W01", "2026-W02"),
        ("2026-W53", "2026-W01"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),
        ("2026-Q4", "2025-Q4"),
        ("2026", "2025"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-02-01..2025-02-28", "2024-02-01..2024-02-28"),
    ],
)
def test_the_year_before(text: str, name: str) -> None:
    assert JANUARY.year_before(JANUARY.parse(text)).name == name


@pytest.mark.parametrize(
    ("text", "as_of", "seen", "before", "year"),
    [
        (
            "2026-Q4",
            date(2026, 11, 21),
            "2026-10-01..2026-11-21",
            "2026-07-01..2026-08-21",
            "2025-10-01..2025-11-21",
        ),
        (
            "2026-03",
            date(2026, 3, 30),
            "2026-03-01..2026-03-30",
            "2026-02",
            "2025-03-01..2025-03-30",
        ),
        (
            "2024-02",
            date(2024, 2, 28),
            "2024-02-01..2024-02-28",
            "2024-01-01..2024-01-28",
            "2023-02",
        ),
        (
            "2026-W47",
            date(2026, 11, 18),
            "2026-11-16..2026-11-18",
            "2026-11-09..2026-11-11",
            "2025-11-17..2025-11-19",
        ),
        ("2026-Q3", date(2026, 11, 21), "2026-Q3", "2026-Q2", "2025-Q3"),
        ("2026-Q4", date(2026, 12, 31), "2026-Q4", "2026-Q3", "2025-Q4"),
    ],
)
def test_a_period_to_date_compares_with_the_same_days(
    text: str, as_of: date, seen: str, before: str, year: str
) -> None:
    period = JANUARY.to_date(JANUARY.parse(text), as_of)
    names = (period.name, JANUARY.previous(period).name, JANUARY.year_before(period).name)
    assert names == (seen, before, year)


def test_parts_fill_the_whole_and_keep_their_names() -> None:
    weeks = JANUARY.each(JANUARY.parse("2026-Q4"), "week")
    assert [week.name for week in (weeks[0], weeks[1], weeks[-1])] == [
        "2026-10-01..2026-10-04",
        "2026-W41",
        "2026-12-28..2026-12-31",
    ]
    assert sum(week.days for week in weeks) == 92
    assert all(JANUARY.parse(week.name).start_on == week.start_on for week in weeks)
    months = APRIL.each(APRIL.parse("2026-Q4"), "month")
    assert [month.name for month in months] == ["2026-01", "2026-02", "2026-03"]
    assert [q.name for q in APRIL.each(APRIL.parse("2026"), "quarter")] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("UTC", date(2026, 3, 29), "2026-03-29 00:00:00"),
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28 23:00:00"),
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29 22:00:00"),
        ("Europe/Berlin", date(2026, 10, 26), "2026-10-25 23:00:00"),
        ("America/New_York", date(2025, 3, 10), "2025-03-10 04:00:00"),
        # The clocks of Sao Paulo skipped midnight: the day began at one o'clock.
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04 03:00:00"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30 10:00:00"),
    ],
)
def test_a_day_begins_at_local_midnight(zone: str, day: date, moment: str) -> None:
    calendar = FiscalCalendar(Workspace(time_zone=zone))
    assert str(calendar.moment(day)) == moment
    assert calendar.day_of(calendar.moment(day)) == day


def test_all_has_no_neighbours_and_no_parts() -> None:
    for ask in (JANUARY.previous, JANUARY.year_before, lambda p: JANUARY.each(p, "month")):
        with pytest.raises(PeriodError, match="'all'"):
            ask(JANUARY.all)
    assert JANUARY.to_date(JANUARY.all, date(2026, 1, 31)).last_on == date(2026, 1, 31)
