"""Business time and the calendar: windows in which a team is at work, cumulated in UTC.

Cumulated seconds make any interval two equality look-ups: the business seconds between two
moments are C(end) - C(start), where C is the count of opened seconds since the first window.
A window is one stretch from its opening to its closing on the local clock, so a clock change
inside it makes it an hour longer or shorter, as the clock on the wall does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_SECONDS = 86_400
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class OpeningHours:
    """When a team is at work on its own clock."""

    opens: time
    closes: time
    weekdays: frozenset[int]

    @classmethod
    def of(cls, opens: str, closes: str, days: Iterable[str]) -> "OpeningHours":
        """The hours written as '09:00', '17:00' and ('mon', ...)."""
        weekdays = frozenset(DAY_NAMES.index(day) for day in days)
        return cls(time.fromisoformat(opens), time.fromisoformat(closes), weekdays)

    @property
    def seconds(self) -> int:
        """The nominal length of one business day in seconds."""
        return _clock_seconds(self.closes) - _clock_seconds(self.opens)


@dataclass(frozen=True)
class DayException:
    """A holiday or an extra working day, of one region or (None) of everyone."""

    on: date
    region: str | None
    kind: str


@dataclass(frozen=True)
class Window:
    """One business day: UTC epoch seconds, and the business seconds before it."""

    opens_at: int
    closes_at: int
    seconds_before: int

    @property
    def seconds_after(self) -> int:
        """Business seconds cumulated when the window closes."""
        return self.seconds_before + self.closes_at - self.opens_at


@dataclass(frozen=True)
class BusinessDay:
    """One UTC day of a calendar: what came before it and the windows it overlaps."""

    utc_day: int
    seconds_before: int
    first: tuple[int, int] | None
    second: tuple[int, int] | None


def exceptions_in(region: str | None, exceptions: Iterable[DayException]) -> dict[date, str]:
    """The kind of each exceptional day in `region`; the region's own word beats everyone's."""
    kinds: dict[date, str] = {}
    ordered = sorted(exceptions, key=lambda one: (one.region is not None, one.on, one.kind))
    for one in ordered:
        if one.region is None or one.region == region:
            kinds[one.on] = one.kind
    return kinds


def is_working_day(day: date, hours: OpeningHours, exceptions: Mapping[date, str]) -> bool:
    """Whether the team works on `day`."""
    kind = exceptions.get(day)
    return kind == "working_day" or (kind is None and day.weekday() in hours.weekdays)


def business_windows(
    zone: ZoneInfo,
    hours: OpeningHours,
    exceptions: Mapping[date, str],
    first_day: date,
    last_day: date,
) -> tuple[Window, ...]:
    """The windows of the local days from `first_day` to `last_day`, both included."""
    windows: list[Window] = []
    cumulated = 0
    for ordinal in range(first_day.toordinal(), last_day.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if not is_working_day(day, hours, exceptions):
            continue
        opens_at = _epoch_seconds(day, hours.opens, zone)
        closes_at = _epoch_seconds(day, hours.closes, zone)
        if closes_at > opens_at:
            windows.append(Window(opens_at, closes_at, cumulated))
            cumulated += closes_at - opens_at
    return tuple(windows)


def business_days(
    windows: tuple[Window, ...], first_day: date, last_day: date
) -> tuple[BusinessDay, ...]:
    """One row a UTC day from `first_day` to `last_day`: a moment's look-up in cumulated time.

    A UTC day overlaps at most two windows, because windows are at most a day long.
    """
    days: list[BusinessDay] = []
    at = 0
    for utc_day in range((first_day - _EPOCH).days, (last_day - _EPOCH).days + 1):
        starts, ends = utc_day * DAY_SECONDS, (utc_day + 1) * DAY_SECONDS
        while at < len(windows) and windows[at].closes_at <= starts:
            at += 1
        parts = [
            (max(window.opens_at, starts), min(window.closes_at, ends))
            for window in windows[at : at + 2]
            if window.opens_at < ends
        ]
        days.append(
            BusinessDay(
                utc_day,
                _cumulated_at(windows, at, starts),
                parts[0] if parts else None,
                parts[1] if len(parts) > 1 else None,
            )
        )
    return tuple(days)


def buckets_of(window: Window, bucket_seconds: int) -> range:
    """The buckets of cumulated business seconds in which the window holds a due moment."""
    first = (window.seconds_before + 1) // bucket_seconds
    return range(first, window.seconds_after // bucket_seconds + 1)


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def fiscal_start(day: date, start_month: int) -> date:
    """The first day of the fiscal year that holds `day`."""
    year = day.year if day.month >= start_month else day.year - 1
    return date(year, start_month, 1)


def _cumulated_at(windows: tuple[Window, ...], at: int, moment: int) -> int:
    """Business seconds before `moment`; `at` is the first window that closes after it."""
    if at == len(windows):
        return windows[-1].seconds_after if windows else 0
    window = windows[at]
    return window.seconds_before + max(moment - window.opens_at, 0)


def _clock_seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def _epoch_seconds(day: date, clock: time, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, clock, zone).astimezone(UTC).timestamp())
