"""Bookings by day: what was booked so far, how the company grew, which windows deals tell."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from metrics.forecast.moments import Mark
from metrics.periods import Period
from metrics.reader import Reader
from metrics.registry import part
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, scope_sql

YEAR = timedelta(days=365)
SQL = """select
    booked_on,
    coalesce({bookings}, 0) as amount,
    coalesce(sum(amount) filter (where kind in ('new', 'expansion')), 0) as new_business,
    coalesce(
        sum(amount) filter (where kind in ('new', 'expansion') and opportunity_id is not null), 0
    ) as new_business_of_deals,
    coalesce(sum(amount) filter (where {counted} and {in_scope}), 0) as scope_amount,
    count(*) filter (where {counted} and {in_scope}) as scope_rows
from booking
group by booked_on
order by booked_on"""
HISTORY = """select min(valid_from)
from opportunity_version
where not is_derived"""


@dataclass(frozen=True)
class Sums:
    """A running sum over days, for the sum of any stretch by two look-ups."""

    days: Sequence[date]
    totals: Sequence[Decimal]

    @classmethod
    def of(cls, days: Sequence[date], amounts: Sequence[Decimal]) -> "Sums":
        """The running sum of amounts by day, in order of days."""
        return cls(days, (Decimal(0), *accumulate(amounts)))

    def between(self, start_on: date, end_on: date) -> Decimal:
        """The sum of the days from `start_on` up to, not including, `end_on`."""
        first, after = bisect_left(self.days, start_on), bisect_left(self.days, end_on)
        return self.totals[max(first, after)] - self.totals[first]


@dataclass(frozen=True)
class Record:
    """The bookings of a load: of the company, of the scope, and whether deals tell them."""

    company: Sums
    new_business: Sums
    new_business_of_deals: Sums
    scope: Sums
    scope_rows: Sums
    history_from: date | None

    @classmethod
    def read(cls, reader: Reader, view: View) -> "Record":
        """The record of the reader's load for the view's scope."""
        statement = record_statement(view)
        rows = reader.exact_rows(statement.sql, statement.parameters)
        days = [row[0] for row in rows]
        first = reader.exact_rows(HISTORY, {})[0][0]
        company, business, of_deals, scope, scope_rows = (
            Sums.of(days, [Decimal(row[place]) for row in rows]) for place in range(1, 6)
        )
        history_from = None if first is None else view.calendar.day_of(first)
        return cls(company, business, of_deals, scope, scope_rows, history_from)

    def growth(self, mark: Mark, now: Mark) -> Fraction:
        """The bookings of the year up to `now` over those up to `mark`; 1 without a whole year."""
        first = self.company.days[0] if self.company.days else date.max
        then = self.company.between(mark.cut_on - YEAR, mark.cut_on)
        if first > mark.cut_on - YEAR or then <= 0:
            return Fraction(1)
        return Fraction(self.company.between(now.cut_on - YEAR, now.cut_on)) / Fraction(then)

    def is_told(self, mark: Mark) -> bool:
        """Whether the window's deals were recorded by the mark and its new bookings name theirs."""
        if self.history_from is None or self.history_from >= mark.cut_on:
            return False
        window = mark.window
        of_deals, business = (
            self._of(sums, window) for sums in (self.new_business_of_deals, self.new_business)
        )
        return self._of(self.company, window) > 0 and 2 * of_deals >= business

    def _of(self, sums: Sums, window: Period) -> Decimal:
        return sums.between(window.start_on, window.end_on_exclusive)


def record_statement(view: View) -> Statement:
    """The statement of the bookings of each day."""
    parameters, bookings = Parameters(view), part("bookings")
    sql = SQL.format(
        bookings=bookings.numerator,
        counted=bookings.counted,
        in_scope=" and ".join(scope_sql(view, parameters)) or "true",
    )
    return Statement(sql, parameters.used_in(sql))
