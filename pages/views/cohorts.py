"""Cohort curves by age: solid while every member is that old, dotted in a veil beyond."""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.cohort_words import WORDS, cohort_sentence
from metrics.cohorts import (
    Curve,
    CurvePoint,
    cohorts_to,
    curves,
    horizon_of,
    newest_ripe,
)
from metrics.compute import calendar_of
from metrics.intervals import FEW
from metrics.periods import Grain, Period
from metrics.registry import kpi
from metrics.wording import count, percent, period_text
from pages.views.asked import Asked, moment_of
from pages.views.chart import Line, LineChart, Role
from pages.views.table import Cell, Column, ShortTable
from pages.views.tiles import foreign
from pages.views.words import Block, Labelled

WAYS = (
    Labelled("lead_to_opportunity_rate", "Lead to opportunity"),
    Labelled("lead_to_won_rate", "Lead to won"),
    Labelled("created_win_rate", "Opportunity to won"),
)
GRAINS = (Labelled("quarter", "By quarter"), Labelled("month", "By month"))
AGES = {90: (30, 60, 90), 180: (60, 120, 180)}
ROWS = 6
# Below this part of the scale there is no room for a name under a line.
LOW = 0.2


@dataclass(frozen=True)
class CohortsView:
    """The chart of three cohorts and the table of the last ones, or why there are none."""

    block: Block
    chart: LineChart | None
    table_title: str
    table: ShortTable | None
    note: str


def build_cohorts(reader: Reader, asked: Asked, key: str, grain: str) -> CohortsView:
    """One rate by cohorts of months or quarters; the newest finished one against its past."""
    named, members, aim = WORDS[key]
    block = Block("How far each cohort comes, and when", "by age since creation")
    if foreign(kpi(key), asked):
        return CohortsView(block, None, "", None, f"{named} is not counted by this scope.")
    calendar, moment = calendar_of(reader), moment_of(asked)
    unit: Grain = "month" if grain == "month" else "quarter"
    recent = cohorts_to(moment, calendar, unit, ROWS)
    main = newest_ripe(recent, asked.as_of, horizon_of(key))
    chart = _chart(reader, asked, key, main)
    found = curves(reader, key, recent, moment, horizon_of(key))
    if not found:
        return CohortsView(block, None, "", None, f"No {members} in these cohorts.")
    note = (
        f"Share of the {members} of a cohort that became {aim} by that age, with its 90 % "
        f"interval. Hatched: not all of them are that old yet, so it is an estimate and "
        "compares with nothing; the share that is that old stands under it."
    )
    head = f"{named}: the last {count(len(found))} cohorts"
    return CohortsView(block, chart, head, _table(found, key), note)


def build_curve(reader: Reader, asked: Asked) -> LineChart | None:
    """Lead to opportunity of the last whole period, with the one before and last year's."""
    period = asked.period
    if period.grain == "all":
        return None
    whole = calendar_of(reader).previous(period) if moment_of(asked).is_running else period
    return _chart(reader, asked, "lead_to_opportunity_rate", whole)


def _chart(reader: Reader, asked: Asked, key: str, main: Period) -> LineChart | None:
    calendar = calendar_of(reader)
    periods = (main, calendar.previous(main), calendar.year_before(main))
    found = curves(reader, key, periods, moment_of(asked), horizon_of(key))
    return _lines(found, key) if found and found[0].period == main else None


def _lines(found: tuple[Curve, ...], key: str) -> LineChart:
    main, horizon = found[0], horizon_of(key)
    top = max(float(point.value) for curve in found for point in curve.points) * 1.18
    ripe = min(curve.ripe_days for curve in found)
    is_young = ripe < horizon
    named, members, aim = WORDS[key]
    lines = [line for curve in reversed(found[1:]) for line in _past(curve)]
    lines += _present(main, found[1:], top)
    words = f"Share of {members} that became {aim} within {horizon} days"
    return LineChart(
        title=cohort_sentence(found, named, members, horizon),
        words=f"{words}, {period_text(main.period)}",
        lines=tuple(lines),
        start=0,
        end=horizon,
        top=top or 0.01,
        ticks=_ticks(horizon),
        label_room=150,
        veil_from=float(ripe) if is_young else None,
        veil_words=f"not all {members} are this old" if is_young else "",
    )


def _ticks(horizon: int) -> tuple[tuple[float, str], ...]:
    step = {90: 30, 180: 60}[horizon]
    inner = tuple((float(at), str(at)) for at in range(0, horizon, step))
    return (*inner, (float(horizon), f"{horizon} days"))


