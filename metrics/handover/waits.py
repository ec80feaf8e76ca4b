"""How long one side lets the other wait, in business hours: the Kaplan-Meier median."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.survival import Duration, survival_median

HOUR = Decimal(3600)


@dataclass(frozen=True)
class Wait:
    """The waits on one clock: how many there are, how many have ended, the median in hours.

    `note` says why there is no median; `flagged` are those whose moments stand in the wrong order.
    """

    median_hours: Decimal | None
    count: int
    ended: int
    flagged: int
    note: str | None

    @property
    def waiting(self) -> int:
        """How many still wait: censored."""
        return self.count - self.ended


def wait_of(rows: Iterable[Sequence[int]], nothing: str) -> Wait:
    """The waits of rows of (seconds, ended, waiting, flagged) in order of seconds.

    `nothing` is the note where there is no wait at all.
    """
    lengths = list(rows)
    count = sum(one[1] + one[2] for one in lengths)
    ended = sum(one[1] for one in lengths)
    flagged = sum(one[3] for one in lengths)
    seconds = survival_median((Duration(one[0], one[1], one[2]) for one in lengths), count)
    if not count:
        return Wait(None, 0, 0, 0, nothing)
    note = None if seconds is not None else "not reached: fewer than half have ended"
    hours = None if seconds is None else seconds / HOUR
    return Wait(hours, count, ended, flagged, note)
