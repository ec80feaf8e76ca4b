"""Demand: sales-ready leads, what they cost, and how far a cohort of leads gets."""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.cohorts import Curve, curves
from metrics.compared import Wanted
from metrics.compute import calendar_of
from metrics.periods import Period
from pages.views.asked import Asked, moment_of
from pages.views.chart import Line, LineChart, Role
from pages.views.format import percent, period_text, rounded
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block

WANTED = (
    Wanted("sales_ready_leads"),
    Wanted("cost_per_sales_ready_lead"),
    Wanted("pipeline_created"),
    Wanted("lead_to_opportunity_rate"),
)
HORIZON = 90
# A difference below half a point between two cohorts is none worth a title.
EVEN = 0.005


@dataclass(frozen=True)
class DemandView:
    """Tiles on demand and the cohort curve, when there is one."""

    block: Block
    tiles: tuple[Tile, ...]
    curve: LineChart | None


def build_demand(reader: Reader, asked: Asked) -> DemandView:
    """Volume, cost and conversion of leads."""
    tiles = build_tiles(reader, asked, WANTED)
    return DemandView(Block(_title(tiles[0])), tiles, build_curve(reader, asked))


def _title(ready: Tile) -> str:
    """'Demand: 560 sales-ready leads, 6 % on last year'."""
    said = [change.text for change in ready.changes if change.text.endswith("last year")]
    arrow = {"up": "up ", "down": "down ", "none": ""}
    marks = [arrow.get(change.direction, "") for change in ready.changes[-1:]]
    moved = f", {marks[0]}{said[0]}" if said and marks else ""
    return f"Demand: {ready.value} sales-ready leads{moved}"


def build_curve(reader: Reader, asked: Asked) -> LineChart | None:
    """Lead to opportunity of the last whole period, with the one before and last year's."""
    period = asked.period
    if period.grain == "all":
        return None
    calendar = calendar_of(reader)
    whole = calendar.previous(period) if moment_of(asked).is_running else period
    periods = (whole, calendar.previous(whole), calendar.year_before(whole))
    found = curves(reader, "lead_to_opportunity_rate", periods, moment_of(asked), HORIZON)
    return _chart(found, whole) if found and found[0].period == whole else None


def _chart(found: tuple[Curve, ...], whole: Period) -> LineChart:
    main = found[0]
    top = max(float(point.value) for curve in found for point in curve.points) * 1.18 or 0.01
    lines = [_quiet(curve) for curve in reversed(found[1:])]
    lines.append(_ripe(main, found[1:]))
    is_young = main.ripe_days < HORIZON
    if is_young:
        lines.append(_young(main))
    return LineChart(
        title=_curve_title(found),
        words=f"Share of leads that became an opportunity within 90 days, {period_text(whole)}",
        lines=tuple(lines),
        start=0,
        end=HORIZON,
        top=top,
        ticks=((0, "0"), (30, "30"), (60, "60"), (90, "90 days")),
        label_room=132,
        veil_from=float(main.ripe_days) if is_young else None,
        veil_words="not all leads are this old" if is_young else "",
    )


def _curve_title(found: tuple[Curve, ...]) -> str:
    """'Lead to opportunity: Q3 2026 leads are 1.2 points ahead of Q2 2026 at 46 days'."""
    main = found[0]
    days = main.ripe_days if 0 < main.ripe_days < HORIZON else HORIZON
    name, now = period_text(main.period), main.value_at(days)
    then = found[1].value_at(days) if len(found) > 1 else None
    if now is None or then is None:
        return f"Lead to opportunity, {name}"
    before = period_text(found[1].period)
    if abs(now - then) < EVEN:
        return f"Lead to opportunity: {name} leads are level with {before} at {days} days"
    side = "ahead of" if now > then else "behind"
    points = rounded(abs(now - then) * 100, 1).removesuffix(".0")
    noun = "point" if points == "1" else "points"
    return f"Lead to opportunity: {name} leads are {points} {noun} {side} {before} at {days} days"


def _line(name: str, role: Role, curve: Curve, points: tuple[tuple[int, float], ...]) -> Line:
    label = period_text(curve.period)
    return Line(
        name=name,
        role=role,
        x=tuple(float(days) for days, _ in points),
        y=tuple(value for _, value in points),
        hover=tuple(f"{label}: {value * 100:.1f} % within {days} days" for days, value in points),
        has_dot=role is Role.ACTUAL and curve.ripe_days < HORIZON,
    )


def _points(curve: Curve) -> tuple[tuple[int, float], ...]:
    return ((0, 0.0), *((point.days, float(point.value)) for point in curve.points))


def _quiet(curve: Curve) -> Line:
    name = f"{period_text(curve.period)} {percent(curve.points[-1].value, 1)}"
    return _line(name, Role.PREVIOUS, curve, _points(curve))


def _ripe(curve: Curve, others: tuple[Curve, ...]) -> Line:
    points = tuple(point for point in _points(curve) if point[0] <= curve.ripe_days)
    at_end = curve.value_at(points[-1][0])
    name = "" if at_end is None else f"{period_text(curve.period)} {percent(at_end, 1)}"
    # On the side of the line where the cohorts it is held against do not run.
    past = [value for one in others if (value := one.value_at(points[-1][0])) is not None]
    is_first = at_end is not None and all(at_end >= value for value in past)
    side, lift = ("left", 14) if is_first else ("right", -18)
    return replace(_line(name, Role.ACTUAL, curve, points), label_side=side, lift=lift)


def _young(curve: Curve) -> Line:
    points = tuple(point for point in _points(curve) if point[0] >= curve.ripe_days)
    return _line("", Role.ESTIMATE, curve, points)
