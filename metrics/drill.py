"""The rows behind a number: the KPI's own expressions, one record at a time."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from metrics.acquisition import quarter_of
from metrics.answer import RowSet
from metrics.compute import bench_of
from metrics.facts import FACTS
from metrics.kept import promise_rows
from metrics.kpi import FromLedger, Kpi, Retention, Slip, State, Survival
from metrics.methods import HOUR, counted_sql, flow_wants, slip_want, window_of
from metrics.periods import DAY, Period
from metrics.question import (
    Cell,
    Question,
    WindowAsked,
    check_dimensions,
    check_limits,
    main_part,
)
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.retention import retained_rows
from metrics.sql.buckets import seen_days, whole_runs
from metrics.sql.flow import flow_figures
from metrics.sql.odds import UNSEEN, stage_odds
from metrics.sql.retained import CUSTOMER
from metrics.sql.slip import slip_figures
from metrics.sql.state import StateWant, state_figures
from metrics.sql.view import Members, View
from metrics.sql.waiting import waiting_statement

NUMBERS = ("numerator", "denominator")
WAITING = ("business_hours", "is_answered")


def rows(reader: Reader, question: Question) -> RowSet:
    """The records behind the question's first KPI and period, largest numerator first.

    Of a KPI that counts the ledger's records those that were handed in with the question.

    Sums of numerators and denominators are those of the answer; of a composed KPI it is the rows
    of its first part. A median's rows carry each record's own value.
    Raises: UnknownKpiError, ScopeError or PeriodError with the mend.
    """
    asked = kpi_called(question.kpis[0])
    check_dimensions(asked, (), question.scope)
    check_limits(asked, question.window, question.within)
    kpi = main_part(asked)
    if isinstance(kpi.method, FromLedger):
        as_of = bench_of(reader, question).view.as_of
        return promise_rows(question.handed.promises, question.periods[0], as_of)
    fact = FACTS[kpi.fact]
    columns = (fact.key, *(name for name in fact.shown if name != fact.key))
    if isinstance(kpi.method, Retention):
        columns = CUSTOMER
    view = bench_of(reader, question, grouping=columns).view
    period = _period(asked, question.periods[0], view)
    cell = Cell(kpi, period, _window(asked, question), question.within, is_part=True)
    if cell.period.start_on > view.as_of:
        return RowSet((*columns, *NUMBERS), ())
    if isinstance(kpi.method, Retention):
        return retained_rows(reader, cell, view)
    if isinstance(kpi.method, Survival):
        return RowSet((*columns, *WAITING), _waiting(reader, cell, view))
    figures = _figures(reader, cell, view)
    found = [
        (*member, figures["numerator"].get(member), figures["denominator"].get(member))
        for member, count in figures["rows"].items()
        if count
    ]
    return RowSet((*columns, *NUMBERS), tuple(sorted(found, key=_order)))


def _period(asked: Kpi, period: Period, view: View) -> Period:
    """The period itself; of the magic number the three months that it looks at."""
    return quarter_of(period, view) if asked.key == "magic_number" else period


def _window(asked: Kpi, question: Question) -> WindowAsked:
    """The window of expected closes; velocity counts every open deal unless asked otherwise."""
    if asked.key == "sales_velocity" and question.window is None:
        return "all"
    return question.window


def _order(row: tuple[object, ...]) -> tuple[Decimal, str]:
    numerator = row[-2]
    return -(numerator if isinstance(numerator, Decimal) else Decimal(0)), str(row[0])


def _figures(reader: Reader, cell: Cell, view: View) -> Mapping[str, Members]:
    """The roles of the answer by record."""
    nothing: Members = {}
    if isinstance(cell.kpi.method, Slip):
        want = slip_want(cell, view)
        slipped = slip_figures(reader, [want], view)[want]
        return {
            "numerator": slipped.amount,
            "denominator": slipped.of_amount,
            "rows": slipped.of_count,
        }
    roles = {"numerator": cell.kpi.numerator, "rows": counted_sql(cell.kpi)}
    if cell.kpi.denominator:
        roles["denominator"] = cell.kpi.denominator
    if isinstance(cell.kpi.method, State):
        cut_on, window = view.cut_on(cell.period), window_of(cell, view)
        states = {role: StateWant(sql, cut_on, window, False) for role, sql in roles.items()}
        of_state = state_figures(reader, states.values(), view)
        found = {role: of_state[want] for role, want in states.items()}
        if cell.kpi.method.is_weighted_by_stage:
            found["numerator"] = _weighted(reader, found["numerator"], cut_on, view)
        return {"denominator": nothing, **found}
    flows = {role: want for role, want in flow_wants(cell).items() if role in roles}
    of_flow = flow_figures(reader, flows.values(), view)
    return {"denominator": nothing, **{role: of_flow[want] for role, want in flows.items()}}


def _weighted(reader: Reader, amounts: Members, cut_on: date, view: View) -> Members:
    """Each deal's amount times the chance of its stage, in money."""
    day, place = cut_on - DAY, view.grouping.index("stage")
    odds = stage_odds(reader, [day])[day]
    chances = {stage: found.probability for stage, found in odds.items()}
    weighted: dict[tuple[str, ...], Decimal] = {}
    for deal, amount in amounts.items():
        chance = chances.get(deal[place], UNSEEN.probability)
        weighted[deal] = amount * chance.numerator / chance.denominator
    return weighted


def _waiting(reader: Reader, cell: Cell, view: View) -> tuple[tuple[object, ...], ...]:
    """Each handover with its business hours until the answer, or so far."""
    statement = waiting_statement(whole_runs([seen_days(cell.period, view)]), view)
    width = len(view.grouping)
    found = [
        (*row[2 : 2 + width], Decimal(row[2 + width]) / HOUR, bool(row[3 + width]))
        for row in reader.exact_rows(statement.sql, statement.parameters)
    ]
    return tuple(sorted(found, key=_order))
