"""Versions of an opportunity: told by a history, or derived from its dates."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.data.models.company import build

STAGES = """stage|position|kind|probability
    Qualify|1|open|10
    Propose|2|open|40
    Won|3|won|100
    Lost|4|lost|0"""


def versions(
    con: duckdb.DuckDBPyConnection, columns: str, **tables: str
) -> list[tuple[object, ...]]:
    """(valid from, valid to, *columns) of every version, in order."""
    build(con, **tables)
    return con.execute(
        "select strftime(valid_from, '%m-%d %H:%M'), strftime(valid_to, '%m-%d %H:%M'), "
        + columns.replace(" ", ", ")
        + " from opportunity_version order by opportunity_id, version"
    ).fetchall()


def test_without_history_versions_follow_the_deals_dates(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "opportunity_id outcome stage expected_close_on is_open is_current is_derived",
        stages=STAGES,
        opportunities="""opportunity_id|created_at|stage|closed_at|outcome|expected_close_on
            1 open|2026-01-01|Qualify|||2026-05-01
            2 won|2026-01-01|Won|2026-02-01|won|
            3 kept its stage|2026-01-01|Propose|2026-02-01|lost|
            4 same moment|2026-01-01|Propose|2026-01-01|won|""",
    ) == [
        (
            *("01-01 00:00", "12-31 00:00", "1 open", "open", "Qualify"),
            *(date(2026, 5, 1), True, True, True),
        ),
        # In which stage it was before it was won nobody knows.
        (
            *("01-01 00:00", "02-01 00:00", "2 won", "open", "(none)"),
            *(date(2026, 2, 1), True, False, True),
        ),
        ("02-01 00:00", "12-31 00:00", "2 won", "won", "Won", None, False, True, True),
        (
            *("01-01 00:00", "02-01 00:00", "3 kept its stage", "open", "Propose"),
            *(date(2026, 2, 1), True, False, True),
        ),
        (
            *("02-01 00:00", "12-31 00:00", "3 kept its stage", "lost", "Propose"),
            *(None, False, True, True),
        ),
        (
            *("01-01 00:00", "12-31 00:00", "4 same moment", "won", "Propose"),
            *(None, False, True, True),
        ),
    ]


def test_a_history_is_taken_as_it_is(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "amount outcome stage region is_derived",
        stages=STAGES,
        accounts="account_id|name|region\na|Acme|EMEA",
        opportunities="""opportunity_id|created_at|account_id|stage|amount|outcome|closed_at|region
            o|2026-01-01|a|Won|120|won|2026-02-01 12:00|AMER""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome|region
            o|2026-01-01|Qualify||open|
            o|2026-01-10|Propose|100||APAC
            o|2026-02-01 12:00|Won|120|won|AMER""",
    ) == [
        # A column the history brings stands as it is, empty too: then the account's region.
        ("01-01 00:00", "01-10 00:00", None, "open", "Qualify", "EMEA", False),
        ("01-10 00:00", "02-01 12:00", Decimal("100.00"), "open", "Propose", "APAC", False),
        ("02-01 12:00", "12-31 00:00", Decimal("120.00"), "won", "Won", "AMER", False),
    ]


def test_a_column_no_history_brings_is_the_opportunitys(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "amount owner region source expected_close_on probability",
        people="person_id|name\np|Ann",
        opportunities="""opportunity_id|created_at|stage|amount|owner_id|region|source|probability
            o|2026-01-01|S|120|p|AMER|Web|0.4""",
        opportunity_history="opportunity_id|changed_at|stage\no|2026-01-01|Q\no|2026-01-09|S",
    ) == [
        ("01-01 00:00", "01-09 00:00", Decimal(120), "Ann", "AMER", "Web", None, Decimal("0.4")),
        ("01-09 00:00", "12-31 00:00", Decimal(120), "Ann", "AMER", "Web", None, Decimal("0.4")),
    ]


def test_a_history_that_begins_late_gets_an_opening(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "stage amount outcome is_derived",
        stages=STAGES,
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            o|2026-01-01|Propose|90||
            w|2026-01-01|Won|50|2026-01-20|won""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome
            o|2026-01-10|Propose|90|open
            w|2026-01-20|Won|50|won""",
    ) == [
        ("01-01 00:00", "01-10 00:00", "Propose", Decimal(90), "open", True),
        ("01-10 00:00", "12-31 00:00", "Propose", Decimal(90), "open", False),
        ("01-01 00:00", "01-20 00:00", "(none)", Decimal(50), "open", True),
        ("01-20 00:00", "12-31 00:00", "Won", Decimal(50), "won", False),
    ]


