"""Funnel and handover: the steps of the trip, from lead to won."""

from dataclasses import dataclass

from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.wording import period_text
from pages.views.asked import Asked
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block, Empty, Headline

STEPS = (
    Wanted("leads_created"),
    Wanted("sales_ready_leads"),
    Wanted("accepted_leads"),
    Wanted("lead_to_opportunity_rate"),
    Wanted("lead_to_won_rate"),
)
BY_SOURCE = (
    "sales_ready_leads",
    "acceptance_rate",
    "response_within_sla",
    "lead_to_opportunity_rate",
    "win_rate",
    "cost_per_sales_ready_lead",
)


@dataclass(frozen=True)
class FunnelView:
    """The sentence and the steps of the trip."""

    headline: Headline
    block: Block
    steps: tuple[Tile, ...]
    empty: Empty | None


def build_funnel(reader: Reader, asked: Asked) -> FunnelView:
    """From lead to won in the period: counts as flow, conversion as cohort."""
    steps = build_tiles(reader, asked, STEPS)
    empty = None
    if steps[0].count.startswith("0 ") and steps[1].count.startswith("0 "):
        empty = Empty(
            what=f"No leads in {period_text(asked.period)}",
            why="No lead was created or handed over in this period and scope.",
            mend="Choose another period or a wider scope above.",
        )
    headline = Headline(_sentence(steps, asked)) if empty is None else Headline(empty.what)
    block = Block("The trip: from lead to won", "counts of the period · conversion of its cohort")
    return FunnelView(headline, block, steps, empty)


def _sentence(steps: tuple[Tile, ...], asked: Asked) -> str:
    """'476 leads were handed to sales in Q3 2026, 281 were accepted'."""
    handed_over, accepted = steps[1].value, steps[2].value
    return (
        f"{handed_over} leads were handed to sales in {period_text(asked.period)}, "
        f"{accepted} were accepted"
    )
