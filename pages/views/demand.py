"""Demand: sales-ready leads, what they cost, and how far a cohort of leads gets."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.sentences.blocks import demand_sentence
from pages.views.asked import Asked
from pages.views.chart import LineChart
from pages.views.cohorts import build_curve
from pages.views.tile import Tile
from pages.views.tiles import compared_of, tiles_of
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
    found = compared_of(reader, asked, WANTED)
    title = demand_sentence(found.get(WANTED[0])).text
    tiles = tiles_of(reader, asked, WANTED, found)
    return DemandView(Block(title), tiles, build_curve(reader, asked))
