"""Files that are no text: Excel, Parquet, JSON lines and databases, as rows of text."""

import csv
import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from data.errors import DataContractError
from data.reading.source_file import BrokenLine, SourceFile
from data.sql_text import identifier

_SHOWN = 200


def excel_sheets(path: Path, folder: Path) -> list[SourceFile]:
    """Each sheet that has a header row, as a CSV copy; a line is the sheet's row."""
    try:
        book = CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise DataContractError(
            f"{path.name}: not readable as Excel: {error}; save it again"
        ) from error
    sheets: list[SourceFile] = []
    for number, name in enumerate(book.sheet_names):
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        shown = f"{path.name} / {name}" if len(book.sheet_names) > 1 else path.name
        texts = ([_cell(value) for value in row] for row in rows)
        copy = folder / f"sheet-{number}-{path.stem[-40:]}.csv"
        file = _converted(shown, path, copy, enumerate(texts, start=1))
        if file is not None:
            sheets.append(file)
    if not sheets:
        raise DataContractError(f"{path.name}: no sheet has a header row; fill one and try again")
    return sheets


def _cell(value: object) -> str:
    """A cell as a CSV export would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Excel keeps every number as a float; fifteen digits are what it shows.
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _converted(
    shown: str, origin: Path, copy: Path, rows: Iterable[tuple[int, list[str]]]
) -> SourceFile | None:
    """The rows, first the header, as a CSV copy; None when every row is blank."""
    columns: tuple[str, ...] = ()
    lines = array("q")
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, row in rows:
            if not any(row):
                continue
            if not columns:
                while row and not row[-1]:
                    row.pop()
                columns = tuple(cell.strip() for cell in row)
                writer.writerow(columns)
                continue
            writer.writerow((row + [""] * len(columns))[: len(columns)])
            lines.append(number)
    if not columns:
        return None
    return SourceFile(
        shown, origin, copy, columns, size=origin.stat().st_size, record_lines=lines, has_nul=True
    )


def json_lines(path: Path, folder: Path) -> SourceFile:
    """One JSON object a line, as a CSV copy; a line that is none is a broken line."""
    columns: dict[str, None] = {}
    broken: list[BrokenLine] = []
    for number, found in _objects(path):
        if isinstance(found, dict):
            columns.update(dict.fromkeys(found))
        else:
            broken.append(BrokenLine(number, "not a JSON object", found[:_SHOWN]))
    names = list(columns)
    rows = (
        (number, [_json_text(found.get(name)) for name in names])
        for number, found in _objects(path)
        if isinstance(found, dict)
    )
    copy = folder / f"json-{path.stem[-40:]}.csv"
    file = _converted(path.name, path, copy, _headed(names, rows))
    if file is None:
        raise DataContractError(f"{path.name}: no line holds a JSON object")
    return SourceFile(**{**vars(file), "broken": tuple(broken)})


def _headed(
    names: list[str], rows: Iterable[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield 0, list(names)
    yield from rows


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object] | str]]:
    """Each line that is not blank, with its number: the object, or the text that is none."""
    with path.open(encoding="utf-8-sig", errors="replace") as source:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            try:
                found = json.loads(line, parse_float=Decimal)
            except ValueError:
                found = None
            yield number, found if isinstance(found, dict) else line


def _json_text(value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, default=str)
    return _cell(f"{value:f}" if isinstance(value, Decimal) else value)


def parquet(path: Path) -> SourceFile:
    """A Parquet file, read where it lies; a line is the row's number."""
    with duckdb.connect() as con:
        try:
            found = con.execute("describe select * from read_parquet($path)", {"path": str(path)})
        except duckdb.Error as error:
            said = str(error).partition("\n")[0]
            raise DataContractError(
                f"{path.name}: not readable as Parquet: {said}; export it again"
            ) from error
        names = tuple(str(row[0]) for row in found.fetchall())
    return SourceFile(
        path.name, path, path, names, kind="parquet", size=path.stat().st_size, has_nul=True
    )


def database_tables(url: str, folder: Path) -> list[SourceFile]:
    """Each table of a SQLite database (sqlite:///file.db), as a CSV copy."""
    scheme, _, rest = url.partition("://")
    path = Path(rest.removeprefix("/"))
    if not path.is_file():
        path = Path(rest)
    if scheme != "sqlite":
        raise DataContractError(
            f"{scheme}:// cannot be read here; export the tables as CSV or Parquet, "
            "or give a SQLite file as sqlite:///folder/file.db"
        )
    if not path.is_file():
        raise DataContractError(f"{path}: no such SQLite file; check the path")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as con:
        listed = con.execute("select name from sqlite_master where type in ('table', 'view')")
        files: list[SourceFile] = []
        for (name,) in sorted(listed.fetchall()):
            statement = f"select * from {identifier(name)}"
            cursor = con.execute(statement)
            head = [str(one[0]) for one in cursor.description]
            rows = ((n, [_cell(value) for value in row]) for n, row in enumerate(cursor, start=1))
            file = _converted(
                f"{path.name} / {name}", path, folder / f"db-{len(files)}.csv", _headed(head, rows)
            )
            if file is not None:
                files.append(file)
        return files
