"""Deals that were to close in a window, and those of them that had moved beyond it later."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.reader import Reader
from metrics.sql.flow import Statement
from metrics.sql.state import open_deals_sql
from metrics.sql.view import Members, Parameters, View, lines

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
    sql = "\nunion all\n".join(
        _span_sql(number, span, view, parameters) for number, span in enumerate(spans)
    )
    return Statement(sql, parameters.used_in(sql))


def _span_sql(number: int, span: SlipWant, view: View, parameters: Parameters) -> str:
    first, after = (parameters.name("window", edge) for edge in span.window)
    cut_at = parameters.name("cut", view.calendar.moment(span.cut_on))
    due = [f"expected_close_on >= {first}", f"expected_close_on < {after}"]
    columns = [
        f"{number} as span",
        *(f"{name} as by_{place}" for place, name in enumerate(view.grouping, 1)),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(FIGURES, 1)),
    ]
    return f"""select{lines(columns, ",")}
from (
    select deal.*, beyond.opportunity_id is not null as is_slipped
    from {open_deals_sql(span.start_on, view.grouping, due, view, parameters)}
    left join (
        select opportunity_id
        from opportunity_version
        where is_open and valid_to >= {cut_at} and valid_from < {cut_at}
            and expected_close_on >= {after}
    ) as beyond on deal.opportunity_id = beyond.opportunity_id
) as opening
group by all"""
