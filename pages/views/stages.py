"""Deals in their stages: how long they stay, how they end, where they go from each."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from data.warehouse import Reader
from data.workspace import Workspace
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.facts import DEAL
from metrics.intervals import FEW
from metrics.stages.asked import year_to
from metrics.stages.endings import Endings, endings
from metrics.stages.stays import LEFT_OUT, StageStay, Stays, stays
from metrics.wording import count, counted, day, decimal, percent, rounded
from pages.views.asked import Asked
from pages.views.chart import Line, LineChart, Role
from pages.views.words import Block

RISK_DAYS = (30, 60, 90)
AGE_STEP = 5
NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Strip:
    """One stage on the common scale of days, in percent of it: None is not reached."""

    name: str
    median: float | None
    upper_quartile: float | None
    curve: tuple[float, ...]
    cells: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class StagesView:
    """Time in stage as strips on one scale, with who is still there."""

    block: Block
    title: str
    heads: tuple[str, ...]
    scale: str
    strips: tuple[Strip, ...]
    foot: str


@dataclass(frozen=True)
class EndingsView:
    """Won against lost by age, and the naive figures told apart from it."""

    title: str
    chart: LineChart | None
    foot: str


def deals_moment(reader: Reader, asked: Asked) -> Moment | None:
    """The year that ends with the last day seen, in the scope; None where deals lack a part."""
    if any(name not in DEAL for name, _ in asked.scope.filters):
        return None
    moment = Moment(asked.period, asked.as_of, asked.scope)
    return Moment(year_to(moment, calendar_of(reader)), asked.as_of, asked.scope)


def build_stages(reader: Reader, asked: Asked) -> StagesView | None:
    """How many days deals stay in each stage; None where the scope does not fit deals."""
    moment = deals_moment(reader, asked)
    if moment is None:
        return None
    found = stays(reader, moment)
    span = _span(moment, reader.load.workspace)
    return StagesView(
        block=Block("Time in stage, and how deals end", span),
        title=_stays_title(found),
        heads=(
            "Half have left by",
            "Three quarters by",
            "Came",
            "Still there",
            f"Known to stay over {', '.join(str(days) for days in RISK_DAYS)} days",
        ),
        scale=f"{count(found.scale_days)} days",
        strips=tuple(_strip(one, found.scale_days) for one in found.stages),
        foot=_stays_foot(found),
    )


def _span(moment: Moment, workspace: Workspace) -> str:
    """'deals of 16 Nov 2025 to 15 Nov 2026'."""
    if moment.period.grain == "all":
        return "all deals on record"
    return f"deals of {day(moment.period.start_on, workspace)} to {day(moment.seen_to, workspace)}"


def _stays_title(found: Stays) -> str:
    slowest = found.slowest
    if slowest is None or slowest.curve.median is None:
        return "In no stage have half of the deals left yet"
    days = counted(slowest.curve.median, "days")
    return f"Deals stay longest in {slowest.stage}: it takes {days} until half of them have left"


def _stays_foot(found: Stays) -> str:
    said = (
        "Calendar days by Kaplan-Meier: a deal that is still there counts as staying at least "
        "this long, so no slow deal is forgotten; “not reached” where fewer have left."
    )
    gone = ""
    if found.deleted:
        gone = f" {counted(found.deleted, 'deals')} deleted on the way count until then."
    out = ""
    if found.left_out:
        out = f" {counted(found.left_out, 'stays')} are left out: {LEFT_OUT}."
    return f"{said}{gone}{out}"


def _strip(one: StageStay, scale: int) -> Strip:
    median, quartile = one.curve.median, one.curve.upper_quartile
    risk = " · ".join(count(one.curve.at_risk_after(days)) for days in RISK_DAYS)
    shown = one.curve.count > 0
    return Strip(
        name=one.stage,
        median=_place(median, scale),
        upper_quartile=_place(quartile, scale),
        curve=tuple(float(one.curve.still_at(at)) for at in _marks(scale)) if shown else (),
        cells=(
            _days(median) if shown else "no data",
            _days(quartile) if shown else "no data",
            count(one.curve.count),
            count(one.staying),
            risk if shown else "",
        ),
        words=f"{one.stage}: half have left by {_days(median)}, three quarters by "
        f"{_days(quartile)}, of {counted(one.curve.count, 'deals')}"
        + (f"; {one.note}" if one.note else ""),
    )


def _marks(scale: int) -> range:
    return range(0, scale + 1, max(scale // 40, 1))


def _place(days: int | None, scale: int) -> float | None:
    return None if days is None else 100 * days / scale


def _days(days: int | None) -> str:
    return NOT_REACHED if days is None else counted(days, "days")


def build_endings(reader: Reader, asked: Asked) -> EndingsView | None:
    """What becomes of the deals created in the year: won, lost, or still open at each age."""
    moment = deals_moment(reader, asked)
    if moment is None:
        return None
    found = endings(reader, moment)
    end = found.curve.known_to(FEW)
    if not end:
        few = f"Fewer than {FEW} deals were created in the year: too few to tell how deals end"
        return EndingsView(few, None, "")
    return EndingsView(_endings_title(found, end), _endings_chart(found, end), _naive(found, end))


def _share(value: Fraction) -> str:
    return percent(decimal(value), 1)


def _endings_title(found: Endings, end: int) -> str:
    won, lost = _share(found.curve.won_by(end)), _share(found.curve.lost_by(end))
    return f"Within {end} days {won} of the deals are won and {lost} lost"


def _naive(found: Endings, end: int) -> str:
    curve = found.curve
    open_words = f"{counted(found.still_open, 'deals')} still open"
    if found.deleted:
        open_words += f" and {count(found.deleted)} deleted"
    risk = ", ".join(
        f"{count(curve.at_risk_at(age))} at {age} days" for age in (0, *range(90, end + 1, 90))
    )
    naive = []
    if curve.closed_only_win_rate is not None:
        naive.append(f"{_share(curve.closed_only_win_rate)} of the closed ones")
    if curve.created_win_rate is not None:
        naive.append(f"{_share(curve.created_win_rate)} of all created")
    mean = curve.naive_mean_won_days
    late = f"; won deals took {rounded(decimal(mean), 0)} days on average" if mean else ""
    return (
        f"Aalen-Johansen: {open_words} are counted for the days they are seen. Under "
        f"observation: {risk}. Without that, {' or '.join(naive)} would seem won{late}, and what "
        "takes long would be missing."
    )


def _endings_chart(found: Endings, end: int) -> LineChart:
    ages = sorted({*range(0, end, AGE_STEP), end})
    curve = found.curve
    won = tuple(float(curve.won_by(age)) for age in ages)
    lost = tuple(float(curve.lost_by(age)) for age in ages)
    ticks = tuple((float(at), str(at)) for at in range(0, end - 40, 60))
    lines = tuple(
        Line(
            name=f"{name} {_share(last)}",
            role=role,
            x=tuple(float(age) for age in ages),
            y=values,
            hover=tuple(
                f"{percent(Decimal(str(value)), 1)} {name.lower()} within {age} days"
                for age, value in zip(ages, values, strict=True)
            ),
        )
        for name, role, values, last in (
            ("Lost", Role.PREVIOUS, lost, curve.lost_by(end)),
            ("Won", Role.ACTUAL, won, curve.won_by(end)),
        )
    )
    return LineChart(
        title=_endings_title(found, end),
        words="Share of deals won and lost by age since creation",
        lines=lines,
        start=0,
        end=end,
        top=max(*won, *lost) * 1.15 or 0.01,
        ticks=(*ticks, (float(end), f"{end} days")),
        label_room=104,
    )
