"""The demo company's weekly forecasts: each as of its Sunday, frozen on the Monday after."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from metrics.forecast.landing import Ask, forecasts
from metrics.forecast.records import Forecast
from metrics.periods import DAY, Period
from metrics.reader import Reader

WEEK = timedelta(days=7)


class WeeklyForecasts:
    """Forecasts that wait for their day; counted in one go, as each day knew no more."""

    def __init__(self, reader: Reader, quarters: Sequence[Period], day: date) -> None:
        asks = [ask for quarter in quarters for ask in _sundays(quarter, day)]
        found = [one for one in forecasts(reader, asks) if one.value is not None]
        self._waiting = deque(sorted(found, key=lambda one: one.as_of))

    def until(self, day: date, freeze: Callable[[date, Forecast], object]) -> None:
        """Freezes what was due by the day, each on its own Monday."""
        while self._waiting and self._waiting[0].as_of + DAY <= day:
            one = self._waiting.popleft()
            freeze(one.as_of + DAY, one)


def _sundays(quarter: Period, day: date) -> list[Ask]:
    """The quarter's Sundays of weeks that were over by the week of the day; not its last day."""
    first = quarter.start_on + (6 - quarter.start_on.weekday()) * DAY
    monday = day - day.weekday() * DAY
    found = []
    while first < min(quarter.last_on, monday):
        found.append(Ask(quarter, first))
        first += WEEK
    return found
