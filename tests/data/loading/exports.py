"""Small exports, and what reading one gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.canonical import FilledFile

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Read:
    """The canonical tables of some files, before any fact is built."""

    con: duckdb.DuckDBPyConnection
    files: tuple[FilledFile, ...]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the canonical tables."""
        return self.con.execute(sql).fetchall()

    @property
    def bad(self) -> list[tuple[int, str, str, str]]:
        """Line, column, value and reason of each row in the quarantine."""
        return [
            (one.line, one.column, one.value, one.reason)
            for file in self.files
            for one in file.rejected
        ]

    def counts(self, table: str) -> tuple[int, int, int]:
        """Rows read, loaded and rejected of a table."""
        files = [one for one in self.files if one.step.table.name == table]
        return (
            sum(one.read for one in files),
            sum(one.loaded for one in files),
            sum(len(one.rejected) for one in files),
        )


Reader = Callable[..., Read]


def export(folder: Path, **files: str | bytes) -> Path:
    """A folder with one CSV file for each name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)
    return folder


DEALS = """\
opportunity_id,stage,created_at,closed_at,outcome,amount,owner_id,expected_close_on
O1,Qualify,2026-01-05T09:00:00Z,,open,100.00,P1,2026-12-31
O2,Propose,2026-02-01T09:00:00Z,2026-03-01T10:00:00Z,won,250.50,P1,
O3,Propose,2026-02-02T09:00:00Z,2026-04-01T10:00:00Z,lost,75.25,P1,
O4,Qualify,2026-06-01T09:00:00Z,,open,300.00,P1,2026-12-01
"""
PEOPLE = "person_id,name,team\nP1,Ada,sales\n"
