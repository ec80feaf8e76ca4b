"""Demand and customers: sales-ready leads, their cost and way, and hours with customers."""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.customers import KEY, hours
from metrics.registry import kpi
from metrics.sentences.blocks import demand_sentence
from pages.views.asked import Asked, moment_of
from pages.views.chart import LineChart
from pages.views.cohorts import build_curve
from pages.views.tile import Tile
from pages.views.tiles import build_tiles, compared_of, foreign, tile_of, tiles_of
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
    tiles = (*tiles_of(reader, asked, WANTED, found), build_hours(reader, asked))
    return DemandView(Block(title), tiles, build_curve(reader, asked))


def build_hours(reader: Reader, asked: Asked) -> Tile:
    """Hours with customers of the months that have ended, and under it each team's."""
    wanted = Wanted(KEY)
    if foreign(kpi(KEY), asked):
        return build_tiles(reader, asked, (wanted,))[0]
    found = hours(reader, moment_of(asked))
    told = replace(asked, period=found.moment.period)
    tile = tile_of(reader, told, wanted, found.compared)
    return replace(tile, label=found.label, note=tile.note or found.note)
