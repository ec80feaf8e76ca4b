"""Why a period has no win to tell: none there is, or nobody can tell for want of records."""

from datetime import date
from pathlib import Path

import pytest

from metrics.compute import calendar_of
from metrics.lifecycle.desk import Desk
from metrics.meeting.headlines import Moment
from metrics.meeting.holding import hold
from metrics.meeting.win import NO_WIN, why_no_win
from tests.metrics.meeting.rooms import room
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)
BOOKED = "booking_id, opportunity_id, booked_on, kind, amount, is_joint"
FULL = ("touches", "activities", "sellers")


def world(booked: str, *held: str) -> World:
    """A load with these bookings, and with what `held` names."""
    made = World(as_of=AS_OF).add("booking", BOOKED, booked)
    if "touches" in held:
        made.add("touches", "touch_id, touched_at, channel", "t | 2026-01-05 10:00:00 | Web")
    if "activities" in held:
        made.add("activities", "activity_id, at, person_id", "a | 2026-01-05 10:00:00 | p")
    if "sellers" in held:
        made.add("person_dimension", "person_id, team", "p | sales")
    return made


def why(one: World) -> str:
    """What is said of the quarter."""
    return why_no_win(one, Moment.of(calendar_of(one), AS_OF))


ALONE = "b | o | 2026-02-01 | new | 100.00 | false"


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ((), "no data: the load holds no touches"),
        (("activities", "sellers"), "no data: the load holds no touches"),
        (("touches", "sellers"), "no data: the load holds no activities"),
        (("touches", "activities"), "no data: nobody on record is of the sales team"),
        (FULL, NO_WIN),
    ],
)
def test_what_is_missing_is_named_before_none_is_claimed(held: tuple[str, ...], said: str) -> None:
    assert why(world(ALONE, *held)) == said


def test_bookings_themselves_may_be_missing_or_name_no_deal() -> None:
    assert why(world("", *FULL)) == "no data: the load holds no bookings"
    later = "b | o | 2026-04-01 | new | 100.00 | false"
    assert why(world(later, *FULL)) == "no data: nothing is on record before 2026-04-01"
    before = "b | o | 2025-12-31 | new | 100.00 | false"
    assert why(world(before, *FULL)) == "nothing is booked in the period yet"
    linked = "b | | 2026-02-01 | new | 100.00 | false"
    assert why(world(linked, *FULL)) == "no data: no booking of the period names its opportunity"


def test_a_held_meeting_keeps_what_was_missing(tmp_path: Path) -> None:
    desk: Desk = room(tmp_path / "store")
    story = hold(desk, "hana").story
    assert story is not None
    assert (story.win, story.no_win) == (None, "no data: the load holds no touches")
