"""Builds the new warehouse file beside the published one: canonical tables, history, facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from data.canonical import FilledFile, filled_files
from data.engine import CheckResult, build_facts, run_checks
from data.errors import DataContractError
from data.filling import Rules, empty_tables
from data.fingerprint import HISTORY, fingerprint_of
from data.history import grow_history
from data.planning import LoadPlan
from data.previous import (
    Previous,
    attach_previous,
    has_common_deals,
    keep_history,
    keep_reports,
    keep_the_rest,
    refuse_shrunk,
)
from data.schema import TABLES
from data.sql_text import identifier
from data.step_sql import row_of
from data.workspace import Workspace

Progress = Callable[[str, float | None], None]
MEMORY = "1800MB"
# What says up to when the data goes; expected dates, targets and ends of campaigns do not.
DATED = {
    "leads": ("created_at",),
    "touches": ("touched_at",),
    "opportunities": ("created_at", "entered_pipeline_at", "closed_at"),
    "opportunity_history": ("changed_at",),
    "bookings": ("booked_on",),
    "activities": ("at",),
    "spend": ("spent_on",),
}


@dataclass(frozen=True)
class Request:
    """What a load was asked to do."""

    workspace: Workspace
    max_bad: Decimal
    date_order: str | None
    force: str | None
    is_incremental: bool
    mapping_name: str
    now: datetime
    is_rebuild: bool = False

    @property
    def mode(self) -> str:
        """What the load's record calls it."""
        if self.is_rebuild:
            return "rebuild"
        return "incremental" if self.is_incremental else "full"


