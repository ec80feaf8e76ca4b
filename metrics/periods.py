"""The fiscal calendar: periods by name, their parts, and what each compares with."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from data.workspace import Workspace
from metrics.errors import PeriodError

Grain = Literal["day", "week", "month", "quarter", "year", "span", "all"]
DAY = timedelta(days=1)
# Bounds of 'all': wide enough for any record, narrow enough for every zone and engine.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
FORMS = "2026-Q4, 2026-11, 2026-W47, 2026, 2026-10-01..2026-12-31 or all"


@dataclass(frozen=True)
class Period:
    """Days [start_on, end_on_exclusive) in the workspace's zone; the name parses to the same."""

    name: str
    start_on: date
    end_on_exclusive: date
    grain: Grain

    @property
    def last_on(self) -> date:
        """The last day inside."""
        return self.end_on_exclusive - DAY

    @property
    def days(self) -> int:
        """How many calendar days it holds."""
        return (self.end_on_exclusive - self.start_on).days

    def holds(self, day: date) -> bool:
        """Whether `day` lies inside."""
        return self.start_on <= day < self.end_on_exclusive


class FiscalCalendar:
    """Periods of a workspace whose fiscal year starts in a given month; weeks start Monday.

    A fiscal year is named for the calendar year it ends in.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.fiscal_year_start = workspace.fiscal_year_start
        self.zone = workspace.zone

    def moment(self, day: date) -> datetime:
        """The first instant of `day` in the workspace's zone, as naive UTC."""
        local = datetime.combine(day, time(), tzinfo=self.zone)
        return local.astimezone(UTC).replace(tzinfo=None)

    def day_of(self, moment: datetime) -> date:
        """The local day of a naive UTC moment."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone).date()

    def year(self, number: int) -> Period:
        """The fiscal year that ends in calendar year `number` (or is it, from January)."""
        start = date(number - (self.fiscal_year_start > 1), self.fiscal_year_start, 1)
        return Period(f"{number}", start, _months_later(start, 12), "year")

    def quarter(self, number: int, quarter: int) -> Period:
        """Quarter 1 to 4 of fiscal year `number`."""
        start = _months_later(self.year(number).start_on, 3 * (quarter - 1))
        return Period(f"{number}-Q{quarter}", start, _months_later(start, 3), "quarter")

    def month(self, number: int, month: int) -> Period:
        """A calendar month."""
        start = date(number, month, 1)
        return Period(f"{start:%Y-%m}", start, _months_later(start, 1), "month")

    def week(self, monday: date) -> Period:
        """The ISO week that starts on `monday`."""
        number, week, _ = monday.isocalendar()
        return Period(f"{number}-W{week:02d}", monday, monday + 7 * DAY, "week")

    def day(self, day: date) -> Period:
        """One day."""
        return Period(f"{day}..{day}", day, day + DAY, "day")

    def span(self, start_on: date, last_on: date) -> Period:
        """The days from `start_on` to `last_on`, both inside."""
        return Period(f"{start_on}..{last_on}", start_on, last_on + DAY, "span")

    @property
    def all(self) -> Period:
        """Everything on record."""
        return Period("all", FIRST_DAY, LAST_DAY, "all")

    def parse(self, text: str) -> Period:
        """The period called `text`.

        Raises: PeriodError that shows the forms allowed.
        """
        if text == "all":
            return self.all
        for pattern, build in self._forms():
            if match := re.fullmatch(pattern, text):
                try:
                    return build(*match.groups())
                except ValueError as error:
                    raise PeriodError(f"'{text}' is no period: {error}") from error
        raise PeriodError(f"'{text}' is no period; write {FORMS}")

    def _forms(self) -> tuple[tuple[str, Callable[..., Period]], ...]:
        return (
            (r"(\d{4})", lambda y: self.year(_year(y))),
            (r"(\d{4})-Q([1-4])", lambda y, q: self.quarter(_year(y), int(q))),
            (r"(\d{4})-(\d{2})", lambda y, m: self.month(_year(y), int(m))),
            (r"(\d{4})-W(\d{2})", self._week_called),
            (r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", self._span_called),
        )

    def _week_called(self, number: str, week: str) -> Period:
        return self.week(date.fromisocalendar(_year(number), int(week), 1))

    def _span_called(self, start: str, last: str) -> Period:
        start_on, last_on = date.fromisoformat(start), date.fromisoformat(last)
        _year(start[:4])
        _year(last[:4])
        if last_on < start_on:
            raise ValueError("it ends before it starts")
        return self.span(start_on, last_on)

    def containing(self, day: date, grain: Grain) -> Period:
        """The day, week, month, fiscal quarter or fiscal year that holds `day`.

        Raises: PeriodError for a grain that has no unit.
        """
        if grain == "day":
            return self.day(day)
        if grain == "week":
            return self.week(day - day.weekday() * DAY)
        if grain == "month":
            return self.month(day.year, day.month)
        number = day.year + (self.fiscal_year_start > 1 and day.month >= self.fiscal_year_start)
        if grain == "quarter":
            months = (day.month - self.fiscal_year_start) % 12
            return self.quarter(number, months // 3 + 1)
        if grain == "year":
            return self.year(number)
        raise PeriodError(f"no {grain} holds a day; use day, week, month, quarter or year")

    def each(self, period: Period, grain: Grain) -> tuple[Period, ...]:
        """The units of `grain` inside `period`, in order.

        A unit that reaches over an edge is cut there and named by its days, so that the parts
        always add up to the whole and a name always means the same days.
        Raises: PeriodError for 'all', which has no edges of its own.
        """
        if period.grain == "all":
            raise PeriodError("'all' has no edges; ask for the days from the first to the last")
        found, day = [], period.start_on
        while day < period.end_on_exclusive:
            unit = self.containing(day, grain)
            end = min(unit.end_on_exclusive, period.end_on_exclusive)
            whole = day == unit.start_on and end == unit.end_on_exclusive
            found.append(unit if whole else self.span(day, end - DAY))
            day = end
        return tuple(found)

    def units(self, start_on: date, last_on: date, grain: Grain) -> tuple[Period, ...]:
        """The whole units from the one that holds `start_on` to the one that holds `last_on`."""
        first, last = self.containing(start_on, grain), self.containing(last_on, grain)
        return self.each(self.span(first.start_on, last.last_on), grain)

    def previous(self, period: Period) -> Period:
        """The unit before; for a unit to date, the same number of days of the unit before."""
        if period.grain == "all":
            raise PeriodError("nothing comes before 'all'; choose a period that ends")
        if period.grain in ("span", "day"):
            return self._days(period.start_on - period.days * DAY, period.start_on, period.grain)
        unit = self.containing(period.start_on, period.grain)
        before = self.containing(unit.start_on - DAY, period.grain)
        if period == unit:
            return before
        start = before.start_on + (period.start_on - unit.start_on)
        end = min(start + period.days * DAY, before.end_on_exclusive)
        return self._days(start, end, period.grain)

    def year_before(self, period: Period) -> Period:
        """The week 364 days earlier, the same unit, or the same calendar dates a year before."""
        if period.grain == "all":
            raise PeriodError("'all' has no year before; choose a period that ends")
        if period.grain == "week":
            shift = 364 * DAY
            return self._days(period.start_on - shift, period.end_on_exclusive - shift, "week")
        if period.grain in ("month", "quarter", "year"):
            unit = self.containing(period.start_on, period.grain)
            if period == unit:
                return self.containing(_year_earlier(unit.start_on), period.grain)
        start, last = _year_earlier(period.start_on), _year_earlier(period.last_on)
        return self._days(start, last + DAY, period.grain)

    def to_date(self, period: Period, as_of: date) -> Period:
        """`period` up to the end of `as_of`; itself where that is not inside it."""
        if not period.holds(as_of) or period.last_on == as_of:
            return period
        start = period.start_on
        return self._days(start, as_of + DAY, "span" if period.grain == "all" else period.grain)

    def _days(self, start_on: date, end_on: date, grain: Grain) -> Period:
        """The days given, under the unit's own name where they are exactly one."""
        if grain not in ("span", "all"):
            unit = self.containing(start_on, grain)
            if (unit.start_on, unit.end_on_exclusive) == (start_on, end_on):
                return unit
        return Period(f"{start_on}..{end_on - DAY}", start_on, end_on, grain)


def _year(text: str) -> int:
    """The year, inside what records can hold."""
    if not FIRST_DAY.year < int(text) < LAST_DAY.year:
        raise ValueError(f"years go from {FIRST_DAY.year + 1} to {LAST_DAY.year - 1}")
    return int(text)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, day.day)


def months_earlier(day: date, months: int) -> date:
    """The same day of the month that many months before, or that month's last day."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def _year_earlier(day: date) -> date:
    """The same calendar date a year before; 28 February for the 29th."""
    return months_earlier(day, 12)
