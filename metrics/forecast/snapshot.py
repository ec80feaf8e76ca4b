"""What was open at moments of windows, and what of it was booked in the rest of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from metrics.facts import FACTS
from metrics.forecast.moments import Mark
from metrics.periods import DAY
from metrics.reader import Reader
from metrics.registry import part
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, scope_sql

# A stage, and whether the expected close lay in the window.
Place = tuple[str, bool]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """The deals open in one place at a mark.

    `position` is the stage's. The next four are of the whole company, deals with a recorded
    history only: how many, of them booked in the rest of the window, at which sum, and what those
    stood at. The last three are of the scope: how many, their amount, and the sum of the squares
    of their amounts.
    """

    position: int
    deals: int
    booked_deals: int
    booked: Decimal
    booked_from: Decimal
    scope_deals: int
    scope_amount: Decimal
    scope_squares: Decimal


@dataclass(frozen=True)
class Snapshot:
    """A mark: open deals by place, and the scope's later bookings of no deal open then."""

    standings: Mapping[Place, Standing] = field(default_factory=dict)
    created: Decimal = ZERO
    without_deal: Decimal = ZERO


SQL = """with mark as (
    select * from (values {marks}) as given (number, cut_at, seen_on, rest_on, start_on, end_on)
),

rate as (
    select mark.number, currency_rate.currency, currency_rate.rate
    from mark
    join currency_rate
        on mark.seen_on >= currency_rate.valid_from and mark.seen_on < currency_rate.valid_to
),

deal as (
    select
        mark.number,
        version.opportunity_id,
        version.stage,
        version.stage_position,
        coalesce(
            version.expected_close_on >= mark.start_on
            and version.expected_close_on < mark.end_on,
            false
        ) as is_in_window,
        not version.is_derived as is_told,
        {in_scope} as is_in_scope,
        cast(version.amount * rate.rate as decimal(18, 2)) as amount
    from mark
    join opportunity_version as version
        on version.valid_from < mark.cut_at and version.valid_to >= mark.cut_at
    left join rate on mark.number = rate.number and version.currency = rate.currency
    where {seen}
),

booked as (
    select
        mark.number,
        booking.opportunity_id,
        sum(booking.amount) as amount,
        sum(booking.amount) filter (where {in_scope}) as scope_amount
    from mark
    join booking
        on booking.booked_on >= mark.rest_on and booking.booked_on < mark.end_on
    where {counted}
    group by all
)

select
    coalesce(deal.number, booked.number) as mark,
    deal.stage,
    deal.is_in_window,
    deal.number is null and booked.opportunity_id is not null as is_created,
    coalesce(max(deal.stage_position), 0) as position,
    count(*) filter (where is_told) as deals,
    count(booked.number) filter (where is_told) as booked_deals,
    coalesce(sum(booked.amount) filter (where is_told), 0) as booked,
    coalesce(sum(deal.amount) filter (where is_told and booked.number is not null), 0)
        as booked_from,
    count(*) filter (where is_in_scope) as scope_deals,
    coalesce(sum(deal.amount) filter (where is_in_scope), 0) as scope_amount,
    coalesce(sum(deal.amount * deal.amount) filter (where is_in_scope), 0) as scope_squares,
    coalesce(sum(booked.scope_amount) filter (where deal.number is null), 0) as not_open
from deal
full join booked
    on deal.number = booked.number and deal.opportunity_id = booked.opportunity_id
group by all"""


def snapshots(reader: Reader, marks: Iterable[Mark], view: View) -> dict[Mark, Snapshot]:
    """The snapshot of each mark, in one statement; a window that still runs has no rest yet."""
    asked = tuple(dict.fromkeys(marks))
    if not asked:
        return {}
    statement = snapshot_statement(asked, view)
    rows: dict[Mark, list[tuple[Any, ...]]] = defaultdict(list)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        rows[asked[row[0]]].append(row[1:])
    return {mark: _snapshot(rows[mark]) for mark in asked}


def _snapshot(rows: Sequence[tuple[Any, ...]]) -> Snapshot:
    standings: dict[Place, Standing] = {}
    rest = {True: ZERO, False: ZERO}
    for stage, is_in_window, is_created, *figures, not_open in rows:
        if stage is None:
            rest[is_created] = not_open
        else:
            standings[stage, is_in_window] = Standing(*figures)
    return Snapshot(standings, rest[True], rest[False])


def snapshot_statement(marks: Sequence[Mark], view: View) -> Statement:
    """The statement of several marks; every value is a parameter."""
    parameters = Parameters(view)
    listed = []
    for number, mark in enumerate(marks):
        cut_at = parameters.name("cut", view.calendar.moment(mark.cut_on))
        window = mark.window
        days = [
            f"cast({parameters.name('day', day)} as date)"
            for day in (mark.cut_on - DAY, mark.rest_on, window.start_on, window.end_on_exclusive)
        ]
        listed.append(f"({number}, cast({cut_at} as timestamp), {', '.join(days)})")
    sql = SQL.format(
        marks=", ".join(listed),
        seen=FACTS["opportunity_version"].seen,
        counted=part("bookings").counted,
        in_scope=" and ".join(scope_sql(view, parameters)) or "true",
    )
    return Statement(sql, parameters.used_in(sql))
