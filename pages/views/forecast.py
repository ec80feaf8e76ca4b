"""Where bookings land: the sentence, the bar against target and pace, and the parts that add up."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import Question, answers, calendar_of
from metrics.forecast import forecast
from metrics.forecast.records import Forecast, Kind, Part
from metrics.forecast.words import range_words, why_none
from metrics.periods import Period
from metrics.registry import kpi
from metrics.wording import (
    count,
    exact_money,
    money,
    note_sentence,
    percent,
    period_text,
    rounded,
)
from pages.views.asked import Asked
from pages.views.chart import Role
from pages.views.table import Cell, Column, ShortTable
from pages.views.tiles import foreign
from pages.views.words import Block

UNITS = {"week": "weeks", "month": "months", "quarter": "quarters", "year": "years"}
NAMES = {
    Kind.BOOKED: "Booked",
    Kind.OPEN: "Open",
    Kind.ELSEWHERE: "Open, expected elsewhere",
    Kind.CREATE_AND_CLOSE: "Create and close",
    Kind.WITHOUT_DEAL: "Without a deal",
}
SECONDS = {
    Kind.ELSEWHERE: "an expected close outside this window, or none",
    Kind.CREATE_AND_CLOSE: "deals not open yet, as the rest of past windows brought",
    Kind.WITHOUT_DEAL: "bookings that name no deal, renewals for the most",
}
PARTS = (
    Column("Part", is_wide=True),
    Column("Rows", is_number=True),
    Column("Open amount", is_number=True),
    Column("Chance", is_number=True),
    Column("Expected", is_number=True),
)
# A mark at the end of the scale needs this much air for its words.
AIR = Decimal("1.08")


@dataclass(frozen=True)
class Segment:
    """A piece of the bar: its end, its words under it, and the hover's sentence."""

    words: str
    start: float
    length: float
    hover: str
    role: Role


@dataclass(frozen=True)
class Tick:
    """A place on the scale with its words."""

    at: float
    words: str


@dataclass(frozen=True)
class LandingChart:
    """One bar from zero to the landing, its range over it, target and pace as ticks."""

    title: str
    words: str
    segments: tuple[Segment, ...]
    landing: Tick
    low: float | None
    high: float | None
    target: Tick | None
    pace: Tick | None
    top: float


@dataclass(frozen=True)
class LandingView:
    """The block "Where it lands"; without a number `message` says why and there is no chart."""

    block: Block
    message: str
    chart: LandingChart | None
    parts_title: str
    parts: ShortTable | None
    foot: str


def window_of(reader: Reader, asked: Asked) -> Period:
    """The window that is forecast: the period, or the quarter of the as-of where it never ends."""
    if asked.period.grain in ("all", "day"):
        return calendar_of(reader).containing(asked.as_of, "quarter")
    return asked.period


def forecast_asked(reader: Reader, asked: Asked) -> Forecast | None:
    """The forecast of the screen's scope; None where bookings or deals lack its dimension."""
    if foreign(kpi("bookings"), asked) or foreign(kpi("open_pipeline"), asked):
        return None
    return forecast(reader, window_of(reader, asked), asked.as_of, asked.scope)


def build_landing(reader: Reader, asked: Asked) -> LandingView | None:
    """The block of the screen; None where the scope has a dimension that deals lack."""
    found = forecast_asked(reader, asked)
    if found is None:
        return None
    currency = reader.load.workspace.currency
    is_over = found.as_of >= found.window.last_on
    lands = "landed" if is_over else "lands"
    title = f"Where it {lands}: {landing_words(found, currency)}"
    has_chart = found.value is not None and not is_over
    attained = _attained(reader, asked, found) if has_chart else None
    return LandingView(
        block=Block(title, _aside(found)),
        message="" if has_chart else why_none(found),
        chart=_chart(found, attained, currency) if has_chart else None,
        parts_title=_parts_title(found, currency) if has_chart else "",
        parts=parts_table(found, currency) if has_chart else None,
        foot=parts_foot(found) if has_chart else "",
    )


def _attained(reader: Reader, asked: Asked, found: Forecast) -> Answer | None:
    """Bookings against target and pace; targets are not kept by every dimension."""
    if foreign(kpi("bookings_attainment"), asked):
        return None
    question = Question(("bookings_attainment",), (found.window,), asked.scope, as_of=asked.as_of)
    return answers(reader, question)[0]


def landing_words(found: Forecast, currency: str) -> str:
    """'$4.66M, $358k short of target', or that it cannot be told."""
    if found.value is None:
        return "that cannot be told yet"
    said = money(found.value, currency)
    if found.target is None:
        return f"{said}, no target set"
    gap = found.over_target or Decimal(0)
    side = "short of" if gap < 0 else "over"
    words = f"{said}, {money(abs(gap), currency)} {side} target"
    if found.low is None or found.high is None or found.low == found.high:
        return words
    if found.target > found.high:
        return f"{words}, which lies above the range"
    return f"{words}, which lies below the range" if found.target < found.low else words


