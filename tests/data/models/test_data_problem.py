"""What was read but cannot be true is listed, each with its place and what to do."""

import duckdb
import pytest

from tests.data.models.company import build

PEOPLE = "person_id|name\np|Ann"
STAGES = "stage|position|kind\nOpen|1|open\nWon|2|won"

CASES = {
    "won before first contact": (
        {
            "leads": "lead_id|created_at\nl|2026-02-01",
            "opportunities": """opportunity_id|lead_id|created_at|stage|amount|closed_at|outcome
                o|l|2026-01-01|S|1|2026-01-31|won""",
        },
        ("leads", "l", "won before first contact", "warning"),
    ),
    "response before handover": (
        {
            "leads": """lead_id|created_at|handed_over_at|first_response_at
                l|2026-01-01|2026-01-07|2026-01-06"""
        },
        ("leads", "l", "response before handover", "warning"),
    ),
    "handover before creation": (
        {"leads": "lead_id|created_at|handed_over_at\nl|2026-01-02|2026-01-01"},
        ("leads", "l", "handed over before it was created", "warning"),
    ),
    "decision before handover": (
        {
            "leads": """lead_id|created_at|handed_over_at|accepted_at
                l|2026-01-01|2026-01-03|2026-01-02"""
        },
        ("leads", "l", "accepted or handed back before it was handed over", "warning"),
    ),
    "answer before hand-back": (
        {
            "leads": """lead_id|created_at|handed_over_at|handed_back_at|hand_back_answered_at
                l|2026-01-01|2026-01-02|2026-01-05|2026-01-04"""
        },
        ("leads", "l", "hand-back answered before it was handed back", "warning"),
    ),
    "closed before created": (
        {
            "opportunities": """opportunity_id|created_at|stage|amount|closed_at|outcome
                o|2026-02-01|S|1|2026-01-31|lost"""
        },
        ("opportunities", "o", "closed before it was created", "warning"),
    ),
    "closed without a close date": (
        {
            "opportunities": """opportunity_id|created_at|stage|amount|expected_close_on|outcome
                o|2026-01-01|S|1|2026-01-31|lost"""
        },
        (
            *("opportunities", "o"),
            *("closed without a close date; its expected close stands in", "warning"),
        ),
    ),
    "closed without any date": (
        {"opportunities": "opportunity_id|created_at|stage|amount|outcome\no|2026-01-01|S|1|won"},
        ("opportunities", "o", "closed without any date", "error"),
    ),
    "open with a close date": (
        {
            "opportunities": """opportunity_id|created_at|stage|amount|closed_at
                o|2026-01-01|S|1|2026-01-31"""
        },
        ("opportunities", "o", "open, but has a close date", "warning"),
    ),
    "open without amount": (
        {"opportunities": "opportunity_id|created_at|stage\no|2026-01-01|S"},
        ("opportunities", "o", "open without an amount", "warning"),
    ),
    "won without amount": (
        {
            "opportunities": """opportunity_id|created_at|stage|closed_at|outcome
                o|2026-01-01|S|2026-01-31|won"""
        },
        ("opportunities", "o", "won without an amount", "warning"),
    ),
    "outcome against stage": (
        {
            "stages": STAGES,
            "opportunities": """opportunity_id|created_at|stage|amount|closed_at|outcome
                o|2026-01-01|Won|1|2026-01-31|lost""",
        },
        ("opportunities", "o", "outcome lost in stage Won, which means won", "warning"),
    ),
    "stage unknown": (
        {
            "stages": STAGES,
            "opportunities": "opportunity_id|created_at|stage|amount\no|2026-01-01|Talk|1",
        },
        ("stages", "Talk", "stage is unknown, 1 opportunities are in it", "warning"),
    ),
    "unknown owner": (
        {"people": PEOPLE, "leads": "lead_id|created_at|owner_id\nl|2026-01-01|q"},
        ("leads", "l", "owner q is unknown", "warning"),
    ),
    "unknown account": (
        {
            "accounts": "account_id|name\na|Acme",
            "touches": """touch_id|touched_at|channel|account_id
                1|2026-01-01|Web|b
                2|2026-01-01|Web|b""",
        },
        ("touches", "account b", "account b is unknown", "warning"),
    ),
    "unknown campaign": (
        {
            "campaigns": "campaign_id|name\nc|Spring",
            "spend": "spent_on|amount|campaign_id\n2026-01-01|1|d",
        },
        ("spend", "2026-01-01", "campaign d is unknown", "warning"),
    ),
    "unknown earlier lead": (
        {"leads": "lead_id|created_at|recycled_from\nl|2026-01-01|k"},
        ("leads", "l", "earlier lead k is unknown", "warning"),
    ),
    "unknown manager": (
        {"people": "person_id|name|manager_id\np|Ann|boss"},
        ("people", "p", "manager boss is unknown", "warning"),
    ),
    "unknown product": (
        {
            "products": "product_id|name\nr|Lamp",
            "opportunities": """opportunity_id|created_at|stage|amount|product_id
                o|2026-01-01|S|1|x""",
        },
        ("opportunities", "o", "product x is unknown", "warning"),
    ),
    "table not loaded": (
        {"leads": "lead_id|created_at|account_id\n1|2026-01-01|a\n2|2026-01-01|b"},
        ("accounts", "leads", "not loaded, but 2 references in leads point to it", "warning"),
    ),
    "history unlike the opportunity": (
        {
            "opportunities": "opportunity_id|created_at|stage|amount\no|2026-01-01|S|1",
            "opportunity_history": "opportunity_id|changed_at|amount\no|2026-01-01|2",
        },
        (
            *("opportunity_history", "o"),
            *("the last version has another amount than the opportunity", "warning"),
        ),
    ),
    "history of nothing": (
        {"opportunity_history": "opportunity_id|changed_at|amount\no|2026-01-01|2"},
        (
            *("opportunity_history", "o"),
            *("history of an opportunity that is unknown", "warning"),
        ),
    ),
    "booking without a rate": (
        {"bookings": "booking_id|booked_on|amount|currency|kind\nb|2026-01-01|1|EUR|new"},
        ("bookings", "b", "no rate for EUR on 2026-01-01", "error"),
    ),
    "won but not booked": (
        {
            "opportunities": """opportunity_id|created_at|stage|amount|closed_at|outcome
                o|2026-01-01|S|1|2026-01-31|won""",
            "bookings": "booking_id|booked_on|amount|kind\nb|2026-01-01|1|new",
        },
        ("opportunities", "o", "won, but nothing was booked for it", "warning"),
    ),
    "booked another amount": (
        {
            "opportunities": """opportunity_id|created_at|stage|amount|closed_at|outcome
                o|2026-01-01|S|1|2026-01-31|won""",
            "bookings": "booking_id|booked_on|amount|kind|opportunity_id\nb|2026-01-31|2|new|o",
        },
        ("opportunities", "o", "won amount and the sum of its bookings differ", "warning"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_problem_is_the_only_one(con: duckdb.DuckDBPyConnection, name: str) -> None:
    tables, expected = CASES[name]
    build(con, **tables)
    assert con.execute(
        "select table_name, key, problem, severity from data_problem"
    ).fetchall() == [expected]
    assert con.execute("select what_to_do like '%.' from data_problem").fetchall() == [(True,)]


def test_sound_rows_have_no_problem(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        people=PEOPLE,
        stages=STAGES,
        accounts="account_id|name|owner_id\na|Acme|p",
        leads="""lead_id|created_at|account_id|owner_id|handed_over_at|first_response_at|accepted_at|opportunity_id
            l|2026-01-01|a|p|2026-01-02|2026-01-03|2026-01-04|o""",
        opportunities="""opportunity_id|account_id|lead_id|created_at|stage|amount|closed_at|outcome
            o|a|l|2026-01-05|Won|10|2026-02-01|won
            q|a||2026-01-05|Open|10||""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome
            o|2026-01-05|Open|10|open
            o|2026-02-01|Won|10|won""",
        bookings="""booking_id|booked_on|amount|kind|opportunity_id|account_id
            1|2026-02-01|6|new|o|a
            2|2026-02-01|4|expansion|o|a""",
    )
    assert con.execute("select * from data_problem").fetchall() == []
