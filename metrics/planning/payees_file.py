"""Payees that a person hands in: a CSV file, one row for each part of the period's terms."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from data.reading.sniff import DELIMITERS
from metrics.errors import PayeeError
from metrics.planning.written import number_of, text_of, unknown
from metrics.pool.inputs import ONE, Payee, Terms

NEEDED = ("person_id", "target_incentive")
COLUMNS = (
    "person_id",
    "team",
    "role",
    "target_incentive",
    "valid_from",
    "valid_to",
    "fte",
    "modifier",
    "individual",
    "eligible",
)
MOST_LETTERS = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
YES, NO = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


@dataclass(frozen=True)
class Row:
    """A row of the file: its line, and its cells by column, without outer blanks."""

    file: str
    line: int
    cells: Mapping[str, str]

    def problem(self, text: str) -> PayeeError:
        """The refusal of this row."""
        return PayeeError(f"payees file {self.file}, line {self.line}: {text}")

    @property
    def person_id(self) -> str:
        """Whose row it is."""
        return self.cells["person_id"]


def read_payees(path: Path) -> tuple[Payee, ...]:
    """The payees of a file by person_id, each with the terms in order of date.

    Raises: PayeeError with one sentence that names the file, the line and the mend.
    """
    by_person: dict[str, list[tuple[Row, Terms]]] = defaultdict(list)
    for row in _rows(path):
        if not row.person_id:
            raise row.problem("person_id is empty; name the payee")
        by_person[row.person_id].append((row, _terms(row)))
    if not by_person:
        raise PayeeError(f"payees file {path} has no row under its header; add one row a payee")
    return tuple(
        Payee(person_id, _in_order(by_person[person_id])) for person_id in sorted(by_person)
    )


def _rows(path: Path) -> Iterator[Row]:
    text = text_of(path, "payees file", PayeeError)
    if not text.strip():
        raise PayeeError(f"payees file {path} is empty; its first line names {', '.join(NEEDED)}")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: tuple[str, ...] = ()
    start = 1
    try:
        for cells in lines:
            line, start = start, lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, path)
                continue
            yield Row(str(path), line, _cells(header, cells, path, line))
    except csv.Error as error:
        raise PayeeError(
            f"payees file {path}, line {start}: cannot be split into cells: {error}"
        ) from error


def _delimiter(text: str) -> str:
    """What splits the first line into most cells; its names hold no delimiter themselves."""
    first = next(line for line in text.splitlines() if line.strip())
    return max(DELIMITERS, key=first.count)


def _header(cells: Sequence[str], path: Path) -> tuple[str, ...]:
    names = tuple(cell.strip().lower() for cell in cells)
    for name in names:
        if name not in COLUMNS:
            mend = unknown(name, COLUMNS)
            raise PayeeError(f"payees file {path}: column '{name}' is not known{mend}")
        if names.count(name) > 1:
            raise PayeeError(f"payees file {path}: column '{name}' is there twice; keep one")
    for name in NEEDED:
        if name not in names:
            raise PayeeError(
                f"payees file {path} has no column '{name}'; its first line must name "
                f"{' and '.join(NEEDED)}"
            )
    return names


def _cells(
    header: tuple[str, ...], cells: Sequence[str], path: Path, line: int
) -> Mapping[str, str]:
    if len(cells) != len(header):
        raise PayeeError(
            f"payees file {path}, line {line}: {len(cells)} cells under {len(header)} columns; "
            "put a text that holds the separator in quotes, and write numbers as 1234.50"
        )
    found = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for name, cell in found.items():
        if len(cell) > MOST_LETTERS or CONTROL.search(cell):
            raise PayeeError(
                f"payees file {path}, line {line}: {name} is no single line of at most "
                f"{MOST_LETTERS} letters; write it shorter, without line breaks"
            )
    return found


def _terms(row: Row) -> Terms:
    target = _number(row, "target_incentive", None)
    if target is None:
        raise row.problem(f"target_incentive of {row.person_id} is empty; write 0 for none")
    valid_from, valid_to = _day(row, "valid_from"), _day(row, "valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        raise row.problem(f"{row.person_id} ends on {valid_to}, before the start on {valid_from}")
    return Terms(
        valid_from=valid_from,
        valid_to=valid_to,
        team=row.cells.get("team", ""),
        role=row.cells.get("role", ""),
        fte=_number(row, "fte", ONE) or Fraction(0),
        target=target,
        modifier=_number(row, "modifier", ONE) or Fraction(0),
        individual=_number(row, "individual", None),
        is_eligible=_yes(row),
    )


def _number(row: Row, name: str, empty: Fraction | None) -> Fraction | None:
    text = row.cells.get(name, "")
    if not text:
        return empty
    found = number_of(text)
    if found is None:
        raise row.problem(f"{name} '{text}' is no plain number; write it as 1234.50")
    if found < 0:
        raise row.problem(f"{name} {text} of {row.person_id} is below 0; write 0 or more")
    return found


def _day(row: Row, name: str) -> date | None:
    text = row.cells.get(name, "")
    if not text:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise row.problem(f"{name} '{text}' is no date; write it as 2026-10-01") from error


def _yes(row: Row) -> bool:
    text = row.cells.get("eligible", "").lower()
    if text and text not in (*YES, *NO):
        raise row.problem(f"eligible '{text}' is neither true nor false")
    return text not in NO


def _in_order(rows: Sequence[tuple[Row, Terms]]) -> tuple[Terms, ...]:
    """The terms of one payee by date.

    Where one part ends on the day the next one starts, the plan's way of counting days decides
    whether that day is counted twice; only what overlaps either way is refused here.
    """
    ordered = sorted(rows, key=lambda one: (one[1].valid_from or date.min, one[0].line))
    for (earlier_row, earlier), (later_row, later) in pairwise(ordered):
        first, second = sorted((earlier_row, later_row), key=lambda row: row.line)
        if first.cells == second.cells:
            raise second.problem(f"repeats line {first.line}; keep one")
        starts = later.valid_from or date.min
        ends = earlier.valid_to or date.max
        if starts == (earlier.valid_from or date.min) or ends > starts:
            raise second.problem(
                f"{second.person_id} has other terms for the same days on line {first.line}; "
                "let valid_to end before the next valid_from"
            )
    return tuple(terms for _, terms in ordered)
