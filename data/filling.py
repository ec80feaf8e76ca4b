"""Fills one canonical table from its files, in one pass over each; bad rows stay out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import duckdb

from data.errors import DataContractError
from data.mapping import Lookup
from data.planning import LoadPlan, Step
from data.quality import Rejected, bad_rows, broken_lines, refuse_too_many, rejected_rows
from data.reading import SourceFile
from data.schema import TABLES, Table
from data.sql_text import identifier, listed
from data.step_sql import StepSql, lookup_statement, row_of
from data.structure import run_over
from data.styles import styles_of
from data.values import PLAIN

Progress = Callable[[str, float | None], None]
# Rows that everything later reads together lie together: half as long again otherwise.
_SORTED = {"touches": "account_id, touched_at"}
_EXAMPLES = 3


@dataclass(frozen=True)
class Rules:
    """What a load was asked to do with what it reads."""

    zone: str
    max_bad: Decimal
    date_order: str | None
    is_forced: bool
    folder: Path


@dataclass(frozen=True)
class Staged:
    """One step's rows in a table of their own, or in the canonical table if it is the only one."""

    sql: StepSql
    name: str
    read: int
    rejected: tuple[Rejected, ...]

    @property
    def step(self) -> Step:
        """The step, with the file as it could be read."""
        return self.sql.step


@dataclass
class Filler:
    """Fills canonical tables on one connection; keeps mended files and lookups for reuse."""

    con: duckdb.DuckDBPyConnection
    plan: LoadPlan
    rules: Rules
    _files: dict[str, SourceFile] = field(default_factory=dict)
    _lookups: dict[tuple[str, Lookup], str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def stage(self, step: Step, is_only: bool) -> Staged:
        """The step's readable rows in a table; its unreadable ones with their reasons.

        Raises: DataContractError when the file has no rows, or too many bad ones.
        """
        name = f"stage_{next(self._numbers)}"
        step = replace(step, file=self._files.get(step.file.name, step.file))
        sql = StepSql(step, self.rules.zone, self._lookups_of(step), PLAIN)
        order = _SORTED.get(step.table.name, "") if is_only else ""
        sql, read, bad = self._read(sql, name, order)
        if bad:
            styles = styles_of(
                self.con,
                (sql.source(), {"path": str(sql.step.file.path)}),
                sql.styled(),
                self.rules.date_order or self.plan.mapping.date_order,
                self.rules.zone,
            )
            if styles != PLAIN:
                sql, read, bad = self._read(replace(sql, styles=styles), name, order)
        return self._sorted_out(sql, name, read, bad)

    def _read(self, sql: StepSql, name: str, order: str) -> tuple[StepSql, int, int]:
        """The step as it could be read, its readable and its unreadable rows counted."""

        def statement(file: SourceFile, rejects: str) -> str:
            one = replace(sql, step=replace(sql.step, file=file))
            rows = (
                f"select {one.values()}, {one.is_bad()} as is_bad "
                f"from {one.source(rejects)} where {one.condition()}"
            )
            return f"create or replace table {name} as {rows}" + (
                f" order by {order}" if order else ""
            )

        file = run_over(self.con, sql.step.file, self.rules.folder, statement)
        self._files[file.name] = file
        sql = replace(sql, step=replace(sql.step, file=file))
        counts = f"select count(*), count(*) filter (is_bad) from {name}"
        rows, bad = row_of(self.con.execute(counts))
        return sql, rows, bad

    def _sorted_out(self, sql: StepSql, name: str, rows: int, bad: int) -> Staged:
        broken = [] if sql.step.spec.distinct else broken_lines(sql)
        read = rows + len(broken)
        if read == 0 and not self.rules.is_forced and not sql.step.spec.distinct:
            raise DataContractError(
                f"{sql.step.file.name}: a header and no rows; export it again, "
                "or load it as it is by --force REASON"
            )
        max_bad = self.rules.max_bad
        if (bad + len(broken)) * 100 > max_bad * read:
            shown = rejected_rows(sql, bad_rows(self.con, sql, sql.is_bad(), _EXAMPLES))
            refuse_too_many(sql, read, bad + len(broken), [*shown, *broken], max_bad)
        found: list[Rejected] = []
        if bad:
            found = rejected_rows(sql, bad_rows(self.con, sql, sql.is_bad(), bad))
            self.con.execute(f"delete from {name} where is_bad")
        self.con.execute(f"alter table {name} drop column is_bad")
        rejected = sorted([*broken, *found], key=lambda one: one.line)
        return Staged(sql, name, read, tuple(rejected))

    def _lookups_of(self, step: Step) -> dict[Lookup, str]:
        """The temporary table of each lookup the step needs, made at its first use."""
        found: dict[Lookup, str] = {}
        for name, spec in step.spec.columns.items():
            if spec.lookup is None:
                continue
            file = self.plan.file_for(spec.lookup.files)
            if file is None:
                if step.table.column(name).required:
                    raise DataContractError(
                        f"{step.file.name}: {name} is found through {spec.lookup.files[0]}, "
                        "which is not among the files; add it"
                    )
                continue
            found[spec.lookup] = self._lookup_table(spec.lookup, file)
        return found

    def _lookup_table(self, lookup: Lookup, file: SourceFile) -> str:
        known = self._lookups.get((file.name, lookup))
        if known is not None:
            return known
        file = self._files.get(file.name, file)
        for column in (lookup.key, lookup.value):
            if file.position(column) is None:
                raise DataContractError(f"{file.name}: the column '{column}' is missing")
        name = f"lookup_{next(self._numbers)}"
        self._files[file.name] = run_over(
            self.con,
            file,
            self.rules.folder,
            lambda one, rejects: lookup_statement(name, lookup, one, rejects),
        )
        self._lookups[(file.name, lookup)] = name
        return name


def merged(con: duckdb.DuckDBPyConnection, table: Table, staged: list[Staged]) -> list[int]:
    """Makes the canonical table of its stages; the rows that each stage gave it.

    A row of a distinct step gives way to any row before it with the same key.
    """
    if len(staged) == 1 and not staged[0].step.spec.distinct:
        con.execute(f"alter table {staged[0].name} rename to {identifier(table.name)}")
        return [staged[0].read - len(staged[0].rejected)]
    columns = listed(table.column_names)
    parts = " union all ".join(
        f"select {index} as stage, rowid as place, {columns} from {one.name}"
        for index, one in enumerate(staged)
    )
    giving_way = [str(index) for index, one in enumerate(staged) if one.step.spec.distinct]
    kept = ""
    if giving_way:
        place = f"row_number() over (partition by {listed(table.key)} order by stage, place)"
        kept = f" qualify stage not in ({', '.join(giving_way)}) or {place} = 1"
    order = f" order by {_SORTED[table.name]}" if table.name in _SORTED else ""
    con.execute(
        f"create table {identifier(table.name)} as "
        f"select stage, {columns} from (select * from ({parts}){kept}){order}"
    )
    counts = dict(
        con.execute(f"select stage, count(*) from {identifier(table.name)} group by 1").fetchall()
    )
    con.execute(f"alter table {identifier(table.name)} drop column stage")
    for one in staged:
        con.execute(f"drop table {one.name}")
    return [counts.get(index, 0) for index in range(len(staged))]


def empty_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Makes every canonical table that no file filled, without rows."""
    for table in TABLES.values():
        columns = ", ".join(f"{identifier(one.name)} {one.type.value}" for one in table.columns)
        con.execute(f"create table if not exists {identifier(table.name)} ({columns})")
