"""Which line of the file a record starts on, and the text of lines that did not split."""

import mmap
from collections.abc import Iterable
from pathlib import Path

from data.reading.source_file import SourceFile


def lines_of_bytes(path: Path, positions: Iterable[int]) -> dict[int, int]:
    """The line (from 1) on which the record at each byte position (from 0) starts."""
    found: dict[int, int] = {}
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        line, counted = 1, 0
        for position in sorted(set(positions)):
            start = position
            while start < len(view) and view[start] in b"\r\n":
                start += 1
            line += _newlines(view, counted, start)
            counted = start
            found[position] = line
    return found


def _newlines(view: mmap.mmap, start: int, end: int) -> int:
    """How many newlines stand in the bytes from start to end."""
    step = 1 << 24
    return sum(view[at : min(at + step, end)].count(b"\n") for at in range(start, end, step))


def lines_of_records(
    file: SourceFile, records: Iterable[int], unsplit: frozenset[int]
) -> dict[int, int]:
    """The line of each record, numbered from 1 among those that did split.

    `unsplit` holds the lines on which records start that did not.
    """
    wanted = set(records)
    if not wanted:
        return {}
    if file.record_lines is not None:
        split = [line for line in file.record_lines if line not in unsplit]
        return {record: split[record - 1] for record in wanted}
    if file.kind == "parquet":
        return {record: record for record in wanted}
    if _is_line_a_record(file):
        return _counted(file, wanted, unsplit)
    return _swept(file, wanted, unsplit)


def _is_line_a_record(file: SourceFile) -> bool:
    """Whether no quote and no blank line after the header can move records off their lines."""
    with (
        file.path.open("rb") as source,
        mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as view,
    ):
        end = 0
        for _ in range(file.skip):
            end = view.find(b"\n", end) + 1
            if end == 0:
                return False
        if view[:end].count(b'"') % 2 or view[end : end + 2] in (b"\r\n", b"\n"):
            return False
        return all(view.find(mark, end) < 0 for mark in (b'"', b"\n\n", b"\n\r\n"))


def _counted(file: SourceFile, wanted: set[int], unsplit: frozenset[int]) -> dict[int, int]:
    """One line a record: the lines that did not split are stepped over."""
    broken = sorted(unsplit)
    found: dict[int, int] = {}
    passed = 0
    for record in sorted(wanted):
        while passed < len(broken) and broken[passed] <= record + file.skip + passed:
            passed += 1
        found[record] = record + file.skip + passed
    return found


def _swept(file: SourceFile, wanted: set[int], unsplit: frozenset[int]) -> dict[int, int]:
    """Walks the file once: a record ends at a newline that is outside quotes."""
    found: dict[int, int] = {}
    last = max(wanted)
    skip, record, start = file.skip, 0, 0
    is_open = False
    with file.path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if not is_open:
                start = number
            if b'"' in line and line.count(b'"') % 2:
                is_open = not is_open
            if is_open:
                continue
            if skip:
                skip -= 1
                continue
            if line in (b"\n", b"\r\n", b"") or start in unsplit:
                continue
            record += 1
            if record in wanted:
                found[record] = start
                if record == last:
                    break
    return found
