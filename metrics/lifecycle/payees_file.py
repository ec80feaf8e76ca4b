"""The rows of a file of payees: each with its line, and its cells under the columns' names."""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataContractError
from data.reading.opening import open_files
from data.reading.source_file import SourceFile
from metrics.errors import PayeeError
from metrics.planning.written import unknown


@dataclass(frozen=True)
class Row:
    """A row of the file: its line there, and its cells without outer blanks; None where empty."""

    line: int
    cells: Mapping[str, str | None]

    def cell(self, name: str) -> str | None:
        """The text in that column; None where it is empty or the file has no such column."""
        return self.cells.get(name)


def rows_of(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows under the header, blank ones left out; any encoding, delimiter or sheet.

    Raises: PayeeError when it cannot be opened, has not the columns, or a line cannot be split.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = open_files([path], Path(folder))
        except (DataContractError, OSError) as error:
            said = error.message if isinstance(error, DataContractError) else str(error)
            raise PayeeError(said) from error
        if len(files) != 1:
            raise PayeeError(f"{path.name} holds {len(files)} sheets or files; hand in one")
        (file,) = files
        if file.kind != "csv":
            raise PayeeError(f"{path.name}: hand payees in as CSV, Excel or JSON lines")
        if file.broken:
            raise PayeeError(f"{path.name}, line {file.broken[0].line}: {file.broken[0].reason}")
        if not file.columns:
            raise PayeeError(f"{file.name}: the file is empty; export it again")
        _check_header(file, columns, needed)
        return tuple(_split(file))


def _check_header(file: SourceFile, columns: tuple[str, ...], needed: tuple[str, ...]) -> None:
    names = _names(file)
    for name in names:
        if name not in columns:
            raise PayeeError(f"{file.name}: column '{name}' is not known{unknown(name, columns)}")
        if names.count(name) > 1:
            raise PayeeError(f"{file.name}: column '{name}' is there twice; keep one")
    for name in needed:
        if name not in names:
            raise PayeeError(
                f"{file.name} has no column '{name}'; its first line must name {', '.join(needed)}"
            )


def _names(file: SourceFile) -> list[str]:
    return [name.strip().lower() for name in file.columns]


def _split(file: SourceFile) -> Iterator[Row]:
    names = _names(file)
    start, count = 1, 0
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, delimiter=file.delimiter, strict=True)
        try:
            for record, cells in enumerate(lines):
                line, start = start, lines.line_num + 1
                if record < file.skip:
                    continue
                if file.record_lines is not None:
                    line, count = file.record_lines[count], count + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(names):
                    raise PayeeError(
                        f"{file.name}, line {line}: {len(cells)} cells under {len(names)} "
                        "columns; put a text that holds the separator in quotes"
                    )
                found = (cell.strip() or None for cell in cells)
                yield Row(line, dict(zip(names, found, strict=True)))
        except (csv.Error, UnicodeDecodeError) as error:
            raise PayeeError(
                f"{file.name}, line {start}: cannot be split into cells: {error}"
            ) from error
