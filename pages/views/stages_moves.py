"""Where deals go from each stage: the matrix, what was skipped, what came back."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.stages.moves import Move, Moves, Skip, Way, moves
from metrics.wording import count, counted, decimal, joined, money, percent
from pages.views.asked import Asked
from pages.views.stages import deals_moment
from pages.views.table import Cell, Column, ShortTable

ENDS = ((Way.WON, "Won"), (Way.LOST, "Lost"), (Way.DELETED, "Deleted"))
_SIGNS = {Way.BACK: "↩ "}


@dataclass(frozen=True)
class MovesView:
    """The matrix in share, count and money; sentences on skips and returns."""

    title: str
    table: ShortTable
    returns: str
    skips: str
    foot: str


def build_moves(reader: Reader, asked: Asked) -> MovesView | None:
    """The moves of the year; None without a move or where the scope does not fit deals."""
    moment = deals_moment(reader, asked)
    found = moves(reader, moment) if moment else None
    if found is None or not found.moves:
        return None
    currency = reader.load.workspace.currency
    missing = found.null_amounts
    without = f" {counted(missing, 'moves')} had no amount." if missing else ""
    return MovesView(
        title="Where deals go from each stage",
        table=_table(found, currency),
        returns=_returns(found, currency),
        skips=_skips(found.skips),
        foot="Share of the moves out of the stage, how many, and what the deals were worth as "
        f"they moved. ↩ goes back, ↷ passes over a stage.{without}",
    )


def _table(found: Moves, currency: str) -> ShortTable:
    targets = [to for to in found.places if any(found.between(place, to) for place in found.places)]
    ends = [(way, name) for way, name in ENDS if any(one.way is way for one in found.moves)]
    columns = (
        Column("From"),
        *(Column(f"to {place}", True) for place in targets),
        *(Column(name, True) for _, name in ends),
        Column("Moves", True),
    )
    rows = []
    for place in found.places:
        if not found.out_of(place):
            continue
        row = [Cell(place, is_strong=True)]
        row += [_cell(found.between(place, to), currency) for to in targets]
        row += [_cell(found.end_of(place, way), currency) for way, _ in ends]
        rows.append((*row, Cell(count(found.out_of(place)))))
    return ShortTable(columns, tuple(rows))


def _cell(one: Move | None, currency: str) -> Cell:
    if one is None or one.share is None:
        return Cell("")
    sign = "↷ " if one.passes_over else _SIGNS.get(one.way, "")
    return Cell(
        f"{sign}{percent(decimal(one.share), 1)}",
        second=f"{count(one.moves)} · {money(one.amount, currency)}",
        is_strong=one.way is Way.ONWARDS and not sign,
    )


def _returns(found: Moves, currency: str) -> str:
    """'Came back: 21 lost deals to Discover ($1.1M), 12 from Negotiate to Propose ($922k)'."""
    said = []
    for one in found.returns:
        amount = money(one.amount, currency)
        if one.way is Way.REOPENED:
            said.append(
                f"{counted(one.deals, f'{one.from_place} deals')} to {one.to_place} ({amount})"
            )
        else:
            said.append(
                f"{counted(one.deals, 'deals')} from {one.from_place} to {one.to_place} ({amount})"
            )
    return f"Came back: {joined(said)}." if said else "No deal went back to an earlier stage."


def _skips(skips: tuple[Skip, ...]) -> str:
    """'Skipped: Propose by 15 of 467 deals (3.2 %)'; never in it before they went past it."""
    said = [
        f"{one.stage} by {count(one.skipped)} of {counted(one.passed, 'deals')} that went past it "
        f"({percent(decimal(one.share), 1)})"
        for one in skips
        if one.skipped and one.share is not None
    ]
    if not said:
        return "No deal went past a stage without having been in it."
    return f"Skipped: {joined(said)}."
