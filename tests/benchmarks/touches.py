"""Ten million touches of 200,000 deals: made, then credited by ours or by the plain aggregate.

    python -m tests.benchmarks.touches make|plain|ours FILE RESULT

Each is a process of its own, so that its memory is its own. RESULT gets the seconds and credits.
"""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from data.engine import models_in_order, provide_functions
from data.workspace import CustomerHours, Workspace
from metrics.attribution.compute import attribution_of
from metrics.attribution.facts import Facts
from metrics.attribution.weights import Anchor, Weights
from metrics.periods import FiscalCalendar
from metrics.rates import Rates
from metrics.scope import ALL
from metrics.sql.view import View

TOUCHES, DEALS = 10_000_000, 200_000
# What an export of this size may take: a process of the load is held to it as well.
MEMORY = "1GB"
AS_OF = date(2026, 6, 30)
MOVES = 20
# The models between touches and credits, in their order.
CHAIN = (
    "touch_key",
    "touch_window",
    "touch_kind",
    "unknown_opportunity",
    "eligible_touch",
    "touch_end",
    "touch_step",
    "touch_group",
    "opportunity_anchor",
    "opportunity_touch",
)
NOT_TOUCHES = (
    "create table workspace_setting as select 365 as look_back_days",
    f"""create table opportunity_current as
        select
            'O' || lpad(n::varchar, 7, '0') as opportunity_id,
            'A' || lpad((n // 4)::varchar, 7, '0') as account_id,
            case when n % 5 < 3 then 'L' || lpad(n::varchar, 7, '0') end as lead_id,
            case when n % 9 < 5 then 'won' else 'lost' end as outcome,
            timestamp '2024-01-01' + (hash(n) % 50000000)::int * interval 1 second as created_at,
            created_at + (hash(n + 1) % 15000000)::int * interval 1 second as closed_at,
            ((hash(n + 2) % 9000000) / 100)::decimal(18, 2) as amount,
            false as is_open, true as is_current
        from range({DEALS}) as t(n)""",
    """create table leads as
        select lead_id, created_at - interval 20 day as created_at,
            null::varchar as opportunity_id
        from opportunity_current where lead_id is not null""",
    "create table opportunities as select opportunity_id from opportunity_current",
    "create table bookings (booking_id varchar, opportunity_id varchar)",
    "create table activities (activity_id varchar, opportunity_id varchar)",
    """create table opportunity_version as
        select opportunity_id, is_open, is_current, created_at from opportunity_current""",
    """create table closed_opportunity as
        select opportunity_id, outcome = 'won' as is_won, true as is_standing,
            closed_at::date as closed_on
        from opportunity_current""",
    """create table booking as
        select opportunity_id, 'new' as kind, amount, closed_at::date as booked_on
        from opportunity_current where outcome = 'won'""",
    "create table lead_link as select lead_id, opportunity_id from opportunity_current"
    " where lead_id is not null",
    """create table campaign_dimension as
        select 'C' || lpad(n::varchar, 3, '0') as campaign_id, 'Campaign ' || n as campaign
        from range(40) as t(n)""",
    f"""create table touches as
        select
            'T' || lpad(n::varchar, 8, '0') as touch_id,
            closed_at - (hash(n + 3) % 31000000)::int * interval 1 second as touched_at,
            'Channel ' || (hash(n + 4) % 40 // 5) as channel,
            'Source ' || (hash(n + 4) % 40 // 4) as source,
            'C' || lpad((hash(n + 4) % 40)::varchar, 3, '0') as campaign_id,
            account_id,
            null::varchar as lead_id,
            opportunity_id
        from range({TOUCHES}) as t(n)
        join opportunity_current
            on opportunity_id = 'O' || lpad((hash(n) % {DEALS})::varchar, 7, '0')""",
)
# The five models that an aggregate per deal and channel gives, as a person would write them.
PLAIN = """
    with pair as (
        select
            deal.opportunity_id, touches.channel, count(*) as touch_count,
            min(touches.touched_at) as first_at, max(touches.touched_at) as last_at,
            sum(power(0.5, epoch(deal.closed_at - touches.touched_at) / 2592000.0)) as decay
        from touches
        join opportunity_current as deal
            on
                touches.opportunity_id = deal.opportunity_id
                and touches.touched_at <= deal.closed_at
                and touches.touched_at >= deal.closed_at - interval 365 day
        group by all
    ),
    whole as (
        select
            opportunity_id, sum(touch_count) as touch_count, sum(decay) as decay,
            min(first_at) as first_at, max(last_at) as last_at
        from pair group by all
    ),
    part as (
        select
            pair.channel, booking.amount,
            (pair.first_at = whole.first_at)::int as is_first,
            (pair.last_at = whole.last_at)::int as is_last,
            pair.touch_count / whole.touch_count as linear,
            pair.decay / whole.decay as decayed,
            pair.touch_count, whole.touch_count as all_count
        from pair
        join whole using (opportunity_id)
        join booking using (opportunity_id)
    )
    select
        channel, sum(amount * is_first), sum(amount * is_last), sum(amount * linear),
        sum(amount * case
            when all_count > 2 then
                0.4 * (is_first + is_last)
                + 0.2 * (touch_count - is_first - is_last) / (all_count - 2)
            else 0.5 * (is_first + is_last)
        end),
        sum(amount * decayed)
    from part group by all"""


