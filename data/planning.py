"""What a load will do with the files it was given: which mapping, which file to which table."""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from data.errors import DataContractError
from data.mapping import CANONICAL, FieldSpec, Mapping, TableSpec, known_mappings, meant
from data.reading import SourceFile
from data.schema import TABLES, Table


@dataclass(frozen=True)
class Step:
    """One canonical table to fill from one file."""

    spec: TableSpec
    file: SourceFile

    @property
    def table(self) -> Table:
        """The canonical table."""
        return TABLES[self.spec.table]


@dataclass(frozen=True)
class LoadPlan:
    """The mapping, its steps in order, and the files of the export that nothing uses."""

    mapping: Mapping
    steps: tuple[Step, ...]
    unused: tuple[str, ...]
    files: tuple[SourceFile, ...]

    def tables(self) -> tuple[str, ...]:
        """The canonical tables that some file fills."""
        return tuple(dict.fromkeys(step.spec.table for step in self.steps))

    def reads_each_file_once(self) -> bool:
        """Whether no file is read for two tables, for its rows or to look values up."""
        read: list[str] = []
        for table in self.tables():
            steps = [step for step in self.steps if step.spec.table == table]
            used = {step.file.name for step in steps}
            for spec in (one for step in steps for one in step.spec.columns.values()):
                found = self.file_for(spec.lookup.files) if spec.lookup else None
                used.update([found.name] if found else [])
            read.extend(used)
        return len(read) == len(set(read))

    def file_for(self, patterns: Iterable[str]) -> SourceFile | None:
        """The first file of the export that fits the first pattern that has one."""
        return _first_fit(patterns, self.files)

    def unknown_columns(self, file: SourceFile) -> tuple[str, ...]:
        """The columns of the file that no table uses."""
        used: set[int | None] = set()
        for step in self.steps:
            for spec in step.spec.columns.values():
                if step.file.name == file.name:
                    used.update(file.position(name) for name in _columns_read(spec))
                if spec.lookup and self.file_for(spec.lookup.files) is file:
                    used.update({file.position(spec.lookup.key), file.position(spec.lookup.value)})
        return tuple(name for index, name in enumerate(file.columns) if index not in used)


def plan(files: Sequence[SourceFile], source: str | None, is_forced: bool) -> LoadPlan:
    """The plan for the files; `source` names a mapping, None recognises one.

    Raises: DataContractError for an unknown mapping, files that fit none, an empty file,
    or a required column that is missing (by name, with the nearest there is).
    """
    known = known_mappings()
    if source is not None:
        candidates = [one for one in known if one.name == source]
        names = [CANONICAL, *(one.name for one in known)]
        if source not in names:
            raise DataContractError(
                f"no mapping '{source}'{meant(source, names)}; known: {', '.join(names)}"
            )
        plans = [_plan_by(one, files) for one in candidates] or [_canonical_plan(files)]
    else:
        plans = [_canonical_plan(files), *(_plan_by(one, files) for one in known)]
    best = max((one for one in plans if one.steps), key=_fit, default=None)
    if best is None:
        shown = ", ".join(file.name for file in files[:5])
        raise DataContractError(
            f"no mapping fits the files ({shown}); `python -m data sources` lists the files and "
            "columns each mapping expects, --source NAME chooses one"
        )
    _refuse_empty(best, is_forced)
    filled = [step for step in best.steps if step.file.columns]
    for step in filled:
        _refuse_missing_columns(step)
    return LoadPlan(best.mapping, tuple(filled), best.unused, best.files)


def plan_of_nothing() -> LoadPlan:
    """The plan without a file: everything is taken from the load before."""
    mapping = Mapping(name=CANONICAL, title="Canonical files", tables=(_ANY,))
    return LoadPlan(mapping, (), (), ())


def _fit(one: LoadPlan) -> tuple[int, int, int]:
    """How well a plan fits: tables with all required columns, then fewest without, then files."""
    complete = sum(1 for step in one.steps if not _missing(step))
    return complete, complete - len(one.steps), -len(one.unused)


def _plan_by(mapping: Mapping, found: Sequence[SourceFile]) -> LoadPlan:
    files = _as_told(mapping, found)
    steps: list[Step] = []
    used: set[str] = set()
    for spec in mapping.tables:
        file = _first_fit(spec.files, files)
        if file is None:
            continue
        steps.append(Step(spec, file))
        used.add(file.name)
        for one in spec.columns.values():
            looked_up = _first_fit(one.lookup.files, files) if one.lookup else None
            if looked_up is not None:
                used.add(looked_up.name)
    unused = tuple(file.name for file in files if file.name not in used)
    return LoadPlan(mapping, tuple(steps), unused, tuple(files))


