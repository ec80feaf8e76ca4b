"""What a plan's results will be at the end of its period, how sure that is, and why.

Nothing is invented: a KPI with fewer than four closed periods is refused with the reason.
Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from statistics import fmean, stdev

from metrics.errors import MissingResultError
from metrics.known import known
from metrics.kpi import Composed, Flow, Kpi, Retention, Unit
from metrics.money import rounded_fraction
from metrics.periods import DAY, Period
from metrics.planning.history import History
from metrics.planning.joint import rank_correlation
from metrics.planning.progress import Pipeline, Progress, pipeline_of, progress_of
from metrics.planning.results import Want, wants_of
from metrics.pool.inputs import Result, Results
from metrics.pool.plan import Plan
from metrics.reader import Reader
from metrics.registry import all_kpis

LEAST_PERIODS, MOST_PERIODS, TRAILING = 4, 12, 4
# What a forecast is told to: finer digits would be a pretence, and slow every exact step after.
_PLACES = {Unit.MONEY: 2, Unit.MONEY_PER_DAY: 2, Unit.COUNT: 2, Unit.HOURS: 2, Unit.DAYS: 2}
_KPIS = {kpi.key: kpi for kpi in all_kpis()}


@dataclass(frozen=True)
class Forecast:
    """A result at the period's end, in the KPI's unit, with its spread and the method in words.

    `ratios` are past results over their targets (or over their trailing mean), oldest first.
    """

    key: str
    value: Fraction
    sd: float
    low: float | None
    high: float | None
    target: Fraction | None
    ratios: tuple[Fraction | None, ...]
    method: str


@dataclass(frozen=True)
class Outlook:
    """The forecasts of all results that a plan reads, and how they move together by rank."""

    forecasts: tuple[Forecast, ...]
    correlation: tuple[tuple[float, ...], ...]
    correlation_method: str
    as_of: date

    def results(self) -> Results:
        """The forecasts as results of the plan's period."""
        return {
            one.key: Result(one.value, one.target, "", f"forecast as of {self.as_of}")
            for one in self.forecasts
        }


@dataclass(frozen=True)
class _Guess:
    """A result expected and its spread, in the KPI's unit, with the method in words."""

    value: float
    sd: float
    words: str
    so_far: float = 0.0  # of a running sum or count: it does not shrink


@dataclass(frozen=True)
class _Past:
    """A KPI's closed periods: results over their base, and the base of the plan's period."""

    values: tuple[Fraction | None, ...]
    ratios: tuple[Fraction | None, ...]
    base: Fraction
    is_target: bool

    @property
    def known(self) -> list[float]:
        return [float(ratio) for ratio in self.ratios if ratio is not None]


def outlook(reader: Reader, plan: Plan, history: History, given: Results) -> Outlook:
    """The forecasts of every result that `plan` reads, from `history` and the open pipeline.

    `given` holds external figures: they have no history and stand as they are.
    Raises: MissingResultError for a KPI that the plan needs and whose past is too short.
    """
    wants = [want for want in wants_of(plan) if want.is_needed or _is_told(want, history)]
    elapsed = _elapsed(reader, history.plan_period, history.as_of)
    flows = [want for want in wants if _is_flow(want)]
    progress = progress_of(reader, history, flows) if 0 < elapsed < 1 else {}
    found = []
    for want in wants:
        if want.kpi in {one.key for one in plan.external}:
            found.append(_external(plan, want, given))
            continue
        past, now = _past(plan, want, history), history.current[want.key]
        if elapsed >= 1:
            found.append(_closed(plan, want, past, now))
            continue
        if want.key in progress:
            is_booked = want.kpi == "bookings"
            pipeline = pipeline_of(reader, history, want.scope) if is_booked else None
            guess = _running_flow(past, now, progress[want.key], pipeline)
        else:
            guess = _from_history(past, now, elapsed)
        found.append(_forecast(want, past, now, guess))
    matrix, words = rank_correlation([one.ratios for one in found])
    return Outlook(tuple(found), matrix, words, history.as_of)


