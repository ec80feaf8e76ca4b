"""A share of what no record of the load ever says is no number, and not 0."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.answer import Answer
from metrics.compute import answer, calendar_of
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)


def ask(world: World, key: str) -> Answer:
    return answer(world, key, calendar_of(world).parse("2026-Q1"))


def booked(more: str = "", value: str = "") -> World:
    """One booking of the quarter, and what more it says."""
    return World(as_of=AS_OF).add(
        "booking",
        f"booking_id, opportunity_id, booked_on, kind, amount{more}",
        f"b1 | o1 | 2026-02-01 | new | 100.00{value}",
    )


def touches(world: World) -> World:
    return world.add("touches", "touch_id, touched_at, channel", "t | 2026-01-05 10:00:00 | Web")


def activities(world: World) -> World:
    return world.add("activities", "activity_id, at, person_id", "a | 2026-01-05 10:00:00 | p")


def sellers(world: World) -> World:
    return world.add("person_dimension", "person_id, team", "p | sales")


def test_a_load_without_touches_or_activities_knows_nothing_of_joint_work() -> None:
    found = ask(booked(", is_joint", " | false"), "jointly_worked_share")
    assert found.value is None
    assert found.note == "no data: the load holds no touches"
    found = ask(touches(booked(", is_joint", " | false")), "jointly_worked_share")
    assert (found.value, found.note) == (None, "no data: the load holds no activities")
    both = activities(touches(booked(", is_joint", " | false")))
    found = ask(both, "jointly_worked_share")
    assert (found.value, found.note) == (None, "no data: nobody on record is of the sales team")
    found = ask(
        sellers(activities(touches(booked(", is_joint", " | false")))), "jointly_worked_share"
    )
    assert found.value == 0


def test_bookings_that_never_say_who_sourced_them_have_no_share() -> None:
    found = ask(booked(), "marketing_sourced_share")
    assert (found.value, found.note) == (None, "no data: no deal says who sourced it")
    assert ask(booked(", sourced_by", " | sales"), "marketing_sourced_share").value == 0


@pytest.mark.parametrize(("tier", "share"), [("C", Decimal(0)), ("A", Decimal(1))])
def test_without_a_tier_on_record_there_is_no_share_of_ideal_customers(
    tier: str, share: Decimal
) -> None:
    entered = ("opportunity_journey", "opportunity_id, entered_at, entry_amount")
    found = ask(World(as_of=AS_OF).add(*entered, "o | 2026-02-01 10:00:00 | 50.00"), "icp_share")
    assert (found.value, found.note) == (None, "no data: no deal or account has a tier")
    world = World(as_of=AS_OF).add(
        entered[0], f"{entered[1]}, icp_tier", f"o | 2026-02-01 10:00:00 | 50.00 | {tier}"
    )
    assert ask(world, "icp_share").value == share


def decided(decision: str, skipped: str) -> World:
    return World(as_of=AS_OF).add(
        "lead_journey",
        "lead_id, created_at, decided_at, decision, is_acceptance_skipped",
        f"l | 2026-01-02 10:00:00 | 2026-02-01 10:00:00 | {decision} | {skipped}",
    )


@pytest.mark.parametrize(("key", "real"), [("acceptance_rate", 1), ("hand_back_rate", 0)])
def test_conversions_alone_say_nothing_of_hand_backs(key: str, real: int) -> None:
    found = ask(decided("accepted", "true"), key)
    assert found.value is None
    assert found.note == "no data: no lead says that it was accepted or handed back"
    assert ask(decided("accepted", "false"), key).value == real
