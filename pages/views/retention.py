"""Customers kept: net and gross retention, and how the customers of a year ago moved since."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Wanted
from metrics.compute import answer, calendar_of
from metrics.registry import kpi
from metrics.retention import SHOWN
from metrics.wording import counted, day, exact_money, percent
from pages.views.asked import Asked
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles, foreign
from pages.views.words import Block

NET = "net_revenue_retention"
TILES = (Wanted(NET), Wanted("gross_revenue_retention"))
# The figures of the bridge between both ends: which, its name, its sign.
STEPS = (
    ("expansion", "Expansion", "+"),
    ("contraction", "Contraction", "−"),
    ("churn", "Churn", "−"),
)
FOOT = (
    "Monthly recurring revenue of the customers of the first day alone: who became one since is "
    "not among them. The receipt has a row for each."
)


@dataclass(frozen=True)
class RetentionView:
    """The sentence, both shares as tiles, and the bridge between both ends of the year."""

    block: Block
    tiles: tuple[Tile, ...]
    title: str
    table: ShortTable | None
    foot: str


def build_retention(reader: Reader, asked: Asked) -> RetentionView:
    """What customers of a year ago pay today; where nobody can tell, the tiles say why."""
    tiles = build_tiles(reader, asked, TILES)
    found = _asked(reader, asked)
    if found is None or found.value is None:
        return RetentionView(Block("Customers kept"), tiles, "", None, "")
    span = calendar_of(reader).parse(str(found.beside["twelve_months"]))
    workspace = reader.load.workspace
    ends = tuple(day(one, workspace) for one in (span.start_on, span.last_on))
    return RetentionView(
        block=Block(
            f"Customers of a year ago pay {percent(found.value)} of what they paid then",
            "net retention, over twelve months",
        ),
        tiles=tiles,
        title=f"How {counted(found.rows, 'customers')} moved in twelve months",
        table=_bridge(found.beside, ends, workspace.currency),
        foot=FOOT,
    )


def _asked(reader: Reader, asked: Asked) -> Answer | None:
    """Net retention; None where the scope is of something that is not a customer's own."""
    if foreign(kpi(NET), asked):
        return None
    return answer(reader, NET, asked.period, scope=asked.scope, as_of=asked.as_of)


def _bridge(beside: Mapping[str, object], ends: tuple[str, ...], currency: str) -> ShortTable:
    """Start, expansion, contraction, churn and end, in full, so that they add up as printed."""
    told = {key: Decimal(str(beside[key])) for key in SHOWN}
    start, *steps, end = (exact_money(told[key], currency) for key in SHOWN)
    rows = [(Cell(f"Before {ends[0]}", is_strong=True), Cell(start))]
    for (key, name, sign), amount in zip(STEPS, steps, strict=True):
        rows.append((Cell(name), Cell(f"{sign if told[key] else ''}{amount}")))
    rows.append((Cell(f"At the end of {ends[1]}", is_strong=True), Cell(end)))
    columns = (Column("Paid monthly"), Column("", is_number=True))
    return ShortTable(columns, tuple(rows), sum_rows=1)
