"""What the load before published: compared with, and kept where a load only adds."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data.errors import DataContractError, StoreError
from data.fingerprint import HISTORY, definitions, settings_that_count
from data.publish import current_file
from data.schema import TABLES, Table
from data.sql_text import identifier, listed, literal
from data.step_sql import row_of
from data.workspace import Workspace

# Tables without a key: an incremental load replaces the days that its rows speak of.
_REPLACED_BY = {"spend": ("spent_on",)}


@dataclass(frozen=True)
class Previous:
    """The load before, attached to the new file's connection as `before`."""

    path: Path
    fingerprint: str
    mapping: str
    data_date: date | None
    is_of_this_version: bool


def attach_previous(con: duckdb.DuckDBPyConnection, path: Path | None) -> Previous | None:
    """The published file, attached; None before the first load.

    Raises: StoreError when the file cannot be read.
    """
    if path is None:
        return None
    try:
        con.execute(f"attach {literal(str(path))} as before (read_only)")
        cursor = con.execute("select * from before.load_record")
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    except duckdb.Error as error:
        said = str(error).partition("\n")[0]
        raise StoreError(
            f"{path}: the published file cannot be read: {said}; go back with "
            "`python -m data rollback`, or remove the file and load again"
        ) from error
    if not rows:
        raise StoreError(f"{path}: holds no load record; run `python -m data rollback`")
    found: dict[str, Any] = dict(zip(names, rows[0], strict=True))
    # A file of a version before this was kept has none, and is not of this one.
    is_of_this_version = found.get("definitions") == definitions()
    return Previous(
        path, found["fingerprint"], found["mapping"], found["data_date"], is_of_this_version
    )


@dataclass(frozen=True)
class Built:
    """With what the published file was built."""

    path: Path
    mapping: str
    settings: str
    definitions: str | None

    def is_up_to_date(self, workspace: Workspace) -> bool:
        """Whether a build today would count the same way."""
        return self.definitions == definitions() and self.settings == settings_that_count(workspace)


def built_with(store: Path) -> Built:
    """What the published file of the store was built with.

    Raises: StoreError when nothing is published.
    """
    path = current_file(store)
    if path is None:
        raise StoreError(
            f"{store}: nothing is published yet; load an export with `python -m data load PATH`"
        )
    with duckdb.connect() as con:
        attach_previous(con, path)
        cursor = con.execute("select * from before.load_record")
        names = [column[0] for column in cursor.description or ()]
        record: dict[str, Any] = dict(zip(names, cursor.fetchall()[0], strict=True))
    settings = settings_that_count(Workspace.from_json(record["workspace_json"]))
    # A file of a version before this was kept has none, and is not up to date.
    return Built(path, record["mapping"], settings, record.get("definitions"))


def refuse_shrunk(con: duckdb.DuckDBPyConnection, files: dict[str, str]) -> None:
    """Stops a full load in which a table has under half of the rows it had.

    `files` names the file each table came from.
    Raises: DataContractError with both counts.
    """
    for table in TABLES:
        (old,) = row_of(con.execute(f"select count(*) from before.{identifier(table)}"))
        (new,) = row_of(con.execute(f"select count(*) from {identifier(table)}"))
        if table == HISTORY and table not in files:
            continue
        if new * 2 < old:
            place = files.get(table, "no file of this load")
            raise DataContractError(
                f"{place}: {table} would go from {old} rows to {new}, under half of the last "
                "load; if that is meant, load with --force REASON (or --incremental to add)"
            )


def keep_the_rest(con: duckdb.DuckDBPyConnection, filled: tuple[str, ...]) -> None:
    """Adds to every table the rows of the load before whose key the new rows lack."""
    for table in TABLES.values():
        names = listed(_columns(table))
        name = identifier(table.name)
        if table.name not in filled:
            con.execute(f"insert into {name} ({names}) select {names} from before.{name}")
            continue
        keys = table.key or _REPLACED_BY[table.name]
        same = " and ".join(
            f"old.{identifier(key)} is not distinct from new.{identifier(key)}" for key in keys
        )
        con.execute(
            f"insert into {name} ({names}) "
            f"select {names} from before.{name} as old anti join {name} as new on {same}"
        )


def keep_reports(
    con: duckdb.DuckDBPyConnection, filled: tuple[str, ...]
) -> list[tuple[object, ...]]:
    """Adds the quarantine of tables that no new file fills; gives their rows of load_file."""
    tables = {"filled": list(filled)}
    untouched = "not list_contains($filled, table_name)"
    con.execute(f"insert into quarantine select * from before.quarantine where {untouched}", tables)
    return con.execute(f"select * from before.load_file where {untouched}", tables).fetchall()


def keep_history(con: duckdb.DuckDBPyConnection) -> None:
    """Takes the history of the load before over, where the new export has none."""
    names = listed(_columns(TABLES[HISTORY]))
    con.execute(f"insert into {HISTORY} ({names}) select {names} from before.{HISTORY}")


def has_common_deals(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether any deal is in both loads: if none is, it is another company's export."""
    found = con.execute(
        "select 1 from opportunities semi join before.opportunities using (opportunity_id) limit 1"
    ).fetchone()
    return found is not None


def _columns(table: Table) -> tuple[str, ...]:
    return (*table.column_names, *(("origin",) if table.name == HISTORY else ()))