@dataclass(frozen=True)
class _Load:
    workspace: Workspace
    data_date: date | None = AS_OF
    has_real_history: bool = False
    fingerprint: str = "bench"
    seq: int = 1
    published_at: datetime = datetime(2026, 7, 1, tzinfo=UTC)


class _Reader:
    """The facts of an open database, as metrics read them."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con, self.load = con, _Load(Workspace())

    def exact_rows(self, sql: str, params: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of the query."""
        return self.con.execute(sql, dict(params)).fetchall()


def main(what: str, file: Path, result: Path) -> None:
    """Do it and write what it took."""
    with duckdb.connect(str(file)) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"set memory_limit = '{MEMORY}'")
        if what == "make":
            for statement in NOT_TOUCHES:
                con.execute(statement)
            con.execute("checkpoint")
            return
        found = _plain(con) if what == "plain" else _ours(con)
    result.write_text(json.dumps(found), encoding="utf-8")


def _plain(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    begun, processor = time.perf_counter(), time.process_time()
    rows = con.execute(PLAIN).fetchall()
    seconds, used = time.perf_counter() - begun, time.process_time() - processor
    return {
        "seconds": seconds,
        "processor": used,
        "linear": {row[0]: float(row[3]) for row in rows},
    }


def _ours(con: duckdb.DuckDBPyConnection) -> dict[str, object]:
    workspace = Workspace()
    provide_functions(con, workspace.zone)
    sql = {model.name: model.sql for model in models_in_order()}
    begun, processor = time.perf_counter(), time.process_time()
    for name in CHAIN:
        con.execute(f"create temp table {name} as {sql[name]}")
    built = time.perf_counter() - begun
    calendar = FiscalCalendar(workspace)
    view = View(calendar, AS_OF, ALL, (), 0, 0, Rates({}), CustomerHours())
    begun = time.perf_counter()
    found = attribution_of(Facts(_Reader(con), view, calendar.all, "channel"))
    asked, used = time.perf_counter() - begun, time.process_time() - processor
    begun = time.perf_counter()
    for share in range(1, 1 + MOVES):
        anchors = dict.fromkeys(Anchor, Fraction(25, 100) - Fraction(share, 400))
        found.reweighted("own", Weights.of(anchors, Fraction(share, 100)))
    reweighted = (time.perf_counter() - begun) / MOVES
    linear = found.models["linear"].credits or {}
    return {
        "seconds": built + asked,
        "processor": used,
        "built": built,
        "asked": asked,
        "reweighted": reweighted,
        "linear": {name: float(credit) for name, credit in linear.items()},
        "models": sum(model.credits is not None for model in found.models.values()),
    }


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
