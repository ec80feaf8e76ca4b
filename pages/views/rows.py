"""Rows behind a number, for the grid and the file: local times, and how each column is written."""

from datetime import UTC, date, datetime
from decimal import Decimal

from data.csv_out import csv_text
from data.workspace import Workspace
from metrics.answer import RowSet
from pages.views.table import Kind, RowTable

SHOWN = 500


def row_table_of(found: RowSet, workspace: Workspace, file_name: str) -> RowTable:
    """The first 500 rows for the grid and all of them, with every column, as a file."""
    # A sum has no denominator: a column without a single value says nothing.
    kept = [
        place
        for place in range(len(found.columns))
        if not found.rows or any(row[place] is not None for row in found.rows)
    ]
    columns = tuple(found.columns[place] for place in kept)
    rows = tuple(tuple(_local(row[place], workspace) for place in kept) for row in found.rows)
    seen = [place for place in range(len(columns)) if not _says_nothing(columns, rows, place)]
    return RowTable(
        columns=tuple(columns[place] for place in seen),
        kinds=tuple(_kind(rows, place) for place in seen),
        rows=tuple(tuple(row[place] for place in seen) for row in rows[:SHOWN]),
        total=len(rows),
        csv=csv_text(columns, rows),
        file_name=file_name,
        date_format=workspace.date_format,
    )


def _says_nothing(
    columns: tuple[str, ...], rows: tuple[tuple[object, ...], ...], place: int
) -> bool:
    """Whether a numerator without a denominator repeats the amount, or counts each row once."""
    if columns[place] != "numerator" or "denominator" in columns or not rows:
        return False
    if all(row[place] == 1 for row in rows):
        return True
    return "amount" in columns and all(row[place] == row[columns.index("amount")] for row in rows)


def _local(value: object, workspace: Workspace) -> object:
    """Moments in the workspace's zone, to the minute; everything else as it is."""
    if isinstance(value, datetime):
        local = value.replace(tzinfo=UTC).astimezone(workspace.zone)
        return local.replace(tzinfo=None, second=0, microsecond=0)
    return value


def local_day(value: object, workspace: Workspace) -> date | None:
    """The local day of a moment or a date."""
    found = _local(value, workspace)
    if isinstance(found, datetime):
        return found.date()
    return found if isinstance(found, date) else None


def _kind(rows: tuple[tuple[object, ...], ...], place: int) -> Kind:
    values = [row[place] for row in rows if row[place] is not None]
    if not values:
        return Kind.TEXT
    if all(isinstance(value, datetime) for value in values):
        return Kind.MOMENT
    if all(isinstance(value, date) for value in values):
        return Kind.DAY
    if all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in values):
        whole = all(value == int(value) for value in values if isinstance(value, int | Decimal))
        return Kind.WHOLE if whole else Kind.EXACT
    return Kind.TEXT
