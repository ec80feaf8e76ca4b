"""Loads an export: read, map, check, build, publish. Any failure leaves what was published."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from data.building import Building, Request, open_building
from data.canonical import FilledFile
from data.engine import CheckResult as ReconciliationResult
from data.errors import DataContractError, StoreError
from data.load_record import Made, write_record
from data.planning import LoadPlan, plan, plan_of_nothing
from data.previous import built_with
from data.publish import current_file, kept_files, loader_lock, publish, sequence_of, verify
from data.quality import Rejected
from data.reading import open_files
from data.sql_text import identifier
from data.step_sql import row_of
from data.told import tell_ledger
from data.workspace import Workspace

Progress = Callable[[str, float | None], None]
_PREVIEW_ROWS = 5


def silent(step: str, fraction: float | None) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class FileReport:
    """What one file gave one canonical table; read = loaded + rejected."""

    file: str
    table: str
    columns: tuple[tuple[str, str], ...]
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]
    read: int
    loaded: int
    rejected: tuple[Rejected, ...]
    preview_columns: tuple[str, ...]
    preview_rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class LoadResult:
    """What a load did; `path` is None where nothing was published."""

    path: Path | None
    is_unchanged: bool
    fingerprint: str
    mapping: str
    data_date: date | None
    history: str
    files: tuple[FileReport, ...]
    unused_files: tuple[str, ...]
    counts: dict[str, int]
    problems: int
    checks: tuple[ReconciliationResult, ...]
    seconds: float

    @property
    def rejected(self) -> int:
        """The rows in the quarantine."""
        return sum(len(file.rejected) for file in self.files)


# A check is a load that stops before it publishes.
CheckResult = LoadResult


def load(
    paths: Sequence[str | Path],
    store: Path,
    *,
    source: str | None = None,
    incremental: bool = False,
    max_bad: Decimal | None = None,
    force: str | None = None,
    date_order: str | None = None,
    progress: Progress = silent,
    label: str | None = None,
    now: datetime | None = None,
    is_check: bool = False,
) -> LoadResult:
    """What was read and published; the same content again publishes nothing.

    `label` names the source where the mapping's own name does not tell (the demo company).
    Raises: DataContractError for what is wrong with the files, StoreError with the store,
    WorkspaceError with tandem.toml.
    """
    if force is not None and not force.strip():
        raise DataContractError("--force needs a reason, such as --force 'new fiscal year'")
    workspace = Workspace.read(store)
    request = Request(
        workspace,
        workspace.max_bad_percent if max_bad is None else max_bad,
        date_order,
        force,
        incremental,
        label or "",
        now or datetime.now(UTC),
    )
    return _run(paths, store, request, source, _Watch(progress, is_check))


@dataclass(frozen=True)
class _Watch:
    progress: Progress
    is_check: bool


def _run(
    paths: Sequence[str | Path],
    store: Path,
    request: Request,
    source: str | None,
    watch: _Watch,
) -> LoadResult:
    started = time.monotonic()
    with loader_lock(store) as folder, _said_plainly(store):
        job = _Job(store, folder, tuple(map(str, paths)), watch.is_check, started)
        watch.progress("looking at the files", 0.0)
        planned = plan(open_files(paths, folder), source, is_forced=request.force is not None)
        named = replace(request, mapping_name=request.mapping_name or planned.mapping.name)
        done = _built(planned, named, watch.progress, job)
    return _told(store, done, request.now)


def rebuild(
    store: Path, *, progress: Progress = silent, now: datetime | None = None
) -> LoadResult | None:
    """The published rows built into facts anew; None where they are up to date.

    For a new version of Tandem or a change of tandem.toml, without the export at hand.
    Raises: StoreError when nothing is published.
    """
    started, workspace = time.monotonic(), Workspace.read(store)
    built = built_with(store)
    if built.is_up_to_date(workspace):
        return None
    request = Request(
        workspace,
        workspace.max_bad_percent,
        date_order=None,
        force=None,
        is_incremental=True,
        mapping_name=built.mapping,
        now=now or datetime.now(UTC),
        is_rebuild=True,
    )
    with loader_lock(store) as folder, _said_plainly(store):
        job = _Job(store, folder, (built.path.name,), False, started)
        done = _built(plan_of_nothing(), request, progress, job)
    return _told(store, done, request.now)


def _told(store: Path, done: LoadResult, now: datetime) -> LoadResult:
    if done.path is not None:
        tell_ledger(store, done.path.name, done.fingerprint, done.data_date, now=now)
    return done


def _built(planned: LoadPlan, request: Request, progress: Progress, job: "_Job") -> LoadResult:
    building = open_building(job.folder, planned, request, progress)
    try:
        return _made(building, job)
    finally:
        building.con.close()


@contextmanager
def _said_plainly(store: Path) -> Iterator[None]:
    """What the disk or the memory refuses, as an error of the store."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{store}: cannot be written: {error.strerror}") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        said = str(error).partition("\n")[0]
        raise StoreError(f"{store}: the new file cannot be written: {said}") from error


