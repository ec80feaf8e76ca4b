"""Facts by day and month: calendar, spend, targets, rates, customer hours, recurring revenue."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from data.workspace import Workspace
from metrics.periods import FiscalCalendar
from tests.data.models.company import build


@pytest.mark.parametrize("start_month", [1, 2, 4, 7, 10])
def test_the_calendar_names_days_as_periods_do(
    con: duckdb.DuckDBPyConnection, start_month: int
) -> None:
    workspace = Workspace(fiscal_year_start=start_month)
    build(con, workspace, leads="lead_id|created_at\nl|2024-02-29")
    periods = FiscalCalendar(workspace)
    days = con.execute(
        "select day, week_start, month_start, quarter_start, fiscal_year_start,"
        " fiscal_month, fiscal_quarter, cast(fiscal_year as varchar) from calendar order by day"
    ).fetchall()
    # Quarters at the two ends are cut by the calendar's own edges.
    assert [row for row in days if date(2024, 1, 1) <= row[0] < date(2026, 1, 1)] == [
        (
            day,
            *(
                periods.containing(day, grain).start_on
                for grain in ("week", "month", "quarter", "year")
            ),
            *(periods.containing(day, grain).name for grain in ("month", "quarter", "year")),
        )
        for day in (date.fromordinal(date(2024, 1, 1).toordinal() + n) for n in range(731))
    ]
    assert (days[0][0], days[-1][0]) == (date(2023, 1, 1), date(2026, 12, 31))


def test_working_days_count_through_the_quarter(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        leads="lead_id|created_at\nl|2026-02-01",
        calendar_exceptions="""on|region|kind
            2026-01-01||holiday
            2026-01-06|DACH|holiday
            2026-01-10||working_day""",
    )
    assert con.execute(
        "select extract(day from day), is_working_day, working_day_of_quarter,"
        " working_days_in_quarter from calendar"
        " where day between date '2026-01-01' and date '2026-01-12' order by day"
    ).fetchall() == [
        (1, False, 0, 64),
        (2, True, 1, 64),
        (3, False, 1, 64),
        (4, False, 1, 64),
        (5, True, 2, 64),
        (6, True, 3, 64),
        (7, True, 4, 64),
        (8, True, 5, 64),
        (9, True, 6, 64),
        (10, True, 7, 64),
        (11, False, 7, 64),
        (12, True, 8, 64),
    ]


def test_spend_is_summed_by_day_in_the_reporting_currency(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        fx_rates="currency|on|rate\nEUR|2026-01-01|1.5",
        campaigns="campaign_id|name|channel|source\nc|Spring|Email|News",
        spend="""spent_on|amount|currency|kind|team|source|campaign_id|region
            2026-01-01|10.10||program|marketing|Web|c|EMEA
            2026-01-01|5|EUR|program|marketing|Web|c|EMEA
            2026-01-01|7|CHF|program|marketing|Web|c|EMEA
            2026-01-02|1|||||| """,
    )
    assert con.execute(
        "select spent_on, kind, spend_team, source, channel, campaign, region, amount,"
        " rows_count, missing_rates from spend_day"
    ).fetchall() == [
        (
            *(date(2026, 1, 1), "program", "marketing", "Web", "Email", "Spring", "EMEA"),
            *(Decimal("17.60"), 3, 1),
        ),
        (date(2026, 1, 2), *["(none)"] * 6, Decimal("1.00"), 1, 0),
    ]
    assert con.execute("select key, problem from data_problem").fetchall() == [
        ("2026-01-01", "1 amounts without a rate")
    ]


def test_rates_hold_until_the_next_and_the_own_currency_is_one(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        Workspace(currency="EUR"),
        fx_rates="currency|on|rate\nUSD|2026-01-01|0.9\nUSD|2026-02-01|0.8\nEUR|2026-01-01|7",
    )
    assert con.execute("select * from currency_rate order by currency, valid_from").fetchall() == [
        ("EUR", Decimal(1), date(1, 1, 1), date(9999, 12, 31)),
        ("USD", Decimal("0.9"), date(2026, 1, 1), date(2026, 2, 1)),
        ("USD", Decimal("0.8"), date(2026, 2, 1), date(9999, 12, 31)),
    ]


def test_a_target_keeps_what_it_does_not_say_empty(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        people="person_id|name\np|Ann",
        targets="kpi|period|value|region|owner_id\nbookings|2026-Q1|9|EMEA|\nbookings|2026-Q1|4||p",
    )
    assert con.execute(
        "select kpi, period, value, team, region, owner, owner_id from target order by value"
    ).fetchall() == [
        ("bookings", "2026-Q1", Decimal(4), None, None, "Ann", "p"),
        ("bookings", "2026-Q1", Decimal(9), None, "EMEA", None, None),
    ]


def test_customer_hours_are_distinct_and_at_most_a_day(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        people="""person_id|name|team|started_on|ended_on
            a|Ann|sales||
            b|Bob|sales||2026-01-31
            c|Cleo|marketing|2026-02-01|""",
        activities="""activity_id|at|person_id|minutes|with_customer|joint_with
            1|2026-01-05 09:00|a|60|true|b
            2|2026-01-05 09:30|a|60|true|
            3|2026-01-05 09:40|a|10|true|
            4|2026-01-05 12:00|a|30|false|
            5|2026-01-06 09:00|a|3000|true|
            6|2026-01-31 09:00|b||true|
            7|2026-02-02 09:00|a|15|true|a
            8|2026-02-02 09:00|a|5|true|nobody""",
    )
    assert con.execute(
        "select owner, team, month_start, customer_seconds from person_month"
    ).fetchall() == [
        # 09:00 to 10:30, and a day of the fifty hours somebody typed.
        ("Ann", "sales", date(2026, 1, 1), 5400 + 86_400),
        ("Bob", "sales", date(2026, 1, 1), 3600),
        ("Ann", "sales", date(2026, 2, 1), 900),
        ("Cleo", "marketing", date(2026, 2, 1), 0),
    ]


def test_recurring_revenue_moves_by_month_and_stands_until_the_next(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        accounts="account_id|name|region\na|Acme|EMEA",
        bookings="""booking_id|booked_on|amount|kind|account_id|recurring_monthly
            1|2026-01-05|120|new|a|10
            2|2026-01-20|60|expansion|a|5
            3|2026-03-01|0|renewal|a|0
            4|2026-03-02|0|contraction|a|-3
            5|2026-04-02|0|churn|a|-12
            6|2026-04-02|50|new|a|""",
    )
    assert con.execute(
        "select customer, region, month_start, next_month_start, opening_recurring,"
        " new_recurring, expansion, contraction, churn, closing_recurring from customer_month"
    ).fetchall() == [
        ("Acme", "EMEA", date(2026, 1, 1), date(2026, 3, 1), 0, 10, 5, 0, 0, 15),
        ("Acme", "EMEA", date(2026, 3, 1), date(2026, 4, 1), 15, 0, 0, -3, 0, 12),
        ("Acme", "EMEA", date(2026, 4, 1), date(9999, 12, 31), 12, 0, 0, 0, -12, 0),
    ]
