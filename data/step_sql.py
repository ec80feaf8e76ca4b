"""The SQL of one step: the text of each canonical column, its value, and when it is unreadable."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from data.mapping import FieldSpec, Lookup
from data.planning import Step
from data.reading import SourceFile
from data.schema import Column
from data.sql_text import identifier, literal
from data.styles import StyledColumn
from data.values import Styles, parsed, unreadable


@dataclass(frozen=True)
class Field:
    """One canonical column of a step: SQL for its text, and the file's name for it."""

    column: Column
    raw: str
    shown: str


@dataclass(frozen=True)
class StepSql:
    """The statements of a step; `lookups` names the temporary table of each lookup."""

    step: Step
    zone: str
    lookups: Mapping[Lookup, str]
    styles: Styles

    @property
    def fields(self) -> tuple[Field, ...]:
        """The canonical columns that the mapping fills, in the table's order."""
        specs = self.step.spec.columns
        return tuple(
            Field(column, self._raw(specs[column.name]), _shown(specs[column.name]))
            for column in self.step.table.columns
            if column.name in specs
        )

    def values(self) -> str:
        """SQL for every canonical column with its type; null where the mapping has none."""
        by_name = {field.column.name: field for field in self.fields}
        texts = []
        for column in self.step.table.columns:
            field = by_name.get(column.name)
            value = parsed(field.raw, column, self.styles, self.zone) if field else "null"
            texts.append(f"cast({value} as {column.type.value}) as {identifier(column.name)}")
        return ", ".join(texts)

    def flags(self) -> list[str]:
        """SQL for each field: whether its text cannot be read."""
        return [
            unreadable(
                field.raw,
                parsed(field.raw, field.column, self.styles, self.zone),
                field.column,
                self.step.file.has_nul,
            )
            or "false"
            for field in self.fields
        ]

    def is_bad(self) -> str:
        """SQL that is true where any field cannot be read; never null."""
        flags = [flag for flag in self.flags() if flag != "false"]
        return f"coalesce({' or '.join(flags)}, true)" if flags else "false"

    def source(self, rejects: str = "", is_numbered: bool = False) -> str:
        """A FROM clause: the file's rows as f, numbered in `record` if asked, with lookups."""
        rows = self.step.file.relation(rejects)
        if is_numbered:
            rows = f"(select row_number() over () as record, * from {rows})"
        joins = "".join(
            f" left join {table} on {table}.key = {self._key(lookup)}"
            for lookup, table in self.lookups.items()
        )
        return f"{rows} as f{joins}"

    def condition(self) -> str:
        """SQL that is false for rows the step leaves out: those without a key, if distinct."""
        if not self.step.spec.distinct:
            return "true"
        keys = self.step.table.key
        return " and ".join(f"({one.raw}) is not null" for one in self._named(keys))

    def key_values(self) -> list[str]:
        """SQL for the value of each key column; null where the mapping does not fill it."""
        by_name = {field.column.name: field for field in self.fields}
        texts = []
        for name in self.step.table.key:
            column, field = self.step.table.column(name), by_name.get(name)
            value = parsed(field.raw, column, self.styles, self.zone) if field else "null"
            texts.append(f"cast({value} as {column.type.value})")
        return texts

    def styled(self) -> list[StyledColumn]:
        """The fields as columns whose style can be told."""
        name = self.step.file.name
        return [
            StyledColumn(field.column, field.raw, f"{name}, column '{field.shown}'")
            for field in self.fields
        ]

    def _named(self, names: tuple[str, ...]) -> list[Field]:
        return [field for field in self.fields if field.column.name in names]

    def _raw(self, spec: FieldSpec) -> str:
        if spec.constant is not None:
            return literal(spec.constant)
        text = self._text(spec)
        if spec.lookup is not None:
            table = self.lookups.get(spec.lookup)
            text = f"{table}.value" if table else "null::varchar"
        if spec.values:
            cases = " ".join(
                f"when {literal(old.casefold())} then {literal(new)}"
                for old, new in spec.values.items()
            )
            text = f"case lower(trim({text})) {cases} else {text} end"
        if spec.when is not None:
            allowed = ", ".join(literal(value.casefold()) for value in spec.when.any_of)
            asked = self._cell((spec.when.column,))
            text = f"case when lower(trim({asked})) in ({allowed}) then {text} end"
        return text

    def _text(self, spec: FieldSpec) -> str:
        """The text as the file has it: of one column, else of the other, or of all joined."""
        if spec.joined:
            # Null where any of them is empty: half a key would join what is not the same.
            cells = [f"nullif(trim({self._cell((name,))}), '')" for name in spec.joined]
            return "(" + " || ' ' || ".join(cells) + ")"
        text = self._cell(spec.column)
        if spec.otherwise is not None:
            text = f"coalesce(nullif(trim({text}), ''), {self._cell((spec.otherwise,))})"
        return text

    def _cell(self, names: tuple[str, ...]) -> str:
        """The text of the first of the columns that the file has; null when it has none."""
        found = (self.step.file.position(name) for name in names)
        position = next((one for one in found if one is not None), None)
        return "null::varchar" if position is None else f"f.c{position}"

    def _key(self, lookup: Lookup) -> str:
        for spec in self.step.spec.columns.values():
            if spec.lookup == lookup:
                return self._cell(spec.column)
        return "null::varchar"


def lookup_statement(table: str, lookup: Lookup, file: SourceFile, rejects: str) -> str:
    """The statement that makes a lookup's temporary table: one row for each key, the first."""
    key, value = file.position(lookup.key), file.position(lookup.value)
    rows = f"(select row_number() over () as record, * from {file.relation(rejects)})"
    return (
        f"create or replace temp table {table} as "
        f"select c{key} as key, min_by(c{value}, record) as value "
        f"from {rows} where c{key} is not null group by 1"
    )


def row_of(found: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The one row of counts a statement gave."""
    row = found.fetchone()
    return tuple(int(value or 0) for value in row or ())


def _shown(spec: FieldSpec) -> str:
    """What the file calls the column: for a message, and for the quarantine."""
    if spec.constant is not None:
        return f"'{spec.constant}'"
    if spec.lookup is not None:
        return f"{spec.column[0]} → {spec.lookup.value}"
    return " + ".join(spec.joined) or spec.column[0]
