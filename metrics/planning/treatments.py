"""A plan changed inside its running period: what the change costs under each treatment.

whole: the draft pays for the whole period. days: each plan's pool counts for its own days.
segments: each plan pays for its own part of the period on that part's own results, what is added
up day by day at the part's pace. Source: docs/decisions/0018-a-change-inside-a-period.md
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from metrics.known import known
from metrics.kpi import Flow
from metrics.periods import DAY, Period
from metrics.planning.prospect import Prospect
from metrics.planning.results import results_of_periods
from metrics.pool.funding import fund
from metrics.pool.inputs import HUNDRED, ONE, ZERO, Results
from metrics.pool.pool_money import pool_of
from metrics.reader import Reader
from metrics.registry import all_kpis

_SUMS = {kpi.key for kpi in all_kpis() if isinstance(kpi.method, Flow) and kpi.is_additive}


@dataclass(frozen=True)
class Parts:
    """The running period cut where the change takes effect, each part at the period's size.

    `share` is the first part's share of the period's days, 0 to 1.
    """

    effective_on: date
    days_before: int
    days: int
    early: Results
    late: Results

    @property
    def share(self) -> Fraction:
        """The part of the period that the plan in force keeps, 0 to 1."""
        return Fraction(self.days_before, self.days)

    @property
    def percent(self) -> Fraction:
        """The same in percent."""
        return self.share * HUNDRED


@dataclass(frozen=True)
class Treatment:
    """One way to treat the change: its name, and what the pool differs by, in money."""

    name: str  # whole, days or segments
    effect: Fraction


def parts(reader: Reader, ready: Prospect) -> Parts | None:
    """The period before and after the first day a change could hold from: the day after as-of.

    None where the period has not begun or has ended: nothing is running.
    """
    period, seen = ready.history.plan_period, ready.history.as_of
    if not period.start_on <= seen < period.last_on:
        return None
    early = Period(f"{period.start_on}..{seen}", period.start_on, seen + DAY, "span")
    before = int((early.end_on_exclusive - period.start_on) / DAY)
    found = results_of_periods(reader, ready.plan, (early,), known(reader).data_date)
    whole = ready.inputs.results
    share = Fraction(before, period.days)
    first, second = {}, {}
    for key, (told, *_) in found.items():
        result = whole.get(key)
        if result is None or result.value is None or told.value is None or not _grows(key):
            first[key] = told if result is None else replace(told, target=result.target)
            second[key] = told if result is None else result
            continue
        first[key] = replace(result, value=told.value / share)
        second[key] = replace(result, value=(result.value - told.value) / (ONE - share))
    return Parts(
        early.end_on_exclusive, before, period.days, {**whole, **first}, {**whole, **second}
    )


def _grows(key: str) -> bool:
    return key.partition("[")[0] in _SUMS


def treatments(
    draft: Prospect, force: Prospect, cut: Parts, before: Fraction, after: Fraction
) -> tuple[Treatment, ...]:
    """The three treatments of a draft; both pools, in money, are those of the whole period."""
    late = ONE - cut.share
    split = cut.share * _pool(force, cut.early) + late * _pool(draft, cut.late)
    return (
        Treatment("whole", after - before),
        Treatment("days", (after - before) * late),
        Treatment("segments", split - before),
    )


def _pool(ready: Prospect, results: Results) -> Fraction:
    """The pool in money if the whole period went as one part of it."""
    inputs = replace(ready.inputs, results={**ready.inputs.results, **results})
    pool = pool_of(ready.plan, fund(ready.plan, inputs), ready.roster.target_pool, inputs)
    return pool.total or ZERO
