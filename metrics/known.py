"""What is read once per load: the calendar, the targets, which facts hold what."""

import threading
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from metrics.errors import PeriodError
from metrics.evidence import Unsaid, read_unsaid
from metrics.facts import FACTS, Fact
from metrics.periods import DAY, FiscalCalendar, Grain, Period
from metrics.rates import Rates
from metrics.reader import Reader
from metrics.targets import Targets

# Per fact and date column: the first and last value, None where no row has one.
Extents: TypeAlias = Mapping[tuple[str, str], tuple[date, date] | None]

KEPT_LOADS = 4

# What happened on the day that a record is counted by.
_WHEN = {
    "booked_on": "booked",
    "closed_on": "closed",
    "created_at": "created",
    "decided_at": "accepted or handed back",
    "entered_at": "entered",
    "hand_back_due_at": "handed back",
    "handed_back_at": "handed back",
    "handed_over_at": "handed over",
    "leak_due_at": "handed over",
    "response_due_at": "handed over",
    "spent_on": "spent",
}


@dataclass(frozen=True)
class Known:
    """Facts about one load that every question needs."""

    calendar: FiscalCalendar
    data_date: date | None
    targets: Targets
    extents: Extents
    working_days: tuple[date, ...]
    rates: Rates
    unsaid: Unsaid

    def working_day_count(self, start_on: date, end_on: date) -> int:
        """How many business days lie in [start_on, end_on)."""
        days = self.working_days
        return bisect_left(days, max(start_on, end_on)) - bisect_left(days, start_on)

    def day_after_working_days(self, period: Period, count: int) -> date:
        """The day after the first `count` business days of `period`, at most its end."""
        place = bisect_left(self.working_days, period.start_on) + count - 1
        if count <= 0:
            return period.start_on
        if place >= len(self.working_days):
            return period.end_on_exclusive
        return min(self.working_days[place] + DAY, period.end_on_exclusive)

    def off_record(self, fact: str, dated_by: str, period: Period) -> str | None:
        """Why the load has no record of the fact by then, or None when it has."""
        extent = self.extents.get((fact, dated_by))
        if extent is None:
            noun = FACTS[fact].noun
            if lacking := FACTS[fact].absent:
                return f"no data: the load holds no {lacking}"
            if all(self.extents.get((fact, name)) is None for name in FACTS[fact].dates):
                return f"no data: the load holds no {noun}"
            return f"no data: no date says when {noun} were {_WHEN.get(dated_by, dated_by)}"
        if period.end_on_exclusive <= extent[0]:
            return f"no data: nothing is on record before {extent[0]}"
        return None

    def units_on_record(
        self, fact: str, dated_by: str, as_of: date, grain: Grain
    ) -> tuple[Period, ...]:
        """The whole units from the first day on record to the as-of: the parts of 'all'.

        Raises: PeriodError when there is nothing on record by then.
        """
        extent = self.extents.get((fact, dated_by))
        if extent is None or extent[0] > as_of:
            raise PeriodError(f"nothing is on record by {as_of}; load data or choose a later date")
        return self.calendar.units(extent[0], as_of, grain)


def known(reader: Reader) -> Known:
    """What is known of the reader's load, read on its first question and kept."""
    load = reader.load
    key = (load.seq, load.fingerprint, load.published_at)
    with _LOCK:
        found = _KNOWN.get(key)
    if found is None:
        found = _read(reader)
        with _LOCK:
            _KNOWN[key] = found
            while len(_KNOWN) > KEPT_LOADS:
                _KNOWN.pop(next(iter(_KNOWN)))
    return found


_LOCK = threading.Lock()
_KNOWN: dict[tuple[int, str, datetime], Known] = {}


def _read(reader: Reader) -> Known:
    calendar = FiscalCalendar(reader.load.workspace)
    days = reader.exact_rows("select day from calendar where is_working_day order by day", {})
    return Known(
        calendar=calendar,
        data_date=reader.load.data_date,
        targets=Targets.read(reader, calendar),
        extents=_extents(reader, calendar),
        working_days=tuple(day for (day,) in days),
        rates=Rates.read(reader),
        unsaid=read_unsaid(reader),
    )


def _extents(reader: Reader, calendar: FiscalCalendar) -> Extents:
    """The first and last day of every date column of every fact."""
    extents: dict[tuple[str, str], tuple[date, date] | None] = {}
    for fact in FACTS.values():
        row = reader.exact_rows(extent_sql(fact), {})[0]
        for place, name in enumerate(fact.dates):
            first, last = row[2 * place : 2 * place + 2]
            extents[fact.name, name] = (
                None if first is None else (_day(first, calendar), _day(last, calendar))
            )
    return extents


def extent_sql(fact: Fact) -> str:
    """The statement of the first and last value of every date column of a fact."""
    edges = ", ".join(f"min({name}), max({name})" for name in fact.dates)
    return f"select {edges} from {fact.name}"


def _day(value: date | datetime, calendar: FiscalCalendar) -> date:
    """The local day of a date or a naive UTC moment."""
    return calendar.day_of(value) if isinstance(value, datetime) else value
