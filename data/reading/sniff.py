"""What a text file looks like from its first bytes: encoding, delimiter, header."""

import codecs
import csv
import mmap
from dataclasses import dataclass
from pathlib import Path

from data.errors import DataContractError

HEAD_BYTES = 262_144
DELIMITERS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Header:
    """The names in the first row that is not blank, and the records up to its end."""

    columns: tuple[str, ...]
    delimiter: str
    records: int


def encoding_of(path: Path) -> str:
    """'utf-8' or 'utf-16...' by the mark at the start or the zero bytes of plain UTF-16."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    # Plain text in UTF-16 has a zero in every second byte; a few zeros are only dirt.
    even, odd = head[0::2], head[1::2]
    if len(head) >= 8 and odd.count(0) > len(odd) * 0.4:
        return "utf-16-le"
    if len(head) >= 8 and even.count(0) > len(even) * 0.4:
        return "utf-16-be"
    return "utf-8"


def header_of(path: Path, name: str) -> Header:
    """The header of a text file in UTF-8 (or in any encoding that keeps ASCII).

    Raises: DataContractError when the file is empty.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).removeprefix(codecs.BOM_UTF8)
    text = head.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataContractError(f"{name}: the file is empty; export it again")
    delimiter = _delimiter(text)
    rows = csv.reader(text.split("\n"), delimiter=delimiter)
    for records, row in enumerate(rows, start=1):
        if row:
            return Header(tuple(cell.strip() for cell in row), delimiter, records)
    raise DataContractError(f"{name}: the file is empty; export it again")


def _delimiter(text: str) -> str:
    """The delimiter that splits the first line into the most fields, outside quotes."""
    first = next(line for line in text.split("\n") if line.strip())
    outside = "".join(first.split('"')[0::2])
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), -DELIMITERS.index(mark)))


def has_nul(path: Path) -> bool:
    """Whether the file holds a zero byte anywhere."""
    if path.stat().st_size == 0:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        return view.find(b"\0") >= 0


def has_only_returns(path: Path) -> bool:
    """Whether lines end in a bare return, as old Macintosh files do."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return b"\n" not in head and b"\r" in head
