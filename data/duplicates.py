"""Rows whose key was there before: the first stays, the later ones go to the quarantine."""

from dataclasses import dataclass

import duckdb

from data.filling import Staged
from data.quality import Rejected, record_lines
from data.schema import Table
from data.sql_text import identifier, listed
from data.step_sql import StepSql, row_of

_RAW = 1000


@dataclass(frozen=True)
class _Row:
    """A record with a repeated key."""

    stage: int
    record: int
    key: tuple[str | None, ...]
    texts: tuple[str | None, ...]


def repeated_keys_out(
    con: duckdb.DuckDBPyConnection, table: Table, staged: list[Staged]
) -> dict[int, list[Rejected]]:
    """The rows taken out of the canonical table, by the stage they came from.

    The first row of a key stays, in the order of the files and of their lines.
    """
    if not table.key:
        return {}
    name, keys = identifier(table.name), listed(table.key)
    if _are_keys_unique(con, table):
        return {}
    con.execute(
        f"create or replace temp table repeated_key as select hash({keys}) as key_hash "
        f"from {name} group by {keys} having count(*) > 1"
    )
    found = [row for stage in range(len(staged)) for row in _repeated(con, staged, stage)]
    first: dict[tuple[str | None, ...], _Row] = {}
    later: list[_Row] = []
    for row in found:
        if first.setdefault(row.key, row) is not row:
            later.append(row)
    if later:
        con.execute(f"delete from {name} where hash({keys}) in (select key_hash from repeated_key)")
        for stage, one in enumerate(staged):
            _insert(con, table, one.sql, [row for row in first.values() if row.stage == stage])
    con.execute("drop table repeated_key")
    return _rejected(table, staged, first, later)


def _are_keys_unique(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Whether every key stands there once; a hash that two keys share counts as repeated."""
    name, keys = identifier(table.name), listed(table.key)
    if len(table.key) == 1:
        # Exports mostly lie in the order of their keys: where each is above the one before,
        # none repeats, and that is seen in a tenth of the time.
        (unordered,) = row_of(
            con.execute(
                f"select count(*) from (select {keys} as this, lag({keys}) over () as before "
                f"from {name}) where before >= this"
            )
        )
        if unordered == 0:
            return True
    rows, distinct = row_of(
        con.execute(f"select count(*), count(distinct hash({keys})) from {name}")
    )
    return rows == distinct


def _repeated(con: duckdb.DuckDBPyConnection, staged: list[Staged], stage: int) -> list[_Row]:
    sql = staged[stage].sql
    if sql.step.spec.distinct:
        return []
    values = sql.key_values()
    texts = ", ".join(field.raw for field in sql.fields)
    shown = ", ".join(f"cast({value} as varchar)" for value in values)
    # Whether a row is bad is asked of the few that are found, not of every row of the file.
    statement = (
        f"select f.record, [{shown}], [{texts}], {sql.is_bad()} "
        f"from {sql.source(is_numbered=True)} "
        f"where hash({', '.join(values)}) in (select key_hash from repeated_key) order by 1"
    )
    found = con.execute(statement, {"path": str(sql.step.file.path)}).fetchall()
    return [
        _Row(stage, record, tuple(key), tuple(text))
        for record, key, text, is_bad in found
        if not is_bad
    ]


def _insert(con: duckdb.DuckDBPyConnection, table: Table, sql: StepSql, rows: list[_Row]) -> None:
    if not rows:
        return
    con.execute("create or replace temp table kept_record (record bigint)")
    con.executemany("insert into kept_record values (?)", [(row.record,) for row in rows])
    con.execute(
        f"insert into {identifier(table.name)} by name select {sql.values()} "
        f"from {sql.source(is_numbered=True)} "
        "where f.record in (select kept.record from kept_record as kept)",
        {"path": str(sql.step.file.path)},
    )
    con.execute("drop table kept_record")


def _rejected(
    table: Table,
    staged: list[Staged],
    first: dict[tuple[str | None, ...], _Row],
    later: list[_Row],
) -> dict[int, list[Rejected]]:
    lines = {
        stage: record_lines(
            one.step.file,
            [row.record for row in [*first.values(), *later] if row.stage == stage],
        )
        for stage, one in enumerate(staged)
    }
    out: dict[int, list[Rejected]] = {}
    for row in later:
        kept = first[row.key]
        file = staged[row.stage].step.file
        where = f"line {lines[kept.stage][kept.record]}"
        if kept.stage != row.stage:
            where += f" of {staged[kept.stage].step.file.name}"
        key = ", ".join(part or "" for part in row.key)
        out.setdefault(row.stage, []).append(
            Rejected(
                file.name,
                lines[row.stage][row.record],
                table.name,
                ", ".join(table.key),
                key[:200],
                f"the key is there before, on {where}; the first stays",
                file.delimiter.join(text or "" for text in row.texts)[:_RAW],
            )
        )
    return out
