"""A day as a person types it."""

from datetime import date

from metrics.errors import PeriodError
from metrics.periods import FIRST_DAY, LAST_DAY


def day_called(text: str) -> date:
    """The day written as 2026-11-21.

    Raises: PeriodError for what is no date, or lies beyond the years that records can hold.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise PeriodError(f"'{text}' is no date; write it as 2026-11-21") from error
    if not FIRST_DAY.year < day.year < LAST_DAY.year:
        raise PeriodError(f"'{text}' is out of range: years go from 1901 to 2199")
    return day
