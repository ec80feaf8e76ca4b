"""A company from rows a person can read: canonical tables filled, facts built."""

import duckdb

from data.engine import build_facts, provide_functions
from data.schema import TABLES
from data.workspace import Workspace

# Columns the loader adds to what an export holds.
ADDED = {"opportunity_history": (("origin", "varchar"),)}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every canonical table, empty."""
    for table in TABLES.values():
        columns = [(column.name, column.type.value) for column in table.columns]
        columns += ADDED.get(table.name, ())
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
        con.execute(f'create table "{table.name}" ({listed})')


def fill(con: duckdb.DuckDBPyConnection, table: str, text: str) -> None:
    """Insert rows written as a header and lines, cells between '|', an empty cell is null."""
    header, *lines = [
        [cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()
    ]
    names = ", ".join(f'"{name}"' for name in header)
    marks = ", ".join("?" for _ in header)
    for line in lines:
        assert len(line) == len(header), f"{table}: {line} does not fit {header}"
        con.execute(
            f'insert into "{table}" ({names}) values ({marks})', [cell or None for cell in line]
        )


def build(
    con: duckdb.DuckDBPyConnection, workspace: Workspace | None = None, **tables: str
) -> duckdb.DuckDBPyConnection:
    """The connection with the given tables filled and every fact built."""
    create_tables(con)
    for table, text in tables.items():
        fill(con, table, text)
    build_facts(con, workspace or Workspace())
    return con


def step(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query on a built company; the engine's functions are there."""
    provide_functions(con, Workspace().zone)
    return con.execute(sql).fetchall()
