"""A question in, exact answers out: one statement a fact for all its KPIs and periods."""

from collections.abc import Iterable, Sequence
from datetime import date

from metrics.answer import Answer
from metrics.bench import Bench
from metrics.errors import NothingDatedError
from metrics.handed import NOTHING_HANDED, Handed
from metrics.known import Known, known
from metrics.periods import FiscalCalendar, Period
from metrics.question import (
    Cell,
    Question,
    WindowAsked,
    WithinAsked,
    check_dimensions,
    check_limits,
)
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.scope import ALL, Scope
from metrics.sheet import Sheet
from metrics.sql.view import View

__all__ = ["Question", "answer", "answers", "calendar_of"]


def answers(reader: Reader, question: Question) -> tuple[Answer, ...]:
    """The answers in the order of the question: KPI, period, then member by name.

    A member seen in any of the periods has an answer in each.
    Raises: UnknownKpiError, ScopeError or PeriodError with the mend.
    """
    kpis = [kpi_called(key) for key in question.kpis]
    for kpi in kpis:
        check_dimensions(kpi, question.by, question.scope)
        check_limits(kpi, question.window, question.within, question.week)
    bench = bench_of(reader, question)
    sheet = Sheet(reader, bench)
    grid = {
        kpi: [
            Cell(kpi, period, question.window, question.within, is_part=False)
            for period in question.periods
        ]
        for kpi in kpis
    }
    sheet.compute(cell for cells in grid.values() for cell in cells)
    return tuple(
        answer for cells in grid.values() for answer in _in_order(sheet, cells, question.by)
    )


def answer(
    reader: Reader,
    key: str,
    period: Period,
    *,
    scope: Scope = ALL,
    as_of: date | None = None,
    window: WindowAsked = None,
    within: WithinAsked = None,
    handed: Handed = NOTHING_HANDED,
    week: int | None = None,
) -> Answer:
    """The one answer of a KPI in a period."""
    question = Question((key,), (period,), scope, (), as_of, window, within, handed, week)
    return answers(reader, question)[0]


def calendar_of(reader: Reader) -> FiscalCalendar:
    """The fiscal calendar of the reader's load."""
    return known(reader).calendar


def bench_of(reader: Reader, question: Question, grouping: tuple[str, ...] | None = None) -> Bench:
    """How the question looks at the load; without an as-of, from the load's data date.

    Raises: PeriodError when no as-of is given and the load holds no dated record.
    """
    of_load, workspace = known(reader), reader.load.workspace
    view = View(
        calendar=of_load.calendar,
        as_of=_as_of(question, of_load),
        scope=question.scope,
        grouping=question.by if grouping is None else grouping,
        response_sla_seconds=workspace.response_sla_seconds,
        hand_back_sla_seconds=workspace.hand_back_sla_seconds,
        rates=of_load.rates,
        customer_hours=workspace.customer_hours,
    )
    return Bench(
        view,
        of_load,
        workspace.growth_goal,
        workspace.gross_margin,
        reader.load.has_real_history,
        question.handed,
        question.week,
    )


def _as_of(question: Question, of_load: Known) -> date:
    as_of = question.as_of or of_load.data_date
    if as_of is None:
        raise NothingDatedError
    return as_of


def _in_order(sheet: Sheet, cells: Sequence[Cell], by: tuple[str, ...]) -> Iterable[Answer]:
    """The answers of one KPI: per period its headline, or every member."""
    if not by:
        return [sheet.answer(cell, ()) for cell in cells]
    members = sorted({member for cell in cells for member in sheet.members(cell)})
    return [sheet.answer(cell, member) for cell in cells for member in members]
