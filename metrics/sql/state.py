"""Open deals as they stood at moments: one statement for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from metrics.facts import FACTS
from metrics.reader import Reader
from metrics.sql.flow import Statement
from metrics.sql.view import DAY, Members, Parameters, View, lines, scope_sql

# A window of expected closes: (first day, day after the last), or None for every open deal.
Window: TypeAlias = tuple[date, date] | None

# Columns of a version that every statement needs.
_ALWAYS = ("opportunity_id", "valid_from", "valid_to", "currency", "amount")


@dataclass(frozen=True)
class StateWant:
    """One aggregate over the deals open at the start of day `cut_on`, with a close window."""

    sql: str
    cut_on: date
    window: Window
    is_by_stage: bool


States: TypeAlias = dict[StateWant, Members]


def state_figures(reader: Reader, wants: Iterable[StateWant], view: View) -> States:
    """The exact figure of each want; the stage is the last part of a member where asked for."""
    grouped: dict[bool, list[StateWant]] = defaultdict(list)
    for want in wants:
        grouped[want.is_by_stage].append(want)
    figures: States = {}
    for some in grouped.values():
        moments = tuple(dict.fromkeys((want.cut_on, want.window) for want in some))
        sqls = tuple(dict.fromkeys(want.sql for want in some))
        statement = state_statement(moments, sqls, some[0].is_by_stage, view)
        width = len(view.grouping) + some[0].is_by_stage
        found: dict[tuple[date, Window, str], dict[tuple[str, ...], Decimal]] = defaultdict(dict)
        for row in reader.exact_rows(statement.sql, statement.parameters):
            for sql, value in zip(sqls, row[1 + width :], strict=True):
                if value is not None:
                    found[*moments[row[0]], sql][row[1 : 1 + width]] = Decimal(value)
        for want in some:
            figures[want] = found[want.cut_on, want.window, want.sql]
    return figures


def state_statement(
    moments: Sequence[tuple[date, Window]], sqls: Sequence[str], is_by_stage: bool, view: View
) -> Statement:
    """The statement of several moments and aggregates over the deals open at each."""
    parameters = Parameters(view)
    rows = [_moment_row(number, *moment, view, parameters) for number, moment in enumerate(moments)]
    cuts = [view.calendar.moment(cut_on) for cut_on, _ in moments]
    versions = [
        FACTS["opportunity_version"].seen,
        f"and valid_to >= {parameters.name('cut', min(cuts))}",
        f"and valid_from < {parameters.name('cut', max(cuts))}",
        *(f"and {condition}" for condition in scope_sql(view, parameters)),
    ]
    split = list(view.grouping)
    carried = dict.fromkeys([*split, "stage", "probability", "expected_close_on"])
    kept = [name for name in carried if name not in _ALWAYS]
    picked = [*split, *(["stage"] if is_by_stage else [])]
    columns = [
        "number",
        *(f"{name} as by_{place}" for place, name in enumerate(picked, 1)),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(sqls, 1)),
    ]
    sql = f"""with moment (number, cut_at, as_of_on, window_on, window_end_on) as (
    values{lines(rows, ",", 8)}
),
version as (
    select {", ".join((*_ALWAYS, *kept))}
    from opportunity_version
    where{lines(versions, "", 8)}
),
deal as (
    select
        moment.number,
        version.* exclude (amount),
        cast(version.amount * currency_rate.rate as decimal(18, 2)) as amount,
        {_IN_WINDOW} as is_in_window,
        coalesce(expected_close_on < as_of_on, false) as is_overdue,
        coalesce(expected_close_on < window_on, false) as is_before_window
    from moment
    join version on version.valid_from < cut_at and version.valid_to >= cut_at
    left join currency_rate on version.currency = currency_rate.currency
        and as_of_on >= currency_rate.valid_from and as_of_on < currency_rate.valid_to
)
select{lines(columns, ",")}
from deal
group by all"""
    return Statement(sql, parameters.used_in(sql))


_IN_WINDOW = (
    "(window_on is null or coalesce("
    "expected_close_on >= window_on and expected_close_on < window_end_on, false))"
)


def _moment_row(
    number: int, cut_on: date, window: Window, view: View, parameters: Parameters
) -> str:
    """One row of the moments: its UTC moment, its day and the edges of its window."""
    edges = [
        f"cast({parameters.name('window', edge)} as date)" if edge else "cast(null as date)"
        for edge in (window or (None, None))
    ]
    cut_at = parameters.name("cut", view.calendar.moment(cut_on))
    as_of_on = parameters.name("day", cut_on - DAY)
    return f"({number}, {cut_at}, {as_of_on}, {', '.join(edges)})"
