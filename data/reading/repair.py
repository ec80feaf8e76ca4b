"""Copies of files that cannot be read as they are: other encodings, line ends, lost quotes.

Every copy keeps the number of lines, so a line number in a copy is the line of the original.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from data.reading.source_file import SourceFile

_CHUNK = 1 << 20
_numbers = count()


def transcoded(file: SourceFile, encoding: str, folder: Path) -> SourceFile:
    """The file as a UTF-8 copy in `folder`; bytes no character has become U+FFFD."""
    target = _copy_path(file, folder)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with target.open("wb") as out:
        for chunk in _chunks(file.path):
            out.write(decoder.decode(chunk).encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))
    note = f"read as {_ENCODINGS.get(encoding, encoding)}"
    return replace(file, path=target, is_transcoded=True, notes=(*file.notes, note))


def with_plain_line_ends(file: SourceFile, folder: Path) -> SourceFile:
    """The file as a copy in which every line ends in one newline."""
    target = _copy_path(file, folder)
    held = b""
    with target.open("wb") as out:
        for chunk in _chunks(file.path):
            data = held + chunk
            # A return at the chunk's edge may be half of a line end.
            held = b"\r" if data.endswith(b"\r") else b""
            data = data[: len(data) - len(held)]
            out.write(re.sub(rb"\r\n?", b"\n", data))
        if held:
            out.write(b"\n")
    return replace(file, path=target, notes=(*file.notes, "mixed line ends"))


def without_lines(file: SourceFile, lines: Collection[int], folder: Path) -> SourceFile:
    """The file as a copy in which the given lines are blank."""
    target = _copy_path(file, folder)
    with file.path.open("rb") as source, target.open("wb") as out:
        for number, line in enumerate(source, start=1):
            out.write(b"\n" if number in lines else line)
    return replace(file, path=target)


def is_mostly_utf8(path: Path) -> bool:
    """Whether the file has more good UTF-8 sequences beyond ASCII than broken bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = good = 0
    for chunk in _chunks(path):
        if chunk.isascii():
            continue
        text = decoder.decode(chunk)
        bad = text.count("�")
        broken += bad
        good += sum(1 for character in text if ord(character) > 127) - bad
    return good > broken


_ENCODINGS = {"cp1252": "Latin-1", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _copy_path(file: SourceFile, folder: Path) -> Path:
    """A free name for a copy, also where two files are mended at the same time."""
    return (
        folder
        / f"copy-{next(_numbers)}-{re.sub(r'[^A-Za-z0-9._-]', '_', file.origin.name)[-60:]}.csv"
    )
