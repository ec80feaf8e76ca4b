"""How the forecast of a window moved from week to week, and what the year before brought."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.compared import Against, Change
from metrics.compute import answer, calendar_of
from metrics.forecast.landing import Ask, forecasts
from metrics.forecast.records import Forecast
from metrics.periods import Period
from metrics.reader import Reader
from metrics.scope import Scope

WEEK = timedelta(days=7)
POINTS = 13


@dataclass(frozen=True)
class Trail:
    """The forecast of a window as it would have been said every week of it, oldest first."""

    weeks: tuple[Forecast, ...]
    year_before: Decimal | None

    @property
    def now(self) -> Forecast:
        """The latest."""
        return self.weeks[-1]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Against the week before, and against what the window of the year before brought."""
        value, then = self.now.value, self.weeks[-2].value if len(self.weeks) > 1 else None
        pairs = ((Against.WEEK, then), (Against.YEAR, self.year_before))
        return tuple(
            Change(against, value, base, self.now.window)
            for against, base in pairs
            if value is not None and base is not None
        )


def trail(reader: Reader, window: Period, as_of: date, scope: Scope) -> Trail:
    """The forecasts of the window on this day and on the same weekday of its weeks before.

    Raises: PeriodError for a window without an end; ScopeError for an unknown dimension.
    """
    days = [as_of]
    while len(days) < POINTS and days[0] - WEEK >= window.start_on:
        days.insert(0, days[0] - WEEK)
    weeks = forecasts(reader, [Ask(window, day) for day in days], scope)
    before = calendar_of(reader).year_before(window)
    came = answer(reader, "bookings", before, scope=scope, as_of=as_of).value
    return Trail(weeks, came)
