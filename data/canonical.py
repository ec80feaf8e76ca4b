"""Fills the canonical tables from the files of a plan, two tables at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from data.duplicates import repeated_keys_out
from data.filling import Filler, Rules, Staged, merged
from data.lanes import LANES, Cursor, Task, Watch, side_by_side
from data.planning import LoadPlan, Step
from data.quality import Rejected, refuse_too_many
from data.schema import TABLES

Progress = Callable[[str, float | None], None]
# The share of a load's time that is reading.
_SHARE = 0.6


@dataclass(frozen=True)
class FilledFile:
    """What one file gave one canonical table."""

    step: Step
    mapped: tuple[tuple[str, str], ...]
    read: int
    loaded: int
    rejected: tuple[Rejected, ...]


def filled_files(con: Cursor, plan: LoadPlan, rules: Rules, progress: Progress) -> list[FilledFile]:
    """What each file gave each table it fills, in the order of the plan.

    Raises: DataContractError for what is wrong with the first file that cannot be loaded.
    """
    reading = _Reading(plan, rules, progress)
    tables = plan.tables()
    tasks = [Task(table, frozenset(), partial(reading.fill, table)) for table in tables]
    # What a file needed to be read is known to its next reader: there is one lane then.
    lanes = LANES if plan.reads_each_file_once() else 1
    watch = Watch(reading.begins, reading.ended)
    filled = side_by_side(con, tasks, reading.prepare, watch, lanes)
    return [file for files in filled for file in files]


@dataclass
class _Reading:
    """The reading of one plan: a filler for each cursor, and how far it is."""

    plan: LoadPlan
    rules: Rules
    progress: Progress
    _fillers: dict[int, Filler] = field(default_factory=dict)
    _done: int = 0

    def prepare(self, cursor: Cursor) -> None:
        """Makes a cursor read moments without an offset in the workspace's zone."""
        cursor.execute(f"set TimeZone = '{self.rules.zone}'")
        self._fillers[id(cursor)] = Filler(cursor, self.plan, self.rules)

    def begins(self, place: int) -> None:
        """Tells which files are read now."""
        names = ", ".join(step.file.name for step in self._steps(self.plan.tables()[place]))
        total = sum(step.file.size for step in self.plan.steps) or 1
        self.progress(f"reading {names}", self._done / total * _SHARE)

    def ended(self, place: int) -> None:
        """Counts what is read."""
        self._done += sum(step.file.size for step in self._steps(self.plan.tables()[place]))

    def fill(self, table: str, cursor: Cursor) -> list[FilledFile]:
        """What each of the table's files gave it."""
        filler = self._fillers[id(cursor)]
        staged = [filler.stage(step) for step in self._steps(table)]
        return _taken(cursor, table, staged, self.rules)

    def _steps(self, table: str) -> list[Step]:
        return [step for step in self.plan.steps if step.spec.table == table]


def _taken(cursor: Cursor, table: str, staged: list[Staged], rules: Rules) -> list[FilledFile]:
    """The canonical table of its stages, each key once; what each stage gave it."""
    counts = merged(cursor, TABLES[table], staged)
    repeated = repeated_keys_out(cursor, TABLES[table], staged)
    files = []
    for index, one in enumerate(staged):
        again = repeated.get(index, [])
        rejected = sorted([*one.rejected, *again], key=lambda row: row.line)
        loaded = counts[index] - len(again)
        # Rows of a distinct step that gave way are no rows of their own.
        read = loaded if one.step.spec.distinct else one.read
        refuse_too_many(one.sql, read, len(rejected), again, rules.max_bad)
        mapped = tuple((field.column.name, field.shown) for field in one.sql.fields)
        files.append(FilledFile(one.step, mapped, read, loaded, tuple(rejected)))
    return files
