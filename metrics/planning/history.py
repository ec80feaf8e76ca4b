"""What a plan's KPIs came to in the closed periods before it: read once, replayed many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from metrics.errors import NothingDatedError, PeriodError
from metrics.known import known
from metrics.periods import FiscalCalendar, Period
from metrics.planning.results import results_of_periods
from metrics.pool.inputs import Result, Results
from metrics.pool.plan import Plan
from metrics.reader import Reader

MOST_PERIODS = 200


@dataclass(frozen=True)
class History:
    """The results and targets of the last closed periods of a plan's grain, oldest first.

    `results` holds one result a period under each result key ('bookings',
    'bookings[region=EMEA]'), in the order of `periods`: value and target in the KPI's own unit,
    exact; where there is no value, its `reason` says why. Keys are all that the plan reads, those
    of weight 0 too, so that a draft that moves weights needs no new reading; external figures are
    there without a value. `current` holds the plan period's own results so far and its targets.

    Everything is told as it is known on `as_of` (not as it was known at each period's end): late
    bookings and corrected stages count where they belong.
    """

    plan_period: Period
    periods: tuple[Period, ...]
    results: Mapping[str, tuple[Result, ...]]
    current: Results
    as_of: date

    def of(self, place: int) -> Results:
        """The results of the period at `place` in `periods`, by result key."""
        return {key: found[place] for key, found in self.results.items()}

    def values(self, key: str) -> tuple[Fraction | None, ...]:
        """The values under a result key, one a period; None where there was none."""
        return tuple(result.value for result in self.results[key])


def gather(reader: Reader, plan: Plan, periods: int, as_of: date | None = None) -> History:
    """The last `periods` closed periods of the plan's grain, as known today or on `as_of`.

    Raises: PeriodError when the plan's period has no neighbours or the load has no dates.
    """
    of_load = known(reader)
    if of_load.data_date is None:
        raise NothingDatedError
    seen = min(as_of or of_load.data_date, of_load.data_date)
    plan_period = of_load.calendar.parse(plan.period)
    past = closed_periods(of_load.calendar, plan_period, seen, periods)
    found = results_of_periods(reader, plan, (*past, plan_period), seen)
    return History(
        plan_period=plan_period,
        periods=past,
        results=MappingProxyType({key: told[:-1] for key, told in found.items()}),
        current=MappingProxyType({key: told[-1] for key, told in found.items()}),
        as_of=seen,
    )


def closed_periods(
    calendar: FiscalCalendar, period: Period, seen: date, count: int
) -> tuple[Period, ...]:
    """The last `count` periods like `period` that ended on or before `seen`, oldest first.

    Raises: PeriodError for 'all', which has no neighbours, or a count that is none.
    """
    if not 1 <= count <= MOST_PERIODS:
        raise PeriodError(f"{count} periods cannot be re-run; ask for 1 to {MOST_PERIODS}")
    if period.grain == "all":
        raise PeriodError("a plan for 'all' has no periods before it; name its fiscal period")
    last = period if period.grain == "span" else calendar.containing(seen, period.grain)
    while last.last_on > seen:
        last = calendar.previous(last)
    found = [last]
    while len(found) < count:
        found.append(calendar.previous(found[-1]))
    return tuple(reversed(found))
