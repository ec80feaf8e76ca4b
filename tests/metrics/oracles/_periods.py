"""Periods of a fiscal year as plain dates."""

from dataclasses import dataclass
from datetime import date, timedelta

MIN, MAX = date(1900, 1, 1), date(9999, 1, 1)


@dataclass(frozen=True)
class Span:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        """Whether the day lies inside; an unknown day does not."""
        return day is not None and self.start <= day < self.end


def month_start(index: int) -> date:
    """The first day of the month that is `index` months after January of year 0."""
    return date(index // 12, index % 12 + 1, 1)


def span(name: str, first_month: int = 1) -> Span:
    """The days a period's name means; fiscal years carry the year they end in."""
    if name == "all":
        return Span(MIN, MAX)
    if ".." in name:
        start, end = (date.fromisoformat(text) for text in name.split(".."))
        return Span(start, end + timedelta(days=1))
    year = int(name[:4])
    opening = year * 12 + (first_month - 1) - (12 if first_month > 1 else 0)
    if "-W" in name:
        monday = date.fromisocalendar(year, int(name[6:]), 1)
        return Span(monday, monday + timedelta(days=7))
    if "-Q" in name:
        opening += (int(name[6:]) - 1) * 3
        return Span(month_start(opening), month_start(opening + 3))
    if len(name) == 4:
        return Span(month_start(opening), month_start(opening + 12))
    index = year * 12 + int(name[5:]) - 1
    return Span(month_start(index), month_start(index + 1))


def quarter_holding(day: date, first_month: int = 1) -> Span:
    """The fiscal quarter a day lies in."""
    index = day.year * 12 + day.month - 1
    index -= (index - (first_month - 1)) % 3
    return Span(month_start(index), month_start(index + 3))


def year_before(day: date) -> date:
    """The same calendar date a year earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
