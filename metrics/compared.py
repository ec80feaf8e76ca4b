"""A number beside its past: a week earlier, the unit before, a year before, and 13 weeks.

One rule for every screen and for the digest:

- a sum or count of a running period: the last 7 days against the 7 days before them;
- a rate, median or state of a running period: the same number as it stood a week earlier;
- a number of whole months of a running period: no week, and no trend by weeks, in which it stays;
- any number of a period that has ended: the unit before;
- and always a year before: the same calendar dates (weeks: 364 days), seen as of that day, so
  that a young cohort is held against one that was just as young.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from metrics.answer import Answer
from metrics.compute import Question, answers
from metrics.kpi import Cohort, Composed, Kpi, PerPerson, State
from metrics.periods import FiscalCalendar, Period
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope

WEEK = timedelta(days=7)
POINTS = 13
# A rate of one week is mostly noise: its trend takes the four weeks that end on each day.
RATE_DAYS = 28
Window = Period | Literal["all"] | None


# States over everything open, whatever the period: their declared window stands.
_OWN_WINDOW = frozenset({"overdue_pipeline"})


class Against(StrEnum):
    """What a number is held against."""

    WEEK = "week"
    PREVIOUS = "previous"
    YEAR = "year"


@dataclass(frozen=True)
class Wanted:
    """One number to compare; a state may look at another window than the period."""

    kpi: str
    window: Window = None


@dataclass(frozen=True)
class Change:
    """`now` minus `then`, in the KPI's unit; `share` of `then`, None from a base of 0 or less."""

    against: Against
    now: Decimal
    then: Decimal
    period: Period

    @property
    def difference(self) -> Decimal:
        """How much higher it is now."""
        return self.now - self.then

    @property
    def share(self) -> Decimal | None:
        """The difference as a share of the base; None from a base of 0 or less ("n/m")."""
        return self.difference / self.then if self.then > 0 else None


@dataclass(frozen=True)
class Compared:
    """A number now, its changes, and its last 13 weeks, oldest first (None: no answer)."""

    declared: Kpi
    now: Answer
    changes: tuple[Change, ...]
    trend: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Moment:
    """What is asked for: a period of a scope as seen at the end of a day."""

    period: Period
    as_of: date
    scope: Scope = ALL

    @property
    def is_running(self) -> bool:
        """Whether the period has not ended on the as-of day."""
        return self.period.holds(self.as_of) and self.as_of != self.period.last_on

    @property
    def seen_to(self) -> date:
        """The last day of the period that can be seen."""
        return min(self.as_of, self.period.last_on)


def compared(
    reader: Reader, wanted: Sequence[Wanted], moment: Moment, calendar: FiscalCalendar
) -> tuple[Compared, ...]:
    """Each number wanted with its past, in the order asked; few questions for many numbers."""
    asker = _Asker(reader, moment, calendar)
    found: dict[Wanted, Compared] = {}
    for group in asker.grouped(wanted):
        found.update(asker.group(group))
    return tuple(found[one] for one in wanted)


def is_state(declared: Kpi) -> bool:
    """Whether the number is read at a moment and not over a period."""
    if isinstance(declared.method, Composed):
        return declared.key.endswith("_coverage")
    return isinstance(declared.method, State)


def _is_of_months(declared: Kpi) -> bool:
    """Whether it only moves where a month ends."""
    return isinstance(declared.method, PerPerson)


