"""Then and now: each number's change since the meeting before, what is real, what was restated."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.csv_out import csv_text
from data.errors import RevenueError
from data.workspace import Workspace
from metrics.answer import RowSet
from metrics.lifecycle.state import State
from metrics.meeting.headlines import POOL
from metrics.meeting.printed import (
    COLUMNS,
    ROW_COLUMNS,
    behind_rows,
    exact_rows,
    printed,
)
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow, then_now
from metrics.meeting.then_now_words import (
    amount_words,
    change_words,
    restated_means,
    then_now_notes,
    then_now_title,
)
from metrics.reader import Reader
from metrics.wording import counted, number, period_text, short_day
from pages.views.rows import row_table_of
from pages.views.table import Cell, Column, RowTable, ShortTable


@dataclass(frozen=True)
class Told:
    """Each number against the meeting before, or the sentence that says why there is none."""

    found: tuple[ThenNow, ...]
    trouble: str = ""


@dataclass(frozen=True)
class Behind:
    """The rows behind what was restated of one number: the button and its dialog."""

    key: str
    button: str
    title: str
    sentence: str
    rows: RowTable


@dataclass(frozen=True)
class ThenNowView:
    """The table with its title, what has to be known to read it, the rows behind, the file."""

    title: str
    table: ShortTable
    notes: tuple[str, ...]
    behind: tuple[Behind, ...]
    foot: str
    csv: str
    file_name: str


def build_told(reader: Reader, state: State, store: Path, held: Snapshot, as_of: date) -> Told:
    """Every number of the meeting before against the day asked for."""
    try:
        return Told(then_now(reader, state, store, held, as_of))
    except RevenueError as error:
        return Told((), error.message)


def build_then_now(
    told: Told, held: Snapshot, workspace: Workspace, *, sees_pool: bool
) -> ThenNowView:
    """The table for people; the file has every digit."""
    found = [one for one in told.found if sees_pool or one.kpi != POOL]
    now_on = found[0].now.as_of if found else held.as_of
    return ThenNowView(
        title=then_now_title(found, held),
        table=ShortTable(
            columns=(
                Column("Number"),
                Column(f"Then, {short_day(held.as_of)}", is_number=True),
                Column(f"Now, {short_day(now_on)}", is_number=True),
                Column("Change", is_number=True),
                Column("Real", is_number=True),
                Column("Restated", is_number=True),
            ),
            rows=tuple(_row(one, workspace.currency) for one in found),
        ),
        notes=then_now_notes(found),
        behind=tuple(_behind(one, held, workspace) for one in found if one.restated_rows),
        foot=f"Of the whole company, whatever is chosen above. {restated_means(held)}",
        csv=csv_text(COLUMNS, exact_rows(found)),
        file_name=f"then_now_{held.as_of}_{now_on}.csv",
    )


def _row(one: ThenNow, currency: str) -> tuple[Cell, ...]:
    seen, unit = printed(one), one.headline.unit
    begun = ""
    if one.begun is not None:
        own = number(one.begun.value, unit, currency)
        begun = f"{period_text(one.begun.period)} so far {own}"
    is_still = not seen.restated
    return (
        Cell(one.headline.label, is_strong=True),
        Cell(amount_words(seen.then, seen, unit, currency)),
        Cell(amount_words(seen.now, seen, unit, currency), second=begun),
        Cell(change_words(seen.change, seen, unit, currency)),
        Cell(change_words(seen.real, seen, unit, currency)),
        Cell(
            change_words(seen.restated, seen, unit, currency),
            is_quiet=is_still,
            is_strong=not is_still,
        ),
    )


def _behind(one: ThenNow, held: Snapshot, workspace: Workspace) -> Behind:
    label, rows = one.headline.label, counted(len(one.restated_rows), "rows")
    seen = printed(one)
    restated = change_words(seen.restated, seen, one.headline.unit, workspace.currency)
    return Behind(
        key=one.kpi,
        button=f"{label}: {rows}",
        title=f"{label}: what was restated",
        sentence=(
            f"{rows} of {short_day(held.as_of)} and before count otherwise than they did in "
            f"meeting {held.number}. Together they restate it by {restated}."
        ),
        rows=row_table_of(
            RowSet(ROW_COLUMNS, tuple(behind_rows(one.restated_rows))),
            workspace,
            f"restated_{one.kpi}_{held.as_of}.csv",
        ),
    )
