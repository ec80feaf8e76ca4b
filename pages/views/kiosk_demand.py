"""The wall's fifth view: leads against need, cost, whom they bring, hours with customers."""

from dataclasses import replace

from data.warehouse import Reader
from metrics.wording import sentence
from pages.views.asked import Asked
from pages.views.demand import DemandView, build_demand
from pages.views.kiosk import Beside, Decided, WallView, as_of_line, empty_view
from pages.views.kiosk_number import named_short
from pages.views.kiosk_words import ARROW, LONGEST, NOTE, fits, judged, quiet, why_none
from pages.views.tile import Change, Tile
from pages.views.words import Headline

_YOUNG = "so far, still young"
_FILLS = "Leads come with the next load, from the marketing system or the CRM."
# Of these a smaller number is the better one.
_LESS = frozenset({"cost_per_sales_ready_lead"})


def build_wall_demand(reader: Reader, asked: Asked, _: Decided | None) -> WallView:
    """Sales-ready leads against what is needed, and how far a cohort of leads comes."""
    as_of = as_of_line(reader, asked)
    demand = build_demand(reader, asked)
    ready, *others = demand.tiles
    if ready.count.startswith("0 ") and demand.curve is None:
        return empty_view("demand", "No lead is on record in this period", as_of, _FILLS)
    return WallView(
        key="demand",
        headline=Headline(_sentence(demand)),
        label=ready.label,
        hero=ready.value,
        lines=_lines(ready),
        beside=tuple(_beside(tile) for tile in others),
        as_of=as_of,
        chart=named_short(demand.curve),
        chart_title="Leads that became an opportunity, by age" if demand.curve else "",
    )


def _sentence(demand: DemandView) -> str:
    """'560 sales-ready leads, up 6 % on last year; Q3 leads are ahead of Q2 at 46 days'."""
    said = sentence(demand.block.title.partition(": ")[2])
    if demand.curve is None:
        return said
    curve = demand.curve.title.partition(": ")[2]
    both = f"{said}; {curve}"
    return both if curve and len(both) <= LONGEST else said


def _lines(ready: Tile) -> tuple[Change, ...]:
    """What the quarter needs, then last week and last year."""
    lines = []
    if ready.bullet:
        lines.append(quiet(f"of {ready.bullet.label.removeprefix('target ')} needed"))
    return (*lines, *ready.changes)


def _beside(tile: Tile) -> Beside:
    """A number with its target; a young cohort's share is held against nothing."""
    if tile.bullet is None or tile.bullet.is_young:
        if tile.note.startswith("so far"):
            return Beside(tile.label, tile.value, quiet(fits((tile.note, _YOUNG), NOTE)))
        return Beside(tile.label, tile.value, why_none(tile))
    label, _, month = tile.label.partition(", ")
    aim = tile.bullet.label
    # Of a month before the period: it is named with the aim, where there is room for it.
    said = fits((f"{month}, {aim}", month), NOTE - ARROW) if month else aim
    return Beside(label, tile.value, judged(replace(tile.bullet, label=said), tile.key in _LESS))
