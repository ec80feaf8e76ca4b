"""Hours with customers in plain Python: every stretch of a person's day, counted once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.metrics.oracles._cases import Part, View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._records import Dims

DAY_SECONDS = 86_400
Stretch = tuple[datetime, datetime]


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def stretches(company: Company) -> dict[str, list[Stretch]]:
    """Per person, when it was with customers: on its own activities and on a colleague's."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for row in company.tables["activities"]:
        minutes = row["minutes"]
        if not row["with_customer"] or minutes is None or minutes <= 0:  # type: ignore[operator]
            continue
        begins: Any = row["at"]
        ends = begins + timedelta(seconds=round(minutes * 60))  # type: ignore[operator, call-overload]
        for person in {row["person_id"], row["joint_with"]} - {None}:
            if person in company.people:
                found[str(person)].append((begins, ends))
    return {person: sorted(some) for person, some in found.items()}


def seconds_by_day(some: list[Stretch], company: Company) -> dict[date, int]:
    """Between every two ends of stretches, what the first stretch that covers it adds to its day.

    At most a day's seconds a day.
    """
    days: dict[date, int] = defaultdict(int)
    edges = sorted({edge for one in some for edge in one})
    running: list[Stretch] = []
    waiting = list(reversed(some))
    for here, there in pairwise(edges):
        while waiting and waiting[-1][0] <= here:
            running.append(waiting.pop())
        running = [one for one in running if one[1] > here]
        if running:
            day = company.day_of(min(running)[0])
            days[day] += int((there - here).total_seconds())
    return {day: min(seconds, DAY_SECONDS) for day, seconds in days.items()}


def month_hours(company: Company) -> dict[tuple[str, date], Fraction]:
    """Hours of every person and month that has any, to four decimals."""
    seconds: dict[tuple[str, date], int] = defaultdict(int)
    for person, some in stretches(company).items():
        for day, count in seconds_by_day(some, company).items():
            seconds[person, day.replace(day=1)] += count
    return {key: round(Fraction(count, 3600), 4) for key, count in seconds.items()}


def months_on_record(company: Company, hours: dict[tuple[str, date], Fraction]) -> list[date]:
    """Every month from the first with customers to the last."""
    found = []
    month, last = min(m for _, m in hours), max(m for _, m in hours)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


_HOURS: dict[int, dict[tuple[str, date], Fraction]] = {}


def hours_of(company: Company) -> dict[tuple[str, date], Fraction]:
    """The hours of a company, counted once."""
    if id(company) not in _HOURS:
        _HOURS[id(company)] = month_hours(company)
    return _HOURS[id(company)]


def dims_of(company: Company, person: str) -> Dims:
    """Where a person belongs."""
    row = company.people[person]
    return {**company.who(person), "region": str(row["region"] or "(none)")}


def parts(view: View) -> Iterator[Part]:
    """A part for each person at work in each month whose last day lies in what is seen."""
    company, hours = view.company, hours_of(view.company)
    for month in months_on_record(company, hours) if hours else []:
        after = next_month(month)
        if not view.period.start < after <= view.last_on:
            continue
        for person, row in company.people.items():
            started, ended = row["started_on"], row["ended_on"]
            if (started is None or started < after) and (ended is None or ended >= month):
                yield Part(dims_of(company, person), hours.get((person, month), 0), 1)
