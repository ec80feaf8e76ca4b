"""Cells of text as values, by the rules that facts are read by, for what is in no warehouse."""

from collections.abc import Mapping, Sequence

import duckdb

from data.schema import Column
from data.sql_text import literal
from data.styles import StyledColumn, styles_of
from data.values import parsed

Texts = Mapping[str, Sequence[str | None]]


def values_of(
    columns: Sequence[Column], texts: Texts, *, file: str, zone: str, date_order: str | None = None
) -> list[tuple[object, ...]]:
    """One tuple a row, a value a column; None where there is no text or it cannot be read.

    `texts` holds each column's cells from top to bottom, so that the whole column tells how it
    writes its dates and decimals.
    Raises: AmbiguousDatesError with the question to answer where a date could be both.
    """
    with duckdb.connect() as con:
        con.execute(f"set TimeZone = {literal(zone)}")
        places = [f"c{number}" for number in range(len(columns))]
        cells = ", ".join(f"unnest(${place}::varchar[]) as {place}" for place in places)
        given = {place: list(texts[one.name]) for place, one in zip(places, columns, strict=True)}
        con.execute(f"create table cell as select {cells}", given)
        asked = [
            StyledColumn(one, place, f"{file}, {one.name}")
            for place, one in zip(places, columns, strict=True)
        ]
        styles = styles_of(con, ("cell", {}), asked, date_order, zone)
        values = ", ".join(parsed(one.raw, one.column, styles, zone) for one in asked)
        return con.execute(f"select {values} from cell order by rowid").fetchall()