def check(
    paths: Sequence[str | Path],
    store: Path,
    *,
    source: str | None = None,
    incremental: bool = False,
    max_bad: Decimal | None = None,
    force: str | None = None,
    date_order: str | None = None,
    progress: Progress = silent,
    now: datetime | None = None,
) -> CheckResult:
    """What a load of the same files would do, all of it but the publishing."""
    return load(
        paths,
        store,
        source=source,
        incremental=incremental,
        max_bad=max_bad,
        force=force,
        date_order=date_order,
        progress=progress,
        now=now,
        is_check=True,
    )


@dataclass(frozen=True)
class _Job:
    store: Path
    folder: Path
    paths: tuple[str, ...]
    is_check: bool
    started: float


def _made(building: Building, job: _Job) -> LoadResult:
    building.fill(job.folder)
    reports = tuple(_report(building, one) for one in building.files)
    building.join_previous(current_file(job.store))
    building.quarantine()
    fingerprint = building.fingerprint()
    before = building.previous
    # What another version built cannot be read, whatever its fingerprint says.
    is_unchanged = (
        before is not None and before.is_of_this_version and before.fingerprint == fingerprint
    )
    path: Path | None = None
    counts: dict[str, int] = {}
    problems = 0
    if not is_unchanged:
        building.facts()
        (problems,) = row_of(building.con.execute("select count(*) from data_problem"))
        counts = building.counts()
    if not is_unchanged and not job.is_check:
        path = _published(building, job, fingerprint, counts)
    return LoadResult(
        path,
        is_unchanged,
        fingerprint,
        building.request.mapping_name,
        building.data_date,
        building.history,
        reports,
        building.plan.unused,
        counts,
        problems,
        building.checks,
        time.monotonic() - job.started,
    )


def _published(building: Building, job: _Job, fingerprint: str, counts: dict[str, int]) -> Path:
    sequence = max((sequence_of(one) for one in kept_files(job.store)), default=0) + 1
    write_record(
        building, Made(sequence, fingerprint, job.paths, counts, time.monotonic() - job.started)
    )
    building.progress("publishing", 0.98)
    building.con.execute("checkpoint")
    building.con.close()
    made = job.folder / "building.duckdb"
    verify(made, counts)
    return publish(job.store, made, sequence, fingerprint)


def _report(building: Building, one: FilledFile) -> FileReport:
    columns = tuple(name for name, _ in one.mapped)
    names = ", ".join(identifier(name) for name in columns)
    found = building.con.execute(
        f"select {names} from {identifier(one.step.table.name)} limit {_PREVIEW_ROWS}"
    ).fetchall()
    return FileReport(
        one.step.file.name,
        one.step.table.name,
        one.mapped,
        building.plan.unknown_columns(one.step.file),
        one.step.file.notes,
        one.read,
        one.loaded,
        one.rejected,
        columns,
        tuple(found),
    )
