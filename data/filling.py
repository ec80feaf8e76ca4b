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
from data.quality import (
    BadRow,
    Rejected,
    bad_rows,
    broken_lines,
    may_be_other_style,
    refuse_too_many,
    rejected_rows,
)
from data.reading import SourceFile
from data.schema import TABLES, Table
from data.sql_text import identifier, listed
from data.step_sql import StepSql, lookup_statement, row_of
from data.structure import run_over
from data.styles import styles_of
from data.values import PLAIN

Progress = Callable[[str, float | None], None]
_EXAMPLES = 3
_MOST_BAD = 100_000


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

    def stage(self, step: Step) -> Staged:
        """The step's readable rows in a table; its unreadable ones with their reasons.

        Raises: DataContractError when the file has no rows, or too many bad ones.
        """
        name = f"stage_{step.spec.table}_{next(self._numbers)}"
        step = replace(step, file=self._files.get(step.file.name, step.file))
        sql = StepSql(step, self.rules.zone, self._lookups_of(step), PLAIN)
        sql, rows, bad = self._read(sql, name)
        found = self._bad_rows(sql, name, bad)
        if may_be_other_style(self.con, sql, name, found, bad):
            source = (sql.source(), {"path": str(sql.step.file.path)})
            styles = styles_of(
                self.con, source, sql.styled(), self.rules.date_order, self.rules.zone
            )
            if styles != PLAIN:
                sql, rows, bad = self._read(replace(sql, styles=styles), name)
                found = self._bad_rows(sql, name, bad)
        return self._sorted_out(sql, name, rows, (bad, found))

    def _read(self, sql: StepSql, name: str) -> tuple[StepSql, int, int]:
        """The step as it could be read, its rows and its unreadable ones counted."""

        def statement(file: SourceFile, rejects: str) -> str:
            one = replace(sql, step=replace(sql.step, file=file))
            rows = (
                f"select {one.values()}, {one.is_bad()} as is_bad "
                f"from {one.source(rejects)} where {one.condition()}"
            )
            return f"create or replace table {name} as {rows}"

        file = run_over(self.con, sql.step.file, self.rules.folder, statement)
        self._files[file.name] = file
        sql = replace(sql, step=replace(sql.step, file=file))
        counts = f"select count(*), count(*) filter (is_bad) from {name}"
        rows, bad = row_of(self.con.execute(counts))
        return sql, rows, bad

    def _bad_rows(self, sql: StepSql, name: str, bad: int) -> list[BadRow]:
        """The unreadable rows; only the first ones where so many are bad that no load follows."""
        if bad == 0:
            return []
        if sql.lookups or sql.step.spec.distinct:
            return bad_rows(self.con, sql, sql.is_bad(), _MOST_BAD)
        # A row's place in the table is its record: nothing is cast a second time.
        self.con.execute(
            "create or replace temp table bad_record as "
            f"select rowid + 1 as record from {name} where is_bad order by 1 limit {_MOST_BAD}"
        )
        placed = bad_rows(
            self.con, sql, "f.record in (select bad.record from bad_record as bad)", _MOST_BAD
        )
        if len(placed) == min(bad, _MOST_BAD) and all(any(row.flags) for row in placed):
            return placed
        # The rows did not keep the file's order: as many bad ones as there are would else be all.
        return bad_rows(self.con, sql, sql.is_bad(), _MOST_BAD)

    def _sorted_out(
        self, sql: StepSql, name: str, rows: int, bad: tuple[int, list[BadRow]]
    ) -> Staged:
        broken = [] if sql.step.spec.distinct else broken_lines(sql)
        read = rows + len(broken)
        if read == 0 and not self.rules.is_forced and not sql.step.spec.distinct:
            raise DataContractError(
                f"{sql.step.file.name}: a header and no rows; export it again, "
                "or load it as it is by --force REASON"
            )
        count, found = bad
        is_too_much = (count + len(broken)) * 100 > self.rules.max_bad * read
        shown = rejected_rows(sql, found[:_EXAMPLES] if is_too_much else found)
        refuse_too_many(sql, read, count + len(broken), [*shown, *broken], self.rules.max_bad)
        if count > len(found):
            # More than the first ones, and yet allowed: the rest is looked up too.
            found = bad_rows(self.con, sql, sql.is_bad(), count)
            shown = rejected_rows(sql, found)
        if count:
            self.con.execute(f"delete from {name} where is_bad")
        self.con.execute(f"alter table {name} drop column is_bad")
        rejected = sorted([*broken, *shown], key=lambda one: one.line)
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
    con.execute(
        f"create table {identifier(table.name)} as "
        f"select stage, {columns} from (select * from ({parts}){kept})"
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
