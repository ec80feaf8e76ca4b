"""Data: how fresh it is, what did not load, what cannot be true, which checks hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.csv_out import csv_text
from data.problems import COLUMNS, ProblemKind, problem_kinds, problem_rows
from data.status import FileStatus, QuarantinedRow, StoreStatus, TableStatus, quarantined, status
from data.warehouse import Reader
from data.workspace import Workspace
from metrics.wording import count, day, joined, moment, sentence, weekday
from pages.views.table import Cell, Column, Kind, RowTable, ShortTable
from pages.views.words import Block, Empty, Headline

SHOWN_KINDS = 12
SHOWN_ROWS = 500
STALE_DAYS = 7


@dataclass(frozen=True)
class TextFile:
    """A file to download, ready."""

    name: str
    text: str


@dataclass(frozen=True)
class NothingView:
    """Why there is nothing to show, and what mends it."""

    headline: Headline
    empty: Empty


@dataclass(frozen=True)
class DataView:
    """The published load in words and tables."""

    headline: Headline
    stale: str
    quarantine_block: Block
    quarantine: RowTable | None
    problems_block: Block
    problems: ShortTable | None
    problems_file: TextFile | None
    checks_block: Block
    checks: ShortTable
    has_failures: bool
    files: ShortTable
    tables: ShortTable


def build_nothing(trouble: str) -> NothingView:
    """The screen of an empty store, or of one whose load cannot be opened."""
    if trouble:
        return NothingView(
            Headline("What is published cannot be opened"),
            Empty(
                what="No screen has numbers until this is mended",
                why=trouble,
                mend="Load the export again below, or go back to the load before.",
            ),
        )
    return NothingView(
        Headline("No data yet: load an export to start"),
        Empty(
            what="Nothing has been loaded into this store",
            why="So no screen has numbers to show.",
            mend="Drop the files of an export below, or run “python -m data demo” for the demo "
            "company.",
        ),
    )


def build_data(reader: Reader, store: Path, today: date) -> DataView:
    """What is published, seen on the day `today`."""
    found, workspace = status(store), reader.load.workspace
    kinds, rejected = problem_kinds(reader), quarantined(store)
    failing = [one for one in found.checks if one["failures"]]
    return DataView(
        headline=Headline(_sentence(found, len(failing), workspace), _under(found, workspace)),
        stale=_stale(found.data_date, today),
        quarantine_block=_quarantine_block(rejected),
        quarantine=_quarantine(rejected, workspace, found.fingerprint) if rejected else None,
        problems_block=_problems_block(found.problems, kinds),
        problems=_problems(kinds) if kinds else None,
        problems_file=_problems_file(reader, found.fingerprint) if kinds else None,
        checks_block=_checks_block(found.checks, failing),
        checks=_checks(found.checks),
        has_failures=bool(failing),
        files=_files(found.sources),
        tables=_tables(found.tables, workspace),
    )


def _sentence(found: StoreStatus, failing: int, workspace: Workspace) -> str:
    """'The data reaches Sun 15 Nov 2026; 12 rows did not load, 23 cannot be true'."""
    reached = "The load holds no dates"
    if found.data_date is not None:
        reached = f"The data reaches {weekday(found.data_date, workspace)}"
    said = []
    if found.quarantined:
        said.append(f"{_rows(found.quarantined)} did not load")
    if found.problems:
        said.append(f"{count(found.problems)} loaded but cannot be true")
    if failing:
        said.append(f"{count(failing)} {'check fails' if failing == 1 else 'checks fail'}")
    if not said:
        return f"{reached}; every row loaded and every check holds"
    return f"{reached}; {joined(said)}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{count(number)} rows"


def _under(found: StoreStatus, workspace: Workspace) -> str:
    history = {
        "export": "history from the export",
        "grown": "history grown by comparing loads",
        "derived": "no history: past states are derived from each deal's own dates",
    }
    return (
        f"Published {moment(found.published_at, workspace)} as load {found.seq} "
        f"({found.fingerprint[:8]}) · {found.mode} load of {found.mapping} · "
        f"{history.get(found.history, found.history)}"
    )


def _stale(data_date: date | None, today: date) -> str:
    """Said from a week on: every number is still right for its day, and old."""
    if data_date is None or (today - data_date).days < STALE_DAYS:
        return ""
    return f"The data ends {count((today - data_date).days)} days ago. Load a newer export below."


def _quarantine_block(rejected: Sequence[QuarantinedRow]) -> Block:
    if not rejected:
        return Block("Every row of every file loaded", "nothing in quarantine")
    files = {one.file for one in rejected}
    noun = "file" if len(files) == 1 else "files"
    title = f"{_rows(len(rejected))} of {count(len(files))} {noun} did not load"
    return Block(title, "mend them in the source and load again")


def _quarantine(
    rejected: Sequence[QuarantinedRow], workspace: Workspace, fingerprint: str
) -> RowTable:
    columns = ("file", "line", "column", "value", "reason", "table", "row")
    rows = tuple(
        (one.file, one.line, one.column, one.value, one.reason, one.table, one.raw)
        for one in rejected
    )
    text = Kind.TEXT
    return RowTable(
        columns=columns,
        kinds=(text, Kind.WHOLE, text, text, text, text, text),
        rows=rows[:SHOWN_ROWS],
        total=len(rows),
        csv=csv_text(columns, rows),
        file_name=f"quarantine_{fingerprint[:8]}.csv",
        date_format=workspace.date_format,
    )


def _problems_block(rows: int, kinds: Sequence[ProblemKind]) -> Block:
    if not kinds:
        return Block("Nothing that loaded contradicts itself", "no problems found")
    noun = "kind" if len(kinds) == 1 else "kinds"
    return Block(
        f"{_rows(rows)} loaded but cannot be true, of {count(len(kinds))} {noun}",
        "the screens count them as said here",
    )


def _problems(kinds: Sequence[ProblemKind]) -> ShortTable:
    columns = (
        Column("Rows", is_number=True),
        Column("Problem, and what to do", is_wide=True),
        Column("Table"),
        Column("Such as"),
        Column("Severity"),
    )
    return ShortTable(columns, tuple(_problem(one) for one in kinds[:SHOWN_KINDS]))


def _problem(one: ProblemKind) -> tuple[Cell, ...]:
    return (
        Cell(count(one.rows), is_strong=True),
        Cell(sentence(one.problem), second=one.what_to_do),
        Cell(one.table.replace("_", " ")),
        Cell(one.example, is_quiet=True),
        Cell(one.severity, is_strong=one.severity == "error", is_quiet=one.severity != "error"),
    )


def _problems_file(reader: Reader, fingerprint: str) -> TextFile:
    return TextFile(f"data_problems_{fingerprint[:8]}.csv", csv_text(COLUMNS, problem_rows(reader)))


def _checks_block(checks: Sequence[dict[str, Any]], failing: Sequence[dict[str, Any]]) -> Block:
    if not failing:
        return Block(f"All {count(len(checks))} reconciliations hold", "run on every load")
    title = f"{count(len(failing))} of {count(len(checks))} reconciliations do not hold"
    return Block(title, "those that must hold stop a load; these are reported")


def _checks(checks: Sequence[dict[str, Any]]) -> ShortTable:
    columns = (Column("Check"), Column("Result", is_wide=True), Column("When it fails"))
    ordered = sorted(checks, key=lambda one: (-int(one["failures"]), str(one["name"])))
    return ShortTable(columns, tuple(_check(one) for one in ordered))


def _check(one: dict[str, Any]) -> tuple[Cell, ...]:
    failures, shown = int(one["failures"]), [str(row) for row in one["shown"]]
    result = f"fails in {_rows(failures)}" if failures else "holds"
    return (
        Cell(str(one["name"]).replace("_", " "), is_strong=bool(failures)),
        Cell(result, second="; ".join(shown[:3]) if failures else ""),
        Cell("the load stops" if one["is_hard"] else "it is reported", is_quiet=True),
    )


def _files(sources: Sequence[FileStatus]) -> ShortTable:
    columns = (
        Column("File", is_wide=True),
        Column("Read", is_number=True),
        Column("Loaded", is_number=True),
        Column("Quarantine", is_number=True),
    )
    return ShortTable(columns, tuple(_file(one) for one in sources))


def _file(one: FileStatus) -> tuple[Cell, ...]:
    said = [f"to {one.table.replace('_', ' ')}"]
    if one.unknown_columns:
        said.append(f"not used: {', '.join(one.unknown_columns)}")
    if one.notes:
        said.append(one.notes)
    return (
        Cell(one.file, second=" · ".join(said), is_strong=True),
        Cell(count(one.read)),
        Cell(count(one.loaded)),
        Cell(count(one.rejected) if one.rejected else "–", is_quiet=not one.rejected),
    )


def _tables(tables: Sequence[TableStatus], workspace: Workspace) -> ShortTable:
    columns = (
        Column("Table"),
        Column("Rows", is_number=True),
        Column("Days covered", is_wide=True),
    )
    return ShortTable(columns, tuple(_table(one, workspace) for one in tables))


def _table(one: TableStatus, workspace: Workspace) -> tuple[Cell, ...]:
    covered = "–"
    if one.first_on is not None and one.last_on is not None:
        covered = f"{day(one.first_on, workspace)} to {day(one.last_on, workspace)}"
    return (
        Cell(one.name.replace("_", " "), is_strong=bool(one.rows), is_quiet=not one.rows),
        Cell(count(one.rows) if one.rows else "not loaded", is_quiet=not one.rows),
        Cell(covered, is_quiet=True),
    )
