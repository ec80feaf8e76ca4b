"""A day as a person types it."""

from datetime import date

from metrics.errors import PeriodError
from metrics.known import known
from metrics.periods import FIRST_DAY, LAST_DAY
from metrics.reader import Reader


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


def refuse_unseen(reader: Reader, day: date, mend: str) -> None:
    """Nothing, when the load can know how things stood at the end of the day.

    `mend` says what to do with the last day there is. Raises: PeriodError for a later day.
    """
    loaded_on = known(reader).calendar.day_of(reader.load.published_at.replace(tzinfo=None))
    last = reader.load.data_date or loaded_on
    if day > max(last, loaded_on):
        raise PeriodError(
            f"{day} lies after the load of {loaded_on}: nothing is known of it yet; "
            f"{mend} {last} or before"
        )


def seen_from(reader: Reader, text: str) -> date:
    """The day written as 2026-11-21, from whose end the load is seen.

    Raises: PeriodError for what is no date, or a day after the load.
    """
    day = day_called(text)
    refuse_unseen(reader, day, "give")
    return day