class _Asker:
    """Asks the questions of one moment; each group of numbers shares them."""

    def __init__(self, reader: Reader, moment: Moment, calendar: FiscalCalendar) -> None:
        self.reader, self.moment, self.calendar = reader, moment, calendar

    def grouped(self, wanted: Sequence[Wanted]) -> list[list[Wanted]]:
        """Numbers that can share their questions: one kind, one window."""
        groups: dict[tuple[str, Window], list[Wanted]] = {}
        for one in wanted:
            declared = kpi(one.kpi)
            kind = "state" if is_state(declared) else "sum" if declared.is_additive else "rate"
            kind = "months" if _is_of_months(declared) else kind
            groups.setdefault((kind, self._window(one, declared)), []).append(one)
        return list(groups.values())

    def group(self, wanted: list[Wanted]) -> dict[Wanted, Compared]:
        """Every number of one group."""
        declared = kpi(wanted[0].kpi)
        window = self._window(wanted[0], declared)
        now = self._ask(wanted, (self.moment.period,), self.moment.as_of, window)
        trend = self._trend(wanted, declared, window)
        before = self._before(wanted, declared, window)
        year = self._year(wanted, declared, window)
        found = {}
        for one in wanted:
            steps = trend.get(one.kpi, [])
            changes = [
                *self._changes(one, now[one.kpi][0], before, steps),
                *_change(Against.YEAR, now[one.kpi][0], year.get(one.kpi)),
            ]
            values = tuple(step.value for step in steps)
            found[one] = Compared(kpi(one.kpi), now[one.kpi][0], tuple(changes), values)
        return found

    def _window(self, one: Wanted, declared: Kpi) -> Window:
        if not is_state(declared):
            return None
        if one.window is not None or declared.key in _OWN_WINDOW:
            return one.window
        return "all" if self.moment.period.grain == "all" else self.moment.period

    def _ask(
        self, wanted: list[Wanted], periods: tuple[Period, ...], as_of: date, window: Window
    ) -> dict[str, list[Answer]]:
        question = Question(
            kpis=tuple(one.kpi for one in wanted),
            periods=periods,
            scope=self.moment.scope,
            as_of=as_of,
            window=window,
        )
        found: dict[str, list[Answer]] = {}
        for answer in answers(self.reader, question):
            found.setdefault(answer.kpi, []).append(answer)
        return found

    def _trend(
        self, wanted: list[Wanted], declared: Kpi, window: Window
    ) -> dict[str, list[Answer]]:
        """Thirteen steps of a week that end on the last day seen."""
        if self.moment.period.grain == "all" and not self.moment.period.holds(self.moment.as_of):
            return {}
        if _is_of_months(declared):
            return {}
        days = 1 if is_state(declared) else 7 if declared.is_additive else RATE_DAYS
        ends = [self.moment.seen_to - step * WEEK for step in range(POINTS - 1, -1, -1)]
        spans = tuple(self.calendar.span(end - timedelta(days=days - 1), end) for end in ends)
        return self._ask(wanted, spans, self.moment.as_of, window)

    def _before(
        self, wanted: list[Wanted], declared: Kpi, window: Window
    ) -> dict[str, list[Answer]]:
        """The unit before, or the same number a week earlier; nothing where neither exists."""
        period = self.moment.period
        if period.grain == "all":
            return {}
        if not self.moment.is_running:
            unit = self.calendar.previous(period)
            shifted = unit if window == period else window
            return self._ask(wanted, (unit,), self.moment.as_of, shifted)
        earlier = self.moment.as_of - WEEK
        if _is_of_months(declared):
            return {}
        if is_state(declared) or period.holds(earlier):
            return self._ask(wanted, (period,), earlier, window)
        return {}

    def _year(self, wanted: list[Wanted], declared: Kpi, window: Window) -> dict[str, list[Answer]]:
        period = self.moment.period
        if period.grain == "all":
            return {}
        unit = self._year_before(period)
        if isinstance(window, Period):
            window = self._year_before(window)
        seen = self.calendar.to_date(period, self.moment.as_of)
        as_of = self.moment.as_of
        if self.moment.is_running:
            as_of = self.calendar.year_before(seen).last_on
        return self._ask(wanted, (unit,), as_of, window)

    def _year_before(self, period: Period) -> Period:
        """The same unit a year before; seven days: 364 days before, the same weekdays."""
        if period.days != WEEK.days:
            return self.calendar.year_before(period)
        shift = timedelta(days=364)
        return self.calendar.span(period.start_on - shift, period.last_on - shift)

    def _changes(
        self, one: Wanted, now: Answer, before: dict[str, list[Answer]], steps: list[Answer]
    ) -> list[Change]:
        declared = kpi(one.kpi)
        if not self.moment.is_running:
            is_week = self.moment.period.days == WEEK.days
            against = Against.WEEK if is_week else Against.PREVIOUS
            return _change(against, now, before.get(one.kpi))
        if declared.is_additive and not is_state(declared):
            return _change(Against.WEEK, steps[-1], [steps[-2]]) if len(steps) > 1 else []
        if isinstance(declared.method, Cohort):
            return []
        return _change(Against.WEEK, now, before.get(one.kpi))


def _change(against: Against, now: Answer, then: list[Answer] | None) -> list[Change]:
    """The change, when both ends have a value."""
    if not then or now.value is None or then[0].value is None:
        return []
    return [Change(against, now.value, then[0].value, then[0].period)]


def last_seven_days(as_of: date, calendar: FiscalCalendar) -> Period:
    """The seven days that end with the as-of: a whole week whatever day it is."""
    return calendar.span(as_of - timedelta(days=6), as_of)
