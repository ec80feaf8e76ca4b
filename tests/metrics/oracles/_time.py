"""Business time the slow and honest way: walk the local days, add what overlaps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Clock:
    """The working days of one zone and region."""

    zone: ZoneInfo
    opens: time
    closes: time
    days: frozenset[str]
    holidays: frozenset[date]
    working_days: frozenset[date]
    windows: dict[date, tuple[datetime, datetime] | None] = field(
        default_factory=dict, compare=False
    )

    def window(self, local: date) -> tuple[datetime, datetime] | None:
        """When that local day opens and closes, in UTC; None on a day off."""
        if local not in self.windows:
            is_working = WEEKDAYS[local.weekday()] in self.days and local not in self.holidays
            self.windows[local] = (
                (self.utc(local, self.opens), self.utc(local, self.closes))
                if is_working or local in self.working_days
                else None
            )
        return self.windows[local]

    def working_days_of(self, start: date, end: date) -> list[date]:
        """The working days from `start` to before `end`."""
        span = [start + number * DAY for number in range((end - start).days)]
        return [day for day in span if self.window(day)]

    def utc(self, local: date, at: time) -> datetime:
        """The UTC moment of a local time of day."""
        return datetime.combine(local, at, tzinfo=self.zone).astimezone(UTC)

    def windows_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open windows, or what is left of them, from a moment on; without end."""
        local = start.astimezone(self.zone).date()
        while True:
            window = self.window(local)
            if window and window[1] > start:
                yield max(window[0], start), window[1]
            local += DAY

    def seconds(self, start: datetime, end: datetime) -> int:
        """Business seconds from start to end; 0 when the end comes first."""
        total = timedelta()
        for opens, closes in self.windows_from(start):
            if opens >= end:
                return round(total / timedelta(seconds=1))
            total += min(closes, end) - opens
        raise AssertionError("windows never end")

    def due(self, start: datetime, seconds: int) -> datetime:
        """The earliest moment at which that many business seconds have passed."""
        left = timedelta(seconds=seconds)
        for opens, closes in self.windows_from(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise AssertionError("windows never end")
