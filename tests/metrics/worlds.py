"""Small worlds to ask questions of: every fact as the models build it, filled with a few rows."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from data.engine import build_facts
from data.schema import TABLES
from data.workspace import Workspace
from metrics.handed import HANDED_TABLES, Handed, handed_of
from metrics.kpi import Example, Given, Kpi, Story

# Tables of the export that KPIs read beside the facts.
RAW = ("touches", "activities")
# Dimensions of a fact are never null: what the rows do not say is this member.
NONE = "(none)"
TYPES = {
    "TEXT": "varchar",
    "DATE": "date",
    "MOMENT": "timestamp",
    "MONEY": "decimal(18, 2)",
    "NUMBER": "decimal(18, 6)",
    "INTEGER": "bigint",
    "BOOLEAN": "boolean",
}
DIMENSIONS = frozenset(
    (
        "region",
        "industry",
        "size_band",
        "source",
        "channel",
        "campaign",
        "product",
        "product_category",
        "strategy",
        "sourced_by",
        "team",
        "owner",
        "manager",
        "hand_back_reason",
        "icp_tier",
        "stage",
    )
)
_SEQUENCE = itertools.count(1)


@dataclass(frozen=True)
class WorldLoad:
    """The load record of a world."""

    workspace: Workspace
    data_date: date | None
    has_real_history: bool
    fingerprint: str = "world"
    seq: int = field(default_factory=lambda: next(_SEQUENCE))
    published_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    """A reader on an in-memory database whose facts are filled by hand."""

    def __init__(
        self,
        workspace: Workspace | None = None,
        as_of: date | None = None,
        has_real_history: bool = True,
    ) -> None:
        self.con = duckdb.connect()
        chosen = workspace or Workspace()
        _empty_facts(self.con, chosen)
        self._load = WorldLoad(chosen, as_of, has_real_history)
        self.statements: list[str] = []

    @property
    def load(self) -> WorldLoad:
        """The record of this world."""
        return self._load

    def exact_rows(self, sql: str, params: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of the query, remembering what was asked."""
        self.statements.append(sql)
        with self.con.cursor() as cursor:
            return cursor.execute(sql, dict(params)).fetchall()

    def add(self, table: str, columns: str, rows: str) -> "World":
        """The world with rows written as in a worked example."""
        names = [name.strip() for name in columns.split(",")]
        known = self._columns(table)
        assert set(names) <= set(known), f"{table} has no {set(names) - set(known)}"
        for line in filter(None, (line.strip() for line in rows.strip().splitlines())):
            given = dict(
                zip(names, (part.strip() or None for part in line.split("|")), strict=True)
            )
            full = {name: given.get(name) for name in known}
            for name in DIMENSIONS & set(full):
                full[name] = full[name] or NONE
            if table == "closed_opportunity" and given.get("is_won"):
                full["outcome"] = "won" if given["is_won"] == "true" else "lost"
            _insert(self.con, table, known, [list(full.values())])
        return self

    def _columns(self, table: str) -> dict[str, str]:
        rows = self.con.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_name = ? order by ordinal_position",
            [table],
        ).fetchall()
        return dict(rows)


def _insert(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Insert rows of texts, cast to the columns' types by the database."""
    values = ", ".join(f"cast(? as {kind})" for kind in columns.values())
    for row in rows:
        con.execute(f"insert into {table} values ({values})", list(row))


_EMPTY: dict[str, list[tuple[str, str, str]]] = {}


def _empty_facts(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Create the facts of a load without a row; the models run once a session."""
    if not _EMPTY:
        built = duckdb.connect()
        for table in TABLES.values():
            columns = ", ".join(
                f'"{column.name}" {TYPES[column.type.name]}' for column in table.columns
            )
            extra = ", origin varchar" if table.name == "opportunity_history" else ""
            built.execute(f'create table "{table.name}" ({columns}{extra})')
        build_facts(built, workspace)
        rows = built.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_name not in (select unnest(?)) order by table_name, ordinal_position",
            [[name for name in TABLES if name not in RAW]],
        ).fetchall()
        for name, column, kind in rows:
            _EMPTY.setdefault("facts", []).append((name, column, kind))
    for name, columns in itertools.groupby(_EMPTY["facts"], key=lambda row: row[0]):
        listed = ", ".join(f'"{column}" {kind}' for _, column, kind in columns)
        con.execute(f"create table {name} ({listed})")


def world_of(kpi: Kpi) -> World:
    """The world of a KPI's worked example."""
    example = kpi.example
    world = World()
    given = (
        (Given(kpi.fact, example.columns, example.rows),)
        if isinstance(example, Example)
        else example.given
    )
    for table in given:
        if table.table in HANDED_TABLES:
            continue
        world.add(table.table, table.columns, table.rows)
    return world


def handed_by(kpi: Kpi) -> Handed:
    """The ledger's records of a KPI's worked example."""
    return handed_of(kpi.example.given) if isinstance(kpi.example, Story) else Handed()


def as_of_example(example: Example | Story, end_on: date) -> date:
    """When a worked example is looked at: a year after its period unless it says."""
    if isinstance(example, Story):
        return example.as_of
    return end_on.replace(year=end_on.year + 1)
