"""The engine: order by references, steps that leave nothing, errors people can act on."""

import duckdb
import pytest

from data.engine import (
    CHECKS,
    Model,
    build_facts,
    in_order,
    models_in_order,
    references_in,
    run_checks,
)
from data.errors import DataContractError
from data.seeds import SEEDS
from data.workspace import Workspace
from tests.data.models.company import build, create_tables

FACTS = set(SEEDS) | {one.name for one in models_in_order() if not one.is_step}
# What a day, a setting or a person is; everything else counts something and has a grain check.
DIMENSIONS = {
    *SEEDS,
    "campaign_dimension",
    "data_problem",
    "journey",
    "person_dimension",
    "product_dimension",
    "target",
    "touch_kind",
}


def model(name: str, *references: str) -> Model:
    """A model that reads the given tables."""
    return Model(name, "select 1", False, frozenset(references))


def test_models_come_after_what_they_read_and_else_by_name() -> None:
    models = [model("c", "a", "touches"), model("b", "c"), model("a"), model("d")]
    assert [one.name for one in in_order(models)] == ["a", "d", "c", "b"]


def test_models_in_a_circle_are_refused() -> None:
    with pytest.raises(DataContractError, match="in a circle: a, b"):
        in_order([model("a", "b"), model("b", "a"), model("c")])


def test_references_stand_after_from_and_join_comments_aside() -> None:
    sql = """-- from nothing
    with x as (select extract(year from day) from calendar)
    select * from x left join leads on true -- join nowhere
    """
    assert references_in(sql) == {"day", "calendar", "x", "leads"}


def test_every_table_comes_to_be_and_steps_do_not_stay(con: duckdb.DuckDBPyConnection) -> None:
    create_tables(con)
    given = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    told: list[str] = []
    build_facts(con, Workspace(), told.append)
    made = {
        name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()
    } - given
    assert made == FACTS
    assert told[0] == "business time"
    assert sorted(told[1:]) == sorted(one.name for one in models_in_order())
    for model_ in models_in_order():
        read = [told.index(name) for name in model_.references if name in told]
        assert told.index(model_.name) > max(read, default=0)


def test_an_empty_company_has_empty_facts_and_no_failure(con: duckdb.DuckDBPyConnection) -> None:
    build(con)
    dated = {"calendar", "calendar_day", "business_day", "business_bucket"}
    filled = {
        name: con.execute(f"select count(*) from {name}").fetchall()[0][0]
        for name in sorted(FACTS - dated)
    }
    assert {name: rows for name, rows in filled.items() if rows} == {
        "business_calendar": 1,
        "currency_rate": 1,
        "workspace_setting": 1,
    }
    assert [check.name for check in run_checks(con) if not check.passed] == []


def test_a_model_that_fails_is_named_with_the_reason(con: duckdb.DuckDBPyConnection) -> None:
    create_tables(con)
    con.execute("alter table opportunities drop column stage")
    with pytest.raises(DataContractError) as caught:
        build_facts(con, Workspace())
    assert caught.value.message.startswith(
        "model 'opportunity_current' (data/models/opportunity_current.sql) cannot be run"
    )
    assert "nothing was published" in caught.value.message


BREAKS = {
    "grain_booking": "insert into booking select * from booking",
    "grain_calendar": "insert into calendar select * from calendar limit 1",
    "grain_closed_opportunity": "insert into closed_opportunity select * from closed_opportunity",
    "grain_currency_rate": "insert into currency_rate select * from currency_rate",
    "grain_lead_journey": "insert into lead_journey select * from lead_journey",
    "grain_opportunity_anchor": "insert into opportunity_anchor select * from opportunity_anchor",
    "grain_opportunity_journey": (
        "insert into opportunity_journey select * from opportunity_journey"
    ),
    "grain_opportunity_touch": "insert into opportunity_touch select * from opportunity_touch",
    "grain_opportunity_version": (
        "insert into opportunity_version select * from opportunity_version"
    ),
    "grain_stage_visit": "insert into stage_visit select * from stage_visit",
    "grain_created_opportunity": (
        "insert into created_opportunity select * from created_opportunity"
    ),
    "grain_customer_month": (
        "insert into customer_month (account_id, month_start)"
        " values ('a', date '2026-01-01'), ('a', date '2026-01-01')"
    ),
    "grain_person_month": "insert into person_month select * from person_month",
    "grain_spend_day": "insert into spend_day select * from spend_day",
    "grain_touch_step": "insert into touch_step select * from touch_step",
    "grain_stage_outcome": "insert into stage_outcome select * from stage_outcome",
    "closed_is_won_or_lost": "update closed_opportunity set outcome = 'won' where not is_won",
    "closed_as_of_now": "delete from closed_opportunity where is_won",
    "versions_are_contiguous": (
        "update opportunity_version set valid_to = valid_to - interval 1 day where version = 1"
    ),
    "version_of_today_is_the_opportunity": (
        "update opportunities set outcome = 'lost' where outcome = 'won'"
    ),
    "derived_bookings_are_won_amounts": "update booking set amount = amount + 0.01",
    "every_lead_has_a_journey": "delete from lead_journey",
    "middles_are_between_anchors": "update opportunity_touch set off_anchor_count = 1",
    "spend_is_whole": "update spend_day set amount = amount - 0.01",
}


def test_every_fact_has_a_grain_check() -> None:
    grains = {path.stem.removeprefix("grain_") for path in CHECKS.glob("grain_*.sql")}
    assert grains == FACTS - DIMENSIONS


@pytest.fixture
def sound(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A company in which every check has something to look at."""
    return build(
        con,
        leads="lead_id|created_at\nl|2026-01-01",
        opportunities="""opportunity_id|created_at|stage|amount|closed_at|outcome
            1|2026-01-05|S|10|2026-02-01|won
            2|2026-01-05|S|10|2026-02-01|lost
            3|2026-01-05|S|10||""",
        opportunity_history="""opportunity_id|changed_at|amount|outcome|is_deleted
            1|2026-01-05|10|open|false
            1|2026-02-01|10|won|false
            gone|2026-01-01|5|won|false
            gone|2026-01-09|5|won|true""",
        people="person_id|name\np|Ann",
        activities="""activity_id|at|person_id|minutes|with_customer
            1|2026-01-09|p|30|true""",
        accounts="account_id|name\na|Acme",
        touches="touch_id|touched_at|channel|opportunity_id\n1|2026-01-09|Web|1",
        spend="spent_on|amount\n2026-01-01|9.99",
    )


def test_a_sound_company_passes_every_check(sound: duckdb.DuckDBPyConnection) -> None:
    assert {check.name: check.failures for check in run_checks(sound)} == dict.fromkeys(
        sorted(BREAKS), 0
    )
    assert all(check.is_hard for check in run_checks(sound))


@pytest.mark.parametrize("name", BREAKS)
def test_a_check_tells_what_it_is_there_for(sound: duckdb.DuckDBPyConnection, name: str) -> None:
    sound.execute(BREAKS[name])
    failed = {check.name: check for check in run_checks(sound) if not check.passed}
    assert name in failed
    assert failed[name].failures >= 1
    assert len(failed[name].shown) == min(failed[name].failures, 3)
