"""Deals that were to close by now when the period began, and are still open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics.bench import past_periods
from metrics.compared import Moment
from metrics.compute import bench_of
from metrics.periods import DAY, Period
from metrics.question import Question
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.weeks import is_foreign
from metrics.sql.state import open_deals_sql
from metrics.sql.view import Parameters, View, lines

# What usually slips is told by so many periods before; two at least, or nobody knows.
PAST, LEAST = 4, 2
# A deal whose past is only derived from its own dates cannot be seen to slip.
RECORDED = "not is_derived"


@dataclass(frozen=True)
class Late:
    """A deal that was to close by now and is open: its region and amount at the start."""

    opportunity_id: str
    region: str
    amount: Decimal


@dataclass(frozen=True)
class Slip:
    """The deals that slipped, the largest first, and the amount that was to close by now.

    `usual` is the share by amount that had slipped by the same day of past periods.
    """

    deals: tuple[Late, ...]
    due: Decimal
    usual: Fraction

    @property
    def amount(self) -> Decimal:
        """What slipped in all."""
        return sum((deal.amount for deal in self.deals), Decimal(0))

    @property
    def beyond_usual(self) -> Fraction:
        """What slipped beyond what usually does: the pace of past periods has the usual in it."""
        return Fraction(self.amount) - self.usual * Fraction(self.due)


@dataclass(frozen=True)
class _Span:
    """From a period's start to a day: deals due from the start on, before `due_before`."""

    start_on: date
    due_before: date
    cut_on: date


def slipped(reader: Reader, moment: Moment) -> Slip | None:
    """What slipped by the last day seen; None where the load cannot tell what usually does."""
    if not reader.load.has_real_history or is_foreign(kpi("slippage_rate"), moment):
        return None
    if moment.period.grain == "all":
        return None
    bench = bench_of(reader, Question((), (), moment.scope, as_of=moment.as_of))
    now = _span(moment.period, moment)
    count = bench.known.working_day_count(now.start_on, now.cut_on)
    spans = [now]
    for past in past_periods(moment.period, bench)[:PAST]:
        cut_on = bench.known.day_after_working_days(past, count) if moment.is_running else None
        spans.append(_past_span(past, cut_on))
    return _slip(reader, spans, bench.view)


def _span(period: Period, moment: Moment) -> _Span:
    """A deal due on the as-of itself is not late yet; of a period that is over all are."""
    if moment.is_running:
        return _Span(period.start_on, moment.as_of, moment.as_of + DAY)
    return _past_span(period, None)


def _past_span(period: Period, cut_on: date | None) -> _Span:
    """The same span of a past period: up to a day of it, or all of it."""
    if cut_on is None or cut_on <= period.start_on:
        return _Span(period.start_on, period.end_on_exclusive, period.end_on_exclusive)
    return _Span(period.start_on, cut_on - DAY, cut_on)


def _slip(reader: Reader, spans: Sequence[_Span], view: View) -> Slip | None:
    parameters = Parameters(view)
    sql = "\nunion all\n".join(
        _span_sql(number, span, view, parameters) for number, span in enumerate(spans)
    )
    sql = f"{sql}\norder by 1, 5 desc, 2"
    deals: list[Late] = []
    due: dict[int, Decimal] = defaultdict(Decimal)
    late: dict[int, Decimal] = defaultdict(Decimal)
    for number, key, region, is_open, amount in reader.exact_rows(sql, parameters.used_in(sql)):
        due[number] += amount
        if is_open:
            late[number] += amount
            if number == 0:
                deals.append(Late(key, region, amount))
    past = [number for number in due if number and due[number]]
    if len(past) < LEAST:
        return None
    usual = Fraction(sum(late[number] for number in past)) / Fraction(sum(due[n] for n in past))
    return Slip(tuple(deals), due[0], usual)


def _span_sql(number: int, span: _Span, view: View, parameters: Parameters) -> str:
    """Deals due by the day, one a row for the span that is told of, by lateness for the past."""
    first, after = (parameters.name("window", day) for day in (span.start_on, span.due_before))
    cut_at = parameters.name("cut", view.calendar.moment(span.cut_on))
    due = [RECORDED, f"expected_close_on >= {first}", f"expected_close_on < {after}"]
    picked = ("deal.opportunity_id", "deal.region") if number == 0 else ("''", "''")
    columns = [
        f"{number} as number",
        f"{picked[0]} as id",
        f"{picked[1]} as region",
        "still.opportunity_id is not null as is_still_open",
        "sum(deal.amount) as amount",
    ]
    return f"""select{lines(columns, ",")}
from {open_deals_sql(span.start_on, ("region",), due, view, parameters)}
left join (
    select opportunity_id
    from opportunity_version
    where is_open and valid_to >= {cut_at} and valid_from < {cut_at}
) as still on deal.opportunity_id = still.opportunity_id
where deal.amount is not null
group by all"""
