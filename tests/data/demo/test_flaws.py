"""The rows that cannot be read, and those that cannot be true: a dozen and two dozen."""

from pathlib import Path

from data.warehouse import Reader
from tests.data.demo.export import table


def test_twelve_rows_cannot_be_read(demo_folder: Path) -> None:
    leads, deals, accounts = (
        table(demo_folder, name).tail(5) for name in ("leads", "opportunities", "accounts")
    )
    assert list(leads["lead_id"])[1:] == ["L9000001", "", "L0000000", "L9000002"]
    assert list(deals["amount"]) == ["12,5OO", "NaN", "", "18000", "9000"]
    assert list(accounts["created_on"])[-1] == "yesterday"


def test_they_go_to_the_quarantine_with_their_reason(reader: Reader) -> None:
    rows = reader.exact_rows(
        "select file, column_name, value from quarantine order by file, line", {}
    )
    assert rows == [
        ("accounts.csv", "name", ""),
        ("accounts.csv", "icp_tier", "D"),
        ("accounts.csv", "created_on", "yesterday"),
        ("leads.csv", "created_at", "2026-13-41"),
        ("leads.csv", "lead_id", ""),
        ("leads.csv", "lead_id", "L0000000"),
        ("leads.csv", "handed_over_at", "soon"),
        ("opportunities.csv", "amount", "12,5OO"),
        ("opportunities.csv", "amount", "NaN"),
        ("opportunities.csv", "outcome", "maybe"),
        ("opportunities.csv", "opportunity_id", ""),
        ("opportunities.csv", "opportunity_id", "O0000000"),
    ]


def test_what_cannot_be_true_stands_among_the_problems(reader: Reader) -> None:
    counted = reader.exact_rows(
        """
        select
            table_name,
            case when problem like 'names opportunity%' then 'names another' else problem end,
            count(*)
        from data_problem
        group by all
        order by all
        """,
        {},
    )
    assert counted == [
        ("leads", "handed over before it was created", 2),
        ("leads", "names another", 3),
        ("leads", "response before handover", 4),
        ("leads", "won before first contact", 2),
        ("opportunities", "closed before it was created", 2),
        ("opportunities", "open without an amount", 3),
        ("opportunities", "owner P999 is unknown", 2),
        ("opportunities", "won amount and the sum of its bookings differ", 3),
        ("opportunity_history", "owner P999 is unknown", 2),
    ]


def test_names_that_trip_careless_programs(demo_folder: Path) -> None:
    accounts = table(demo_folder, "accounts")
    assert list(accounts["name"].head(3)) == [
        "O'Callan Water Labs",
        "Bärenfeld Präzision",
        "Whitlow & Marsh Foods",
    ]
