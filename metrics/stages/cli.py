"""The commands on stages, cohorts and the handover: what a schedule asks for."""

import json
import sys
from typing import Annotated, Literal

import typer

from data.cli_out import AsJson, Store, store_folder
from data.csv_out import csv_text
from data.warehouse import Warehouse
from metrics.cohorts import cohorts_to, curves, horizon_of
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.days import seen_from
from metrics.errors import NothingDatedError
from metrics.handover.clocks import clocks
from metrics.handover.leaks import leak_rows, leaks
from metrics.handover.report import clocks_json, clocks_text, leaks_json
from metrics.members import refuse_unknown_members
from metrics.reader import Reader
from metrics.scope import Scope
from metrics.stages.asked import year_to
from metrics.stages.endings import endings
from metrics.stages.moves import moves
from metrics.stages.report import cohorts_json, cohorts_text, stages_json, stages_text
from metrics.stages.stays import stays

app = typer.Typer()

PeriodText = Annotated[
    str | None,
    typer.Option("--period", help="2026-Q4, 2026-11, 2026-W47, 2026, FIRST..LAST or all."),
]
ScopeTexts = Annotated[list[str] | None, typer.Option("--scope", help="DIM=VALUE; repeatable.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
Rate = Annotated[str, typer.Argument(metavar="KPI", help="A rate by cohort.")]
Each = Annotated[Literal["month", "quarter"], typer.Option("--each", help="What a cohort is.")]
Last = Annotated[int, typer.Option("--last", min=1, max=36, help="How many cohorts.")]


@app.command("stages")
def show_stages(
    *,
    period: PeriodText = None,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Time in stage, moves with skips and returns, won against lost; default: the last 365 days."""
    reader = Warehouse(store_folder(store)).reader()
    asked = _moment(reader, period, scope, as_of)
    if period is None:
        asked = Moment(year_to(asked, calendar_of(reader)), asked.as_of, asked.scope)
    found = (stays(reader, asked), moves(reader, asked), endings(reader, asked))
    _say(json.dumps(stages_json(*found), ensure_ascii=False) if as_json else stages_text(*found))


@app.command("cohorts")
def show_cohorts(
    key: Rate = "lead_to_opportunity_rate",
    *,
    each: Each = "quarter",
    last: Last = 6,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Conversion by age of the last cohorts, with what of them is mature."""
    reader = Warehouse(store_folder(store)).reader()
    asked = _moment(reader, None, scope, as_of)
    periods = cohorts_to(asked, calendar_of(reader), each, last)
    found = curves(reader, key, periods, asked, horizon_of(key))
    _say(
        json.dumps(cohorts_json(key, found), ensure_ascii=False)
        if as_json
        else cohorts_text(key, found)
    )


@app.command("handover")
def show_handover(
    *,
    period: PeriodText = None,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Both clocks in business hours, the system's part apart; default: the running quarter."""
    reader = Warehouse(store_folder(store)).reader()
    found = clocks(reader, _moment(reader, period, scope, as_of))
    _say(json.dumps(clocks_json(found), ensure_ascii=False) if as_json else clocks_text(found))


@app.command("leaks")
def show_leaks(
    *,
    period: PeriodText = None,
    scope: ScopeTexts = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """The leads that leak right now as CSV, the longest waiting first, with who must act."""
    reader = Warehouse(store_folder(store)).reader()
    found = leaks(reader, _moment(reader, period, scope, as_of))
    table = leak_rows(found)
    if as_json:
        _say(json.dumps(leaks_json(found), ensure_ascii=False))
    else:
        sys.stdout.write(csv_text(table.columns, table.rows))


def _moment(
    reader: Reader, period: str | None, scope: list[str] | None, as_of: str | None
) -> Moment:
    """What is asked for; the quarter of the as-of where no period is named.

    Raises: PeriodError or ScopeError for what cannot be read or is not in the load.
    """
    members = Scope.parse(scope or ())
    day = seen_from(reader, as_of) if as_of else reader.load.data_date
    if day is None:
        raise NothingDatedError
    calendar = calendar_of(reader)
    asked = calendar.parse(period) if period else calendar.containing(day, "quarter")
    found = Moment(asked, day, members)
    refuse_unknown_members(reader, members)
    return found


def _say(words: str) -> None:
    print(words)
