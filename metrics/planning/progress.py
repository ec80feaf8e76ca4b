"""Where closed periods stood on the business day on which the running one is now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.compute import answer, answers
from metrics.known import known
from metrics.periods import DAY, Period
from metrics.planning.history import History
from metrics.planning.results import Want
from metrics.pool.inputs import Scope
from metrics.question import Question
from metrics.reader import Reader
from metrics.scope import Scope as Filter


@dataclass(frozen=True)
class Progress:
    """A flow's sum from each closed period's start to the same business day, oldest first."""

    parts: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class Pipeline:
    """The open pipeline of a period's window, each deal at its stage's odds, in money.

    `past` is that of the closed periods on the same business day, as it was known then.
    """

    now: float
    past: tuple[float | None, ...]


def progress_of(reader: Reader, history: History, wants: Sequence[Want]) -> Mapping[str, Progress]:
    """The progress of each flow that the plan reads, by result key."""
    spans = tuple(_so_far(reader, history, period) for period in history.periods)
    by_scope: dict[Scope, list[Want]] = defaultdict(list)
    for want in wants:
        by_scope[want.scope].append(want)
    found: dict[str, Progress] = {}
    for scope, some in by_scope.items():
        asked = tuple(span for span in spans if span is not None)
        question = Question(
            tuple(want.kpi for want in some), asked, Filter(scope), as_of=history.as_of
        )
        told = iter(answers(reader, question))
        for want in some:
            parts = [Fraction(0) if span is None else _exact(next(told).value) for span in spans]
            found[want.key] = Progress(tuple(parts))
    return found


def _exact(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _so_far(reader: Reader, history: History, past: Period) -> Period | None:
    """The days of a closed period up to the business day that the running one has reached."""
    of_load, period = known(reader), history.plan_period
    passed = of_load.working_day_count(period.start_on, history.as_of + DAY)
    end = of_load.day_after_working_days(past, passed)
    if end <= past.start_on:
        return None
    last = end - DAY
    return Period(f"{past.start_on}..{last}", past.start_on, end, "span")


def pipeline_of(reader: Reader, history: History, scope: Scope) -> Pipeline | None:
    """The weighted pipeline now and then; None where there are no stage odds now."""
    now = _weighted(reader, history.plan_period, history.as_of, scope)
    if now is None:
        return None
    past = []
    for period in history.periods:
        span = _so_far(reader, history, period)
        seen = period.start_on - DAY if span is None else span.last_on
        past.append(_weighted(reader, period, seen, scope))
    return Pipeline(now, tuple(past))


def _weighted(reader: Reader, period: Period, as_of: date, scope: Scope) -> float | None:
    found = answer(
        reader, "weighted_pipeline", period, scope=Filter(scope), as_of=as_of, window=period
    )
    return None if found.value is None else float(found.value)
