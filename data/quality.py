"""Rows that cannot load: where each stands, which value is to blame and why."""

import re
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from data.errors import DataContractError
from data.reading import SourceFile
from data.reading.lines import lines_of_records
from data.schema import Column, ColumnType
from data.sql_text import identifier
from data.step_sql import StepSql, row_of
from data.values import COMMA_NUMBER, GROUPED_NUMBER, POINT_NUMBER, NumberStyle, Styles

_VALUE, _RAW = 200, 1000
_WORDS = {
    ColumnType.BOOLEAN: "not true or false",
    ColumnType.DATE: "not a date as the rest of the column writes it, 1900 to 2199",
    ColumnType.MOMENT: "not a date and time as the rest of the column writes it, 1900 to 2199",
}


@dataclass(frozen=True)
class Rejected:
    """One row in the quarantine; column and value are empty where the line did not split."""

    file: str
    line: int
    table: str
    column: str
    value: str
    reason: str
    raw: str


@dataclass(frozen=True)
class BadRow:
    """A record that must not load: its number, its fields' texts, which of them are bad."""

    record: int
    texts: tuple[str | None, ...]
    flags: tuple[bool, ...]


def bad_rows(
    con: duckdb.DuckDBPyConnection, sql: StepSql, condition: str, limit: int
) -> list[BadRow]:
    """The records of the step's file for which the condition holds, in their order."""
    texts = ", ".join(field.raw for field in sql.fields)
    flags = ", ".join(f"coalesce({flag}, true)" for flag in sql.flags())
    statement = (
        f"select f.record, [{texts}], [{flags}] from {sql.source(is_numbered=True)} "
        f"where ({condition}) and {sql.condition()} order by f.record limit {limit}"
    )
    found = con.execute(statement, {"path": str(sql.step.file.path)}).fetchall()
    return [BadRow(record, tuple(text), tuple(flag)) for record, text, flag in found]


def may_be_other_style(
    con: duckdb.DuckDBPyConnection, sql: StepSql, stage: str, rows: list[BadRow], bad: int
) -> bool:
    """Whether the unreadable values may be readable in another style of date or decimal.

    Not so where a column has more values that were read than bad ones, and no bad one is a
    number with a decimal comma: a style is a matter of the whole column.
    """
    if len(rows) < bad:
        return True
    for index, field in enumerate(sql.fields):
        texts = [row.texts[index] for row in rows if row.flags[index]]
        present = [text for text in texts if text]
        if not present or field.column.type in (ColumnType.TEXT, ColumnType.BOOLEAN):
            continue
        if field.column.type in (ColumnType.DATE, ColumnType.MOMENT):
            counted = f"select count({identifier(field.column.name)}) from {stage}"
            (good,) = row_of(con.execute(counted))
            if len(present) >= good:
                return True
        elif any(_is_in_other_style(text) for text in present):
            return True
    return False


def _is_in_other_style(text: str) -> bool:
    """Whether a number with a comma, or one that the rest of its column may explain."""
    has_comma = "," in text and re.fullmatch(COMMA_NUMBER, text)
    return bool(has_comma or re.fullmatch(GROUPED_NUMBER, text))


def rejected_rows(sql: StepSql, rows: list[BadRow]) -> list[Rejected]:
    """The rows with the line each starts on, the first bad column and the reason."""
    lines = record_lines(sql.step.file, [row.record for row in rows])
    return [_rejected(sql, row, lines[row.record]) for row in rows]


def record_lines(file: SourceFile, records: list[int]) -> dict[int, int]:
    """The line on which each record starts."""
    unsplit = frozenset(one.line for one in file.broken)
    return lines_of_records(file, records, unsplit)


def broken_lines(sql: StepSql) -> list[Rejected]:
    """The lines of the file that could not be split into fields."""
    step = sql.step
    return [
        Rejected(step.file.name, one.line, step.table.name, "", "", one.reason, _shown(one.raw))
        for one in sorted(step.file.broken, key=lambda one: one.line)
    ]


def _rejected(sql: StepSql, row: BadRow, line: int) -> Rejected:
    fields = sql.fields
    bad = [index for index, flag in enumerate(row.flags) if flag]
    first = bad[0]
    reasons = [why(fields[index].column, row.texts[index], sql.styles) for index in bad]
    reason = reasons[0]
    if len(bad) > 1:
        others = ", ".join(fields[index].shown for index in bad[1:])
        reason = f"{reason}; also unreadable: {others}"
    raw = sql.step.file.delimiter.join(text or "" for text in row.texts)
    return Rejected(
        sql.step.file.name,
        line,
        sql.step.table.name,
        fields[first].shown,
        _shown(row.texts[first] or "")[:_VALUE],
        reason,
        _shown(raw),
    )


def why(column: Column, text: str | None, styles: Styles) -> str:
    """The reason a text is no value of the column, in words."""
    if text is None:
        return f"{column.name} is required and missing"
    if "\0" in text:
        return "holds a zero byte"
    if column.type is ColumnType.TEXT:
        return f"not one of {', '.join(column.values)}"
    if column.type in _WORDS:
        return _WORDS[column.type]
    return _why_no_number(column, text, styles)


def _why_no_number(column: Column, text: str, styles: Styles) -> str:
    style = styles.numbers.get(column.name)
    comma = style is NumberStyle.COMMA
    if (
        style is None
        and column.type is not ColumnType.NUMBER
        and re.fullmatch(GROUPED_NUMBER, text)
    ):
        return "a point before three digits, and nothing in the column tells whether it groups"
    pattern = COMMA_NUMBER if comma else POINT_NUMBER
    if not re.fullmatch(pattern, text):
        if "," in text and not comma and re.fullmatch(r"[\d.,+\-\s]+", text):
            return "a comma in a number: thousands separators are not read, export plain numbers"
        return "not a plain number"
    plain = text.replace(".", "").replace(",", ".") if comma else text
    value = Decimal(plain.strip())
    if column.type is ColumnType.INTEGER and value != value.to_integral_value():
        return "not a whole number"
    if column.type is ColumnType.MONEY and value * 100 != (value * 100).to_integral_value():
        return "more than two decimals: money is exact to the cent"
    return "too large a number"


def refuse_too_many(
    sql: StepSql, read: int, rejected: int, examples: list[Rejected], max_bad: Decimal
) -> None:
    """Stops the load when more than `max_bad` percent of a file's rows are bad.

    Raises: DataContractError with up to three of the rows.
    """
    if rejected == 0 or rejected * 100 <= max_bad * read:
        return
    shown = "; ".join(
        f"line {one.line}"
        + (f", {one.column} '{one.value[:40]}'" if one.column else "")
        + f": {one.reason}"
        for one in examples[:3]
    )
    share = Decimal(rejected * 100) / Decimal(read)
    raise DataContractError(
        f"{sql.step.file.name}: {rejected} of {read} rows ({share:.1f} %) cannot be read, more "
        f"than {max_bad:f} % ({shown}). Mend the export, or allow more with --max-bad PCT"
    )


def _shown(text: str) -> str:
    return text.replace("\0", "␀")[:_RAW]
