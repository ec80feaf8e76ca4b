"""Cohort curves: the share that got there by each age, and how much of the cohort is that old.

Up to the age of its youngest member a cohort is mature and the share is counted. Beyond it the
curve is an estimate: members count for the days they have lived (Kaplan-Meier; who was lost or
disqualified stays in the cohort and never gets there), with an interval that widens as fewer are
that old. It ends at the age of the oldest member: nobody knows more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics.compared import Moment
from metrics.compute import Question, bench_of
from metrics.errors import UnknownKpiError
from metrics.intervals import wilson
from metrics.periods import FiscalCalendar, Grain, Period
from metrics.question import check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sql.ages import WAYS, Way, ages_statement
from metrics.stages.survival import Survival, survival
from metrics.survival import Duration

STEPS = 18


@dataclass(frozen=True)
class CurvePoint:
    """The share that got there within so many days, with its 90 % interval.

    `reached` of the `old_enough` members of at least that age are counted for it; `maturity` is
    the share of the whole cohort that is that old, and only at 1 it is mature.
    """

    days: int
    value: Decimal
    low: Decimal
    high: Decimal
    reached: int
    old_enough: int
    maturity: Decimal

    @property
    def is_mature(self) -> bool:
        """Whether every member is that old."""
        return self.maturity == 1


@dataclass(frozen=True)
class Curve:
    """One cohort; `ripe_days` is the age of its youngest member: beyond it nothing compares."""

    period: Period
    members: int
    reached: int
    points: tuple[CurvePoint, ...]
    ripe_days: int

    def at(self, days: int) -> CurvePoint | None:
        """The point at that age, where the curve has it."""
        return next((point for point in self.points if point.days == days), None)

    def value_at(self, days: int) -> Decimal | None:
        """The share that got there within `days`, where the curve has that point."""
        point = self.at(days)
        return None if point is None else point.value

    @property
    def mature(self) -> tuple[CurvePoint, ...]:
        """The points at which every member is old enough."""
        return tuple(point for point in self.points if point.is_mature)

    @property
    def young(self) -> tuple[CurvePoint, ...]:
        """The points that are an estimate."""
        return tuple(point for point in self.points if not point.is_mature)


def horizon_of(key: str) -> int:
    """The age in days up to which the curve of a rate is drawn."""
    return _way_called(key).horizon_days


def cohorts_to(
    moment: Moment, calendar: FiscalCalendar, grain: Grain, count: int
) -> tuple[Period, ...]:
    """The last `count` months or quarters, from the one that holds the last day seen back."""
    found = [calendar.containing(moment.seen_to, grain)]
    while len(found) < count:
        found.append(calendar.previous(found[-1]))
    return tuple(found)


def newest_ripe(periods: Sequence[Period], as_of: date, horizon: int) -> Period:
    """The first of the periods (newest first) whose youngest possible member is a third of the
    horizon old; the oldest where none is: a younger one has nothing yet to show."""
    for period in periods:
        if 3 * (as_of - period.last_on).days >= horizon:
            return period
    return periods[-1]


def curves(
    reader: Reader, key: str, periods: Sequence[Period], moment: Moment, horizon: int
) -> tuple[Curve, ...]:
    """The curve of each period; periods without a single member are left out.

    Every curve has a point at the age of the first period's youngest member. Of `moment` count
    the scope and the as-of. Raises: UnknownKpiError for a rate that follows no cohort; ScopeError
    when its records lack a dimension of the scope.
    """
    way = _way_called(key)
    check_dimensions(kpi(key), (), moment.scope)
    view = bench_of(reader, Question((), tuple(periods), moment.scope, as_of=moment.as_of)).view
    statement = ages_statement(way, periods, view)
    cohorts: list[_Cohort] = [_Cohort(Counter(), Counter()) for _ in periods]
    for number, age, reached, members in reader.exact_rows(statement.sql, statement.parameters):
        cohorts[number].ages[age] += members
        if reached is not None:
            cohorts[number].reached[reached, age] += members
    first = min(cohorts[0].ages, default=0) if cohorts else 0
    marks = {horizon * step // STEPS for step in range(1, STEPS + 1)} | {30, 60, 90, horizon}
    marks = {days for days in marks | {first} if 0 < days <= horizon}
    return tuple(
        cohort.curve(period, marks | {min(cohort.ages)}, horizon)
        for period, cohort in zip(periods, cohorts, strict=True)
        if cohort.ages
    )


def _way_called(key: str) -> Way:
    if key not in WAYS:
        raise UnknownKpiError(key, WAYS)
    return WAYS[key]


@dataclass(frozen=True)
class _Cohort:
    """Members by age, and those that got there by (days taken, age)."""

    ages: Counter[int]
    reached: Counter[tuple[int, int]]

    def curve(self, period: Period, marks: set[int], horizon: int) -> Curve:
        """The points at the marks, up to the age of the oldest."""
        youngest, oldest = min(self.ages), max(self.ages)
        waits = self._survival(horizon)
        points = [
            self._point(days, waits) for days in sorted(marks) if 0 < days <= min(oldest, horizon)
        ]
        there = sum(self.reached.values())
        return Curve(period, self.members, there, tuple(points), min(youngest, horizon))

    @property
    def members(self) -> int:
        """How many there are."""
        return sum(self.ages.values())

    def _survival(self, horizon: int) -> Survival:
        """Days until a member got there; one that has not is censored at its age.

        Whatever comes after the horizon is not looked at.
        """
        waiting = self.ages.copy()
        ended: Counter[int] = Counter()
        for (took, age), count in self.reached.items():
            if took <= horizon:
                ended[took] += count
                waiting[age] -= count
        found = [Duration(took, count, 0) for took, count in ended.items()]
        return survival(
            [*found, *(Duration(min(age, horizon), 0, left) for age, left in waiting.items())]
        )

    def _point(self, days: int, waits: Survival) -> CurvePoint:
        old_enough = sum(count for age, count in self.ages.items() if age >= days)
        reached = sum(count for (took, age), count in self.reached.items() if took <= days <= age)
        share = 1 - waits.still_at(days)
        worth = old_enough if share in (0, 1) else _trials(share, waits, days)
        trials = _decimal(Fraction(worth))
        low, high = wilson(min(_decimal(share) * trials, trials), trials)
        maturity = Decimal(old_enough) / self.members
        return CurvePoint(days, _decimal(share), low, high, reached, old_enough, maturity)


def _trials(share: Fraction, waits: Survival, days: int) -> Fraction:
    """How many members the estimate is worth: those whose share would vary as Greenwood says.

    Of a mature cohort these are all its members.
    """
    spread = sum(
        (
            Fraction(step.ended, step.at_risk * (step.at_risk - step.ended))
            for step in waits.steps
            if step.length <= days and step.ended
        ),
        Fraction(0),
    )
    return share / ((1 - share) * spread)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
