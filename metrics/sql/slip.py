"""Deals that were to close in a window, and those of them that had moved beyond it later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.facts import FACTS
from metrics.reader import Reader
from metrics.sql.flow import Statement
from metrics.sql.view import DAY, Members, Parameters, View, lines, scope_sql

FIGURES = (
    "coalesce(sum(amount) filter (where is_slipped), 0)",
    "coalesce(sum(amount), 0)",
    "count(*) filter (where is_slipped)",
    "count(*)",
)


@dataclass(frozen=True)
class SlipWant:
    """From the start of a period to its cut, for a window of expected closes."""

    start_on: date
    cut_on: date
    window: tuple[date, date]


@dataclass(frozen=True)
class Slipped:
    """Amount and count that slipped, amount and count there were, by member."""

    amount: Members
    of_amount: Members
    count: Members
    of_count: Members


def slip_figures(reader: Reader, wants: Iterable[SlipWant], view: View) -> dict[SlipWant, Slipped]:
    """What slipped in each span, in the reporting currency at the rate of its start."""
    spans = tuple(dict.fromkeys(wants))
    found: dict[SlipWant, list[dict[tuple[str, ...], Decimal]]]
    found = defaultdict(lambda: [{} for _ in FIGURES])
    statement = slip_statement(spans, view)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        for place, value in enumerate(row[-len(FIGURES) :]):
            found[spans[row[0]]][place][row[1 : -len(FIGURES)]] = Decimal(value)
    return {span: Slipped(*found[span]) for span in spans}


def slip_statement(spans: Sequence[SlipWant], view: View) -> Statement:
    """The statement of several spans: the deals open at each start, joined to its end."""
    parameters = Parameters(view)
    rows = [_span_row(number, span, view, parameters) for number, span in enumerate(spans)]
    split = list(view.grouping)
    kept = dict.fromkeys(["opportunity_id", "currency", "amount", *split])
    columns = [
        "number",
        *(f"{name} as by_{place}" for place, name in enumerate(split, 1)),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(FIGURES, 1)),
    ]
    conditions = [
        FACTS["opportunity_version"].seen,
        "and expected_close_on >= window_on and expected_close_on < window_end_on",
        *(f"and {condition}" for condition in scope_sql(view, parameters)),
    ]
    sql = f"""with span (number, start_at, start_on, cut_at, window_on, window_end_on) as (
    values{lines(rows, ",", 8)}
),
opening as (
    select span.number, span.start_on, {", ".join(kept)}
    from span
    join opportunity_version on valid_from < start_at and valid_to >= start_at
    where{lines(conditions, "", 8)}
),
beyond as (
    select span.number, opportunity_id, true as is_beyond
    from span
    join opportunity_version on valid_from < cut_at and valid_to >= cut_at
    where is_open and expected_close_on >= window_end_on
),
deal as (
    select
        opening.* exclude (amount),
        cast(opening.amount * currency_rate.rate as decimal(18, 2)) as amount,
        coalesce(beyond.is_beyond, false) as is_slipped
    from opening
    left join beyond using (number, opportunity_id)
    left join currency_rate on opening.currency = currency_rate.currency
        and start_on >= currency_rate.valid_from and start_on < currency_rate.valid_to
)
select{lines(columns, ",")}
from deal
group by all"""
    return Statement(sql, parameters.used_in(sql))


def _span_row(number: int, span: SlipWant, view: View, parameters: Parameters) -> str:
    """One row of the spans; rates are those of the evening before it starts."""
    values = (
        parameters.name("cut", view.calendar.moment(span.start_on)),
        parameters.name("day", span.start_on - DAY),
        parameters.name("cut", view.calendar.moment(span.cut_on)),
        *(f"cast({parameters.name('window', edge)} as date)" for edge in span.window),
    )
    return f"({number}, {', '.join(values)})"
