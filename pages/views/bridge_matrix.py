"""From which stage to which: the deals of the bridge, the ways in and out beside the stages."""

from decimal import Decimal

from metrics.bridge import Bridge
from metrics.bridge.words import place_words
from metrics.wording import money, rounded
from pages.views.table import Cell, Column, ShortTable


def matrix_of(found: Bridge, currency: str) -> ShortTable:
    """From-stage down, to-stage across: deals, and what they were or became worth."""
    cells: dict[tuple[str, str], list[Decimal]] = {}
    downs, acrosses = [*found.stages], [*found.stages]
    for cell in found.matrix:
        down = cell.from_stage or place_words(cell.enter_reason)
        across = cell.to_stage or place_words(cell.leave_reason)
        for names, name in ((downs, down), (acrosses, across)):
            if name not in names:
                names.append(name)
        cells[down, across] = [Decimal(cell.deals), cell.closing or cell.opening]
    kept_downs = [name for name in downs if any(key[0] == name for key in cells)]
    kept = [name for name in acrosses if any(key[1] == name for key in cells)]
    rows = tuple(
        (
            Cell(down, is_strong=True),
            *(_matrix_cell(cells.get((down, across)), down == across, currency) for across in kept),
        )
        for down in kept_downs
    )
    columns = (Column("From, to"), *(Column(name, is_number=True) for name in kept))
    return ShortTable(columns, rows)


def _matrix_cell(figures: list[Decimal] | None, is_same: bool, currency: str) -> Cell:
    if figures is None:
        return Cell("")
    deals, amount = figures
    return Cell(
        rounded(deals, 0),
        second=money(amount, currency),
        is_quiet=is_same,
        is_strong=not is_same,
    )
