"""Where deals go from a stage: onwards, over a stage, back, to their end; and out of it again."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from metrics.compared import Moment
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.stays import moves_statement, skips_statement
from metrics.stages.asked import deals_view

AGAIN = "reopened"
OPEN_STAGES = "select position from stages where kind = 'open'"


class Way(StrEnum):
    """What a move is."""

    ONWARDS = "onwards"
    BACK = "back"
    SIDEWAYS = "sideways"
    WON = "won"
    LOST = "lost"
    DELETED = "deleted"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Move:
    """All moves from one place to another in the period.

    `share` is of all moves out of the place (a reopening leaves no stage and has none); `amount`
    is what the deals were worth as they moved, in the reporting currency of that day;
    `null_amounts` moves had none. `passes_over` an open stage: it lies between the two, or between
    the stage and a win.
    """

    from_place: str
    to_place: str
    way: Way
    moves: int
    deals: int
    share: Fraction | None
    amount: Decimal
    null_amounts: int
    passes_over: bool


@dataclass(frozen=True)
class Skip:
    """A stage, how many deals went past it, and how many of those had never been in it."""

    stage: str
    passed: int
    skipped: int

    @property
    def share(self) -> Fraction | None:
        """The share of the deals that went past it; None when none did."""
        return Fraction(self.skipped, self.passed) if self.passed else None


@dataclass(frozen=True)
class Moves:
    """The matrix by cell, in the order of the stages, with skips by stage."""

    period: Period
    as_of: date
    places: tuple[str, ...]
    moves: tuple[Move, ...]
    skips: tuple[Skip, ...]

    def between(self, from_place: str, to_place: str) -> Move | None:
        """The cell of two places, where a deal moved so."""
        return next(
            (
                one
                for one in self.moves
                if (one.from_place, one.to_place) == (from_place, to_place)
                and one.way in (Way.ONWARDS, Way.BACK, Way.SIDEWAYS)
            ),
            None,
        )

    def end_of(self, place: str, way: Way) -> Move | None:
        """The cell of a stage and an end (won, lost, deleted), where a deal ended there."""
        found = (one for one in self.moves if one.from_place == place and one.way is way)
        return next(found, None)

    @property
    def null_amounts(self) -> int:
        """How many moves had no amount."""
        return sum(one.null_amounts for one in self.moves)

    def out_of(self, place: str) -> int:
        """How many moves left the stage."""
        return sum(
            one.moves
            for one in self.moves
            if one.from_place == place and one.way is not Way.REOPENED
        )

    @property
    def returns(self) -> tuple[Move, ...]:
        """Moves back to an earlier stage and out of an end, most frequent first."""
        back = [one for one in self.moves if one.way in (Way.BACK, Way.REOPENED)]
        return tuple(sorted(back, key=lambda one: (-one.moves, one.from_place, one.to_place)))


def moves(reader: Reader, moment: Moment) -> Moves:
    """Every move of the period as seen at the end of the as-of day.

    Raises: ScopeError when deals do not carry a dimension of the scope.
    """
    view = deals_view(reader, moment)
    statement = moves_statement(moment.period, view)
    rows = reader.exact_rows(statement.sql, statement.parameters)
    between = [row[0] for row in reader.exact_rows(OPEN_STAGES, {})]
    out: Counter[str] = Counter()
    for row in rows:
        out[row[0]] += 0 if row[3].startswith(AGAIN) else row[5]
    places = _places(rows)
    rank = {name: number for number, name in enumerate(places)}
    found = [_move(row, out[row[0]], between) for row in rows]
    found.sort(key=lambda one: (rank.get(one.from_place, len(rank)), *_to(one, rank)))
    skipped = skips_statement(moment.period, view)
    skips = [
        Skip(stage, passed, over)
        for stage, _, passed, over in reader.exact_rows(skipped.sql, skipped.parameters)
    ]
    return Moves(moment.period, moment.as_of, places, tuple(found), tuple(skips))


def _places(rows: Iterable[tuple[Any, ...]]) -> tuple[str, ...]:
    """The stages of the moves in their order; those without a position last."""
    positions: dict[str, int | None] = {}
    for from_place, from_position, to_place, kind, to_position, *_ in rows:
        if not kind.startswith(AGAIN):
            positions[from_place] = from_position
        if kind == "open" or kind.startswith(AGAIN):
            positions.setdefault(to_place, to_position)
    return tuple(
        sorted(positions, key=lambda one: (positions[one] is None, positions[one] or 0, one))
    )


def _move(row: tuple[Any, ...], out: int, between: Sequence[int]) -> Move:
    from_place, start, to_place, kind, end, count, deals, amount, null_amounts = row
    return Move(
        from_place=from_place,
        to_place=to_place,
        way=_way(kind, start, end),
        moves=count,
        deals=deals,
        share=None if kind.startswith(AGAIN) else Fraction(count, out),
        amount=amount,
        null_amounts=null_amounts,
        passes_over=_passes_over(kind, start, end, between),
    )


def _passes_over(
    kind: str, start: int | None, end: int | None, open_positions: Sequence[int]
) -> bool:
    if start is None or kind not in ("open", "won") or (kind == "open" and end is None):
        return False
    return any(
        start < position and (kind == "won" or (end is not None and position < end))
        for position in open_positions
    )


def _to(one: Move, rank: dict[str, int]) -> tuple[int, str]:
    ends = {Way.WON: 1, Way.LOST: 2, Way.DELETED: 3}
    return (len(rank) + ends[one.way] if one.way in ends else rank[one.to_place]), one.to_place


def _way(kind: str, from_position: int | None, to_position: int | None) -> Way:
    """What the move is; between stages whose order is not known it goes neither way."""
    if kind.startswith(AGAIN):
        return Way.REOPENED
    if kind != "open":
        return Way(kind)
    if from_position is None or to_position is None or from_position == to_position:
        return Way.SIDEWAYS
    return Way.ONWARDS if to_position > from_position else Way.BACK
