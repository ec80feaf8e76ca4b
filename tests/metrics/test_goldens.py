"""Cases computed by others: each KPI reproduces them, and falls into none of their traps."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from metrics.compute import Question, answer, answers, calendar_of
from tests.metrics.worlds import World

CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "goldens" / "revenue.json").read_text(encoding="utf-8"),
        parse_float=Decimal,
    )["cases"]
}
AS_OF = date(2026, 3, 31)
VELOCITY = CASES["sales_velocity"]
COVERAGE = CASES["pipeline_coverage"]
ALWAYS = "2025-12-01 10:00:00 | 9999-12-31 00:00:00"


def near(value: Decimal | None, golden: Any) -> bool:
    """Whether a golden, printed by a float, is the value's own float."""
    return value is not None and float(value) == pytest.approx(float(golden), rel=1e-12)


def deals(won: int, lost: int, left_open: int) -> World:
    """Deals created in the first quarter of 2026, some of them won or lost in it."""
    world = World(as_of=AS_OF)
    ends = ["true"] * won + ["false"] * lost
    closed = "\n".join(f"d{n} | {end} | 2026-02-01" for n, end in enumerate(ends))
    created = "\n".join(
        f"d{n} | 2026-01-05 10:00:00 | {'2026-02-01 10:00:00' if end == 'true' else ''}"
        for n, end in enumerate([*ends, *["open"] * left_open])
    )
    world.add("closed_opportunity", "opportunity_id, is_won, closed_on", closed)
    return world.add("created_opportunity", "opportunity_id, created_at, won_at", created)


def test_win_rate_variants() -> None:
    case = CASES["win_rate_variants"]
    created, narrow = case["inputs"]
    world = deals(created["won"], created["lost"], created["open"])
    period = calendar_of(world).parse("2026-Q1")
    assert near(
        answer(world, "created_win_rate", period).value, case["expected"][0]["created_win_rate"]
    )
    assert near(answer(world, "win_rate", period).value, case["expected"][0]["closed_win_rate"])
    world = deals(narrow["won"], narrow["lost"], narrow["derailed"])
    assert near(answer(world, "win_rate", period).value, case["expected"][1]["narrow"])
    assert near(answer(world, "created_win_rate", period).value, case["expected"][1]["broad"])


@pytest.mark.parametrize(
    ("given", "expected"), list(zip(VELOCITY["inputs"], VELOCITY["expected"], strict=True))
)
def test_sales_velocity(given: dict[str, Any], expected: Decimal) -> None:
    closed, won = 100, int(given["win"] * 100)
    world = World(as_of=AS_OF)
    world.add(
        "closed_opportunity",
        "opportunity_id, is_won, amount, cycle_days, closed_on",
        "\n".join(
            f"c{n} | {'true' if n < won else 'false'} | {given['avg']} | {given['days']} "
            "| 2026-02-01"
            for n in range(closed)
        ),
    )
    open_deals(world, [(Decimal(1000), "2026-06-30")] * given["opps"])
    found = answer(world, "sales_velocity", calendar_of(world).parse("2026-Q1"))
    assert near(found.value, expected)


def open_deals(world: World, deals: list[tuple[Decimal, str]]) -> World:
    """The world with deals open in US dollars."""
    world.add(
        "currency_rate", "currency, valid_from, valid_to, rate", "USD|1900-01-01|9999-12-31|1"
    )
    return world.add(
        "opportunity_version",
        "opportunity_id, valid_from, valid_to, is_open, currency, amount, expected_close_on",
        "\n".join(
            f"o{n} | {ALWAYS} | true | USD | {amount} | {closes}"
            for n, (amount, closes) in enumerate(deals)
        ),
    )


@pytest.mark.parametrize(
    ("given", "expected"), list(zip(COVERAGE["inputs"], COVERAGE["expected"], strict=True))
)
def test_pipeline_coverage(given: dict[str, Any], expected: Decimal) -> None:
    opened = Decimal(given.get("open") or given["needed"])
    target = Decimal(given.get("remaining_quota") or given["quota"])
    world = open_deals(World(as_of=AS_OF), [(opened, "2026-03-31")])
    world.add("booking", "booking_id, booked_on, kind, amount", "b | 2026-01-05 | new | 250000")
    world.add("target", "kpi, period, value", f"bookings | 2026-Q1 | {target + 250000}")
    found = answer(world, "pipeline_coverage", calendar_of(world).parse("2026-Q1"))
    assert near(found.value, expected)


@pytest.mark.parametrize("booked", [1000, 1001])
def test_coverage_of_a_target_that_is_met_is_no_number(booked: int) -> None:
    world = open_deals(World(as_of=AS_OF), [(Decimal(500), "2026-03-31")])
    world.add("booking", "booking_id, booked_on, kind, amount", f"b | 2026-01-05 | new | {booked}")
    world.add("target", "kpi, period, value", "bookings | 2026-Q1 | 1000")
    found = answer(world, "pipeline_coverage", calendar_of(world).parse("2026-Q1"))
    assert (found.value, found.note, found.beside["full"]) == (None, "met", Decimal("0.5"))


def test_a_lead_that_converts_more_than_once_counts_once() -> None:
    case = CASES["conv_metricflow_visits_buys"]
    visits = case["inputs"]["visits(user,ds,referrer,session)"]
    buys = {user: on for user, on, _ in reversed(case["inputs"]["buys(user,ds,session)"])}
    rows = []
    for user, on, referrer, session in visits:
        bought = buys.get(user, "")
        reached = f"{bought} 12:00:00" if bought >= on else ""
        rows.append(f"{session} | {user} | {on} 00:00:00 | {reached} | {referrer}")
    world = World(as_of=date(2020, 1, 31)).add(
        "lead_journey", "lead_id, account_id, created_at, opportunity_at, source", "\n".join(rows)
    )
    calendar = calendar_of(world)
    days = tuple(calendar.parse(f"2020-01-{day:02}..2020-01-{day:02}") for day in range(1, 13))
    found = answers(world, Question(("lead_to_opportunity_rate",), days, by=("source",)))
    by_place = {(one.period.name[:10], one.by): one for one in found}
    assert case["expected"]["filter_fb_ad_1_by_day"]["2020-01-01"] == 2
    assert by_place["2020-01-01", ("fb_ad_1",)].value == 1
    assert by_place["2020-01-02", ("fb_ad_1",)].value == 1
    assert by_place["2020-01-04", ("google_ad_1",)].value == 0
    assert by_place["2020-01-05", ("google_ad_1",)].value is None
    assert all(one.value is None or one.value <= 1 for one in found)
