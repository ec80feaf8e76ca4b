"""Closings and bookings: what was won, when, in which currency, and who worked on it."""

from datetime import date
from decimal import Decimal

import duckdb

from data.workspace import Workspace
from tests.data.models.company import build

RATES = """currency|on|rate
    EUR|2026-01-01|1.1
    EUR|2026-02-01|1.2
    USD|2026-01-01|9"""


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    return con.execute(sql).fetchall()


def test_every_closing_is_a_row_and_the_last_one_stands(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome|loss_reason
            o|2026-01-01|S|130|2026-04-30|won|price""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome
            o|2026-01-01|S|100|open
            o|2026-02-01|S|100|lost
            o|2026-02-03|S|110|lost
            o|2026-03-01|S|110|open
            o|2026-05-01|S|120|won
            o|2026-05-09|S|130|won""",
    )
    assert rows(
        con,
        "select outcome, is_won, amount, closed_on, strftime(reopened_at, '%m-%d'), cycle_days,"
        " loss_reason from closed_opportunity order by closed_at",
    ) == [
        # The first closing by its history, with the amount it had while it stood.
        ("lost", False, Decimal(110), date(2026, 2, 1), "03-01", 31, "price"),
        # The one that stands by the opportunity's own close date and amount.
        ("won", True, Decimal(130), date(2026, 4, 30), None, 119, "price"),
    ]
    assert rows(con, "select won_at is not null, lost_at from opportunity_journey") == [
        (True, None)
    ]


def test_a_deal_won_and_deleted_does_not_stand(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        opportunity_history="""opportunity_id|changed_at|amount|outcome|is_deleted
            o|2026-01-01|100|won|false
            o|2026-02-01|100|won|true""",
    )
    assert rows(
        con, "select strftime(reopened_at, '%m-%d'), is_standing from closed_opportunity"
    ) == [("02-01", False)]
    assert rows(con, "select count(*) from booking") == [(0,)]


def test_days_are_the_workspaces(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        Workspace(time_zone="America/New_York"),
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            o|2026-01-02 04:30|S|1|2026-01-05 04:30|won
            negative|2026-01-05 12:00|S|1|2026-01-04 12:00|won""",
    )
    # 1 January 23:30 to 4 January 23:30 in New York.
    assert rows(
        con, "select opportunity_id, closed_on, cycle_days from closed_opportunity order by 1"
    ) == [("negative", date(2026, 1, 4), -1), ("o", date(2026, 1, 4), 3)]
    assert rows(con, "select booked_on from booking where booking_id = 'o'") == [
        (date(2026, 1, 4),)
    ]


def test_money_converts_at_the_rate_of_its_day(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        fx_rates=RATES,
        opportunities="""opportunity_id|created_at|stage|amount|currency|closed_at|outcome
            1 jan|2026-01-05|S|100.05|EUR|2026-01-31|won
            2 feb|2026-01-05|S|100.05|EUR|2026-02-01|won
            3 home|2026-01-05|S|100.05|USD|2026-02-01|won
            4 none|2026-01-05|S|100.05||2026-02-01|won
            5 early|2025-12-05|S|100.05|EUR|2025-12-31|won
            6 unknown|2026-01-05|S|100.05|CHF|2026-02-01|won
            7 large|2026-01-05|S|999999999999.99|EUR|2026-01-31|won""",
    )
    expected = [
        ("1 jan", Decimal("110.06")),
        ("2 feb", Decimal("120.06")),
        ("3 home", Decimal("100.05")),
        ("4 none", Decimal("100.05")),
        # Never silently 1: no rate, no amount, and a problem that says so.
        ("5 early", None),
        ("6 unknown", None),
        ("7 large", Decimal("1099999999999.99")),
    ]
    assert rows(con, "select opportunity_id, amount from closed_opportunity order by 1") == expected
    assert rows(con, "select booking_id, amount from booking order by 1") == expected
    assert rows(
        con,
        "select key, problem from data_problem where severity = 'error' order by key, problem",
    ) == [
        ("5 early", "no rate for EUR on 2025-12-05"),
        ("5 early", "no rate for EUR on 2025-12-31"),
        ("6 unknown", "no rate for CHF on 2026-01-05"),
        ("6 unknown", "no rate for CHF on 2026-02-01"),
    ]


def test_entry_amount_is_the_version_at_the_entry(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        fx_rates=RATES,
        accounts="account_id|name|icp_tier\na|Acme|A",
        opportunities="""opportunity_id|account_id|created_at|entered_pipeline_at|stage|amount|currency
            at its moment|a|2026-01-01|2026-01-10 12:00|S|300|
            day before creation||2026-01-01 10:00|2026-01-01|S|300|
            unset||2026-01-15||S|100|EUR""",
        opportunity_history="""opportunity_id|changed_at|amount
            at its moment|2026-01-01|100
            at its moment|2026-01-10 12:00|200
            at its moment|2026-01-11|300
            day before creation|2026-01-01 10:00|300
            unset|2026-01-15|100""",
    )
    assert rows(
        con,
        "select opportunity_id, entry_amount, entered_on, icp_tier from opportunity_journey"
        " order by 1",
    ) == [
        ("at its moment", Decimal(200), date(2026, 1, 10), "A"),
        ("day before creation", Decimal(300), date(2026, 1, 1), "(none)"),
        ("unset", Decimal(110), date(2026, 1, 15), "(none)"),
    ]


