"""Lead journeys: moments, decisions, links and dimensions, row by row."""

from decimal import Decimal

import duckdb

from tests.data.models.company import build


def journeys(
    con: duckdb.DuckDBPyConnection, columns: str, **tables: str
) -> list[tuple[object, ...]]:
    """The columns of every journey, moments as text, by lead."""
    build(con, **tables)
    listed = ", ".join(
        f"strftime({name}, '%m-%d %H:%M')" if name.endswith("_at") else name
        for name in columns.split()
    )
    return con.execute(f"select {listed} from lead_journey order by lead_id").fetchall()


def test_the_first_decision_counts(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id decision decided_at is_acceptance_skipped",
        leads="""lead_id|created_at|accepted_at|handed_back_at|converted_at
            accepted first|2026-01-01|2026-01-05|2026-01-06|
            both at once|2026-01-01|2026-01-05|2026-01-05|
            converted only|2026-01-01|||2026-01-09
            handed back first|2026-01-01|2026-01-07|2026-01-06|
            none|2026-01-01|||""",
    ) == [
        ("accepted first", "accepted", "01-05 00:00", False),
        ("both at once", "accepted", "01-05 00:00", False),
        ("converted only", "accepted", "01-09 00:00", True),
        ("handed back first", "handed_back", "01-06 00:00", False),
        ("none", None, None, False),
    ]


def test_an_automated_answer_is_no_response(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id human_response_at automated_response_at response_business_seconds first_action_at",
        leads="""lead_id|created_at|handed_over_at|first_response_at|first_response_kind
            a|2026-01-05|2026-01-05 09:00|2026-01-05 10:00|automated
            h|2026-01-05|2026-01-05 09:00|2026-01-05 10:00|human
            u|2026-01-05|2026-01-05 09:00|2026-01-05 10:00|""",
    ) == [
        ("a", None, "01-05 10:00", None, None),
        ("h", "01-05 10:00", None, 3600, "01-05 10:00"),
        ("u", "01-05 10:00", None, 3600, "01-05 10:00"),
    ]


def test_the_opportunitys_word_wins_over_the_leads(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id opportunity_id opportunity_at won_at outcome",
        leads="""lead_id|created_at|opportunity_id|converted_at
            claims|2026-01-01|o1|2026-01-04
            linked|2026-01-01||
            named|2026-01-01|o2|
            nowhere|2026-01-01|o9|2026-01-05""",
        opportunities="""opportunity_id|lead_id|created_at|stage|closed_at|outcome|amount
            o1|linked|2026-01-10|S|2026-02-01|won|5
            o2||2026-01-11|S|2026-02-02|lost|5""",
    ) == [
        ("claims", None, None, None, None),
        ("linked", "o1", "01-10 00:00", "02-01 00:00", "won"),
        ("named", "o2", "01-11 00:00", None, "lost"),
        # Its opportunity was not loaded; that it became one is known all the same.
        ("nowhere", None, "01-05 00:00", None, None),
    ]
    assert con.execute(
        "select key, problem from data_problem where problem like 'names%'"
    ).fetchall() == [("claims", "names opportunity o1, which names lead linked")]


def test_a_lead_with_two_opportunities_is_one_journey(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id opportunity_id opportunity_at won_at lost_at outcome",
        leads="lead_id|created_at\nl|2026-01-01",
        opportunities="""opportunity_id|lead_id|created_at|stage|closed_at|outcome|amount
            o2|l|2026-01-12|S|2026-02-03|won|5
            o1|l|2026-01-10|S|2026-02-01|lost|5""",
    ) == [("l", "o1", "01-10 00:00", "02-03 00:00", "02-01 00:00", "won")]


def test_dimensions_are_the_leads_own_else_the_accounts(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id region industry size_band icp_tier source channel campaign owner team manager",
        people="""person_id|name|team|manager_id
            p1|Ann Lee|sales|m
            p2|Ann Lee|sales|
            m|Max|sales|""",
        accounts="account_id|name|region|industry|size_band|icp_tier\na|Acme|EMEA|Tech||B",
        campaigns="""campaign_id|name|channel
            c1|Spring|Email
            c2|Spring|Events""",
        leads="""lead_id|created_at|account_id|campaign_id|owner_id|region|source
            1|2026-01-01|a|c1|p1||Web
            2|2026-01-01|a|c9|p9|AMER|
            3|2026-01-01||||| """,
    ) == [
        (
            *("1", "EMEA", "Tech", "(none)", "B", "Web", "Email", "Spring (c1)"),
            *("Ann Lee (p1)", "sales", "Max"),
        ),
        (
            *("2", "AMER", "Tech", "(none)", "B", "(none)", "(none)", "c9"),
            *("p9", "(none)", "(none)"),
        ),
        ("3", *["(none)"] * 10),
    ]


def test_a_campaigns_spend_is_shared_by_its_leads(con: duckdb.DuckDBPyConnection) -> None:
    assert journeys(
        con,
        "lead_id cost_share",
        campaigns="campaign_id|name\nc|Spring\nfree|Word of mouth",
        spend="spent_on|amount|campaign_id\n2026-01-01|60|c\n2026-01-02|40|c\n2026-01-02|7|",
        leads="""lead_id|created_at|campaign_id
            1|2026-01-01|c
            2|2026-01-01|c
            3|2026-03-01|c
            4|2026-01-01|free
            5|2026-01-01|""",
    ) == [
        ("1", Decimal("33.333333")),
        ("2", Decimal("33.333333")),
        ("3", Decimal("33.333333")),
        ("4", None),
        ("5", None),
    ]


def test_leads_join_nothing_twice(con: duckdb.DuckDBPyConnection) -> None:
    """Two opportunities, two contacts of one deal, several bookings: still a row a lead."""
    assert journeys(
        con,
        "lead_id opportunity_id",
        leads="lead_id|created_at|opportunity_id\n1|2026-01-01|o\n2|2026-01-02|o",
        opportunities="opportunity_id|created_at|stage\no|2026-01-10|S",
        bookings="""booking_id|booked_on|amount|kind|opportunity_id
            b1|2026-01-12|5|new|o
            b2|2026-01-12|5|new|o""",
    ) == [("1", "o"), ("2", "o")]
    assert con.execute("select opportunity_id, lead_id from opportunity_journey").fetchall() == [
        ("o", "1")
    ]
