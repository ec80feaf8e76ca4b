"""The landing as a tile of Weekly, and as the open end of its pace chart."""

from dataclasses import dataclass, fields
from decimal import Decimal

from data.warehouse import Reader
from metrics.forecast.records import Forecast
from metrics.forecast.shape import way_to
from metrics.forecast.trail import trail
from metrics.forecast.words import range_words, why_none
from metrics.registry import kpi
from metrics.wording import NO_DATA, counted, exact_money, money, period_text
from pages.views.asked import Asked, moment_of
from pages.views.chart import Line, LineChart, Role
from pages.views.forecast import forecast_asked, window_of
from pages.views.pace import build_pace
from pages.views.tile import Bullet, LandingRequest, Tile
from pages.views.tiles import change_words, foreign

# Air over the highest mark of the chart.
AIR = 1.08


@dataclass(frozen=True)
class FanChart(LineChart):
    """The pace chart with P10 to P90 opening from today to the period's end."""

    low: tuple[tuple[float, float], ...] = ()
    high: tuple[tuple[float, float], ...] = ()


def build_landing_tile(reader: Reader, asked: Asked) -> Tile | None:
    """The landing with its range, against target, last week and last year."""
    if foreign(kpi("bookings"), asked) or foreign(kpi("open_pipeline"), asked):
        return None
    window = window_of(reader, asked)
    found = trail(reader, window, asked.as_of, asked.scope)
    now, currency = found.now, reader.load.workspace.currency
    return Tile(
        key="forecast_landing",
        label="Forecast landing",
        value=NO_DATA if now.value is None else money(now.value, currency),
        count=counted(_deals(now), "deals"),
        changes=tuple(change_words(kpi("bookings"), one, currency) for one in found.changes),
        bullet=_bullet(now, currency),
        trend=tuple(None if one.value is None else float(one.value) for one in found.weeks),
        trend_words=f"Forecast of {period_text(window)}, week by week",
        note=_note(now, currency),
        receipt=LandingRequest(window, asked.scope, asked.as_of),
    )


def _deals(now: Forecast) -> int:
    """How many open deals the landing looks at."""
    return sum(part.rows for part in now.parts if part.open_amount is not None)


def _bullet(now: Forecast, currency: str) -> Bullet | None:
    """The landing hatched, as nothing but what is booked has happened; the target as the tick."""
    if now.value is None or not now.target:
        return None
    scale = max(now.value, now.target)
    return Bullet(now.value, now.target, scale, f"target {money(now.target, currency)}", True)


def _note(now: Forecast, currency: str) -> str:
    if now.note:
        return why_none(now)
    return range_words(now, currency)


def build_pace_fan(reader: Reader, asked: Asked) -> LineChart | None:
    """The pace chart; while the period runs, with the forecast from today to its end."""
    base = build_pace(reader, asked)
    found = None if base is None or asked.period.grain == "all" else forecast_asked(reader, asked)
    if base is None or found is None or found.value is None or not moment_of(asked).is_running:
        return base
    currency = reader.load.workspace.currency
    actual = next((line for line in base.lines if line.role is Role.ACTUAL and line.x), None)
    if actual is None:
        return base
    pace = next((line for line in base.lines if line.role is Role.PLAN), None)
    points = tuple(zip(pace.x, pace.y, strict=True)) if pace else ()
    today = (actual.x[-1], actual.y[-1])

    def way(end: Decimal | None) -> tuple[tuple[float, float], ...]:
        return () if end is None else tuple(way_to(float(end), today, base.end, points))

    words = f"Lands at {exact_money(found.value, currency)}, {range_words(found, currency)}"
    middle = way(found.value)
    landing = Line(
        name=f"Forecast {money(found.value, currency)}",
        role=Role.ESTIMATE,
        x=tuple(x for x, _ in middle),
        y=tuple(y for _, y in middle),
        hover=tuple(words for _ in middle),
    )
    kept = {one.name: getattr(base, one.name) for one in fields(base)}
    top = max(base.top, float(max(found.high or found.value, found.value)) * AIR)
    return FanChart(
        **{**kept, "top": top, "lines": (*base.lines, landing)},
        low=way(found.low),
        high=way(found.high),
    )
