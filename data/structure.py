"""Runs a statement over a file and mends what keeps it from being split into rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import duckdb

from data.errors import DataContractError
from data.reading import BrokenLine, SourceFile, repair, sniff
from data.reading.lines import lines_of_bytes

_ATTEMPTS = 8
_RAW = 1000
_numbers = count(1)
_REASONS = {
    "MISSING COLUMNS": "the line has fewer fields than the header",
    "TOO MANY COLUMNS": "the line has more fields than the header",
    "UNQUOTED VALUE": "a quote opens or ends in the middle of a field",
    "LINE SIZE OVER MAXIMUM": "the line is longer than 200,000 bytes",
    "INVALID ENCODING": "bytes that are no text in the file's encoding",
}


@dataclass(frozen=True)
class _Problem:
    byte: int
    kind: str
    raw: str


def run_over(
    con: duckdb.DuckDBPyConnection,
    file: SourceFile,
    folder: Path,
    statement: Callable[[SourceFile, str], str],
) -> SourceFile:
    """The file as it could be read, with the lines that could not be split.

    `statement` gives the SQL for a file and the name of the table for its broken lines; it
    runs once, and again on a mended copy where encoding, line ends or a quote need one.
    Raises: DataContractError when the file stays unreadable.
    """
    for _ in range(_ATTEMPTS):
        rejects = f"rejects_{next(_numbers)}"
        try:
            con.execute(statement(file, rejects), {"path": str(file.path)})
        except duckdb.InvalidInputException as error:
            if "mixed line ends" in file.notes:
                raise DataContractError(f"{file.name}: not readable as CSV: {_first(error)}") from (
                    error
                )
            file = repair.with_plain_line_ends(file, folder)
            continue
        problems = _problems(con, rejects) if file.kind == "csv" else []
        mended = _mended(file, problems, folder)
        if mended is None:
            return _with_broken(file, problems)
        file = mended
    raise DataContractError(
        f"{file.name}: more than {_ATTEMPTS} quotes are never closed; export it again"
    )


def _problems(con: duckdb.DuckDBPyConnection, rejects: str) -> list[_Problem]:
    known = con.execute(
        "select count(*) from duckdb_tables() where table_name = $name", {"name": rejects}
    ).fetchone()
    if known == (0,):
        return []
    found = con.execute(
        "select line_byte_position - 1, min(error_type), any_value(csv_line) "
        f"from {rejects} group by 1 order by 1"
    ).fetchall()
    con.execute(f"drop table {rejects}")
    con.execute(f"drop table {rejects}_scan")
    return [_Problem(byte, kind, raw or "") for byte, kind, raw in found]


def _mended(file: SourceFile, problems: list[_Problem], folder: Path) -> SourceFile | None:
    """A copy without the cause, or None when what is left is only lines for the quarantine."""
    kinds = {problem.kind for problem in problems}
    if "INVALID ENCODING" in kinds and not file.is_transcoded:
        if repair.is_mostly_utf8(file.path):
            return None
        copy = repair.transcoded(file, "cp1252", folder)
        return replace(copy, columns=sniff.header_of(copy.path, copy.name).columns)
    # A lost quote swallows the lines after it: only the line it stands on is bad.
    opened = [
        problem
        for problem in problems
        if problem.kind == "UNQUOTED VALUE" and "\n" in problem.raw.strip("\r\n")
    ]
    if not opened:
        return None
    lines = lines_of_bytes(file.path, (problem.byte for problem in opened))
    broken = [
        BrokenLine(
            lines[problem.byte],
            "a quote opens here and is never closed",
            problem.raw.strip("\r\n").split("\n")[0][:_RAW],
        )
        for problem in opened
    ]
    copy = repair.without_lines(file, {one.line for one in broken}, folder)
    return replace(copy, broken=(*file.broken, *broken))


def _with_broken(file: SourceFile, problems: list[_Problem]) -> SourceFile:
    if not problems:
        return file
    lines = lines_of_bytes(file.path, (problem.byte for problem in problems))
    broken = [
        BrokenLine(
            _original(file, lines[problem.byte]),
            _REASONS.get(problem.kind, problem.kind.lower()),
            problem.raw.strip("\r\n")[:_RAW],
        )
        for problem in problems
    ]
    return replace(file, broken=(*file.broken, *broken))


def _original(file: SourceFile, line: int) -> int:
    """The line of the original for a line of a converted copy, whose header is line 1."""
    if file.record_lines is None or not 2 <= line < len(file.record_lines) + 2:
        return line
    return file.record_lines[line - 2]


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0]
