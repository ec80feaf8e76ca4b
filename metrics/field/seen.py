"""Each voice against its clock at a moment, and the one that a meeting looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from metrics.field.clock import Clock
from metrics.field.records import FieldRecord, Voice

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """A voice as it stood; `waited` are the business seconds until its answer, else until then.

    None of a quote, which asks nobody.
    """

    voice: Voice
    waited: int | None
    limit: int

    @property
    def is_late(self) -> bool:
        """Whether it waits, or was answered, past what is agreed."""
        return self.waited is not None and self.waited > self.limit

    @property
    def is_overdue(self) -> bool:
        """Whether it still waits and the clock has run out."""
        return self.voice.is_waiting and self.is_late

    @property
    def last_said_at(self) -> datetime:
        """When it was raised, or answered."""
        return self.voice.reply.said_at if self.voice.reply else self.voice.said_at


def seen_on(
    record: FieldRecord, clock: Clock, day: date, now: datetime | None = None
) -> tuple[Seen, ...]:
    """As it stands now, as it stood at the end of an earlier day of the company."""
    ends = datetime.combine(day + DAY, time(), tzinfo=clock.zone)
    return seen(record, clock, ends if now is None else min(now, ends))


def seen(record: FieldRecord, clock: Clock, moment: datetime) -> tuple[Seen, ...]:
    """What was raised by the moment and stands: what waits longest first, then the last said."""
    there = (one.seen_at(moment) for one in record.voices if one.said_at <= moment)
    found = [seen_of(one, clock, moment) for one in there if one.withdrawn is None]
    waiting = [one for one in found if one.voice.is_waiting]
    rest = sorted((one for one in found if not one.voice.is_waiting), key=_newest, reverse=True)
    return (*waiting, *rest)


def overdue(record: FieldRecord, clock: Clock, moment: datetime) -> int:
    """How many wait over their clock."""
    return sum(
        1 for one in record.voices if one.is_waiting and seen_of(one, clock, moment).is_overdue
    )


def the_line(found: Iterable[Seen]) -> Seen | None:
    """The one a meeting looks at: what waits over its clock, the longest first; else the newest
    that waits; else the quote or the answer that was said last.
    """
    everything = tuple(found)
    waiting = [one for one in everything if one.voice.is_waiting]
    overdue = [one for one in waiting if one.is_overdue]
    if overdue:
        return min(overdue, key=_newest)
    return max(waiting or everything, key=_newest, default=None)


def _newest(one: Seen) -> tuple[datetime, int]:
    return one.last_said_at, one.voice.number


def seen_of(voice: Voice, clock: Clock, moment: datetime) -> Seen:
    """A voice against its clock at a moment."""
    if not voice.asks:
        return Seen(voice, None, clock.limit_seconds)
    until = voice.reply.said_at if voice.reply else moment
    return Seen(voice, clock.seconds(voice.said_at, until), clock.limit_seconds)