def _as_told(mapping: Mapping, files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """The files with what the mapping knows of how their lines are written."""
    short = {one.name for one in files if _first_fit(mapping.short_lines, (one,)) is not None}
    return tuple(replace(one, has_short_lines=one.name in short) for one in files)


def _first_fit(patterns: Iterable[str], files: Sequence[SourceFile]) -> SourceFile | None:
    for pattern in patterns:
        stem = pattern.casefold()
        for ending in (".csv", ".xlsx", ".parquet", ".jsonl"):
            stem = stem.removesuffix(ending)
        for file in files:
            if fnmatch.fnmatchcase(file.stem, stem):
                return file
    return None


def _canonical_plan(files: Sequence[SourceFile]) -> LoadPlan:
    steps: list[Step] = []
    for file in files:
        table = _canonical_table(file)
        if table is None:
            continue
        columns = {
            column.name: FieldSpec(column=(column.name,))
            for column in table.columns
            if column.required or file.position(column.name) is not None
        }
        steps.append(Step(TableSpec(table=table.name, files=(file.name,), columns=columns), file))
    used = {step.file.name for step in steps}
    order = list(TABLES)
    steps.sort(key=lambda step: order.index(step.spec.table))
    unused = tuple(file.name for file in files if file.name not in used)
    specs = tuple(step.spec for step in steps) or (_ANY,)
    mapping = Mapping(name=CANONICAL, title="Canonical files", tables=specs)
    return LoadPlan(mapping, tuple(steps), unused, tuple(files))


_ANY = TableSpec(
    table="products",
    files=("products",),
    columns={name: FieldSpec(column=(name,)) for name in ("product_id", "name")},
)


def _canonical_table(file: SourceFile) -> Table | None:
    """The table a file holds: by its name, by a table's name within it, or by its columns."""
    words = "_".join(re.findall(r"[a-z]+", file.stem))
    if file.stem in TABLES or words in TABLES:
        return TABLES.get(file.stem) or TABLES[words]
    complete = [
        table
        for table in TABLES.values()
        if file.columns
        and all(file.position(one.name) is not None for one in table.columns if one.required)
    ]
    named = [table for table in complete if re.search(rf"(^|_){table.name}(_|$)", words)]
    if named:
        return max(named, key=lambda table: len(table.name))
    known = [
        table
        for table in complete
        if all(name.strip().casefold() in table.column_names for name in file.columns)
    ]
    return known[0] if len(known) == 1 else None


def _columns_read(spec: FieldSpec) -> tuple[str, ...]:
    """The names of the file's columns that a field reads."""
    return (*spec.origins, spec.when.column) if spec.when else spec.origins


def _missing(step: Step) -> list[str]:
    """The columns of the file that required fields need and that are not there."""
    missing = []
    for column in step.table.columns:
        spec = step.spec.columns.get(column.name)
        if not column.required or spec is None:
            continue
        found = [step.file.position(name) for name in spec.column]
        if spec.column and all(position is None for position in found):
            missing.append(spec.column[0])
        missing += [name for name in spec.joined if step.file.position(name) is None]
    return missing


def _refuse_missing_columns(step: Step) -> None:
    missing = _missing(step)
    if missing:
        free = [
            name
            for name in step.file.columns
            if not any(name.casefold() == one.casefold() for one in step.table.column_names)
        ]
        said = "; ".join(
            f"required column '{name}' is missing{meant(name, free)}" for name in missing
        )
        there = ", ".join(step.file.columns[:12])
        raise DataContractError(f"{step.file.name}: {said} (columns there: {there})")
    counts = [name.strip().casefold() for name in step.file.columns]
    for spec in step.spec.columns.values():
        for name in _columns_read(spec):
            if counts.count(name.strip().casefold()) > 1:
                raise DataContractError(
                    f"{step.file.name}: the column '{name}' stands there twice; remove one"
                )


def _refuse_empty(best: LoadPlan, is_forced: bool) -> None:
    for step in best.steps:
        if not step.file.columns and not is_forced:
            raise DataContractError(
                f"{step.file.name}: the file is empty (0 bytes); export it again, "
                "or load without it by --force REASON"
            )
