"""The commands of `python -m metrics`; what a screen shows, a schedule can ask for."""

import json
import os
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from data.cli_out import Commands
from data.csv_out import csv_text
from data.warehouse import Warehouse
from metrics.all_hands.cli import app as all_hands_app
from metrics.attribution.cli import app as attribution_app
from metrics.bridge.cli import app as bridge_app
from metrics.compute import answers, bench_of
from metrics.days import seen_from
from metrics.drill import rows as rows_behind
from metrics.errors import PeriodError
from metrics.field.cli import app as field_app
from metrics.forecast.cli import app as forecast_app
from metrics.handed import NOTHING_HANDED, Handed
from metrics.known import known
from metrics.kpi import Kpi, Slip, Source, State
from metrics.lifecycle.cli import app as lifecycle_app
from metrics.lifecycle.demo_cli import app as demo_app
from metrics.lifecycle.period_cli import app as period_app
from metrics.listing import answers_json, answers_table, list_json, list_table
from metrics.meeting.cli import app as meeting_app
from metrics.members import refuse_unknown_members
from metrics.periods import FiscalCalendar, Grain, Period
from metrics.planning.cli import app as planning_app
from metrics.question import Question, WindowAsked, WithinAsked, check_dimensions, main_part
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.scope import Scope
from metrics.sql.view import NEVER
from metrics.stages.cli import app as stages_app
from metrics.versus import Versus, versus
from metrics.weekly.cli import app as weekly_app

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(bridge_app)
app.add_typer(planning_app)
app.add_typer(period_app)
app.add_typer(lifecycle_app)
app.add_typer(meeting_app)
app.add_typer(field_app)
app.add_typer(all_hands_app)
app.add_typer(demo_app)
app.add_typer(attribution_app)
app.add_typer(forecast_app)
app.add_typer(stages_app)
app.add_typer(weekly_app)