def _past(curve: Curve) -> tuple[Line, ...]:
    """An earlier cohort: grey, dotted where it is young too; its last value at its end."""
    last = curve.points[-1]
    name = f"{period_text(curve.period)} {percent(last.value, 1)}"
    ripe, young = _parts(curve)
    lines = [_line("" if young else name, Role.PREVIOUS, curve, ripe)]
    if young:
        lines.append(_line(f"{name} est.", Role.QUIET, curve, young))
    return tuple(lines)


def _present(curve: Curve, others: tuple[Curve, ...], top: float) -> tuple[Line, ...]:
    """The newest cohort: solid to the age of its youngest, dotted as an estimate beyond."""
    ripe, young = _parts(curve)
    label = period_text(curve.period)
    lines = []
    if curve.mature:
        at_end = curve.mature[-1]
        past = [value for one in others if (value := one.value_at(at_end.days)) is not None]
        # On the side where the cohorts it is held against do not run, and never in the axis.
        is_over = all(at_end.value >= value for value in past) or float(at_end.value) < LOW * top
        side, lift = ("left", 14) if is_over else ("right", -18)
        if curve.young and at_end.days < LOW * curve.young[-1].days:
            # So near the start there is no room before it; over the veil's words.
            side, lift = "right", 40
        name = f"{label} {percent(at_end.value, 1)}"
        made = _line(name, Role.ACTUAL, curve, ripe)
        lines.append(replace(made, label_side=side, lift=lift) if young else made)
    if young:
        last = curve.young[-1]
        low, high = percent(last.low, 1).split("\u202f")[0], percent(last.high, 1)
        name = f"est. {percent(last.value, 1)} ({low}–{high})"
        made = _line(name, Role.ESTIMATE, curve, young)
        lines.append(replace(made, lift=12 if float(last.value) < LOW * top else 0))
    return tuple(lines)


def _parts(curve: Curve) -> tuple[tuple[CurvePoint | None, ...], tuple[CurvePoint | None, ...]]:
    """The mature points from creation on, and the young ones joined to the last of them."""
    ripe = (None, *curve.mature)
    return ripe, (ripe[-1], *curve.young) if curve.young else ()


def _line(name: str, role: Role, curve: Curve, points: tuple[CurvePoint | None, ...]) -> Line:
    """The points as a line; None is creation, when nobody has got anywhere."""
    label = period_text(curve.period)
    return Line(
        name=name,
        role=role,
        x=tuple(float(point.days) if point else 0.0 for point in points),
        y=tuple(float(point.value) if point else 0.0 for point in points),
        hover=tuple(_hover(label, point) for point in points),
        has_dot=role is Role.ACTUAL and bool(curve.young),
    )


def _hover(label: str, point: CurvePoint | None) -> str:
    if point is None:
        return f"{label}: at creation"
    said = f"{label}: {percent(point.value, 1)} within {point.days} days"
    if point.is_mature:
        return f"{said}, all are that old"
    low, high = percent(point.low, 1), percent(point.high, 1)
    return f"{said}, estimate {low} to {high}, {percent(point.maturity)} are that old"


def _table(found: tuple[Curve, ...], key: str) -> ShortTable:
    """A row a cohort, newest first; a cell says nothing where nobody is that old."""
    horizon = horizon_of(key)
    ages = AGES[horizon]
    members = WORDS[key][1]
    columns = (
        Column("Cohort"),
        Column(members.capitalize(), True),
        *(Column(f"{days} days", True) for days in ages),
    )
    rows = tuple(
        (
            Cell(period_text(curve.period), is_strong=True),
            Cell(count(curve.members), second="few" if curve.members < FEW else ""),
            *(_cell(curve.at(days)) for days in ages),
        )
        for curve in found
    )
    return ShortTable(columns, rows)


def _cell(point: CurvePoint | None) -> Cell:
    if point is None:
        return Cell("too young", is_quiet=True, is_veiled=True)
    low, high = percent(point.low, 1).split("\u202f")[0], percent(point.high, 1)
    span = f"{low}–{high}"
    if point.is_mature:
        return Cell(percent(point.value, 1), second=span, is_strong=True)
    said = f"{span}, {percent(point.maturity)} that old"
    return Cell(f"≈ {percent(point.value, 1)}", second=said, is_quiet=True, is_veiled=True)
