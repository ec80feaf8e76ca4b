"""Tiles from compared numbers: words, directions, verdicts and notes; nothing is counted here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Change as Changed
from metrics.compared import Compared, Wanted, compared
from metrics.compute import calendar_of
from metrics.kpi import Kpi, Unit
from metrics.registry import kpi
from metrics.said import Moved, aim_said, change_said, count_said, note_said
from metrics.wording import NO_DATA, number
from pages.views.asked import Asked, moment_of
from pages.views.tile import Bullet, Change, Direction, ReceiptRequest, Tile, Verdict

HALF = Decimal("0.5")
_NOT_SPLIT = "Not counted by {names}: choose all to see it."


def build_tiles(reader: Reader, asked: Asked, wanted: Sequence[Wanted]) -> tuple[Tile, ...]:
    """One tile a number wanted, in that order."""
    return tiles_of(reader, asked, wanted, compared_of(reader, asked, wanted))


def compared_of(
    reader: Reader, asked: Asked, wanted: Sequence[Wanted]
) -> Mapping[Wanted, Compared]:
    """Each number wanted that the scope can be counted by, with its past."""
    askable = [one for one in wanted if not foreign(kpi(one.kpi), asked)]
    found = compared(reader, askable, moment_of(asked), calendar_of(reader))
    return dict(zip(askable, found, strict=True))


def tiles_of(
    reader: Reader, asked: Asked, wanted: Sequence[Wanted], found: Mapping[Wanted, Compared]
) -> tuple[Tile, ...]:
    """The tiles of numbers that are compared already; those the scope lacks say so."""
    return tuple(
        tile_of(reader, asked, one, found[one]) if one in found else _refused(asked, one)
        for one in wanted
    )


def foreign(declared: Kpi, asked: Asked) -> tuple[str, ...]:
    """The dimensions of the scope that the KPI's fact lacks."""
    names = (name for name, _ in asked.scope.filters)
    return tuple(name for name in names if name not in declared.dimensions)


def tile_of(reader: Reader, asked: Asked, wanted: Wanted, found: Compared) -> Tile:
    """The tile of one compared number."""
    currency = reader.load.workspace.currency
    declared, now = found.declared, found.now
    return Tile(
        key=_key(wanted),
        label=declared.label,
        value=number(now.value, declared.unit, currency),
        count=count_said(declared, now),
        changes=tuple(change_words(declared, one, currency) for one in found.changes),
        bullet=bullet_of(declared, now, currency),
        trend=tuple(None if one is None else float(one) for one in found.trend),
        trend_words=f"{declared.label}, the last {len(found.trend)} weeks",
        note=note_said(declared, now, currency),
        receipt=request_of(asked, wanted),
    )


def _key(wanted: Wanted) -> str:
    """Unique where a number stands once for its period and once for another window."""
    return wanted.kpi if wanted.window is None else f"{wanted.kpi}_next"


def request_of(asked: Asked, wanted: Wanted) -> ReceiptRequest:
    """The question that the tile's receipt asks again."""
    return ReceiptRequest(
        kpi=wanted.kpi,
        period=asked.period,
        scope=asked.scope,
        as_of=asked.as_of,
        window=wanted.window,
    )


def change_words(declared: Kpi, change: Changed, currency: str) -> Change:
    """'6 points on last week' with its arrow and verdict."""
    return change_of(change_said(declared.unit, declared.better, change, currency))


def change_of(said: Moved) -> Change:
    """A change in words as a tile draws it."""
    direction = {1: Direction.UP, -1: Direction.DOWN, 0: Direction.NONE}[said.way]
    verdict = {True: Verdict.BETTER, False: Verdict.WORSE, None: Verdict.NEITHER}[said.is_better]
    return Change(said.text, direction, verdict)


def bullet_of(declared: Kpi, now: Answer, currency: str) -> Bullet | None:
    """The value on a scale from zero with the target, or what is needed, as a tick."""
    aim = aim_said(declared.unit, now, currency)
    if aim is None or now.value is None:
        return None
    is_young = now.maturity is not None and now.maturity < 1
    scale = _scale(declared, now.value, aim.value)
    return Bullet(now.value, aim.value, scale, aim.text, is_young)


def _scale(declared: Kpi, *ends: Decimal) -> Decimal:
    """Where the track ends: 100 % for rates that come near it, else the larger end."""
    if declared.unit is Unit.PERCENT and HALF < max(ends) <= 1:
        return Decimal(1)
    return max(ends)


def _refused(asked: Asked, wanted: Wanted) -> Tile:
    declared = kpi(wanted.kpi)
    names = " and ".join(name.replace("_", " ") for name in foreign(declared, asked))
    return Tile(
        key=_key(wanted),
        label=declared.label,
        value=NO_DATA,
        count="",
        changes=(),
        bullet=None,
        trend=(),
        trend_words="",
        note=_NOT_SPLIT.format(names=names),
        receipt=request_of(asked, wanted),
    )
