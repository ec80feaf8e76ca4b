"""The last whole week of what moves every week, beside the 13 weeks before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from metrics.answer import Answer
from metrics.compared import WEEK, Moment
from metrics.compute import Question, answers, calendar_of
from metrics.facts import FACTS
from metrics.known import known
from metrics.kpi import Kpi
from metrics.periods import FiscalCalendar, Period
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.limits import WEEKS, Unusual, limits, unusual

# What is judged, in the order in which it is told: money first, then what it is made from.
FLOWS = (
    "bookings",
    "pipeline_created",
    "accepted_leads",
    "sales_ready_leads",
    "leads_created",
)
CLOCKS = ("response_within_sla", "hand_back_answer_within_sla")
JUDGED = (*FLOWS, *CLOCKS)
# Under five records a week on average one record more or less makes the week.
ROWS_A_WEEK = 5


@dataclass(frozen=True)
class Week:
    """A KPI's weeks, oldest first and the judged one last (None: no answer), and the verdict.

    `is_judged` is whether enough is known to call the week usual or not, `is_loaded` whether the
    load holds any record of it at all.
    """

    declared: Kpi
    period: Period
    values: tuple[Decimal | None, ...]
    rows: int
    is_judged: bool
    unusual: Unusual | None
    is_loaded: bool = True


def is_foreign(declared: Kpi, moment: Moment) -> bool:
    """Whether the scope has a dimension that the KPI is not counted by."""
    return bool({name for name, _ in moment.scope.filters} - set(declared.dimensions))


def whole_weeks(moment: Moment, calendar: FiscalCalendar) -> tuple[Period, ...]:
    """Fourteen weeks of seven days, the last one ending on the last day seen."""
    ends = [moment.seen_to - step * WEEK for step in range(WEEKS, -1, -1)]
    return tuple(calendar.span(end - WEEK + timedelta(days=1), end) for end in ends)


def weeks(reader: Reader, moment: Moment, keys: tuple[str, ...] = JUDGED) -> tuple[Week, ...]:
    """Each KPI of `keys` that the scope can be counted by, judged; one statement a fact."""
    asked = tuple(key for key in keys if not is_foreign(kpi(key), moment))
    if not asked:
        return ()
    spans = whole_weeks(moment, calendar_of(reader))
    found: dict[str, list[Answer]] = {}
    for one in answers(reader, Question(asked, spans, moment.scope, as_of=moment.as_of)):
        found.setdefault(one.kpi, []).append(one)
    return tuple(_week(reader, kpi(key), found[key]) for key in asked)


def in_order(found: Iterable[Week]) -> tuple[Week, ...]:
    """The unusual weeks in the order in which they are told: outside limits first, then runs."""
    strange = [week for week in found if week.unusual]
    return tuple(sorted(strange, key=_is_run))


def of_loaded(judged: Iterable[Week]) -> str:
    """What stands after a calm word: of what is not loaded nobody knows whether it is usual."""
    return "" if all(week.is_loaded for week in judged) else " in what is loaded"


def _is_run(week: Week) -> bool:
    return week.unusual is not None and week.unusual.run is not None


def _week(reader: Reader, declared: Kpi, found: list[Answer]) -> Week:
    of_load, fact = known(reader), FACTS[declared.fact]
    extent = of_load.extents.get((declared.fact, declared.dated_by))
    # Of the week in which the record begins nobody knows whether it is whole.
    values = tuple(
        one.value if extent and one.period.start_on >= extent[0] else None for one in found
    )
    rows = [one.rows for one, value in zip(found[:-1], values, strict=False) if value is not None]
    is_enough = bool(rows) and Fraction(sum(rows), len(rows)) >= ROWS_A_WEEK
    is_judged = is_enough and values[-1] is not None and limits(values[:-1]) is not None
    return Week(
        declared=declared,
        period=found[-1].period,
        values=values,
        rows=found[-1].rows,
        is_judged=is_judged,
        unusual=unusual(values) if is_judged else None,
        is_loaded=any(of_load.extents.get((fact.name, one)) for one in fact.dates),
    )
