"""What a load is measured beside: the same files, typed, straight into a new DuckDB file."""

import csv
import sys
from pathlib import Path

import duckdb

from data.schema import TABLES, Table


def load_plainly(folder: Path, file: Path) -> int:
    """The rows of all canonical tables of `folder`, created in a new DuckDB `file`.

    One `create table as` of a typed `read_csv` a file and a checkpoint at the end: what a
    person would write who trusts the export. Rows that do not fit their types are dropped.
    """
    rows = 0
    with duckdb.connect(str(file)) as con:
        for name, table in TABLES.items():
            path = folder / f"{name}.csv"
            if path.is_file():
                con.execute(f"create table {name} as {_select(table, path)}", {"path": str(path)})
                found = con.execute(f"select count(*) from {name}").fetchone()
                rows += int(found[0]) if found else 0
        con.execute("checkpoint")
    return rows


def _select(table: Table, path: Path) -> str:
    """The typed read of one file; identifiers come from the schema alone."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    types = ", ".join(
        f"'{name}': '{table.column(name).type.value}'"
        for name in header
        if name in table.column_names
    )
    return (
        "select * from read_csv($path, header = true, delim = ',', quote = '\"', "
        f"ignore_errors = true, types = {{{types}}})"
    )


if __name__ == "__main__":
    print(load_plainly(Path(sys.argv[1]), Path(sys.argv[2])))
