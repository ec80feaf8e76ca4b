"""The clock of an answer: the company's business hours, as on a hand-back that waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from data.calendar import DayException, OpeningHours, business_windows, exceptions_in
from metrics.reader import Reader

EXCEPTIONS = 'select "on", kind from calendar_exceptions where region is null order by "on", kind'
_HOUR = Decimal(3600)


@dataclass(frozen=True)
class Clock:
    """The company's own hours and holidays, and within how many of them an answer is due."""

    zone: ZoneInfo
    hours: OpeningHours
    exceptions: tuple[DayException, ...]
    limit_seconds: int

    @classmethod
    def of(cls, reader: Reader) -> "Clock":
        """The clock of a load: one agreement for both ways, the one on hand-backs."""
        workspace = reader.load.workspace
        own = workspace.business_hours
        return cls(
            workspace.zone,
            OpeningHours.of(own.opens, own.closes, own.days),
            tuple(
                DayException(on, None, kind or "holiday")
                for on, kind in reader.exact_rows(EXCEPTIONS, {})
            ),
            workspace.hand_back_sla_seconds,
        )

    @property
    def limit_hours(self) -> Decimal:
        """Within how many business hours an answer is due."""
        return Decimal(self.limit_seconds) / _HOUR

    def seconds(self, since: datetime, until: datetime) -> int:
        """The business seconds between two moments that know their zone; 0 where none passed."""
        first = since.astimezone(self.zone).date() - timedelta(days=1)
        last = until.astimezone(self.zone).date() + timedelta(days=1)
        starts, ends = int(since.timestamp()), int(until.timestamp())
        own = exceptions_in(None, self.exceptions)
        return sum(
            max(0, min(one.closes_at, ends) - max(one.opens_at, starts))
            for one in business_windows(self.zone, self.hours, own, first, last)
        )


def clock_of(reader: Reader) -> Clock:
    """The clock of a load, for a cache."""
    return Clock.of(reader)


def hours(seconds: int) -> Decimal:
    """Seconds as hours."""
    return Decimal(seconds) / _HOUR
