"""Build the facts: each model is one SELECT, run in the order of its references."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from data.errors import DataContractError
from data.lanes import Cursor, Task, Watch, side_by_side
from data.seeds import SEEDS, SETTING, create_calendars, create_setting
from data.workspace import Workspace

MODELS = Path(__file__).parent / "models"
CHECKS = Path(__file__).parent / "checks"
_SHOWN_ROWS = 3
# The database in memory that holds the steps: temporary tables are seen by one cursor alone.
_STEPS = "steps"
_CALENDARS = "business time"
_REFERENCE = re.compile(r"\b(?:from|join)\s+([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")

Progress = Callable[[str], None]

# What the portable subset lacks; every engine provides these under the same names.
# Moments are naive UTC timestamps.
FUNCTIONS = (
    # The workspace's wall clock at a UTC moment, and the UTC moment of a wall clock.
    "local_time(moment) as moment at time zone 'UTC' at time zone '{zone}'",
    "utc_time(clock) as clock at time zone '{zone}' at time zone 'UTC'",
    # Whole seconds that passed between two moments; negative when they are the wrong way.
    "seconds_between(start_at, end_at) as (epoch_us(end_at) - epoch_us(start_at)) // 1000000",
    # Seconds of one window that have passed at a moment; 0 where there is no window.
    "opened_seconds(moment, opens_at, closes_at) as coalesce((epoch_us("
    "least(greatest(moment, opens_at), closes_at)) - epoch_us(opens_at)) // 1000000, 0)",
    # The names in the order of their positions, joined by ' > '.
    "path_of(name, place) as string_agg(name, ' > ' order by place)",
)


@dataclass(frozen=True)
class Model:
    """One model file: its table, its SELECT, and whether the table is only a step."""

    name: str
    sql: str
    is_step: bool
    references: frozenset[str]


@dataclass(frozen=True)
class CheckResult:
    """What one check found: its failing rows, at most three of them shown."""

    name: str
    is_hard: bool
    failures: int
    shown: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the identity holds."""
        return self.failures == 0


def build_facts(
    con: duckdb.DuckDBPyConnection, workspace: Workspace, progress: Progress = lambda step: None
) -> None:
    """Create every fact on a connection whose canonical tables are filled.

    `progress` is told each model's name before it is built; two are built at a time.
    Steps (their first line says so) are tables in memory, gone when no later model reads them.
    Raises: DataContractError that names the model.
    """
    create_setting(con, workspace)
    models = models_in_order()
    tasks = [
        # Python makes the calendars; what needs none of them is built meanwhile.
        Task(_CALENDARS, frozenset(), lambda cursor: create_calendars(cursor, workspace)),
        *(Task(model.name, _after(model), partial(_build, model)) for model in models),
    ]
    ((database,),) = con.execute("select current_database()").fetchall()
    unread = Counter(name for model in models for name in model.references)

    def prepare(cursor: Cursor) -> None:
        cursor.execute("set TimeZone = 'UTC'")
        cursor.execute(f"set search_path = '{database},{_STEPS}'")
        provide_functions(cursor, workspace.zone)

    def ended(place: int) -> None:
        read = tasks[place].after
        unread.subtract(read)
        for step in models:
            if step.is_step and step.name in read and not unread[step.name]:
                con.execute(f"drop table {_STEPS}.{step.name}")

    con.execute(f"attach ':memory:' as {_STEPS}")
    try:
        watch = Watch(lambda place: progress(tasks[place].name), ended)
        side_by_side(con, tasks, prepare, watch)
    finally:
        con.execute(f"detach {_STEPS}")


def _after(model: Model) -> frozenset[str]:
    """What is built before the model."""
    is_calendar_read = model.references & set(SEEDS) - {SETTING}
    return model.references | ({_CALENDARS} if is_calendar_read else set())


def _build(model: Model, cursor: Cursor) -> None:
    place = f"{_STEPS}.{model.name}" if model.is_step else model.name
    try:
        cursor.execute(f"create table {place} as {model.sql}")
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise DataContractError(_said("model", model.name, error)) from error


def provide_functions(con: duckdb.DuckDBPyConnection, zone: ZoneInfo) -> None:
    """Create the functions the models may use beyond the portable subset, for this session."""
    for function in FUNCTIONS:
        con.execute(f"create or replace temp macro {function.format(zone=zone.key)}")


def run_checks(con: duckdb.DuckDBPyConnection) -> tuple[CheckResult, ...]:
    """The result of every check in `data/checks`, by name; a returned row is a failure.

    A hard check stops the load; a soft one is reported (its first line says which).
    """
    results = []
    for path in sorted(CHECKS.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        try:
            rows = con.execute(sql).fetchall()
        except duckdb.Error as error:
            raise DataContractError(_said("check", path.stem, error)) from error
        shown = tuple(", ".join(str(value) for value in row) for row in rows[:_SHOWN_ROWS])
        is_hard = sql.startswith("-- Hard:")
        results.append(CheckResult(path.stem, is_hard, len(rows), shown))
    return tuple(results)


@cache
def models_in_order() -> tuple[Model, ...]:
    """Every model after the models it reads, ties by name; the same order each time.

    Raises: DataContractError when models read each other in a circle.
    """
    return in_order(_model(path) for path in sorted(MODELS.glob("*.sql")))


def in_order(models: Iterable[Model]) -> tuple[Model, ...]:
    """The models ordered by their references; tables that are no model do not count."""
    waiting = {model.name: model for model in models}
    names = frozenset(waiting)
    ordered: list[Model] = []
    done: set[str] = set()
    while waiting:
        ready = sorted(name for name, model in waiting.items() if model.references & names <= done)
        if not ready:
            raise DataContractError(f"models read each other in a circle: {', '.join(waiting)}")
        ordered.extend(waiting.pop(name) for name in ready)
        done.update(ready)
    return tuple(ordered)


def references_in(sql: str) -> frozenset[str]:
    """The names that stand after FROM or JOIN, comments left out."""
    return frozenset(_REFERENCE.findall(_COMMENT.sub("", sql)))


def _model(path: Path) -> Model:
    sql = path.read_text(encoding="utf-8")
    references = references_in(sql) - {path.stem}
    return Model(path.stem, sql, sql.startswith("-- Step:"), references)


def _said(kind: str, name: str, error: duckdb.Error) -> str:
    reason = str(error).splitlines()[0]
    return (
        f"{kind} '{name}' (data/{kind}s/{name}.sql) cannot be run on this data: {reason};"
        " nothing was published. Mend the rows it names and load again"
    )