def test_bookings_are_derived_only_where_there_are_none(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome|strategy
            1|2026-01-01|S|10|2026-02-01|won|acquisition
            2|2026-01-01|S|20|2026-02-01|won|retention
            3|2026-01-01|S|30|2026-02-01|won|development
            4|2026-01-01|S|40|2026-02-01|won|substitution
            5|2026-01-01|S||2026-02-01|won|
            6|2026-01-01|S|60|2026-02-01|lost|
            7|2026-01-01|S|70|||""",
    )
    assert rows(
        con, "select booking_id, kind, strategy, amount, is_derived from booking order by 1"
    ) == [
        ("1", "new", "acquisition", Decimal(10), True),
        ("2", "renewal", "retention", Decimal(20), True),
        ("3", "expansion", "development", Decimal(30), True),
        ("4", "new", "substitution", Decimal(40), True),
        ("5", "new", "(none)", None, True),
    ]


def test_a_booking_has_its_own_dimensions_else_its_deals_else_its_accounts(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        people="person_id|name|team\np1|Ann|sales\np2|Bob|success",
        products="product_id|name|category\nr1|Lamp|Light\nr2|Desk|Wood",
        accounts="account_id|name|region|industry\na1|Acme|EMEA|Tech\na2|Bolt|APAC|Auto",
        opportunities="""opportunity_id|account_id|created_at|stage|amount|closed_at|outcome|region|owner_id|product_id|strategy|sourced_by|source
            o|a1|2026-01-01|S|10|2026-02-01|won|AMER|p1|r1|acquisition|marketing|Web""",
        bookings="""booking_id|booked_on|amount|kind|opportunity_id|account_id|owner_id|strategy|product_id|recurring_monthly
            1|2026-02-01|10|new|o||||| 5
            2|2026-02-02|3|expansion||a2|p2|development|r2|
            3|2026-02-03|4|churn||||||-5""",
    )
    assert rows(
        con,
        "select booking_id, account_id, region, industry, owner, team, product, product_category,"
        " strategy, sourced_by, source, recurring_monthly from booking order by 1",
    ) == [
        (
            *("1", "a1", "AMER", "Tech", "Ann", "sales", "Lamp", "Light"),
            *("acquisition", "marketing", "Web", Decimal(5)),
        ),
        (
            *("2", "a2", "APAC", "Auto", "Bob", "success", "Desk", "Wood"),
            *("development", "(none)", "(none)", None),
        ),
        ("3", None, *["(none)"] * 9, Decimal(-5)),
    ]


def test_joint_needs_a_touch_and_a_sales_activity_before_the_close(
    con: duckdb.DuckDBPyConnection,
) -> None:
    deals = ("both", "touch only", "activity only", "too late", "by marketing", "by account")
    build(
        con,
        people="person_id|name|team\ns|Ann|sales\nm|Max|marketing",
        opportunities="opportunity_id|account_id|created_at|stage|amount|closed_at|outcome"
        + "".join(f"\n{one}|a {one}|2026-01-01|S|10|2026-02-01|won" for one in deals),
        touches="touch_id|touched_at|channel|opportunity_id"
        + "".join(f"\n{one}|2026-01-05|Web|{one}" for one in deals if one != "activity only"),
        activities="""activity_id|at|person_id|opportunity_id|account_id
            1|2026-01-10|s|both|
            2|2026-01-10|s|activity only|
            3|2026-02-02|s|too late|
            4|2026-01-10|m|by marketing|
            5|2026-01-10|s||a by account""",
    )
    assert rows(con, "select booking_id from booking where is_joint order by 1") == [
        ("both",),
        ("by account",),
    ]


def test_an_account_becomes_a_customer_with_its_first_new_booking(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        opportunities="opportunity_id|account_id|created_at|stage\no|deal's|2026-01-01|S",
        bookings="""booking_id|booked_on|kind|amount|account_id|opportunity_id
            1|2026-01-01|expansion|1|a|
            2|2026-03-01|new|1|a|
            3|2026-02-01|new|1|a|
            4|2026-02-01|new|1|a|
            5|2026-02-01|new|1||o
            6|2026-02-02|new|1|deal's|
            7|2026-02-01|new|1||""",
    )
    # On one day the smaller id is first; an account is the deal's where the booking has none.
    assert rows(con, "select booking_id, is_new_customer from booking order by 1") == [
        ("1", False),
        ("2", False),
        ("3", True),
        ("4", False),
        ("5", True),
        ("6", False),
        ("7", False),
    ]
