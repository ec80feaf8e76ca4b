"""Touches: which count for which opportunity, their anchors, their decay, their paths."""

import random
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb

from data.engine import build_facts
from data.workspace import Workspace
from tests.data.models.company import build, create_tables, fill

DEAL = """opportunity_id|account_id|lead_id|created_at|stage|amount|closed_at|outcome
    o|a|l|2026-01-20|S|100|2026-03-01|won"""
TOUCHED = "opportunity_touch join touch_kind using (kind_number)"
LEAD = "lead_id|created_at|account_id\nl|2026-01-10|a\nother|2026-01-10|a"


def counted(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """(opportunity, channel, touches) by opportunity and channel."""
    return con.execute(
        f"select opportunity_id, channel, opportunity_touch.touch_count from {TOUCHED}"
        " join opportunity_anchor using (opportunity_number) order by 1, 2"
    ).fetchall()


def test_a_touch_follows_its_first_link_that_leads_to_an_opportunity(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        leads=LEAD,
        opportunities=DEAL + "\no2|a||2026-01-20|S|5|2026-03-01|lost",
        touches="""touch_id|touched_at|channel|opportunity_id|lead_id|account_id
            1|2026-02-01|opportunity|o|other|a
            2|2026-02-01|lead||l|a
            3|2026-02-01|account|||a
            4|2026-02-01|other lead of the account||other|a
            5|2026-02-01|unknown deal|o9|l|a
            6|2026-02-01|nowhere|||b
            7|2026-02-01|other deal|o2|l|a""",
    )
    assert counted(con) == [
        ("o", "account", 1),
        ("o", "lead", 1),
        ("o", "opportunity", 1),
        ("o", "other lead of the account", 1),
        ("o", "unknown deal", 1),
        ("o2", "account", 1),
        ("o2", "other deal", 1),
        ("o2", "other lead of the account", 1),
    ]


def test_a_touch_counts_up_to_the_close_and_back_to_the_look_back(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        Workspace(look_back_days=10),
        opportunities="""opportunity_id|created_at|stage|closed_at|outcome
            won|2026-01-01|S|2026-03-01 12:00|won
            open|2026-01-01|S||""",
        touches="""touch_id|touched_at|channel|opportunity_id
            1|2026-02-19 11:59|a second early|won
            2|2026-02-19 12:00|first moment|won
            3|2026-03-01 12:00|last moment|won
            4|2026-03-01 12:01|after the close|won
            5|2026-03-10 12:00|the last there is|open
            6|2026-02-28 12:00|back from the last|open
            7|2026-02-28 11:59|too old|open""",
    )
    assert counted(con) == [
        ("open", "back from the last", 1),
        ("open", "the last there is", 1),
        ("won", "first moment", 1),
        ("won", "last moment", 1),
    ]


def test_anchors_and_decay(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        campaigns="campaign_id|name\nc|Spring",
        leads=LEAD,
        opportunities=DEAL,
        touches="""touch_id|touched_at|channel|source|campaign_id|opportunity_id
            1|2025-12-31|Web|||o
            2|2026-01-10|Mail|News|c|o
            3|2026-01-11|Web|||o
            4|2026-01-19|Web|||o
            5|2026-01-30|Fair|||o
            6|2026-03-01|Fair|||o""",
    )
    columns = (
        "channel, source, campaign, touch_count, is_first, is_lead_creation,"
        " is_opportunity_creation, is_close"
    )
    assert con.execute(f"select {columns} from {TOUCHED} order by 1").fetchall() == [
        ("Fair", "(none)", "(none)", 2, False, False, False, True),
        ("Mail", "News", "Spring", 1, False, True, False, False),
        ("Web", "(none)", "(none)", 3, True, False, True, False),
    ]
    # 30 and 0 days before the close: a half and a whole.
    assert con.execute(
        f"select decay, first_at < last_at from {TOUCHED} where channel = 'Fair'"
    ).fetchall() == [(Decimal("1.5"), True)]


def test_a_deal_without_a_lead_has_no_lead_anchor(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        opportunities="opportunity_id|created_at|stage|closed_at|outcome\no|2026-01-01|S|2026-02-01|won",
        touches="touch_id|touched_at|channel|opportunity_id\n1|2026-01-09|Web|o",
    )
    assert con.execute(
        "select is_first, is_lead_creation, is_opportunity_creation, is_close"
        " from opportunity_touch"
    ).fetchall() == [(True, False, False, True)]


def test_touches_of_one_moment_stand_in_the_order_of_their_names(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        opportunities="opportunity_id|created_at|stage|closed_at|outcome\no|2026-01-01|S|2026-02-01|won",
        touches="""touch_id|touched_at|channel|opportunity_id
            1|2026-01-09|Web|o
            2|2026-01-09|Fair|o
            3|2026-01-09|Mail|o""",
    )
    assert con.execute(
        f"select channel, is_first, is_close, between_count from {TOUCHED} order by 1"
    ).fetchall() == [("Fair", True, False, 0), ("Mail", False, False, 1), ("Web", False, True, 0)]
    assert con.execute("select path from journey").fetchall() == [("Fair > Mail > Web",)]


def test_paths_name_a_channel_once_in_a_row_and_are_counted(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        Workspace(look_back_days=30),
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            1|2026-01-01|S|10|2026-02-01|won
            2|2026-01-01|S|20|2026-02-01|won
            3|2026-01-01|S|40|2026-02-01|lost
            old|2025-12-01|S|50||
            young|2026-02-01|S|60||
            untouched|2026-01-01|S|70|2026-02-01|won""",
        touches="""touch_id|touched_at|channel|opportunity_id
            1a|2026-01-05|Web|1
            1b|2026-01-06|Web|1
            1c|2026-01-07|Fair|1
            1d|2026-01-08|Web|1
            2a|2026-01-05|Web|2
            2b|2026-01-06|Fair|2
            2c|2026-01-07|Web|2
            3a|2026-01-05|Web|3
            4a|2026-02-09|Web|old
            5a|2026-02-10|Web|young""",
    )
    assert con.execute(
        "select path, outcome, is_stale, opportunity_count, amount from journey order by all"
    ).fetchall() == [
        ("Web", "lost", False, 1, Decimal(40)),
        ("Web", "open", False, 1, None),
        ("Web", "open", True, 1, None),
        ("Web > Fair > Web", "won", False, 2, Decimal(30)),
    ]


def test_the_order_of_the_rows_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    dice = random.Random(3)
    begin = datetime(2026, 1, 1)  # noqa: DTZ001
    touches = [
        (
            str(number),
            begin + timedelta(days=dice.randrange(60)),
            dice.choice("ABCD"),
            dice.choice("12345"),
        )
        for number in range(400)
    ]
    deals = "opportunity_id|created_at|stage|closed_at|outcome" + "".join(
        f"\n{one}|2026-01-20|S|2026-02-2{one}|won" for one in "12345"
    )
    found = []
    for _ in range(2):
        with duckdb.connect() as one:
            create_tables(one)
            fill(one, "opportunities", deals)
            one.executemany(
                "insert into touches (touch_id, touched_at, channel, opportunity_id)"
                " values (?, ?, ?, ?)",
                touches,
            )
            build_facts(one, Workspace())
            found.append(
                (
                    one.execute("select * from opportunity_touch order by all").fetchall(),
                    one.execute("select * from opportunity_anchor order by all").fetchall(),
                    one.execute("select * from touch_step order by all").fetchall(),
                    one.execute("select * from journey order by all").fetchall(),
                )
            )
        dice.shuffle(touches)
    assert found[0] == found[1]
    assert len(found[0][0]) == 20
