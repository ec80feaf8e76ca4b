"""Tables ready to draw: long ones of rows, and short ones whose cells say two things."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a column of rows is written."""

    TEXT = "text"
    WHOLE = "whole"
    EXACT = "exact"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class RowTable:
    """The first rows behind a number and the file with all of them."""

    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int
    csv: str
    file_name: str
    date_format: str


class Mark(StrEnum):
    """What a cell's colour and arrow say; NONE for most."""

    NONE = ""
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Cell:
    """One cell: its words, a quiet second line, a bar of 0 to 100 percent, a mark.

    A veiled cell is hatched: what stands in it is too young to compare.
    """

    text: str
    second: str = ""
    bar: float | None = None
    mark: Mark = Mark.NONE
    is_strong: bool = False
    is_quiet: bool = False
    is_veiled: bool = False


@dataclass(frozen=True)
class Column:
    """A heading, whether its cells are numbers, which stand right, and a heading over it.

    The cells of a wide column are sentences: they break into lines instead of being cut.
    """

    name: str
    is_number: bool = False
    group: str = ""
    is_wide: bool = False


@dataclass(frozen=True)
class ShortTable:
    """A table of a few rows; `sum_rows` at its end are totals."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sum_rows: int = 0
