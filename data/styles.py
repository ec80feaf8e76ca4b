"""Tells how each column of a file writes its dates and decimals, over the whole column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from data.errors import AmbiguousDatesError
from data.schema import Column, ColumnType
from data.values import (
    COMMA_NUMBER,
    GROUPED_NUMBER,
    PLAIN,
    POINT_NUMBER,
    SLASHED,
    WORD_FORMATS,
    DateStyle,
    NumberStyle,
    Styles,
    parsed,
)

DATES = (ColumnType.DATE, ColumnType.MOMENT)
NUMBERS = (ColumnType.MONEY, ColumnType.NUMBER, ColumnType.INTEGER)


@dataclass(frozen=True)
class DateCounts:
    """How many values of a column could be what."""

    iso: int
    words: int
    slashed: int
    dotted: int
    day_first: int
    month_first: int
    either: int
    example: str | None


def date_counts_sql(raw: str, column: Column, zone: str) -> str:
    """SQL for one struct of DateCounts' fields over all rows."""
    first = f"try_cast(regexp_extract({raw}, '{SLASHED}', 1) as integer)"
    mark = f"regexp_extract({raw}, '{SLASHED}', 2)"
    second = f"try_cast(regexp_extract({raw}, '{SLASHED}', 3) as integer)"
    slashed = f"regexp_matches({raw}, '{SLASHED}')"
    both = f"{first} <= 12 and {second} <= 12 and {first} <> {second}"
    iso = parsed(raw, column, PLAIN, zone)
    words = f"try_strptime(trim({raw}), {WORD_FORMATS}) is not null"
    return (
        f"[count({iso}), count(*) filter ({words}), count(*) filter ({slashed}), "
        f"count(*) filter ({slashed} and {mark} = '.'), "
        f"count(*) filter ({first} > 12 and {second} <= 12), "
        f"count(*) filter ({second} > 12 and {first} <= 12), "
        f"count(*) filter ({both})]::bigint[], min({raw}) filter ({both})"
    )


def number_counts_sql(raw: str) -> str:
    """SQL for [values that only a comma explains, that only a point does, that either may]."""
    comma = f"regexp_full_match({raw}, '{COMMA_NUMBER}') and contains({raw}, ',')"
    # 1,000 may be a thousand; 0,125 and 12,5 and 1.000,5 cannot.
    thousands = r"\s*[+-]?[1-9]\d{0,2}(,\d{3})+\s*"
    point = f"regexp_full_match({raw}, '{POINT_NUMBER}') and contains({raw}, '.')"
    return (
        f"[count(*) filter ({comma} and not regexp_full_match({raw}, '{thousands}')), "
        f"count(*) filter ({point} and not regexp_full_match({raw}, '{GROUPED_NUMBER}')), "
        f"count(*) filter (regexp_full_match({raw}, '{GROUPED_NUMBER}'))]::bigint[], ''"
    )


@dataclass(frozen=True)
class StyledColumn:
    """A column to decide on: its declaration, the SQL for its text, its place for a message."""

    column: Column
    raw: str
    place: str


def styles_of(
    con: duckdb.DuckDBPyConnection,
    source: tuple[str, Mapping[str, str]],
    columns: Sequence[StyledColumn],
    date_order: str | None,
    zone: str,
) -> Styles:
    """The styles of the date and number columns of `source`: a FROM clause and its parameters.

    Raises: AmbiguousDatesError with the question to answer where a date could be both.
    """
    asked = [one for one in columns if one.column.type in DATES + NUMBERS]
    if not asked:
        return PLAIN
    counts = ", ".join(
        date_counts_sql(one.raw, one.column, zone)
        if one.column.type in DATES
        else number_counts_sql(one.raw)
        for one in asked
    )
    statement = f"select {counts} from {source[0]}"
    row = con.execute(statement, dict(source[1])).fetchone() or ()
    dates: dict[str, DateStyle] = {}
    numbers: dict[str, NumberStyle] = {}
    for index, one in enumerate(asked):
        found: list[int] = row[2 * index]
        example: str | None = row[2 * index + 1]
        if one.column.type in DATES:
            iso, words, slashed, dotted, day_first, month_first, either = found
            tally = DateCounts(iso, words, slashed, dotted, day_first, month_first, either, example)
            style = date_style(tally, one.place, date_order)
            if style is not DateStyle.ISO:
                dates[one.column.name] = style
        elif found[0] > found[1]:
            numbers[one.column.name] = NumberStyle.COMMA
        elif found[1] > 0 and found[2] > 0:
            numbers[one.column.name] = NumberStyle.POINT
    return Styles(dates, numbers)


def date_style(counts: DateCounts, place: str, date_order: str | None) -> DateStyle:
    """The one style that reads the column; the rarer ones are unreadable values in it.

    Raises: AmbiguousDatesError where day and month cannot be told apart.
    """
    if counts.slashed <= max(counts.iso, counts.words):
        return DateStyle.WORDS if counts.words > counts.iso else DateStyle.ISO
    if date_order is not None:
        return DateStyle(date_order)
    if counts.dotted == counts.slashed:
        return DateStyle.DAY_FIRST
    answer = "answer with --date-order dmy or mdy (or date_order in the mapping)"
    if counts.day_first == 0 and counts.month_first == 0 and counts.either > 0:
        raise AmbiguousDatesError(
            f"{place}: is '{counts.example}' day/month or month/day? "
            f"None of its {counts.slashed} dates tells",
            answer,
        )
    rarer = min(counts.day_first, counts.month_first)
    if rarer * 20 > counts.slashed:
        raise AmbiguousDatesError(
            f"{place}: {counts.day_first} dates can only be day/month and {counts.month_first} "
            "only month/day",
            f"export one format, or {answer}",
        )
    is_day_first = counts.day_first >= counts.month_first
    return DateStyle.DAY_FIRST if is_day_first else DateStyle.MONTH_FIRST
