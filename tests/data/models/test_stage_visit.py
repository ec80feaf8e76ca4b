"""Stays in a stage: where a deal came from and went, what it was worth then, on which days."""

import duckdb

from data.workspace import Workspace
from tests.data.models.company import build

STAGES = """stage|position|kind
    Qualify|1|open
    Discover|2|open
    Propose|3|open
    Won|8|won
    Lost|9|lost"""


def test_a_visit_says_both_neighbours_and_both_amounts(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        Workspace(time_zone="America/New_York"),
        stages=STAGES,
        fx_rates="currency|on|rate\nEUR|2026-01-01|1\nEUR|2026-01-09|2",
        opportunities="""opportunity_id|created_at|stage|amount|currency|closed_at|outcome
            a|2026-01-01 09:00|Won|9|EUR|2026-02-01 09:00|won""",
        opportunity_history="""opportunity_id|changed_at|stage|amount
            a|2026-01-01 09:00|Qualify|5
            a|2026-01-09 02:00|Propose|7
            a|2026-01-15 09:00|Lost|7
            a|2026-01-20 09:00|Discover|8
            a|2026-02-01 09:00|Won|9""",
    )
    # 02:00 in UTC is still the day before in New York, at that day's rate.
    assert con.execute(
        "select stage, entered_from, entered_from_kind, left_to, left_to_kind, left_to_position,"
        " cast(entered_amount as int), cast(left_amount as int), strftime(entered_on, '%m-%d'),"
        " strftime(left_on, '%m-%d') from stage_visit order by entered_at"
    ).fetchall() == [
        ("Qualify", None, None, "Propose", "open", 3, 5, 7, "01-01", "01-08"),
        ("Propose", "Qualify", "open", "lost", "lost", 9, 7, 14, "01-08", "01-15"),
        ("Discover", "lost", "lost", "won", "won", 8, 16, 18, "01-20", "02-01"),
    ]


def test_a_stage_not_recorded_is_one_stay(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        stages=STAGES,
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            a|2026-01-01|Won|9|2026-02-01|won""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|outcome
            a|2026-01-01||5|open
            a|2026-01-09||7|open
            a|2026-01-12|Propose|7|
            a|2026-02-01|Won|9|""",
    )
    assert con.execute(
        "select stage, left_to, strftime(left_at, '%m-%d') from stage_visit order by entered_at"
    ).fetchall() == [("(none)", "Propose", "01-12"), ("Propose", "won", "02-01")]


def test_a_deleted_deal_keeps_its_day(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        stages=STAGES,
        opportunities="""opportunity_id|created_at|stage|amount
            a|2026-01-01|Qualify|9
            b|2026-01-02|Qualify|9""",
        opportunity_history="""opportunity_id|changed_at|stage|amount|is_deleted
            a|2026-01-01|Qualify|9|false
            a|2026-01-20|Qualify|9|true
            b|2026-01-02|Qualify|9|false""",
    )
    assert con.execute(
        "select opportunity_id, strftime(created_on, '%m-%d'), strftime(deleted_on, '%m-%d')"
        " from created_opportunity order by opportunity_id"
    ).fetchall() == [("a", "01-01", "01-20"), ("b", "01-02", None)]
    assert con.execute("select left_to, left_to_kind from stage_visit").fetchall() == [
        ("deleted", "deleted"),
        (None, None),
    ]