KpiKey = Annotated[str, typer.Argument(metavar="KPI", help="The key, such as win_rate.")]
PeriodText = Annotated[
    str | None,
    typer.Option("--period", help="2026-Q4, 2026-11, 2026-W47, 2026, FIRST..LAST or all."),
]
Each = Annotated[
    Literal["week", "month", "quarter"] | None, typer.Option("--each", help="One row a unit.")
]
By = Annotated[list[str] | None, typer.Option("--by", help="Split by a dimension; repeatable.")]
ScopeTexts = Annotated[list[str] | None, typer.Option("--scope", help="DIM=VALUE; repeatable.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
WindowText = Annotated[
    str | None, typer.Option("--window", help="Expected closes that count: a period or all.")
]
WithinText = Annotated[
    str | None, typer.Option("--within", help="Limit of a cohort in days, or ever.")
]
Week = Annotated[
    int | None, typer.Option("--week", min=1, help="The week whose frozen forecast is meant.")
]
CompareKind = Annotated[
    Literal["previous", "year"] | None, typer.Option("--compare", help="Beside each row.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Store = Annotated[
    Path | None, typer.Option("--store", help="Default: TANDEM_STORE, else data/store.")
]


@app.command("list")
def list_kpis(as_json: Json = False, store: Store = None) -> None:
    """Every KPI: key, unit, which way is good, and what it means."""
    print(json.dumps(list_json(), indent=2) if as_json else list_table())


@app.command("show")
def show_kpi(
    key: KpiKey,
    *,
    period: PeriodText = None,
    each: Each = None,
    by: By = None,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    window: WindowText = None,
    within: WithinText = None,
    week: Week = None,
    compare: CompareKind = None,
    as_json: Json = False,
    store: Store = None,
) -> None:
    """A KPI in a period, by unit of time, dimension and scope, as of any day."""
    kpi = kpi_called(key)
    reader = _reader(store)
    asked = Asked(period, each, tuple(by or ()), tuple(scope or ()), as_of, window, within)
    question = replace(_question(reader, kpi, asked), handed=_handed(kpi, store), week=week)
    found = _answers(reader, question, compare)
    if as_json:
        as_of_on = bench_of(reader, question).view.as_of
        print(json.dumps(answers_json(kpi, question, found, as_of_on), ensure_ascii=False))
    else:
        print(answers_table(kpi, question, found))


@app.command("rows")
def show_rows(
    key: KpiKey,
    *,
    period: PeriodText = None,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    window: WindowText = None,
    within: WithinText = None,
    store: Store = None,
) -> None:
    """The rows behind the number, as CSV."""
    kpi = kpi_called(key)
    reader = _reader(store)
    asked = Asked(period, None, (), tuple(scope or ()), as_of, window, within)
    question = replace(_question(reader, kpi, asked), handed=_handed(kpi, store))
    found = rows_behind(reader, question)
    sys.stdout.write(csv_text(found.columns, found.rows))


@dataclass(frozen=True)
class Asked:
    """The options of a command, as typed."""

    period: str | None
    each: Grain | None
    by: tuple[str, ...]
    scope: tuple[str, ...]
    as_of: str | None
    window: str | None
    within: str | None


def _handed(kpi: Kpi, store: Path | None) -> Handed:
    """The ledger's records for a KPI that counts them; for others it is not opened."""
    if kpi.source is not Source.LEDGER:
        return NOTHING_HANDED
    # The ledger takes a while to import, and most KPIs need none.
    from metrics.lifecycle.forecasts import handed_from

    return handed_from(_folder(store))


def _folder(store: Path | None) -> Path:
    return store or Path(os.environ.get("TANDEM_STORE") or "data/store")


def _reader(store: Path | None) -> Reader:
    """The load published in the store."""
    return Warehouse(_folder(store)).reader()


def _question(reader: Reader, kpi: Kpi, asked: Asked) -> Question:
    """The question of the options.

    Raises: PeriodError or ScopeError for what cannot be read; a missing period is wrong usage.
    """
    scope = Scope.parse(asked.scope)
    check_dimensions(kpi, asked.by, scope)
    refuse_unknown_members(reader, scope)
    of_load = known(reader)
    seen = seen_from(reader, asked.as_of) if asked.as_of else None
    last = seen or of_load.data_date or date.max
    whole = _period(of_load.calendar, kpi, asked.period, last)
    periods: tuple[Period, ...] = (whole,)
    if asked.each and whole.grain == "all":
        periods = of_load.units_on_record(*_dated(kpi), last, asked.each)
    elif asked.each:
        periods = of_load.calendar.each(whole, asked.each)
    return Question(
        kpis=(kpi.key,),
        periods=periods,
        scope=scope,
        by=asked.by,
        as_of=seen,
        window=_window(of_load.calendar, asked.window),
        within=_within(asked.within),
    )


def _period(calendar: FiscalCalendar, kpi: Kpi, text: str | None, as_of: date) -> Period:
    """The period asked for; the quarter of the as-of for what is seen at one moment."""
    if text is not None:
        return calendar.parse(text)
    if not isinstance(main_part(kpi).method, State | Slip):
        raise typer.BadParameter(f"{kpi.key} needs a period", param_hint="--period")
    return calendar.containing(as_of, "quarter")


def _dated(kpi: Kpi) -> tuple[str, str]:
    """The fact and date column whose first record begins 'all'."""
    main = main_part(kpi)
    return main.fact, main.dated_by


def _window(calendar: FiscalCalendar, text: str | None) -> WindowAsked:
    return None if text is None else "all" if text == "all" else calendar.parse(text)


def _within(text: str | None) -> WithinAsked:
    if text is None or text == "ever":
        return "ever" if text else None
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= NEVER:
        raise PeriodError(f"'{text}' is no limit; give days such as 90, or ever")
    return int(text)


def _answers(
    reader: Reader, question: Question, kind: Literal["previous", "year"] | None
) -> tuple[Versus, ...]:
    """The answers, each with its base where one is asked for."""
    if kind is not None:
        return versus(reader, question, kind)
    return tuple(Versus(one, None, None, None, None, None) for one in answers(reader, question))
