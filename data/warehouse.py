"""The published facts, opened so that nothing but reading is possible."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from data.errors import StoreError
from data.fingerprint import definitions
from data.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "warehouse"
CURRENT = "current"

# read_only alone still reads and writes other files; only these together shut the door.
_HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
_ATTEMPTS = 5


@dataclass(frozen=True)
class LoadRecord:
    """What was published: when, from what, with which settings; moments in naive UTC."""

    seq: int
    fingerprint: str
    published_at: datetime
    data_date: date | None
    mode: str
    paths: tuple[str, ...]
    mapping: str
    workspace: Workspace
    history: str
    counts: Mapping[str, Any]
    checks: Any
    duration_seconds: float
    force_reason: str | None

    @property
    def has_real_history(self) -> bool:
        """Whether versions come from a history rather than from each deal's own dates."""
        return self.history != "derived"


class _Published:
    """One published file, open; closed when the last reader lets go of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.connection = duckdb.connect(str(path), read_only=True, config=_HARDENED)
        except duckdb.Error as error:
            raise StoreError(
                f"{path}: cannot be opened: {_first_line(error)}; run `python -m data rollback`"
            ) from error
        self.load = self._load_record()

    def _load_record(self) -> LoadRecord:
        try:
            columns, rows = _fetched(self.connection, "select * from load_record", {})
        except duckdb.Error as error:
            raise StoreError(
                f"{self.path}: is no published warehouse: {_first_line(error)}; load again"
            ) from error
        if len(rows) != 1:
            raise StoreError(f"{self.path}: holds {len(rows)} load records, not one; load again")
        found = dict(zip(columns, rows[0], strict=True))
        if found.get("definitions") != definitions():
            raise StoreError(
                f"{self.path}: was built by another version of Tandem; run "
                "`python -m data rebuild`, or load again"
            )
        found["workspace"] = Workspace.from_json(found["workspace_json"])
        found["paths"] = tuple(json.loads(found["paths"]))
        found["counts"] = json.loads(found["counts_json"])
        found["checks"] = json.loads(found["checks_json"])
        return LoadRecord(**{field.name: found[field.name] for field in fields(LoadRecord)})


class Reader:
    """One published load; however long it is kept, it sees that load and no other."""

    def __init__(self, published: _Published) -> None:
        self._published = published

    @property
    def load(self) -> LoadRecord:
        """The record of the load that is read."""
        return self._published.load

    @property
    def path(self) -> Path:
        """The published file that is read."""
        return self._published.path

    def exact_rows(
        self, sql: str, params: Mapping[str, Any] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of the query; money and other decimals as Decimal."""
        return self.exact_table(sql, params)[1]

    def exact_table(
        self, sql: str, params: Mapping[str, Any] | None = None
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The column names and rows of the query; decimals as Decimal."""
        return _fetched(self._published.connection, sql, params or {})

    def frame(self, sql: str, params: Mapping[str, Any] | None = None) -> "pd.DataFrame":
        """The query as a frame of floats: for charts only, never on the way to money."""
        # A connection shared by threads returns wrong numbers: one cursor a statement.
        with self._published.connection.cursor() as cursor:
            return cursor.execute(sql, dict(params or {})).df()


class Warehouse:
    """The store's published files; one for a whole process, safe to share by its threads."""

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER
        self._lock = threading.Lock()
        self._published: _Published | None = None

    def reader(self) -> Reader:
        """A reader of the load that is published now.

        Raises: StoreError when nothing is published or its file cannot be opened.
        """
        with self._lock:
            for attempt in range(_ATTEMPTS):
                path = self._current_path()
                if self._published is None or self._published.path != path:
                    try:
                        self._published = _Published(path)
                    except StoreError:
                        # A load may have published, and removed the oldest, meanwhile.
                        if attempt == _ATTEMPTS - 1 or path == self._current_path():
                            raise
                        continue
                return Reader(self._published)
            raise AssertionError("the last attempt returns or raises")

    def _current_path(self) -> Path:
        pointer = self.folder / CURRENT
        try:
            # Whatever stands in a damaged pointer is no name of a file, never another fault.
            name = pointer.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            raise StoreError(
                f"no data yet in {self.folder.parent}: run `python -m data demo` for the demo"
                " company, or `python -m data load PATH` for your own export"
            ) from None
        except OSError as error:
            raise StoreError(f"{pointer}: cannot be read: {error.strerror}") from error
        if not name or not name.isprintable() or Path(name).name != name:
            raise StoreError(
                f"{pointer}: names no file of its folder; run `python -m data rollback`"
            )
        return self.folder / name


def _fetched(
    connection: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, Any]
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Column names and all rows, on a cursor of the statement's own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(params))
        columns = tuple(column[0] for column in cursor.description or ())
        return columns, cursor.fetchall()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
