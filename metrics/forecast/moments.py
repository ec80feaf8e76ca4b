"""The same moment of other windows: as many business days left to their end."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from metrics.known import Known
from metrics.periods import DAY, FiscalCalendar, Period


@dataclass(frozen=True)
class Mark:
    """The start of day `cut_on` as a moment of a window; the day before is the last seen."""

    window: Period
    cut_on: date

    @property
    def rest_on(self) -> date:
        """The first day of the window that is still to come."""
        return max(self.cut_on, self.window.start_on)


def week_of(window: Period, as_of: date, calendar: FiscalCalendar) -> int:
    """Which week of the window `as_of` lies in, from 1; weeks start Monday, the first is cut.

    Before the window it is 0 and less.
    """
    first = calendar.containing(window.start_on, "week").start_on
    return (as_of - first).days // 7 + 1


def days_left(known: Known, mark: Mark) -> int:
    """How many business days are left of the window."""
    return known.working_day_count(mark.cut_on, mark.window.end_on_exclusive)


def mark_with(known: Known, window: Period, left: int) -> Mark | None:
    """The morning on which so many business days are left; None before the calendar begins."""
    end = bisect_left(known.working_days, window.end_on_exclusive)
    if left > end:
        return None
    return Mark(window, known.working_days[end - left] if left else window.end_on_exclusive)


def windows_before(calendar: FiscalCalendar, window: Period, count: int) -> tuple[Period, ...]:
    """The windows before, latest first, of the same grain."""
    found: list[Period] = []
    earlier = window
    while len(found) < count and earlier.start_on - window.days * DAY > date(1901, 1, 1):
        earlier = calendar.previous(earlier)
        found.append(earlier)
    return tuple(found)
