"""Bookings day by day of a period: booked, the year before, and the pace that was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.compared import Moment
from metrics.compute import Question, answers
from metrics.known import known
from metrics.periods import DAY, FiscalCalendar, Period
from metrics.reader import Reader
from metrics.registry import kpi

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

    @property
    def ahead(self) -> Decimal | None:
        """Booked less the pace on the last day seen; None without a pace."""
        last = self.booked[-1]
        due = next((point.amount for point in self.pace if point.day == last.day), None)
        return None if due is None else last.amount - due


def course(reader: Reader, moment: Moment, calendar: FiscalCalendar) -> Course:
    """Cumulative bookings of the period and of the year before, and the target by pace.

    A year before the first booking on record has no line: nothing is known of it.
    """
    period = moment.period
    marks = _marks(period)
    last_year = calendar.year_before(period)
    shift = period.start_on - last_year.start_on
    seen = moment.seen_to
    target, pace = _pace(reader, moment, sorted({*marks, seen}))
    booked = sorted({*(day for day in marks if day <= seen), seen})
    is_known = known(reader).off_record("booking", "booked_on", last_year) is None
    before = _cumulated(reader, moment, last_year, _marks(last_year)) if is_known else ()
    return Course(
        period=period,
        booked=_cumulated(reader, moment, period, booked),
        year_before=tuple(Point(point.day + shift, point.amount) for point in before),
        pace=pace,
        target=target,
    )


def _marks(period: Period) -> list[date]:
    """Days spread evenly over the period, its last among them."""
    steps = min(STEPS, period.days)
    return sorted(
        {
            period.start_on + timedelta(days=period.days * step // steps - 1)
            for step in range(1, steps + 1)
        }
    )


def _cumulated(
    reader: Reader, moment: Moment, period: Period, days: Sequence[date]
) -> tuple[Point, ...]:
    """Bookings from the start of the period to each day: asked as such, never added up here."""
    spans = tuple(
        Period(f"{period.start_on}..{day}", period.start_on, day + DAY, "span") for day in days
    )
    question = Question(("bookings",), spans, moment.scope, as_of=moment.as_of)
    found = answers(reader, question)
    return tuple(Point(day, one.value or Decimal(0)) for day, one in zip(days, found, strict=True))


def _pace(
    reader: Reader, moment: Moment, days: Sequence[date]
) -> tuple[Decimal | None, tuple[Point, ...]]:
    """The target, and the part of it that past periods had booked by each day."""
    points, target = [], None
    if {name for name, _ in moment.scope.filters} - set(kpi("bookings_attainment").dimensions):
        # Targets are not kept by every dimension; then there is a line less, not a zero.
        return None, ()
    for day in days:
        question = Question(("bookings_attainment",), (moment.period,), moment.scope, as_of=day)
        one = answers(reader, question)[0]
        if one.denominator is None:
            return None, ()
        target = one.denominator
        share = one.beside.get("pace_share")
        if isinstance(share, Decimal):
            points.append(Point(day, target * share))
    return target, tuple(points)


def business_days(reader: Reader, moment: Moment) -> tuple[int, int]:
    """How many business days of the period have passed by the as-of, and how many it has."""
    found, period = known(reader), moment.period
    passed = found.working_day_count(period.start_on, moment.seen_to + DAY)
    return passed, found.working_day_count(period.start_on, period.end_on_exclusive)
