"""Data: the targets that name no KPI, so that nothing is held against them."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.targets import UnknownTarget, unknown_targets
from metrics.wording import count
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block


@dataclass(frozen=True)
class UnknownTargets:
    """The block of targets that name no KPI."""

    block: Block
    table: ShortTable


def build_unknown_targets(reader: Reader) -> UnknownTargets | None:
    """The names that are no KPI with what to do; None where every target names one."""
    found = unknown_targets(reader)
    if not found:
        return None
    rows = sum(one.rows for one in found)
    said = "1 target names" if rows == 1 else f"{count(rows)} targets name"
    columns = (Column("Targets", is_number=True), Column("Name, and what to do", is_wide=True))
    return UnknownTargets(
        Block(f"{said} a KPI that is not known", "kept, and no number is held against them"),
        ShortTable(columns, tuple(_row(one) for one in found)),
    )


def _row(one: UnknownTarget) -> tuple[Cell, ...]:
    mend = "Correct the name and load again, or keep them for a KPI to come."
    if one.near:
        mend = f"Did you mean {one.near}? Correct the name and load again."
    return (Cell(count(one.rows), is_strong=True), Cell(one.name, second=mend))
