"""A file of payees as rows of the register. One row that cannot be used stops the whole file."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from data.cells import values_of
from data.errors import RevenueError
from data.schema import Column, ColumnType
from metrics.errors import PayeeError
from metrics.lifecycle.events import person_called
from metrics.lifecycle.payees_file import Row, rows_of
from metrics.lifecycle.records import PayeeTerms, RegisteredPayee

COLUMNS = (
    Column("person_id", ColumnType.TEXT, required=True),
    Column("valid_from", ColumnType.DATE, required=True),
    Column("valid_to", ColumnType.DATE),
    Column("role", ColumnType.TEXT),
    Column("team", ColumnType.TEXT),
    Column("fte", ColumnType.NUMBER),
    Column("annual_target_incentive", ColumnType.MONEY, required=True),
    Column("currency", ColumnType.TEXT),
    Column("payroll_id", ColumnType.TEXT),
    Column("eligible", ColumnType.BOOLEAN),
    Column("modifier", ColumnType.NUMBER),
    Column("individual", ColumnType.NUMBER),
)
NAMES = tuple(one.name for one in COLUMNS)
NEEDED = tuple(one.name for one in COLUMNS if one.required)
MOST_PROBLEMS = 5
LONGEST_TEXT = 200
# What is wrong is said without the value: it may be somebody's pay.
_UNREADABLE = {
    ColumnType.DATE: "is no date; write it as 2026-10-01",
    ColumnType.MONEY: "is no amount to the cent; write it as 1234.50",
    ColumnType.NUMBER: "is no plain number; write it as 0.8",
    ColumnType.BOOLEAN: "is neither true nor false",
}
Dated = tuple[int, str, PayeeTerms]


class _ProblemError(Exception):
    """Why a row cannot be used."""


def payees_of_file(
    path: Path, *, zone: str, date_order: str | None = None
) -> tuple[RegisteredPayee, ...]:
    """The payees by id, each with the terms in order of date.

    Raises: PayeeError with line, column and mend of the first problems; AmbiguousDatesError
    where day and month cannot be told apart.
    """
    rows = rows_of(path, NAMES, NEEDED)
    if not rows:
        raise PayeeError(f"{path.name} has no row under its header; add one row a payee")
    texts = {name: [row.cell(name) for row in rows] for name in NAMES}
    values = values_of(COLUMNS, texts, file=path.name, zone=zone, date_order=date_order)
    found: list[Dated] = []
    problems: list[tuple[int, str]] = []
    for row, one in zip(rows, values, strict=True):
        try:
            found.append((row.line, *_terms(row, dict(zip(NAMES, one, strict=True)))))
        except _ProblemError as problem:
            problems.append((row.line, str(problem)))
    by_person: dict[str, list[Dated]] = defaultdict(list)
    for line, person, terms in found:
        by_person[person].append((line, person, terms))
    for dated in by_person.values():
        dated.sort(key=lambda one: (one[2].valid_from, one[0]))
        problems.extend(_overlaps(dated))
    if problems:
        raise _refusal(path, sorted(problems))
    return tuple(
        RegisteredPayee(person, tuple(terms for *_, terms in by_person[person]))
        for person in sorted(by_person)
    )


def _refusal(path: Path, problems: Sequence[tuple[int, str]]) -> PayeeError:
    said = "; ".join(f"line {line}: {text}" for line, text in problems[:MOST_PROBLEMS])
    more = len(problems) - MOST_PROBLEMS
    rest = f"; and {more} more" if more > 0 else ""
    return PayeeError(f"{path.name}, {said}{rest}; nothing was loaded")


def _terms(row: Row, values: dict[str, object]) -> tuple[str, PayeeTerms]:
    """Whose terms the row holds, and the terms."""
    for column in COLUMNS:
        if row.cell(column.name) is None and column.required:
            raise _ProblemError(f"{column.name} is empty; {_MENDS[column.name]}")
        if row.cell(column.name) is not None and values[column.name] is None:
            raise _ProblemError(f"{column.name} {_UNREADABLE[column.type]}")
    valid_from, valid_to = values["valid_from"], values["valid_to"]
    fte, target = values["fte"], values["annual_target_incentive"]
    modifier, individual = values["modifier"], values["individual"]
    assert isinstance(valid_from, date)
    assert isinstance(valid_to, date | None)
    assert isinstance(fte, Decimal | None)
    assert isinstance(target, Decimal)
    assert isinstance(modifier, Decimal | None)
    assert isinstance(individual, Decimal | None)
    _refuse_impossible((valid_from, valid_to), fte)
    _refuse_negative(annual_target_incentive=target, modifier=modifier, individual=individual)
    terms = PayeeTerms(
        valid_from=valid_from,
        valid_to=valid_to,
        role=_text(row, "role"),
        team=_text(row, "team"),
        fte=Decimal(1) if fte is None else fte,
        annual_target_incentive=target,
        currency=_currency(row),
        payroll_id=_text(row, "payroll_id"),
        is_eligible=values["eligible"] is not False,
        modifier=Decimal(1) if modifier is None else modifier,
        individual=individual,
    )
    return _person(row), terms


_MENDS = {
    "person_id": "name the payee",
    "valid_from": "write the day the terms start",
    "annual_target_incentive": "write 0 for none",
}


def _refuse_impossible(days: tuple[date, date | None], fte: Decimal | None) -> None:
    if days[1] is not None and days[1] < days[0]:
        raise _ProblemError("valid_to is before valid_from")
    if fte is not None and not 0 <= fte <= 1:
        raise _ProblemError("fte is not between 0 and 1; write 0.8 for four days of five")


def _refuse_negative(**given: Decimal | None) -> None:
    for name, value in given.items():
        if value is not None and value < 0:
            raise _ProblemError(f"{name} is below 0; write 0 or more")


def _person(row: Row) -> str:
    try:
        return person_called(row.cell("person_id") or "")
    except RevenueError as error:
        raise _ProblemError("person_id is no id of one line; name the payee") from error


def _text(row: Row, name: str) -> str:
    text = row.cell(name) or ""
    if not (text == "" or text.isprintable()) or len(text) > LONGEST_TEXT:
        raise _ProblemError(f"{name} is no text of one line")
    return text


def _currency(row: Row) -> str:
    text = row.cell("currency") or ""
    if text and not re.fullmatch(r"[A-Z]{3}", text):
        raise _ProblemError("currency is no code of three capitals such as EUR")
    return text


def _overlaps(rows: Sequence[Dated]) -> Iterator[tuple[int, str]]:
    """Days for which a person has two terms; both ends of terms are inside them."""
    for (earlier, _, before), (later, _, after) in pairwise(rows):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            first, second = sorted((earlier, later))
            yield (
                second,
                f"has terms for the same days as line {first}; let valid_to end the day before "
                "the next valid_from",
            )
