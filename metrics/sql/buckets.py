"""Periods that may overlap, cut into disjoint buckets that one scan can count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from metrics.periods import Period
from metrics.sql.view import View

Days: TypeAlias = tuple[date, date]


@dataclass(frozen=True)
class Run:
    """Buckets that touch: bucket i of the run holds the days [edges[i], edges[i + 1])."""

    edges: tuple[date, ...]

    @property
    def buckets(self) -> tuple[Days, ...]:
        """The days of each bucket, in order."""
        return tuple(pairwise(self.edges))


def seen_days(period: Period, view: View) -> Days:
    """The days of `period` that the view shows; empty (start = end) when it is still to come."""
    return period.start_on, max(period.start_on, view.cut_on(period))


def additive_runs(periods: Sequence[Days]) -> tuple[Run, ...]:
    """Runs whose buckets add up to every one of `periods`, each day scanned once."""
    days = [one for one in periods if one[0] < one[1]]
    edges = sorted({edge for one in days for edge in one})
    pieces = [
        (start, end)
        for start, end in pairwise(edges)
        if any(one[0] <= start and end <= one[1] for one in days)
    ]
    return _joined(pieces)


def whole_runs(periods: Sequence[Days]) -> tuple[Run, ...]:
    """Runs in which every one of `periods` is a bucket of its own, for what does not add up."""
    runs: list[Run] = []
    waiting = sorted({one for one in periods if one[0] < one[1]})
    while waiting:
        lane: list[Days] = []
        for one in list(waiting):
            if not lane or lane[-1][1] <= one[0]:
                lane.append(one)
                waiting.remove(one)
        runs.extend(_joined(lane))
    return tuple(runs)


def inside(days: Days, bucket: Days) -> bool:
    """Whether the bucket lies in the days."""
    return days[0] <= bucket[0] and bucket[1] <= days[1]


def _joined(pieces: Sequence[Days]) -> tuple[Run, ...]:
    """Disjoint pieces in order, joined into runs where one ends as the next begins."""
    runs: list[list[date]] = []
    for start, end in pieces:
        if runs and runs[-1][-1] == start:
            runs[-1].append(end)
        else:
            runs.append([start, end])
    return tuple(Run(tuple(edges)) for edges in runs)
