"""Between which days the bridge runs: as the link says, else the last week of the period."""

from dataclasses import dataclass
from datetime import date

from data.warehouse import Reader
from metrics.bridge.steps import week_before
from metrics.periods import FIRST_DAY
from metrics.wording import day
from pages.views.asked import Asked, last_day

EARLIEST = FIRST_DAY.replace(year=FIRST_DAY.year + 1)


@dataclass(frozen=True)
class DatesAsked:
    """Both days, the first and last that can be chosen, and what was not understood."""

    from_on: date
    to_on: date
    earliest: date
    latest: date
    is_default: bool
    messages: tuple[str, ...]


def default_span(asked: Asked) -> tuple[date, date]:
    """The week up to the as-of, or to the end of a period that is over."""
    to = min(asked.as_of, asked.period.last_on)
    return week_before(to), to


def understood_dates(reader: Reader, asked: Asked, frm: str, to: str) -> DatesAsked:
    """The days in the link, with the default for each word that makes no sense."""
    messages: list[str] = []
    first, last = default_span(asked)
    latest = last_day(reader)
    to_on = _day(to, messages) or last
    if to_on > latest:
        messages.append(f"The data ends on {day(latest, reader.load.workspace)}; so does this.")
        to_on = latest
    from_on = _day(frm, messages) or (first if to_on == last else week_before(to_on))
    if from_on > to_on:
        messages.append("The first day lies after the last; the week before it is shown.")
        from_on = week_before(to_on)
    # The week before the first day of all begins where nothing can be chosen.
    from_on, to_on = max(from_on, EARLIEST), max(to_on, EARLIEST)
    return DatesAsked(
        from_on, to_on, EARLIEST, latest, (from_on, to_on) == (first, last), tuple(messages)
    )


def _day(word: str, messages: list[str]) -> date | None:
    """A day of the link; None where there is none or it makes no sense."""
    if not word:
        return None
    try:
        found = date.fromisoformat(word)
    except ValueError:
        messages.append(f"“{word}” is no date (write 2026-11-15); the last week is shown.")
        return None
    return max(found, EARLIEST)
