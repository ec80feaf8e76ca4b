"""The wall's second view: booked against target and pace, the landing, coverage, the pool."""

from dataclasses import replace

from data.warehouse import Reader
from metrics.known import known
from metrics.meeting.headlines import Moment
from metrics.meeting.pool_today import plan_in_force, pool_today
from metrics.wording import NO_DATA, percent, percent_range
from pages.views.asked import Asked
from pages.views.chart import Line, LineChart
from pages.views.forecast_tile import build_landing_tile, build_pace_fan
from pages.views.kiosk import Beside, Decided, WallView, as_of_line, empty_view
from pages.views.kiosk_words import NOTE, fits, judged, quiet, why_none
from pages.views.number import build_number
from pages.views.tile import Tile
from pages.views.week import build_outlook


def build_wall_number(reader: Reader, asked: Asked, decided: Decided | None) -> WallView:
    """The number on a wall; without the ledger the pool says that it is not known."""
    number = build_number(reader, asked)
    if number.empty:
        return empty_view("number", number.empty.what, as_of_line(reader, asked), number.empty.why)
    landing = build_landing_tile(reader, asked)
    this, following, *_ = build_outlook(reader, asked)
    tile = number.hero.tile
    return WallView(
        key="number",
        headline=number.headline,
        label=tile.label,
        hero=tile.value,
        lines=number.hero.lines,
        beside=(
            *((_landing(landing),) if landing else ()),
            _coverage(this),
            _coverage(following),
            _pool(reader, asked, decided),
        ),
        as_of=as_of_line(reader, asked),
        chart=named_short(build_pace_fan(reader, asked)),
    )


def _landing(tile: Tile) -> Beside:
    if tile.value == NO_DATA:
        return Beside(tile.label, tile.value, why_none(tile))
    return Beside(tile.label, tile.value, quiet(fits((tile.note.replace(" to ", "–"),), NOTE)))


def _coverage(tile: Tile) -> Beside:
    """The coverage and what is needed, judged."""
    if tile.bullet is None:
        return Beside(tile.label, tile.value, why_none(tile))
    return Beside(tile.label, tile.value, judged(tile.bullet))


def _pool(reader: Reader, asked: Asked, decided: Decided | None) -> Beside:
    """The pool in percent of target, and nothing else of it."""
    label = "The pool today"
    if decided is None:
        return Beside(label, NO_DATA, quiet("the ledger is not read"))
    moment = Moment.of(known(reader).calendar, asked.as_of)
    version = plan_in_force(reader, decided.state, asked.as_of)
    found = pool_today(reader, decided.state, moment, version)
    if found.value is None:
        why = "no plan is in force" if version is None else "not every result is known"
        return Beside(label, NO_DATA, quiet(why))
    span = "of target"
    if found.low is not None and found.high is not None:
        span = f"P10–P90 {percent_range(found.low, found.high)}"
    return Beside(label, percent(found.value), quiet(span))


def named_short(chart: LineChart | None) -> LineChart | None:
    """The chart with names that stand beside it in large letters: without what is in brackets."""
    if chart is None:
        return None
    return replace(chart, lines=tuple(short_name(line) for line in chart.lines))


def short_name(line: Line) -> Line:
    """The line with its name up to a bracket."""
    return replace(line, name=line.name.split(" (", maxsplit=1)[0])