def _aside(found: Forecast) -> str:
    unit = UNITS.get(found.window.grain, "windows")
    told = [f"{period_text(found.window)}"]
    if found.week > 0 and found.as_of < found.window.last_on:
        told.append(f"week {found.week}")
    if found.past:
        told.append(f"learned from {len(found.past)} past {unit}")
    return " · ".join(told)


def _chart(found: Forecast, attained: Answer | None, currency: str) -> LandingChart:
    value, target = found.value or Decimal(0), found.target
    pace = _pace(attained)
    ends = [end for end in (value, found.high, target, pace) if end is not None]
    words = f"{money(value, currency)}, {range_words(found, currency)}"
    return LandingChart(
        title=_chart_title(found, currency),
        words=f"Where bookings of {period_text(found.window)} land: {words}",
        segments=_segments(found, currency),
        landing=Tick(float(value), f"Lands at {words}"),
        low=None if found.low is None else float(found.low),
        high=None if found.high is None else float(found.high),
        target=None if target is None else Tick(float(target), f"Target {money(target, currency)}"),
        pace=None if pace is None else Tick(float(pace), f"pace today {money(pace, currency)}"),
        top=float(max(ends) * AIR) or 1.0,
    )


def _chart_title(found: Forecast, currency: str) -> str:
    """What of the landing is certain: '48 % of the landing is booked; 33 % hangs on open deals'."""
    booked, deals = found.share(found.booked), found.share(found.expected_of_open)
    if booked is None or deals is None:
        return f"Nothing is expected in {period_text(found.window)}"
    return f"{percent(booked)} of the landing is booked, {percent(deals)} hangs on open deals"


def _pace(attained: Answer | None) -> Decimal | None:
    """What past windows had booked of the target by today."""
    if attained is None or attained.denominator is None:
        return None
    share = attained.beside.get("pace_share")
    return attained.denominator * share if isinstance(share, Decimal) else None


def _segments(found: Forecast, currency: str) -> tuple[Segment, ...]:
    """Booked solid, then what is only expected."""
    pieces = (
        ("Booked", found.booked, Role.ACTUAL),
        ("Open deals", found.expected_of_open, Role.ESTIMATE),
        ("Still to come", found.to_come, Role.QUIET),
    )
    segments, start = [], Decimal(0)
    for name, amount, role in pieces:
        words = f"{name} {money(amount, currency)}"
        hover = f"{name}: {exact_money(amount, currency)}"
        segments.append(Segment(words, float(start), float(amount), hover, role))
        start += amount
    return tuple(segments)


def _parts_title(found: Forecast, currency: str) -> str:
    opened, expected = (
        money(amount, currency) for amount in (found.open_amount, found.expected_of_open)
    )
    return f"Of {opened} open, {expected} is expected in time"


def parts_table(found: Forecast, currency: str) -> ShortTable:
    """A line a part, the landing as their sum."""
    rows = tuple(_row(part, currency) for part in found.parts)
    value = exact_money(found.value or Decimal(0), currency)
    total = (Cell("Landing", is_strong=True), Cell(""), Cell(""), Cell(""), Cell(value))
    return ShortTable(columns=PARTS, rows=(*rows, total), sum_rows=1)


def _row(part: Part, currency: str) -> tuple[Cell, ...]:
    name = f"{NAMES[part.kind]}: {part.stage}" if part.stage else NAMES[part.kind]
    opened = "" if part.open_amount is None else exact_money(part.open_amount, currency)
    return (
        Cell(name, SECONDS.get(part.kind, "")),
        Cell(count(part.rows) if part.rows else ""),
        Cell(opened),
        Cell("" if part.chance is None else percent(part.chance)),
        Cell(exact_money(part.amount, currency)),
    )


def parts_foot(found: Forecast) -> str:
    """How chances are made, at which price, and why there is no range."""
    unit = UNITS.get(found.window.grain, "windows")
    said = [
        f"Chance: deals that stood there with as many business days left in past {unit}, and "
        "were booked in time; the same in every scope. The weighted pipeline asks whether they "
        "will ever be won, so it is larger."
    ]
    if found.price is not None:
        said.append(f"They were booked at {percent(found.price, 1)} of what they stood at.")
    if found.note:
        said.append(note_sentence(found.note))
    return " ".join(said)


def days_text(value: int | None) -> str:
    """Whole days, or that they are not known."""
    return "not known" if value is None else rounded(Decimal(value), 0)