def _is_told(want: Want, history: History) -> bool:
    """Whether a result that weighs nothing has a past to draw it from."""
    return sum(value is not None for value in history.values(want.key)) > LEAST_PERIODS


def _is_flow(want: Want) -> bool:
    """Whether it is a sum or count that grows through the period."""
    found = _KPIS.get(want.kpi)
    return found is not None and isinstance(found.method, Flow) and found.is_additive


def _elapsed(reader: Reader, period: Period, as_of: date) -> float:
    """The share of the period's business days that have passed, 0 to 1."""
    if as_of < period.start_on:
        return 0.0
    if as_of >= period.last_on:
        return 1.0
    count = known(reader).working_day_count
    whole = count(period.start_on, period.end_on_exclusive)
    return count(period.start_on, as_of + DAY) / whole if whole else 0.0


def _past(plan: Plan, want: Want, history: History) -> _Past:
    """The closed periods of a result, at most twelve; raises where they are too few."""
    results = history.results[want.key][-MOST_PERIODS:]
    values = [result.value for result in results]
    ratios: list[Fraction | None] = []
    for place, result in enumerate(results):
        base = _base(result.target, values[:place])
        ratios.append(None if result.value is None or base is None else result.value / base)
    target = history.current[want.key].target
    base = _base(target, values)
    told = sum(ratio is not None for ratio in ratios)
    if told < LEAST_PERIODS or base is None:
        raise MissingResultError(
            f"plan '{plan.name}': {want.key} cannot be forecast: {told} of the last "
            f"{len(results)} closed periods have a result to learn from, {LEAST_PERIODS} are "
            f"needed; {_why(results)}take it out or simulate when there is more history"
        )
    return _Past(tuple(values), tuple(ratios), base, target is not None and target > 0)


def _why(results: Sequence[Result]) -> str:
    reasons = sorted({result.reason for result in results if result.value is None})
    return f"{reasons[0]}; " if reasons else ""


def _base(target: Fraction | None, before: Sequence[Fraction | None]) -> Fraction | None:
    """What a result is held against: its target, else the mean of up to four results before."""
    if target is not None and target > 0:
        return target
    told = [value for value in before if value is not None][-TRAILING:]
    mean = sum(told, Fraction(0)) / len(told) if told else Fraction(0)
    return mean if mean > 0 else None


def _from_history(past: _Past, now: Result, elapsed: float) -> _Guess:
    """The base times the mean ratio; what has passed of a running period stands as it is."""
    mean, spread = fmean(past.known), stdev(past.known)
    value, sd = float(past.base) * mean, float(past.base) * spread
    words = f"{_base_words(past)} x {mean:.3f}, the mean of {len(past.known)} closed periods"
    if elapsed > 0 and now.value is not None:
        value = elapsed * float(now.value) + (1 - elapsed) * value
        sd *= sqrt(1 - elapsed)
        words = (
            f"{elapsed:.0%} of the business days have passed and count as they stand; the rest "
            f"is {words}"
        )
    return _Guess(value, sd, words)


def _running_flow(
    past: _Past, now: Result, progress: Progress, pipeline: Pipeline | None
) -> _Guess:
    """What has come in, and what should still come by the pipeline or by the past."""
    so_far, base, mean = float(now.value or 0), float(past.base), fmean(past.known)
    if pipeline is not None:
        return _from_pipeline(past, so_far, progress, pipeline)
    rests = [
        rest / float(value / ratio)
        for rest, value, ratio in zip(_rests(past, progress), past.values, past.ratios, strict=True)
        if rest is not None and value and ratio
    ]
    is_enough = len(rests) >= LEAST_PERIODS
    share = fmean(rests) / mean if is_enough else 1.0
    words = (
        f"so far, plus {share:.1%} of {_base_words(past)} x {mean:.3f}: what "
        f"{len(rests)} closed periods had still to come on this business day"
    )
    spread = stdev(rests) if is_enough else stdev(past.known)
    return _Guess(so_far + base * mean * share, base * spread, words, so_far)


