"""A company of two regions that books evenly, with one quarter under way: 45 days of 90.

Eight quarters before, each region booked 100 early and 100 late in each quarter, so that half of
a target is due by now; the target is 800, half of it EMEA's. What is due by now is 400.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.scope import ALL, Scope
from tests.metrics.worlds import World

AS_OF = date(2026, 2, 15)
PERIOD = "2026-Q1"
# A day of the quarter under way before the as-of, and two of each quarter before.
NOW, EARLY, LATE = "2026-01-20", 10, 80
QUARTERS = [(year, month) for year in (2024, 2025) for month in (1, 4, 7, 10)]
COLUMNS = "booking_id, booked_on, kind, amount, region, source, strategy, team"
TARGETS = {"EMEA": 400, "East": 400}


@dataclass(frozen=True)
class Booked:
    """A booking of the quarter under way."""

    amount: str
    region: str = "EMEA"
    source: str = "Website"
    strategy: str = "acquisition"
    team: str = "sales"
    day: str = NOW


@dataclass(frozen=True)
class Deal:
    """A deal as it stood when a quarter began, and whether it is closed by the same day of it."""

    amount: str
    region: str
    quarter: tuple[int, int] = (2026, 1)
    expected: int = 20
    is_closed: bool = False
    is_derived: bool = False


def company(
    booked: Iterable[Booked],
    targets: dict[str, int] | None = None,
    deals: Sequence[Deal] = (),
    *,
    past: Sequence[str] = ("EMEA", "East"),
    sources: Sequence[str] = ("Website",) * 4,
    as_of: date = AS_OF,
) -> World:
    """The world of these bookings; `targets` by region, '' for the whole company's."""
    world = World(as_of=as_of)
    _add_calendar(world)
    rows = [
        f"p{place} | {_day(quarter, day)} | new | 25 | {region} | {source} | acquisition | sales"
        for place, (quarter, day, region, source) in enumerate(
            (quarter, day, region, source)
            for quarter in QUARTERS
            for day in (EARLY, LATE)
            for region in past
            for source in sources
        )
    ]
    rows += [
        f"n{place} | {one.day} | new | {one.amount} | {one.region} | {one.source} | "
        f"{one.strategy} | {one.team}"
        for place, one in enumerate(booked)
    ]
    world.add("booking", COLUMNS, "\n".join(rows))
    for region, value in (TARGETS if targets is None else targets).items():
        world.add("target", "kpi, period, value, region", f"bookings|{PERIOD}|{value}|{region}")
    add_deals(world, deals)
    return world


def _day(quarter: tuple[int, int], day: int) -> date:
    return date(*quarter, 1) + timedelta(days=day)


def _add_calendar(world: World) -> None:
    """Monday to Friday are business days."""
    world.con.execute(
        "insert into calendar (day, is_working_day) "
        "select cast(day as date), isodow(day) < 6 "
        "from generate_series(date '2023-01-01', date '2026-12-31', interval 1 day) as one(day)"
    )


def add_deals(world: World, deals: Sequence[Deal]) -> None:
    """Deals with a history that reaches back before their quarter."""
    world.add(
        "currency_rate", "currency, valid_from, valid_to, rate", "USD|2000-01-01|2100-01-01|1"
    )
    rows = []
    for place, deal in enumerate(deals):
        expected = _day(deal.quarter, deal.expected)
        until = f"{_day(deal.quarter, deal.expected)} 12:00:00" if deal.is_closed else "9999-12-31"
        rows.append(
            f"d{place:03} | 1 | 2023-12-01 | {until} | true | {str(deal.is_derived).lower()} | "
            f"{deal.amount} | USD | {expected} | {deal.region} | Proposal | open"
        )
    columns = (
        "opportunity_id, version, valid_from, valid_to, is_open, is_derived, amount, currency, "
        "expected_close_on, region, stage, outcome"
    )
    world.add("opportunity_version", columns, "\n".join(rows))


def at(world: World, period: str = PERIOD, scope: Scope = ALL, as_of: date = AS_OF) -> Moment:
    """A period of the world as seen on a day."""
    return Moment(calendar_of(world).parse(period), as_of, scope)


def weekly_leads(world: World, counts: Sequence[int], region: str = "EMEA") -> None:
    """So many leads created in each week, the last one ending on the as-of."""
    rows = []
    for back, count in enumerate(reversed(counts)):
        day = AS_OF - timedelta(days=7 * back + 3)
        rows += [f"l{back}_{number} | {day} 09:00:00 | {region}" for number in range(count)]
    world.add("lead_journey", "lead_id, created_at, region", "\n".join(rows))


def even(amount: str) -> tuple[Booked, ...]:
    """Both regions booked the same."""
    half = str(Decimal(amount) / 2)
    return (Booked(half, "EMEA"), Booked(half, "East"))


def add_handovers(
    world: World, answered: tuple[int, int] | None, returned: tuple[int, int] | None
) -> None:
    """Handovers and hand-backs of the quarter: so many in time of so many, and 80 % agreed."""
    clocks = (
        (
            "response_within_sla",
            answered,
            "response_due_at",
            "response_business_seconds",
            "human_response_at",
        ),
        (
            "hand_back_answer_within_sla",
            returned,
            "hand_back_due_at",
            "hand_back_answer_business_seconds",
            "hand_back_answered_at",
        ),
    )
    for key, found, due, seconds, moment in clocks:
        if found is None:
            continue
        in_time, whole = found
        rows = [
            f"{key}{number} | 2026-01-20 12:00:00 | {60 if number < in_time else 10**6} | "
            "2026-01-20 10:00:00"
            for number in range(whole)
        ]
        world.add("lead_journey", f"lead_id, {due}, {seconds}, {moment}", "\n".join(rows))
        world.add("target", "kpi, period, value", f"{key} | {PERIOD} | 0.8")
