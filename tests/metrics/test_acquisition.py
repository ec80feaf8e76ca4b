"""Acquisition cost, payback and the magic number: goldens, the trap, and every reason for none."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.workspace import Workspace
from metrics.compute import Question, answer, calendar_of
from metrics.drill import rows
from metrics.periods import months_earlier
from tests.metrics.test_goldens import CASES, near
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)
PAYBACK = CASES["cac_payback"]
COLUMNS = "booking_id, booked_on, kind, recurring_monthly, is_new_customer"


@dataclass(frozen=True)
class Said:
    """A value, and what stands where there is none."""

    value: Decimal | None
    note: str | None


def ask(world: World, key: str, period: str = "2026-Q1") -> Said:
    found = answer(world, key, calendar_of(world).parse(period))
    return Said(found.value, found.note)


def company(
    spend: str, bookings: str, margin: Decimal = Decimal("0.75"), as_of: date = AS_OF
) -> World:
    """A world with spend and bookings."""
    world = World(Workspace(gross_margin=margin), as_of=as_of)
    world.add("spend_day", "spent_on, amount", spend)
    return world.add("booking", COLUMNS, bookings)


def test_acquisition_cost_and_payback_of_180_customers() -> None:
    given, expected = PAYBACK["inputs"][0], PAYBACK["expected"][0]
    bookings = "\n".join(
        f"b{number} | 2026-02-01 | new | {given['arpu']} | true" for number in range(given["new"])
    )
    world = company(f"2026-01-05 | {given['sm']}", bookings, given["gm"])
    assert ask(world, "blended_cac").value == expected["cac"]
    assert near(ask(world, "cac_payback_months").value, expected["months"])


@pytest.mark.parametrize(
    ("given", "expected"), list(zip(PAYBACK["inputs"][1:], PAYBACK["expected"][1:], strict=True))
)
def test_payback_of_one_customer(given: dict[str, Any], expected: dict[str, Any]) -> None:
    bookings = f"b | 2026-02-01 | new | {given['mrr']} | true"
    world = company(f"2026-01-05 | {given['cac']}", bookings, given["gm"])
    assert near(ask(world, "cac_payback_months").value, expected["months"])


def test_the_magic_number_is_over_the_spend_of_the_quarter_before() -> None:
    case = CASES["magic_number"]
    given = case["inputs"]
    before, now, same = given["mrr_prev"], given["mrr_now"], given["sm_same_q"]
    # The variant takes a month's revenue for a quarter's and the same quarter's spend.
    assert near(Decimal((now - before) * 4) / same, case["expected"]["same_quarter_variant"])
    bookings = (
        f"a | 2025-06-01 | new | {before} | true\nb | 2026-02-01 | new | {now - before} | true"
    )
    world = company(f"2025-11-01 | 400000\n2026-02-01 | {same}", bookings)
    found = answer(world, "magic_number", calendar_of(world).parse("2026-Q1"))
    # A quarter's revenue is three months': 270,000 and 405,000.
    assert found.value == Decimal((405_000 - 270_000) * 4) / 400_000 == Decimal("1.35")
    assert found.beside == {
        "monthly_recurring": now,
        "monthly_recurring_before": before,
        "quarter": "2026-01-01..2026-03-31",
        "quarter_before": "2025-10-01..2025-12-31",
    }


MOVING = """
    a | 2025-09-01 | new         | 100.00 | true
    b | 2026-01-31 | expansion   |  50.00 | false
    c | 2026-02-15 | churn       | -80.00 | false
    d | 2026-03-31 | contraction | -10.00 | false
    e | 2026-03-31 | renewal     |   0.00 | false
"""


def test_revenue_that_shrinks_has_a_negative_magic_number() -> None:
    world = company("2025-12-31 | 96.00\n2026-01-01 | 5.00", MOVING)
    assert ask(world, "magic_number").value == Decimal(-40 * 12) / 96


def test_a_running_quarter_is_the_three_months_up_to_the_day_seen() -> None:
    world = company("2025-11-13 | 10.00\n2025-11-15 | 99.00", MOVING, as_of=date(2026, 2, 14))
    # 15 November to 14 February moved 50; 15 August to 14 November spent 10.
    found = answer(world, "magic_number", calendar_of(world).parse("2026-Q1"))
    assert (found.value, found.beside["quarter_before"]) == (60, "2025-08-15..2025-11-14")
    year = ask(world, "magic_number", "2026")
    assert year.value == found.value


def test_the_rows_behind_a_running_quarter_are_those_of_its_three_months() -> None:
    bookings = """
        a | 2025-11-14 | new       | 10.00 | true
        b | 2025-11-15 | new       | 20.00 | true
        c | 2026-01-31 | expansion | 50.00 | false
    """
    world = company("2025-11-13 | 10.00", bookings, as_of=date(2026, 2, 14))
    question = Question(("magic_number",), (calendar_of(world).parse("2026-Q1"),))
    found = rows(world, question)
    assert [(row[0], row[-2]) for row in found.rows] == [("c", 50), ("b", 20)]
    told = answer(world, "magic_number", question.periods[0])
    assert told.numerator == sum(row[-2] for row in found.rows) * 12


def test_three_months_before_the_last_of_a_month() -> None:
    assert months_earlier(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_earlier(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_earlier(date(2026, 1, 15), 3) == date(2025, 10, 15)
    assert months_earlier(date(2026, 3, 1), 12) == date(2025, 3, 1)


SPENT = "2025-11-01 | 9.00\n2026-01-05 | 600.00"
BOUGHT = "a | 2026-02-01 | new | 10.00 | true"
NONE_NEW = "a | 2025-02-01 | new | 10.00 | true\nb | 2026-02-01 | expansion | 5.00 | false"


@pytest.mark.parametrize(
    ("key", "spend", "bookings", "note"),
    [
        ("blended_cac", SPENT, NONE_NEW, "no account became a customer in the period"),
        ("cac_payback_months", SPENT, NONE_NEW, "no account became a customer in the period"),
        (
            "cac_payback_months",
            SPENT,
            "a | 2026-02-01 | new | 0.00 | true",
            "nothing that recurs was newly booked in the period; few (1)",
        ),
        ("blended_cac", "2025-11-01 | 9.00", BOUGHT, "no spend is on record in the period"),
        ("cac_payback_months", "2025-11-01 | 9.00", BOUGHT, "no spend is on record in the period"),
        ("blended_cac", "", BOUGHT, "spend: no data: the load holds no spend"),
        ("blended_cac", SPENT, "", "new customers: no data: the load holds no bookings"),
        (
            "magic_number",
            "2025-01-01 | 9.00",
            NONE_NEW,
            "no spend is on record in the quarter before",
        ),
        (
            "magic_number",
            "2026-01-01 | 9.00",
            NONE_NEW,
            "spend: no data: nothing is on record before 2026-01-01",
        ),
        (
            "magic_number",
            SPENT,
            "a | 2025-02-01 | new | | true\nb | 2026-02-01 | new | | true",
            "no booking on record says what recurs monthly",
        ),
        ("magic_number", "2025-11-01 | 0.00", NONE_NEW, "nothing was spent in the quarter before"),
    ],
)
def test_none_has_its_reason(key: str, spend: str, bookings: str, note: str) -> None:
    said = ask(company(spend, bookings), key)
    assert (said.value, (said.note or "").removesuffix("; few (1)")) == (
        None,
        note.removesuffix("; few (1)"),
    )


def test_a_margin_of_nothing_never_pays_back() -> None:
    assert ask(company(SPENT, BOUGHT, Decimal(0)), "cac_payback_months").value is None
