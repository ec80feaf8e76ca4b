"""A file of payees (CSV, Excel, Parquet, JSON lines) as rows of the register."""

import csv
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from data.errors import DataContractError
from data.reading.opening import open_files
from data.reading.source_file import SourceFile
from metrics.errors import PayeeError
from metrics.lifecycle.events import person_called
from metrics.lifecycle.records import PayeeTerms, RegisteredPayee
from metrics.planning.payees_file import NO, YES
from metrics.planning.written import number_of, unknown

NEEDED = ("person_id", "valid_from", "annual_target_incentive")
COLUMNS = (
    "person_id",
    "valid_from",
    "valid_to",
    "role",
    "team",
    "fte",
    "annual_target_incentive",
    "currency",
    "payroll_id",
    "eligible",
)
MOST_PROBLEMS = 5


@dataclass(frozen=True)
class Row:
    """A row of the file: its line, and its cells by column without outer blanks."""

    line: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        """The text in that column; empty where the file has no such column."""
        return self.cells.get(name, "")


class _ProblemError(Exception):
    """Why a row cannot be used; without the value, which may be somebody's pay."""


def payees_of_file(path: Path) -> tuple[RegisteredPayee, ...]:
    """The payees by id, each with the terms in order of date.

    Nothing of a file is taken while one of its rows cannot be used.
    Raises: PayeeError with the line, the column and the mend of the first problems.
    """
    by_person: dict[str, list[tuple[Row, PayeeTerms]]] = defaultdict(list)
    problems: list[tuple[int, str]] = []
    count = 0
    for row in rows_of(path):
        count += 1
        try:
            by_person[_person(row)].append((row, _terms(row)))
        except _ProblemError as problem:
            problems.append((row.line, str(problem)))
    for rows in by_person.values():
        rows.sort(key=lambda one: (one[1].valid_from, one[0].line))
        problems.extend(_overlaps(rows))
    if problems:
        raise _refusal(path, sorted(problems))
    if not count:
        raise PayeeError(f"{path.name} has no row under its header; add one row a payee")
    return tuple(
        RegisteredPayee(person, tuple(terms for _, terms in by_person[person]))
        for person in sorted(by_person)
    )


def _refusal(path: Path, problems: Sequence[tuple[int, str]]) -> PayeeError:
    said = "; ".join(f"line {line}: {text}" for line, text in problems[:MOST_PROBLEMS])
    more = len(problems) - MOST_PROBLEMS
    rest = f"; and {more} more" if more > 0 else ""
    return PayeeError(f"{path.name}, {said}{rest}; nothing was loaded")


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of the file under its header, blank ones left out.

    Raises: PayeeError when it cannot be opened, has not the columns, or a line cannot be split.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = open_files([path], Path(folder))
        except DataContractError as error:
            raise PayeeError(error.message) from error
        if len(files) != 1:
            raise PayeeError(f"{path.name} holds {len(files)} sheets or files; hand in one")
        (file,) = files
        _check_header(file, path)
        if file.kind != "csv":
            raise PayeeError(f"{path.name}: hand payees in as CSV, Excel or JSON lines")
        if file.broken:
            raise _refusal(path, [(one.line, one.reason) for one in file.broken])
        yield from _split(file, path)


def _check_header(file: SourceFile, path: Path) -> None:
    names = [name.strip().lower() for name in file.columns]
    for name in NEEDED:
        if name not in names:
            raise PayeeError(
                f"{path.name} has no column '{name}'; its first line must name {', '.join(NEEDED)}"
            )
    for name in names:
        if name not in COLUMNS:
            raise PayeeError(f"{path.name}: column '{name}' is not known{unknown(name, COLUMNS)}")
        if names.count(name) > 1:
            raise PayeeError(f"{path.name}: column '{name}' is there twice; keep one")


def _split(file: SourceFile, path: Path) -> Iterator[Row]:
    names = [name.strip().lower() for name in file.columns]
    start = 1
    seen = 0
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        lines = csv.reader(text, delimiter=file.delimiter, strict=True)
        try:
            for record, cells in enumerate(lines):
                line, start = start, lines.line_num + 1
                if record < file.skip:
                    continue
                if file.record_lines is not None:
                    line, seen = file.record_lines[seen], seen + 1
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(names):
                    raise PayeeError(
                        f"{path.name}, line {line}: {len(cells)} cells under {len(names)} "
                        "columns; put a text that holds the separator in quotes"
                    )
                cleaned = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
                yield Row(line, cleaned)
        except (csv.Error, UnicodeDecodeError) as error:
            raise PayeeError(
                f"{path.name}, line {start}: cannot be split into cells: {error}"
            ) from error


def _person(row: Row) -> str:
    try:
        return person_called(row.cell("person_id"))
    except Exception as error:
        raise _ProblemError("person_id is empty or no id of one line; name the payee") from error


def _terms(row: Row) -> PayeeTerms:
    valid_from, valid_to = _day(row, "valid_from"), _day(row, "valid_to")
    if valid_from is None:
        raise _ProblemError("valid_from is empty; write the day the terms start")
    if valid_to is not None and valid_to < valid_from:
        raise _ProblemError("valid_to is before valid_from")
    target = _number(row, "annual_target_incentive")
    if target is None:
        raise _ProblemError("annual_target_incentive is empty; write 0 for none")
    fte = _number(row, "fte")
    if fte is not None and fte > 1:
        raise _ProblemError("fte is above 1; write 0.8 for four days of five")
    currency = row.cell("currency")
    if currency and not re.fullmatch(r"[A-Z]{3}", currency):
        raise _ProblemError("currency is no code of three capitals such as EUR")
    eligible = row.cell("eligible").lower()
    if eligible and eligible not in (*YES, *NO):
        raise _ProblemError("eligible is neither true nor false")
    return PayeeTerms(
        valid_from=valid_from,
        valid_to=valid_to,
        role=_text(row, "role"),
        team=_text(row, "team"),
        fte=Decimal(1) if fte is None else fte,
        annual_target_incentive=target,
        currency=currency,
        payroll_id=_text(row, "payroll_id"),
        is_eligible=eligible not in NO,
    )


def _text(row: Row, name: str) -> str:
    text = row.cell(name)
    if not (text == "" or text.isprintable()) or len(text) > 200:
        raise _ProblemError(f"{name} is no text of one line")
    return text


def _number(row: Row, name: str) -> Decimal | None:
    text = row.cell(name)
    if not text:
        return None
    if number_of(text) is None or not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", text):
        raise _ProblemError(f"{name} is no plain number; write it as 1234.50")
    found = Decimal(text)
    if found < 0:
        raise _ProblemError(f"{name} is below 0; write 0 or more")
    return found


def _day(row: Row, name: str) -> date | None:
    text = row.cell(name)
    if not text:
        return None
    # Excel writes a day as a moment at midnight.
    plain = text.removesuffix("T00:00:00")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", plain):
        raise _ProblemError(f"{name} is no date; write it as 2026-10-01")
    try:
        return date.fromisoformat(plain)
    except ValueError as error:
        raise _ProblemError(f"{name} is a day that no calendar has") from error


def _overlaps(rows: Sequence[tuple[Row, PayeeTerms]]) -> Iterator[tuple[int, str]]:
    """Days for which a person has two terms. Both ends of terms are inside them."""
    for (earlier, before), (later, after) in pairwise(rows):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            first, second = sorted((earlier.line, later.line))
            yield (
                second,
                f"has terms for the same days as line {first}; let valid_to end the day before "
                "the next valid_from",
            )
