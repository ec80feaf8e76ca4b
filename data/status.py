"""What is published: tables, dates, files, quarantine, problems, and the loads that are kept."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.errors import StoreError
from data.publish import current_file, kept_files, roll_back
from data.schema import TABLES, ColumnType
from data.sql_text import identifier, literal
from data.told import ROLLED_BACK, tell_ledger
from data.workspace import Workspace


@dataclass(frozen=True)
class TableStatus:
    """One canonical table: its rows and the local days its main dates cover."""

    name: str
    rows: int
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True)
class FileStatus:
    """One file of the load, and what it gave."""

    file: str
    table: str
    mapping: str
    read: int
    loaded: int
    rejected: int
    unknown_columns: tuple[str, ...]
    notes: str


@dataclass(frozen=True)
class StoreStatus:
    """The published load; moments in naive UTC."""

    seq: int
    fingerprint: str
    published_at: datetime
    data_date: date | None
    mode: str
    mapping: str
    history: str
    tables: tuple[TableStatus, ...]
    sources: tuple[FileStatus, ...]
    quarantined: int
    problems: int
    checks: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """The document of `python -m data status --json`."""
        return {
            "fingerprint": self.fingerprint,
            "published_at": self.published_at.replace(tzinfo=UTC).isoformat(),
            "data_date": _iso(self.data_date),
            "mode": self.mode,
            "mapping": self.mapping,
            "history": self.history,
            "tables": [
                {
                    "name": one.name,
                    "rows": one.rows,
                    "from": _iso(one.first_on),
                    "to": _iso(one.last_on),
                }
                for one in self.tables
            ],
            "sources": [asdict(one) for one in self.sources],
            "quarantined": self.quarantined,
            "problems": self.problems,
            "checks": list(self.checks),
        }


@dataclass(frozen=True)
class QuarantinedRow:
    """One row that did not load."""

    file: str
    line: int
    table: str
    column: str
    value: str
    reason: str
    raw: str


@dataclass(frozen=True)
class KeptLoad:
    """The record of one published file that is still there; moments in naive UTC."""

    seq: int
    path: Path
    is_current: bool
    fingerprint: str
    published_at: datetime
    data_date: date | None
    mode: str
    mapping: str
    history: str
    counts: dict[str, int]
    duration_seconds: float
    force_reason: str | None


def status(store: Path) -> StoreStatus:
    """What is published in the store.

    Raises: StoreError when nothing is.
    """
    with _opened(_current(store)) as con:
        record = _record(con)
        workspace = Workspace.from_json(record["workspace_json"])
        (quarantined,) = _one(con, "select count(*) from quarantine")
        (problems,) = _one(con, "select count(*) from data_problem")
        files = con.execute("select * from load_file").fetchall()
        return StoreStatus(
            record["seq"],
            record["fingerprint"],
            record["published_at"],
            record["data_date"],
            record["mode"],
            record["mapping"],
            record["history"],
            tuple(_table_status(con, name, workspace) for name in TABLES),
            tuple(_file_status(row) for row in files),
            quarantined,
            problems,
            tuple(json.loads(record["checks_json"])),
        )


def quarantined(store: Path) -> tuple[QuarantinedRow, ...]:
    """The rows of the published load that did not load, by file and line."""
    with _opened(_current(store)) as con:
        found = con.execute("select * from quarantine order by file, line, table_name").fetchall()
        return tuple(QuarantinedRow(*row) for row in found)


def loads(store: Path) -> tuple[KeptLoad, ...]:
    """The records of the published files that are kept, newest first."""
    current = current_file(store)
    kept = []
    for path in reversed(kept_files(store)):
        with _opened(path) as con:
            record = _record(con)
        kept.append(
            KeptLoad(
                record["seq"],
                path,
                path == current,
                record["fingerprint"],
                record["published_at"],
                record["data_date"],
                record["mode"],
                record["mapping"],
                record["history"],
                json.loads(record["counts_json"]),
                record["duration_seconds"],
                record["force_reason"],
            )
        )
    return tuple(kept)


def rollback(store: Path) -> KeptLoad:
    """The load that is published now: the one before; the newer one is gone.

    Raises: StoreError when there is none before.
    """
    roll_back(store)
    now = next(one for one in loads(store) if one.is_current)
    tell_ledger(
        store,
        now.path.name,
        now.fingerprint,
        now.data_date,
        now=datetime.now(UTC),
        kind=ROLLED_BACK,
    )
    return now


def published_counts(path: Path) -> dict[str, int]:
    """The rows of each table that the published file says it has."""
    with _opened(path) as con:
        found: dict[str, int] = json.loads(_record(con)["counts_json"])
        return found


def _current(store: Path) -> Path:
    path = current_file(store)
    if path is None:
        raise StoreError(
            f"no data yet in {store}: run `python -m data demo` for the demo company, "
            "or `python -m data load PATH` for your own export"
        )
    return path


@contextmanager
def _opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own on a published file: the app's may have other settings."""
    with duckdb.connect() as con:
        try:
            con.execute(f"attach {literal(str(path))} as published (read_only)")
            con.execute("use published")
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]
            raise StoreError(
                f"{path}: cannot be opened: {said}; run `python -m data rollback`"
            ) from error
        yield con


def _record(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    cursor = con.execute("select * from load_record")
    names = [one[0] for one in cursor.description or ()]
    row = cursor.fetchone()
    if row is None:
        raise StoreError("the published file holds no load record; run `python -m data rollback`")
    return dict(zip(names, row, strict=True))


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return con.execute(sql).fetchone() or (None,)


def _file_status(row: tuple[Any, ...]) -> FileStatus:
    file, table, mapping, read, loaded, rejected, unknown, notes, _ = row
    return FileStatus(
        file, table, mapping, read, loaded, rejected, tuple(json.loads(unknown)), notes
    )


def _table_status(con: duckdb.DuckDBPyConnection, name: str, workspace: Workspace) -> TableStatus:
    """Rows and covered days; a table without dates covers none."""
    dated = [
        column
        for column in TABLES[name].columns
        if column.type in (ColumnType.DATE, ColumnType.MOMENT)
    ]
    if not dated:
        return TableStatus(
            name, _one(con, f"select count(*) from {identifier(name)}")[0], None, None
        )
    column = identifier(dated[0].name)
    rows, first, last = _one(
        con, f"select count(*), min({column}), max({column}) from {identifier(name)}"
    )
    return TableStatus(name, rows, _local(first, workspace), _local(last, workspace))


def _local(value: date | datetime | None, workspace: Workspace) -> date | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).astimezone(workspace.zone).date()
    return value


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