def test_the_opportunitys_outcome_ends_a_history_that_says_otherwise(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert versions(
        con,
        "outcome is_open is_derived",
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            1|2026-01-01|S|9|2026-02-01|won
            2|2026-01-01|S|9|2026-01-05|won
            3|2026-01-01|S|9||open""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome
            1|2026-01-01|S|9|open
            2|2026-01-01|S|9|open
            2|2026-01-09|S|9|open
            3|2026-01-01|S|9|open
            3|2026-01-09|S|9|lost""",
    ) == [
        ("01-01 00:00", "02-01 00:00", "open", True, False),
        ("02-01 00:00", "12-31 00:00", "won", False, True),
        ("01-01 00:00", "01-09 00:00", "open", True, False),
        ("01-09 00:00", "01-09 00:00", "open", True, False),
        ("01-09 00:00", "12-31 00:00", "won", False, True),
        ("01-01 00:00", "01-09 00:00", "open", True, False),
        ("01-09 00:00", "01-09 00:00", "lost", False, False),
        ("01-09 00:00", "12-31 00:00", "open", True, True),
    ]
    assert con.execute(
        "select key, problem from data_problem where table_name = 'opportunity_history' order by 1"
    ).fetchall() == [
        (key, "the last version has another outcome than the opportunity") for key in "123"
    ]


def test_a_deal_that_a_load_lacks_is_deleted(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "opportunity_id outcome is_open is_deleted amount owner",
        people="person_id|name\np|Ann",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome|is_deleted|owner_id
            gone|2026-01-01|S|9|open|false|p
            gone|2026-03-01|S|9|open|true|p""",
    ) == [
        ("01-01 00:00", "03-01 00:00", "gone", "open", True, False, Decimal(9), "Ann"),
        ("03-01 00:00", "12-31 00:00", "gone", "open", False, True, Decimal(9), "Ann"),
    ]
    assert con.execute(
        "select opportunity_id, entry_amount, is_deleted, cast(created_at as varchar)"
        " from opportunity_journey"
    ).fetchall() == [("gone", Decimal(9), True, "2026-01-01 00:00:00")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("0.4", "1"), (Decimal("0.4"), Decimal(1))),
        (("40", "1"), (Decimal("0.4"), Decimal("0.01"))),
    ],
)
def test_the_crms_probability_is_told_from_percent_over_the_whole_column(
    con: duckdb.DuckDBPyConnection, given: tuple[str, str], expected: tuple[Decimal, Decimal]
) -> None:
    found = versions(
        con,
        "probability",
        opportunities="opportunity_id|created_at|stage|probability"
        + "".join(f"\n{n}|2026-01-01|S|{one}" for n, one in enumerate(given)),
    )
    assert tuple(row[-1] for row in found) == expected


def test_a_deal_without_probability_has_its_stages(con: duckdb.DuckDBPyConnection) -> None:
    assert versions(
        con,
        "stage_position probability",
        stages=STAGES,
        opportunities="opportunity_id|created_at|stage\no|2026-01-01|Propose",
    ) == [("01-01 00:00", "12-31 00:00", 2, Decimal("0.4"))]


def test_stage_visits_say_where_the_deal_went(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        stages=STAGES,
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            a|2026-01-01|Won|9|2026-02-01|won
            b|2026-01-01|Qualify|9||""",
        opportunity_history="""opportunity_id|changed_at|stage|amount
            a|2026-01-01|Qualify|5
            a|2026-01-05|Qualify|9
            a|2026-01-09|Propose|9
            a|2026-01-15|Qualify|9
            a|2026-02-01|Won|9""",
    )
    assert con.execute(
        "select opportunity_id, stage, strftime(entered_at, '%m-%d'), strftime(left_at, '%m-%d'),"
        " left_to from stage_visit order by opportunity_id, entered_at"
    ).fetchall() == [
        ("a", "Qualify", "01-01", "01-09", "Propose"),
        ("a", "Propose", "01-09", "01-15", "Qualify"),
        ("a", "Qualify", "01-15", "02-01", "won"),
        ("b", "Qualify", "01-01", None, None),
    ]