def _from_pipeline(past: _Past, so_far: float, progress: Progress, pipeline: Pipeline) -> _Guess:
    """What has come in, and what such a pipeline brought in the rest of closed periods."""
    pairs = [
        (rest, weighted)
        for rest, weighted in zip(
            _rests(past, progress), pipeline.past[-MOST_PERIODS:], strict=True
        )
        if rest is not None and weighted
    ]
    if len(pairs) < LEAST_PERIODS:
        words = "so far, plus the open pipeline of the period, each deal at its stage's odds"
        return _Guess(so_far + pipeline.now, float(past.base) * stdev(past.known), words, so_far)
    share = sum(rest for rest, _ in pairs) / sum(weighted for _, weighted in pairs)
    spread = stdev(rest / weighted for rest, weighted in pairs)
    words = (
        "so far, plus the open pipeline of the period, each deal at its stage's odds, times "
        f"{share:.3f}: what was booked from this business day on in {len(pairs)} closed periods "
        "over their pipeline of that day"
    )
    return _Guess(so_far + pipeline.now * share, pipeline.now * spread, words, so_far)


def _rests(past: _Past, progress: Progress) -> list[float | None]:
    """What each closed period had still to come on this business day, in the KPI's unit."""
    return [
        None if whole is None or part is None else float(whole - part)
        for whole, part in zip(past.values, progress.parts[-MOST_PERIODS:], strict=True)
    ]


def _closed(plan: Plan, want: Want, past: _Past, now: Result) -> Forecast:
    """The result of a period that is over."""
    if now.value is None:
        raise MissingResultError(
            f"plan '{plan.name}': {plan.period} is over and {want.key} has no result "
            f"({now.reason}); take it out of the plan"
        )
    words = "the period is closed: the result stands in every draw"
    return Forecast(want.key, now.value, 0.0, None, None, now.target, past.ratios, words)


def _external(plan: Plan, want: Want, given: Mapping[str, Result]) -> Forecast:
    """An external figure as it was handed in; it has no past to learn a spread from."""
    found = given.get(want.key)
    if found is None or found.value is None:
        source = next(one.source for one in plan.external if one.key == want.kpi)
        raise MissingResultError(
            f"plan '{plan.name}': {want.key} comes from {source} and has no history to forecast "
            "it from; hand in the figure that is expected"
        )
    words = f"as handed in ({found.source}); it has no history, so it stands in every draw"
    return Forecast(want.key, found.value, 0.0, None, None, found.target, (), words)


def _forecast(want: Want, past: _Past, now: Result, guess: _Guess) -> Forecast:
    """The forecast within what the KPI can be at all, and the words for it."""
    kpi = _KPIS[want.kpi]
    low, high = _bounds(kpi, past)
    value, words = guess.value, guess.words
    if low is not None:
        low = max(low, guess.so_far)
        value = max(value, low)
        floor = "what has come in" if low else "0"
        words += f"; never below {floor}" if high is None else "; always between 0 and 1"
    if high is not None:
        value = min(value, high)
    exact = rounded_fraction(Fraction(value), _PLACES.get(kpi.unit, 6), "half_up")
    return Forecast(want.key, exact, guess.sd, low, high, now.target, past.ratios, words)


def _bounds(kpi: Kpi, past: _Past) -> tuple[float | None, float | None]:
    """What the KPI cannot leave: below 0 or, for a share of things, above 1."""
    told = [value for value in past.values if value is not None]
    low = 0.0 if all(value >= 0 for value in told) else None
    may_exceed = isinstance(kpi.method, Retention) and kpi.method.has_expansion
    is_share = kpi.unit is Unit.PERCENT and not isinstance(kpi.method, Composed) and not may_exceed
    high = 1.0 if low is not None and is_share and all(value <= 1 for value in told) else None
    return low, high


def _base_words(past: _Past) -> str:
    return "the target" if past.is_target else f"the mean of the last {TRAILING} results"
