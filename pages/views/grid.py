"""A table whose every number opens its receipt: cells with words, a value to sort by, a verdict."""

from dataclasses import dataclass

from pages.views.table import Mark
from pages.views.tile import ReceiptRequest


@dataclass(frozen=True)
class GridCell:
    """One number: its words, the value it sorts by, its verdict and the question behind it."""

    text: str
    value: float | None
    receipt: ReceiptRequest
    mark: Mark = Mark.NONE
    is_quiet: bool = False


@dataclass(frozen=True)
class Grid:
    """Rows of named numbers, the whole last, and the same as a file."""

    first: str
    columns: tuple[str, ...]
    helps: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    csv: str
    file_name: str
