"""Columns as Arrow arrays, and CSV files written from them a chunk at a time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from data.demo.arrays import ABSENT, Flags, Ints

Columns: TypeAlias = dict[str, pa.Array]
WORDY = ("accounts", "campaigns", "opportunities", "people", "products")


def text(values: Sequence[str | None]) -> pa.Array:
    """Words as they are."""
    return pa.array(values, type=pa.string())


def codes(names: Sequence[str], values: Ints) -> pa.Array:
    """Words by their place in `names`; -1 is empty."""
    return pc.take(text(names), pa.array(values, mask=values < 0))


def picked(words: pa.Array, values: Ints) -> pa.Array:
    """Words by their place in a long Arrow array; -1 is empty."""
    return pc.take(words, pa.array(values, mask=values < 0))


def ids(prefix: str, numbers: Ints, digits: int) -> pa.Array:
    """Ids of one length such as L0000017; a negative number is empty."""
    padded = pc.utf8_slice_codeunits(
        pa.array(numbers + 10**digits, mask=numbers < 0).cast(pa.string()), 1
    )
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def days(values: Ints) -> pa.Array:
    """Dates; ABSENT is empty."""
    gaps = values == ABSENT
    return pa.array(np.where(gaps, 0, values).astype(np.int32), mask=gaps).cast(pa.date32())


def moments(values: Ints) -> pa.Array:
    """Moments with their zone (UTC); ABSENT is empty."""
    gaps = values == ABSENT
    return pa.array(np.where(gaps, 0, values), mask=gaps).cast(pa.timestamp("s", tz="UTC"))


def numbers(values: Ints) -> pa.Array:
    """Whole numbers; ABSENT is empty."""
    return pa.array(values, mask=values == ABSENT)


def cents(values: Ints) -> pa.Array:
    """Money with two decimals from whole cents; ABSENT is empty."""
    gaps = values == ABSENT
    units = pa.array(np.where(gaps, 0, values), mask=gaps).cast(pa.decimal128(20, 0))
    return pc.multiply(units, pa.scalar("0.01").cast(pa.decimal128(2, 2)))


def flags(values: Flags) -> pa.Array:
    """true and false."""
    return pa.array(values)


class Export:
    """The folder of files; each table grows by the chunks written to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.columns: dict[str, list[str]] = {}
        self._writers: dict[str, pa_csv.CSVWriter] = {}

    def write(self, table: str, columns: Mapping[str, pa.Array]) -> None:
        """Appends rows to the table's file."""
        rows = pa.table(dict(columns))
        if table not in self._writers:
            self.columns[table] = rows.column_names
            # Quotes cost a loader time; only these tables hold words that may need them.
            style = "needed" if table in WORDY else "none"
            options = pa_csv.WriteOptions(quoting_style=style)
            path = self.folder / f"{table}.csv"
            self._writers[table] = pa_csv.CSVWriter(path, rows.schema, write_options=options)
        self._writers[table].write_table(rows)

    def close(self) -> None:
        """Ends all files; nothing can be written afterwards."""
        for writer in self._writers.values():
            writer.close()

    def append_lines(self, table: str, lines: Sequence[str]) -> None:
        """Adds raw lines to a file that is closed, for rows no typed column could hold."""
        with (self.folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{line}\n" for line in lines)
