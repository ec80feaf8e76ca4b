"""Then and now: each number's change since the meeting before, what is real, what was restated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from data.csv_out import csv_text
from data.errors import RevenueError
from data.workspace import Workspace
from metrics.answer import RowSet
from metrics.kpi import Unit
from metrics.lifecycle.state import State
from metrics.meeting.headlines import POOL
from metrics.meeting.printed import (
    COLUMNS,
    ROW_COLUMNS,
    Printed,
    behind_rows,
    exact_rows,
    printed,
)
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow, then_now
from metrics.reader import Reader
from metrics.wording import MINUS, NARROW, counted, number, period_text, rounded, short_day, symbol
from pages.views.rows import row_table_of
from pages.views.table import Cell, Column, RowTable, ShortTable
from pages.views.words import joined

_MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)
_NAMED = 2


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
        title=_title(found, held),
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
        notes=_notes(found),
        behind=tuple(_behind(one, held, workspace) for one in found if one.restated_rows),
        foot=(
            "Of the whole company, whatever is chosen above. Restated is what was put right of "
            f"{short_day(held.as_of)} and before; real is what has happened since. "
            "They add up to the change."
        ),
        csv=csv_text(COLUMNS, exact_rows(found)),
        file_name=f"then_now_{held.as_of}_{now_on}.csv",
    )


def _title(found: Sequence[ThenNow], held: Snapshot) -> str:
    """'Then and now: bookings and open pipeline were restated since meeting 2'."""
    if not found:
        return "Then and now"
    names = [one.headline.label for one in found if one.restated]
    since = f"since meeting {held.number}"
    if not names:
        return f"Then and now: nothing was restated {since}"
    if len(names) > _NAMED:
        return f"Then and now: {counted(len(names), 'numbers')} were restated {since}"
    lower = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in names]
    return f"Then and now: {joined(lower)} {'was' if len(names) == 1 else 'were'} restated {since}"


def _row(one: ThenNow, currency: str) -> tuple[Cell, ...]:
    seen, unit = printed(one), one.headline.unit
    begun = ""
    if one.begun is not None:
        own = number(one.begun.value, unit, currency)
        begun = f"{period_text(one.begun.period)} so far {own}"
    is_still = not seen.restated
    return (
        Cell(one.headline.label, is_strong=True),
        Cell(_amount(seen.then, seen, unit, currency)),
        Cell(_amount(seen.now, seen, unit, currency), second=begun),
        Cell(_change(seen.change, seen, unit, currency)),
        Cell(_change(seen.real, seen, unit, currency)),
        Cell(
            _change(seen.restated, seen, unit, currency),
            is_quiet=is_still,
            is_strong=not is_still,
        ),
    )


def _amount(value: Decimal | None, seen: Printed, unit: Unit, currency: str) -> str:
    """'$2,062,970.61', '64.77 %', '2.36×', '357'."""
    if value is None:
        return number(None, unit, currency)
    text = rounded(abs(value), seen.places)
    if unit in _MONEY:
        text = f"{symbol(currency)}{text}"
    elif unit is Unit.PERCENT:
        text = f"{text}{NARROW}%"
    elif unit is Unit.RATIO:
        text = f"{text}×"
    return f"{MINUS}{text}" if value < 0 else text


def _change(value: Decimal | None, seen: Printed, unit: Unit, currency: str) -> str:
    """'+$169,849.00', '−0.77 points'; a plain 0 where nothing moved."""
    if value is None:
        return "–"
    if not value:
        return "0"
    text = _amount(value, seen, unit, currency).replace(f"{NARROW}%", " points")
    return f"+{text}" if value > 0 else text


def _notes(found: Sequence[ThenNow]) -> tuple[str, ...]:
    """What has to be known, each sentence once, with the numbers it is about."""
    about: dict[str, list[str]] = {}
    for one in found:
        if one.note:
            about.setdefault(one.note, []).append(one.headline.label)
    everything = len(found)
    return tuple(
        f"{'All' if len(names) == everything else joined(names)}: {note}."
        for note, names in about.items()
    )


def _behind(one: ThenNow, held: Snapshot, workspace: Workspace) -> Behind:
    label, rows = one.headline.label, counted(len(one.restated_rows), "rows")
    seen = printed(one)
    restated = _change(seen.restated, seen, one.headline.unit, workspace.currency)
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
