"""Weekly's other blocks: coverage under the number, and what moved in seven days."""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.compared import Moment, Wanted, compared, last_seven_days
from metrics.compute import calendar_of
from metrics.registry import kpi
from metrics.sentences.blocks import moved_sentence
from metrics.wording import period_text, short_day
from pages.views.asked import Asked, moment_of
from pages.views.tile import Tile
from pages.views.tiles import build_tiles, foreign, tile_of
from pages.views.words import Block

MOVED = ("leads_created", "sales_ready_leads", "accepted_leads", "pipeline_created", "bookings")


@dataclass(frozen=True)
class MovedView:
    """What the last seven days brought, held against the week before and a year before."""

    block: Block
    tiles: tuple[Tile, ...]


def build_outlook(reader: Reader, asked: Asked) -> tuple[Tile, Tile]:
    """Coverage of this and the next window; over all time that of the quarter that runs."""
    period = asked.period
    calendar = calendar_of(reader)
    grain = period.grain if period.grain in ("month", "quarter", "year") else "quarter"
    if period.grain == "all":
        # All time has no target to cover: the quarter that runs has.
        this = calendar.containing(asked.as_of, grain)
        after = calendar.containing(this.end_on_exclusive, grain)
        first, second = (
            build_tiles(reader, asked, (Wanted("pipeline_coverage", window),))[0]
            for window in (this, after)
        )
        first = replace(first, key="pipeline_coverage")
        return _named(first, "this quarter"), _named(second, "next quarter")
    after = calendar.containing(period.end_on_exclusive, grain)
    wanted = (Wanted("pipeline_coverage"), Wanted("pipeline_coverage", after))
    first, second = build_tiles(reader, asked, wanted)
    if not period.holds(asked.as_of):
        return _named(first, period_text(period)), _named(second, period_text(after))
    name = {"month": "month", "year": "year"}.get(grain, "quarter")
    return _named(first, f"this {name}"), _named(second, f"next {name}")


def _named(tile: Tile, window: str) -> Tile:
    return replace(tile, label=f"Coverage, {window}")


def build_moved(reader: Reader, asked: Asked) -> MovedView:
    """The flows of the last seven days; the title names what is outside its usual limits."""
    calendar = calendar_of(reader)
    days = last_seven_days(min(asked.as_of, asked.period.last_on), calendar)
    week = replace(asked, period=days)
    wanted = tuple(Wanted(key) for key in MOVED if not foreign(kpi(key), asked))
    found = compared(reader, wanted, Moment(days, asked.as_of, asked.scope), calendar)
    tiles = tuple(
        replace(tile_of(reader, week, one, two), key=f"week_{one.kpi}", bullet=None)
        for one, two in zip(wanted, found, strict=True)
    )
    span = f"{short_day(days.start_on)} to {short_day(days.last_on)}, against the 7 days before"
    return MovedView(Block(moved_sentence(reader, moment_of(asked)).text, span), tiles)
