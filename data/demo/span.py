"""The time the demo company covers, its working hours and its holidays.

Three years up to `until`; the simulation runs on to the end of the current quarter, so that
targets can be set against what the quarter would come to, and is cut at the end of `until`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from data.demo.arrays import ABSENT, DAY, HOUR, Flags, Ints, whole
from data.demo.company import HOME_ZONE, REGIONS, ZONE_REGION, ZONES

OPENS = 9 * HOUR
CLOSES = 17 * HOUR


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - date(1970, 1, 1)).days


def day_date(number: int) -> date:
    """The date that is `number` days after 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=int(number))


def quarter_start(day: date, quarters: int = 0) -> date:
    """First day of the calendar quarter `quarters` after the one that holds `day`."""
    index = day.year * 4 + (day.month - 1) // 3 + quarters
    return date(index // 4, 3 * (index % 4) + 1, 1)


def easter_sunday(year: int) -> date:
    """Western Easter of `year` (the anonymous Gregorian computation)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def holidays_of(year: int) -> list[tuple[date, str | None]]:
    """The holidays of `year` as (day, region); region None is everywhere."""
    easter = easter_sunday(year)
    thanksgiving = _nth_weekday(year, 11, 3, 4)
    us = [
        _nth_weekday(year, 6, 0, 1) - timedelta(days=7),  # Memorial Day
        date(year, 7, 4),
        _nth_weekday(year, 9, 0, 1),
        thanksgiving,
        thanksgiving + timedelta(days=1),
    ]
    emea = [
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        date(year, 5, 1),
        date(year, 12, 26),
    ]
    apac = [easter - timedelta(days=2), date(year, 5, 1), date(year, 8, 9)]
    latam = [
        date(year, 4, 21),
        date(year, 5, 1),
        date(year, 9, 7),
        date(year, 10, 12),
        date(year, 11, 2),
        date(year, 11, 15),
    ]
    everywhere: list[tuple[date, str | None]] = [
        (date(year, 1, 1), None),
        (date(year, 12, 25), None),
    ]
    regional = {"East": us, "West": us, "Central": us, "EMEA": emea, "APAC": apac, "LATAM": latam}
    return everywhere + [(day, region) for region in REGIONS for day in regional[region]]


@dataclass(frozen=True)
class Clock:
    """Working hours of one zone: windows in UTC with the working seconds before each."""

    opens: Ints
    closes: Ints
    before: Ints

    def seconds(self, moments: Ints) -> Ints:
        """Working seconds from the beginning of the span to each moment."""
        window = np.maximum(np.searchsorted(self.opens, moments, side="right") - 1, 0)
        inside = np.clip(moments, self.opens[window], self.closes[window]) - self.opens[window]
        return np.asarray(self.before[window] + inside)

    def moments(self, seconds: Ints) -> Ints:
        """The moment at which so many working seconds have passed."""
        window = np.maximum(np.searchsorted(self.before, seconds, side="right") - 1, 0)
        return np.asarray(self.opens[window] + seconds - self.before[window])


@dataclass(frozen=True)
class Span:
    """The span with its clocks; one clock a zone of `company.ZONES`."""

    until: date
    first_day: int  # of clocks and of the installed base
    start_day: int  # of leads and opportunities
    until_day: int
    quarter_day: int  # first day of the current quarter
    end_day: int  # first day of the next quarter: the simulation's end
    last_day: int  # of clocks
    clocks: tuple[Clock, ...]
    offsets: Ints  # seconds to add to UTC, by zone and day from first_day

    @property
    def cutoff(self) -> int:
        """The last second of `until` in the workspace's zone."""
        midnight = np.array([(self.until_day + 1) * DAY], dtype=np.int64)
        return int(self.utc(midnight, np.array([HOME_ZONE]))[0]) - 1

    def utc(self, local: Ints, zones: Ints) -> Ints:
        """UTC moments of local ones."""
        return np.asarray(local - self.offsets[zones, self._index(local)])

    def local(self, moments: Ints, zones: Ints) -> Ints:
        """Local moments of UTC ones."""
        return np.asarray(moments + self.offsets[zones, self._index(moments)])

    def home_days(self, moments: Ints) -> Ints:
        """The workspace's dates of the moments; empty stays empty."""
        known = np.where(moments == ABSENT, 0, moments)
        days = self.local(known, np.full(len(known), HOME_ZONE)) // DAY
        return np.where(moments == ABSENT, ABSENT, days)

    def add_working(self, moments: Ints, seconds: Ints, zones: Ints) -> Ints:
        """The moments reached after so many working seconds on each row's clock."""
        reached = moments.copy()
        for zone, clock in enumerate(self.clocks):
            rows = zones == zone
            reached[rows] = clock.moments(clock.seconds(moments[rows]) + seconds[rows])
        return reached

    def is_past(self, moments: Ints) -> Flags:
        """Which moments are known at the end of `until`."""
        return np.asarray((moments != ABSENT) & (moments <= self.cutoff))

    def known(self, moments: Ints) -> Ints:
        """The moments, empty where they lie after `until`."""
        return np.where(self.is_past(moments), moments, ABSENT)

    def _index(self, moments: Ints) -> Ints:
        return np.clip(whole(moments / DAY) - self.first_day, 0, self.offsets.shape[1] - 1)


def _clock(
    zone: int, days: list[date], offsets: Ints, holidays: set[tuple[date, str | None]]
) -> Clock:
    region = REGIONS[ZONE_REGION[zone]]
    is_open = np.array(
        [
            day.weekday() < 5 and (day, None) not in holidays and (day, region) not in holidays
            for day in days
        ]
    )
    midnights = np.array([day_number(day) for day in days], dtype=np.int64) * DAY - offsets
    opens = midnights[is_open] + OPENS
    before = np.arange(len(opens), dtype=np.int64) * (CLOSES - OPENS)
    return Clock(opens, opens + (CLOSES - OPENS), before)


def build_span(until: date) -> Span:
    """The span of three years that ends with `until`."""
    start = quarter_start(until, -12)
    first = quarter_start(start, -9)
    last = quarter_start(until, 5)
    days = [first + timedelta(days=shift) for shift in range((last - first).days)]
    holidays = {row for year in range(first.year, last.year + 1) for row in holidays_of(year)}
    offsets = np.array(
        [[_offset_seconds(day, ZoneInfo(zone)) for day in days] for zone in ZONES], dtype=np.int64
    )
    clocks = tuple(_clock(zone, days, offsets[zone], holidays) for zone in range(len(ZONES)))
    return Span(
        until=until,
        first_day=day_number(first),
        start_day=day_number(start),
        until_day=day_number(until),
        quarter_day=day_number(quarter_start(until)),
        end_day=day_number(quarter_start(until, 1)),
        last_day=day_number(last),
        clocks=clocks,
        offsets=offsets,
    )


def _offset_seconds(day: date, zone: ZoneInfo) -> int:
    offset = datetime.combine(day, time(12), tzinfo=UTC).astimezone(zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
