"""Bookings day by day of a period: booked, the year before, and the pace that was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.answer import Answer
from metrics.compute import Question, answers
from metrics.errors import ScopeError
from metrics.periods import FiscalCalendar, Period
from metrics.reader import Reader
from metrics.scope import Scope

STEPS = 14


@dataclass(frozen=True)
class Point:
    """What was booked from the period's start to the end of a day."""

    day: date
    amount: Decimal


@dataclass(frozen=True)
class Course:
    """The lines of a period, each oldest first; `pace` is empty without a target or a past."""

    period: Period
    booked: tuple[Point, ...]
    year_before: tuple[Point, ...]
    pace: tuple[Point, ...]
    target: Decimal | None


def course(
    reader: Reader, period: Period, scope: Scope, as_of: date, calendar: FiscalCalendar
) -> Course:
    """Cumulative bookings of the period and of the year before, and the target by pace."""
    seen = min(as_of, period.last_on)
    marks = _marks(period)
    last_year = calendar.year_before(period)
    shift = period.start_on - last_year.start_on
    target, pace = _pace(reader, period, scope, marks)
    booked = sorted({*(day for day in marks if day <= seen), seen})
    return Course(
        period=period,
        booked=_cumulated(reader, period, scope, booked, as_of, calendar),
        year_before=tuple(
            Point(point.day + shift, point.amount)
            for point in _cumulated(
                reader, last_year, scope, _marks(last_year), as_of, calendar
            )
        ),
        pace=pace,
        target=target,
    )


def _marks(period: Period) -> list[date]:
    """Days spread evenly over the period, its last among them."""
    steps = min(STEPS, period.days)
    return sorted(
        {period.start_on + timedelta(days=period.days * step // steps - 1) for step in range(1, steps + 1)}
    )


def _cumulated(
    reader: Reader,
    period: Period,
    scope: Scope,
    days: Sequence[date],
    as_of: date,
    calendar: FiscalCalendar,
) -> tuple[Point, ...]:
    """Bookings from the start of the period to each day: asked as such, never added up here."""
    spans = tuple(calendar.span(period.start_on, day) for day in days)
    found = answers(reader, Question(kpis=("bookings",), periods=spans, scope=scope, as_of=as_of))
    return tuple(
        Point(day, one.value or Decimal(0)) for day, one in zip(days, found, strict=True)
    )


def _pace(
    reader: Reader, period: Period, scope: Scope, days: Sequence[date]
) -> tuple[Decimal | None, tuple[Point, ...]]:
    """The target, and the part of it that past periods had booked by each day."""
    points, target = [], None
    for day in days:
        one = _attained(reader, period, scope, day)
        if one is None or one.denominator is None:
            return None, ()
        target = one.denominator
        share = one.beside.get("pace_share")
        if isinstance(share, Decimal):
            points.append(Point(day, target * share))
    return target, tuple(points)


def _attained(reader: Reader, period: Period, scope: Scope, day: date) -> Answer | None:
    """Attainment as of one day; None where the scope has no targets."""
    question = Question(kpis=("bookings_attainment",), periods=(period,), scope=scope, as_of=day)
    try:
        return answers(reader, question)[0]
    except ScopeError:
        # Targets are not kept by every dimension; then there is a line less, not a zero.
        return None
