"""An answer beside the one of the period before or of the year before, and what changed."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from metrics.answer import Answer
from metrics.compute import answers, bench_of
from metrics.kpi import Better, Unit
from metrics.periods import FiscalCalendar, Period
from metrics.question import Question
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.sql.view import View

Kind = Literal["previous", "year"]
NOT_MEANINGFUL = "n/m"
RELATIVE = (Unit.COUNT, Unit.MONEY, Unit.MONEY_PER_DAY)


@dataclass(frozen=True)
class Versus:
    """Now and then (None where nothing was asked to compare with), and what changed.

    `difference` is in the KPI's own unit, rates as rates. `growth` is a rate, given for counts
    and money; from a base of 0 or less it is None and `note` says n/m. `is_better` is None when
    nothing changed, one side has no value, or neither direction is better.
    """

    now: Answer
    then: Answer | None
    difference: Decimal | None
    growth: Decimal | None
    is_better: bool | None
    note: str | None


def versus(reader: Reader, question: Question, kind: Kind) -> tuple[Versus, ...]:
    """Each answer of the question beside its base; a period that still runs, to date.

    Raises: PeriodError for a period that has no neighbour.
    """
    view = bench_of(reader, question).view
    bases = {period: base_of(view.calendar, period, view, kind) for period in question.periods}
    periods = tuple(dict.fromkeys((*question.periods, *bases.values())))
    found = answers(reader, replace(question, periods=periods))
    by_place = {(one.kpi, one.period, one.by): one for one in found}
    return tuple(
        _versus(one, by_place[one.kpi, bases[one.period], one.by])
        for one in found
        if one.period in bases
    )


def base_of(calendar: FiscalCalendar, period: Period, view: View, kind: Kind) -> Period:
    """The period to compare with: what is seen of `period`, one unit or one year earlier."""
    seen = period if period.grain == "all" else calendar.to_date(period, view.as_of)
    return calendar.previous(seen) if kind == "previous" else calendar.year_before(seen)


def _versus(now: Answer, then: Answer) -> Versus:
    if now.value is None or then.value is None:
        return Versus(now, then, None, None, None, None)
    kpi = kpi_called(now.kpi)
    difference = now.value - then.value
    is_relative = kpi.unit in RELATIVE
    growth = difference / then.value if is_relative and then.value > 0 else None
    note = NOT_MEANINGFUL if is_relative and growth is None else None
    is_judged = bool(difference) and kpi.better is not Better.NEITHER
    is_better = (difference > 0) is (kpi.better is Better.HIGHER) if is_judged else None
    return Versus(now, then, difference, growth, is_better, note)
