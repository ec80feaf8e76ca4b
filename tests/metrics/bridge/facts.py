"""Deals written as a person says them, loaded as a real export or built as real facts."""

import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb

from data.engine import build_facts
from data.load import load
from data.warehouse import Reader, Warehouse
from data.workspace import Workspace
from tests.data.models.company import create_tables

Row = Mapping[str, object]
STAGES: list[Row] = [
    {"stage": "Qualify", "position": 1, "kind": "open"},
    {"stage": "Propose", "position": 2, "kind": "open"},
    {"stage": "Won", "position": 3, "kind": "won"},
    {"stage": "Lost", "position": 4, "kind": "lost"},
]
_SEQUENCE = itertools.count(1_000_000)


@dataclass(frozen=True)
class State:
    """What a deal is from a moment on; the close is the expected one, or the day it closed."""

    at: datetime
    amount: object
    close: date | None
    outcome: str = "open"
    region: str = "EMEA"
    stage: str = "Qualify"
    is_deleted: bool = False

    def row(self, key: str) -> Row:
        """The state as a row of the history."""
        return {
            "opportunity_id": key,
            "changed_at": self.at.isoformat(sep=" "),
            "stage": {"won": "Won", "lost": "Lost"}.get(self.outcome, self.stage),
            "amount": self.amount,
            "expected_close_on": self.close,
            "outcome": self.outcome,
            "is_deleted": str(self.is_deleted).lower(),
            "region": self.region,
        }


def moment(day: date, hour: int = 9) -> datetime:
    """A full hour of a day, in UTC without saying so."""
    return datetime.combine(day, time(hour))


def opportunity(key: str, states: Sequence[State], currency: str = "USD") -> Row:
    """The deal as the export shows it now: its last state, created with its first."""
    last = states[-1]
    run = list(itertools.takewhile(lambda one: one.outcome == last.outcome, reversed(states)))
    return {
        "opportunity_id": key,
        "name": f"Deal {key}",
        "created_at": states[0].at.isoformat(sep=" "),
        "stage": {"won": "Won", "lost": "Lost"}.get(last.outcome, last.stage),
        "amount": last.amount,
        "currency": currency,
        "expected_close_on": last.close,
        "closed_at": None if last.outcome == "open" else run[-1].at.isoformat(sep=" "),
        "outcome": last.outcome,
        "region": last.region,
    }


def tables_of(deals: Mapping[str, Sequence[State]]) -> dict[str, list[Row]]:
    """The export of deals with their whole history."""
    return {
        "stages": STAGES,
        "opportunities": [opportunity(key, states) for key, states in deals.items()],
        "opportunity_history": [
            state.row(key) for key, states in deals.items() for state in states
        ],
    }


def loaded(folder: Path, tables: Mapping[str, Sequence[Row]], now: datetime) -> Path:
    """A store that holds the tables, written as CSV files and loaded from them."""
    export, store = folder / "export", folder / "store"
    export.mkdir()
    for name, rows in tables.items():
        if rows:
            with (export / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
    load([export], store, now=now.replace(tzinfo=UTC))
    return store


def reader_of(store: Path) -> Reader:
    """A reader of what is published in the store."""
    return Warehouse(store).reader()


@dataclass(frozen=True)
class BuiltLoad:
    """The load record of facts that were built in memory."""

    workspace: Workspace
    data_date: date | None
    has_real_history: bool
    seq: int
    fingerprint: str = "built"
    published_at: datetime = datetime(2026, 1, 1, tzinfo=UTC)


class Built:
    """A reader on facts built in memory by the same models as a load's."""

    def __init__(self, tables: Mapping[str, Sequence[Row]], data_date: date) -> None:
        self.con = duckdb.connect()
        create_tables(self.con)
        for name, rows in tables.items():
            if rows:
                columns = ", ".join(f'"{column}"' for column in rows[0])
                marks = ", ".join("?" for _ in rows[0])
                self.con.executemany(
                    f'insert into "{name}" ({columns}) values ({marks})',
                    [[None if cell == "" else cell for cell in row.values()] for row in rows],
                )
        self._load = BuiltLoad(Workspace(), data_date, True, next(_SEQUENCE))
        build_facts(self.con, Workspace())

    @property
    def load(self) -> BuiltLoad:
        """The record of this build."""
        return self._load

    def exact_rows(self, sql: str, params: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of the query."""
        with self.con.cursor() as cursor:
            return cursor.execute(sql, dict(params)).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self.con.close()
