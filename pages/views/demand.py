"""Demand: sales-ready leads, what they cost, and how far a cohort of leads gets."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.compared import Wanted
from pages.views.asked import Asked
from pages.views.chart import LineChart
from pages.views.cohorts import build_curve
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block

WANTED = (
    Wanted("sales_ready_leads"),
    Wanted("cost_per_sales_ready_lead"),
    Wanted("icp_share"),
    Wanted("lead_to_opportunity_rate"),
)


@dataclass(frozen=True)
class DemandView:
    """Tiles on demand and the cohort curve, when there is one."""

    block: Block
    tiles: tuple[Tile, ...]
    curve: LineChart | None


def build_demand(reader: Reader, asked: Asked) -> DemandView:
    """Volume and cost of leads, whether they become the deals we want, and how many do."""
    tiles = build_tiles(reader, asked, WANTED)
    return DemandView(Block(_title(tiles[0])), tiles, build_curve(reader, asked))


def _title(ready: Tile) -> str:
    """'Demand: 560 sales-ready leads, 6 % on last year'."""
    said = [change.text for change in ready.changes if change.text.endswith("last year")]
    arrow = {"up": "up ", "down": "down ", "none": ""}
    marks = [arrow.get(change.direction, "") for change in ready.changes[-1:]]
    moved = f", {marks[0]}{said[0]}" if said and marks else ""
    return f"Demand: {ready.value} sales-ready leads{moved}"
