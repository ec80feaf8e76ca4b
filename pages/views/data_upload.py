"""What an upload would do, file by file, and what a load did, in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.csv_out import csv_text
from data.load import FileReport, LoadResult
from data.quality import Rejected
from data.workspace import Workspace
from metrics.answer import RowSet
from metrics.wording import count, joined, weekday
from pages.views.rows import row_table_of
from pages.views.table import Cell, Column, Kind, RowTable, ShortTable
from pages.views.words import Labelled

SHOWN_REJECTED = 200
MODES = (
    Labelled("incremental", "Add and change by key"),
    Labelled("full", "Replace everything"),
)
MODE_SAYS = {
    "incremental": "Rows with a known key are changed, new ones are added, the rest stays.",
    "full": "What is published now is replaced by these files alone.",
}
ORDERS = (
    Labelled("dmy", "Day first: 31/12/2026"),
    Labelled("mdy", "Month first: 12/31/2026"),
)
ORDER_SAYS = {
    "dmy": "Dates are read day first, as answered; remove the files to answer again.",
    "mdy": "Dates are read month first, as answered; remove the files to answer again.",
}
# What the loader's sentences call by its option, and where that stands on the screen.
ON_SCREEN = (
    ("`python -m data sources` lists the files and columns each mapping expects, ", ""),
    ("--source NAME chooses one", "choose one under Options, Format"),
    ("allow more with --max-bad PCT", "allow more under Options, Unreadable rows"),
    ("load with --force REASON (or --incremental to add)", "give the reason under Options, or "
     "choose “Add and change by key”"),
    ("by --force REASON", "by giving the reason under Options"),
    ("`python -m data rollback`", "“Go back” below"),
)  # fmt: skip


@dataclass(frozen=True)
class FilePreview:
    """One file: where its columns go, its first rows, and the rows that would not load."""

    title: str
    mapping: ShortTable
    notes: tuple[str, ...]
    first: RowTable
    rejected: RowTable | None


@dataclass(frozen=True)
class Preview:
    """What loading the files would do; nothing has been published."""

    sentence: str
    summary: ShortTable
    files: tuple[FilePreview, ...]
    notes: tuple[str, ...]
    can_load: bool


def build_preview(result: LoadResult, workspace: Workspace) -> Preview:
    """The preview of a load that stopped before it published."""
    return Preview(
        sentence=_preview_sentence(result, workspace),
        summary=_summary(result.files),
        files=tuple(_file(one, workspace) for one in result.files),
        notes=_notes(result),
        can_load=not result.is_unchanged,
    )


def build_outcome(result: LoadResult, workspace: Workspace) -> str:
    """What a load did, in one sentence."""
    if result.is_unchanged:
        return "Nothing changed: these files hold what is published already."
    said = f"Published {_files_of(result)} in {result.seconds:.1f} s"
    said += f"; {_rows(result.rejected)} in quarantine" if result.rejected else ""
    return f"{said}{_reach(result, workspace)}."


def on_screen(message: str) -> str:
    """The loader's sentence with its command-line options named as they stand on the screen."""
    for option, place in ON_SCREEN:
        message = message.replace(option, place)
    return message


def _preview_sentence(result: LoadResult, workspace: Workspace) -> str:
    if result.is_unchanged:
        return "These files hold what is published already; there is nothing to load."
    bad = f"{_rows(result.rejected)} would stay out" if result.rejected else "every row is readable"
    return f"{_files_of(result)} read as {result.mapping}; {bad}{_reach(result, workspace)}."


def _reach(result: LoadResult, workspace: Workspace) -> str:
    if result.data_date is None:
        return ""
    return f"; the data reaches {weekday(result.data_date, workspace)}"


def _files_of(result: LoadResult) -> str:
    names = {one.file for one in result.files}
    return "1 file" if len(names) == 1 else f"{count(len(names))} files"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{count(number)} rows"


def _notes(result: LoadResult) -> tuple[str, ...]:
    notes = []
    if result.unused_files:
        notes.append(f"Not used, no table fits: {joined(list(result.unused_files))}.")
    if result.problems:
        notes.append(
            f"With these files, {_rows(result.problems)} of all could be read but cannot be true; "
            "they count, and stand under the problems."
        )
    for check in result.checks:
        if not check.passed:
            name = check.name.replace("_", " ")
            notes.append(f"The check “{name}” does not hold in {_rows(check.failures)}.")
    return tuple(notes)


def _summary(files: Sequence[FileReport]) -> ShortTable:
    columns = (
        Column("File"),
        Column("Becomes"),
        Column("Rows read", is_number=True),
        Column("Would load", is_number=True),
        Column("Would stay out", is_number=True),
        Column("Columns used", is_number=True),
        Column("Not used", is_wide=True),
    )
    return ShortTable(columns, tuple(_summary_row(one) for one in files))


def _summary_row(one: FileReport) -> tuple[Cell, ...]:
    out = len(one.rejected)
    return (
        Cell(one.file, is_strong=True),
        Cell(one.table.replace("_", " ")),
        Cell(count(one.read)),
        Cell(count(one.loaded)),
        Cell(count(out) if out else "–", is_strong=bool(out), is_quiet=not out),
        Cell(count(len(one.columns))),
        Cell(", ".join(one.unknown_columns) or "–", is_quiet=True),
    )


def _file(one: FileReport, workspace: Workspace) -> FilePreview:
    out = f" · {_rows(len(one.rejected))} out" if one.rejected else ""
    notes = [*one.notes]
    if one.unknown_columns:
        notes.append(f"Columns that no table uses: {', '.join(one.unknown_columns)}.")
    columns = (Column("Column of the file"), Column("Becomes"))
    used = tuple((Cell(shown), Cell(name, is_strong=True)) for name, shown in one.columns)
    first = RowSet(one.preview_columns, one.preview_rows)
    return FilePreview(
        title=f"{one.file} → {one.table.replace('_', ' ')}{out}",
        mapping=ShortTable(columns, used),
        notes=tuple(notes),
        first=row_table_of(first, workspace, f"first_rows_{one.table}.csv"),
        rejected=_rejected(one.rejected, one.table, workspace) if one.rejected else None,
    )


def _rejected(rejected: Sequence[Rejected], table: str, workspace: Workspace) -> RowTable:
    columns = ("line", "column", "value", "reason", "row")
    rows = tuple((one.line, one.column, one.value, one.reason, one.raw) for one in rejected)
    return RowTable(
        columns=columns,
        kinds=(Kind.WHOLE, *(Kind.TEXT,) * 4),
        rows=rows[:SHOWN_REJECTED],
        total=len(rows),
        csv=csv_text(columns, rows),
        file_name=f"unreadable_{table}.csv",
        date_format=workspace.date_format,
    )
