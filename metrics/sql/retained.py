"""Customers with recurring revenue on a day, and what became of it: movements added up a customer.

Exact to the day from the bookings. What is netted and what is capped: decision 0036.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from metrics.reader import Reader
from metrics.sql.flow import Statement
from metrics.sql.view import Members, Parameters, View, lines, scope_sql

# Aggregates may speak of these, one row a customer; and of a customer's own dimensions.
MOVED = ("starting", "expansion", "contraction", "churn")
CUSTOMER = ("account_id", "customer", "region", "industry", "size_band")
Span: TypeAlias = tuple[date, date]


@dataclass(frozen=True)
class RetainedWant:
    """One aggregate over the customers active at the start of `span`, moved until its end."""

    sql: str
    span: Span


Retained: TypeAlias = dict[RetainedWant, Members]


def retained_figures(reader: Reader, wants: Iterable[RetainedWant], view: View) -> Retained:
    """The exact figure of each want by member of the grouping."""
    asked = tuple(wants)
    spans = tuple(dict.fromkeys(want.span for want in asked))
    sqls = tuple(dict.fromkeys(want.sql for want in asked))
    found: dict[RetainedWant, dict[tuple[str, ...], Decimal]] = defaultdict(dict)
    statement = retained_statement(spans, sqls, view)
    width = len(view.grouping)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        for sql, value in zip(sqls, row[1 + width :], strict=True):
            if value is not None:
                want = RetainedWant(sql, spans[row[0]])
                found[want][row[1 : 1 + width]] = Decimal(value)
    return {want: found[want] for want in asked}


def retained_statement(spans: tuple[Span, ...], sqls: tuple[str, ...], view: View) -> Statement:
    """The statement of several spans: every customer once a span."""
    parameters = Parameters(view)
    sql = "\nunion all\n".join(
        _span_sql(number, span, sqls, view, parameters) for number, span in enumerate(spans)
    )
    return Statement(sql, parameters.used_in(sql))


def _span_sql(
    number: int, span: Span, sqls: tuple[str, ...], view: View, parameters: Parameters
) -> str:
    columns = [
        f"{number} as span",
        *(f"{name} as by_{place}" for place, name in enumerate(view.grouping, 1)),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(sqls, 1)),
    ]
    scope = scope_sql(view, parameters)
    where = f"\nwhere{lines(scope, ' and')}" if scope else ""
    return f"""select{lines(columns, ",")}
from {_customers_sql(span, parameters)}{where}
group by all"""


def _customers_sql(span: Span, parameters: Parameters) -> str:
    """The customers active at the start; a loss counts at most what there was to lose."""
    start, end = (parameters.name("edge", edge) for edge in span)
    return f"""(
    select
        active.account_id, known.customer, known.region, known.industry, known.size_band,
        starting, gained as expansion,
        least(shrunk, starting + gained - least(gone, starting + gained)) as contraction,
        least(gone, starting + gained) as churn
    from (
        select
            account_id, sum(held) as starting, sum(greatest(moved, 0)) as gained,
            sum(case when kind = 'churn' then greatest(-moved, 0) else 0 end) as gone,
            sum(case when kind = 'churn' then 0 else greatest(-moved, 0) end) as shrunk
        from (
            select
                account_id, kind,
                sum(case when booked_on < {start} then recurring_monthly else 0 end) as held,
                sum(case when booked_on < {start} then 0 else recurring_monthly end) as moved
            from booking
            where
                booked_on < {end}
                and account_id is not null
                and recurring_monthly is not null
            group by account_id, kind
        ) as by_kind
        group by account_id
        having sum(held) > 0
    ) as active
    inner join (
        select distinct account_id, customer, region, industry, size_band from customer_month
    ) as known on active.account_id = known.account_id
) as customer"""
