"""Cohort curves: the share of a period's leads that got there within 0 to N days."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.compared import Moment
from metrics.compute import Question, answers
from metrics.periods import Period
from metrics.reader import Reader

STEPS = 9


@dataclass(frozen=True)
class CurvePoint:
    """The share reached within so many days, and the part of the cohort that is that old."""

    days: int
    value: Decimal
    maturity: Decimal


@dataclass(frozen=True)
class Curve:
    """One cohort; `ripe_days` is the age of its youngest member: beyond it nothing compares."""

    period: Period
    points: tuple[CurvePoint, ...]
    ripe_days: int

    def value_at(self, days: int) -> Decimal | None:
        """The share reached within `days`, where the curve has that point."""
        return next((point.value for point in self.points if point.days == days), None)


def curves(
    reader: Reader, key: str, periods: Sequence[Period], moment: Moment, horizon: int
) -> tuple[Curve, ...]:
    """The curve of each period; periods without a single member are left out.

    Every curve has a point at the age of the first period's youngest member. Of `moment` count
    the scope and the as-of.
    """
    ages = [max((moment.as_of - period.last_on).days, 0) for period in periods]
    marks = {horizon * step // STEPS for step in range(1, STEPS + 1)}
    marks |= {ages[0]} if 0 < ages[0] < horizon else set()
    points: list[list[CurvePoint]] = [[] for _ in periods]
    for days in sorted(marks):
        question = Question((key,), tuple(periods), moment.scope, as_of=moment.as_of, within=days)
        for place, one in enumerate(answers(reader, question)):
            if one.value is not None:
                points[place].append(CurvePoint(days, one.value, one.maturity or Decimal(0)))
    return tuple(
        Curve(period, tuple(found), min(age, horizon))
        for period, found, age in zip(periods, points, ages, strict=True)
        if found
    )