@dataclass
class Building:
    """The new file while it is made; `con` is open on it until `close`."""

    con: duckdb.DuckDBPyConnection
    plan: LoadPlan
    request: Request
    progress: Progress
    files: list[FilledFile] = field(default_factory=list)
    kept_file_rows: list[tuple[object, ...]] = field(default_factory=list)
    previous: Previous | None = None
    history: str = "derived"
    data_date: date | None = None
    checks: tuple[CheckResult, ...] = ()

    def fill(self, folder: Path) -> None:
        """Fills every canonical table from the files of the plan."""
        workspace, request = self.request.workspace, self.request
        order = request.date_order or self.plan.mapping.date_order
        rules = Rules(workspace.time_zone, request.max_bad, order, bool(request.force), folder)
        self.files.extend(filled_files(self.con, self.plan, rules, self.progress))
        self._stages_of_mapping()
        empty_tables(self.con)
        self.con.execute("set TimeZone = 'UTC'")
        origin = f"alter table {HISTORY} add column origin varchar default 'export'"
        self.con.execute(origin)

    def _stages_of_mapping(self) -> None:
        if not self.plan.mapping.stages or "stages" in self.plan.tables():
            return
        empty_tables(self.con)
        rows = [
            (
                one.stage,
                one.position,
                one.kind,
                one.in_pipeline,
                one.probability,
                one.forecast_category,
            )
            for one in self.plan.mapping.stages
        ]
        self.con.executemany("insert into stages values (?, ?, ?, ?, ?, ?)", rows)

    def join_previous(self, published: Path | None) -> None:
        """Compares with the load before, keeps what an incremental load keeps, grows history."""
        self.previous = attach_previous(self.con, published)
        if self.previous is not None:
            is_same_source = self.previous.mapping == self.request.mapping_name
            if self.request.is_incremental:
                keep_the_rest(self.con, self._filled())
            elif is_same_source and not self.request.force:
                refuse_shrunk(
                    self.con, {one.step.table.name: one.step.file.name for one in self.files}
                )
        self.data_date = self._latest_day()
        if self.previous is not None and HISTORY not in self._filled():
            self._compare(is_same_source=is_same_source)
            self.data_date = self._latest_day()
        self.history = self._history()

    def _compare(self, is_same_source: bool) -> None:
        """Writes versions of what changed, where both loads are of one company."""
        if self.request.is_incremental:
            is_comparable = True
        else:
            is_comparable = is_same_source and has_common_deals(self.con)
            if is_comparable:
                keep_history(self.con)
        previous = self.previous
        if is_comparable and previous is not None and self.data_date is not None:
            grow_history(
                self.con,
                self.request.workspace,
                # Where the latest deal is the one that is gone, the data does not go back in time.
                (previous.data_date, max(previous.data_date or self.data_date, self.data_date)),
                is_full=not self.request.is_incremental and "opportunities" in self._filled(),
            )

    def _filled(self) -> tuple[str, ...]:
        return self.plan.tables()

    def _history(self) -> str:
        rows, grown = row_of(
            self.con.execute(f"select count(*), count(*) filter (origin = 'load') from {HISTORY}")
        )
        if rows == 0:
            return "derived"
        return "grown" if grown else "export"

    def _latest_day(self) -> date | None:
        """The local day of the latest moment in the data that is not after the load's clock."""
        zone = self.request.workspace.zone
        now = self.request.now
        today = now.astimezone(zone).date()
        days: list[date] = []
        for table, columns in DATED.items():
            for column in columns:
                name = identifier(column)
                bound = "$today" if TABLES[table].column(column).type.value == "date" else "$now"
                found = self.con.execute(
                    f"select max({name}) from {table} where {name} <= {bound}",
                    {bound[1:]: today if bound == "$today" else _naive(now)},
                ).fetchone()
                latest = found[0] if found else None
                if isinstance(latest, datetime):
                    days.append(latest.replace(tzinfo=UTC).astimezone(zone).date())
                elif latest is not None:
                    days.append(latest)
        return max(days, default=None)

    def quarantine(self) -> None:
        """Writes the rows that did not load, and what each file gave."""
        self.con.execute(
            "create table quarantine (file varchar, line bigint, table_name varchar, "
            "column_name varchar, value varchar, reason varchar, raw varchar)"
        )
        rows = [
            (one.file, one.line, one.table, one.column, one.value, one.reason, one.raw)
            for filled in self.files
            for one in filled.rejected
        ]
        if rows:
            self.con.executemany("insert into quarantine values (?, ?, ?, ?, ?, ?, ?)", rows)
        if self.previous is not None and self.request.is_incremental:
            self.kept_file_rows = keep_reports(self.con, self._filled())

    def fingerprint(self) -> str:
        """The content's fingerprint."""
        return fingerprint_of(self.con, self.request.workspace)

    def facts(self) -> None:
        """Builds the facts and checks them.

        Raises: DataContractError when a reconciliation that must hold does not.
        """
        if self.previous is not None:
            self.con.execute("detach before")
        self.progress("building the facts", 0.6)
        build_facts(
            self.con, self.request.workspace, lambda step: self.progress(f"building {step}", None)
        )
        self.progress("checking", 0.95)
        self.checks = run_checks(self.con)
        failed = [one for one in self.checks if one.is_hard and not one.passed]
        if failed:
            said = "; ".join(f"{one.name}: {one.failures} rows, {one.shown[0]}" for one in failed)
            raise DataContractError(f"the facts do not reconcile ({said}); nothing is published")

    def counts(self) -> dict[str, int]:
        """The rows of every table of the file."""
        names = self.con.execute(
            "select table_name from duckdb_tables() where database_name = current_database() "
            "and not temporary order by 1"
        ).fetchall()
        return {
            name: row_of(self.con.execute(f"select count(*) from {identifier(name)}"))[0]
            for (name,) in names
        }


def open_building(folder: Path, plan: LoadPlan, request: Request, progress: Progress) -> Building:
    """A building on a new, empty file in the folder."""
    con = duckdb.connect(str(folder / "building.duckdb"))
    con.execute(f"set memory_limit = '{MEMORY}'")
    con.execute(f"set temp_directory = '{str(folder / 'spill').replace(chr(39), chr(39) * 2)}'")
    con.execute("set autoinstall_known_extensions = false")
    con.execute("set autoload_known_extensions = false")
    # One checkpoint, before it is published: one in between waits for the other lane's statement.
    con.execute("set wal_autocheckpoint = '1TB'")
    return Building(con, plan, request, progress)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
