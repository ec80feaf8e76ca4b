"""The clocks on a few leads that can be checked by hand, and what has no number and why."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.errors import ScopeError
from metrics.handover.clocks import clocks
from metrics.handover.delays import NO_HANDOVER, NOT_ASSIGNED, delays
from metrics.handover.leaks import leak_rows, leaks
from metrics.scope import Scope
from tests.metrics.worlds import World

LEADS = (
    "lead_id, calendar_key, handed_over_at, handed_over_business_seconds, assigned_at, "
    "assigned_business_seconds, human_response_at, response_business_seconds"
)
AS_OF = date(2026, 3, 2)


def world_of(rows: str, columns: str = LEADS) -> World:
    """Leads of one Monday, as seen at its end: eight opened hours in all."""
    world = World(as_of=AS_OF)
    world.add(
        "business_day",
        "calendar_key, utc_day, seconds_before, first_opens_at, first_closes_at",
        """UTC | 2026-03-02 | 0     | 2026-03-02 09:00:00 | 2026-03-02 17:00:00
           UTC | 2026-03-03 | 28800 | 2026-03-03 09:00:00 | 2026-03-03 17:00:00""",
    )
    return world.add("lead_journey", columns, rows)


def march(world: World, **scope: str) -> Moment:
    """March, as seen at the end of its first Monday."""
    return Moment(calendar_of(world).parse("2026-03"), AS_OF, Scope.of(**scope))


def test_the_systems_delay_stands_apart_from_the_persons() -> None:
    world = world_of("""
        a | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 10:00 | 3600  | 2026-03-02 12:00 | 10800
        b | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 11:00 | 7200  | 2026-03-02 12:00 | 10800
        c | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 16:00 | 25200 |                  |
    """)
    found = delays(world, march(world))
    assert found.response.median_hours == 3
    assert found.system.median_hours == 2
    # 2 h, 1 h, and one that has waited an hour: 2/3 after 1 h, 0 after 2 h.
    assert found.human.median_hours == 2
    assert (found.human.count, found.human.ended, found.human.waiting) == (3, 2, 1)
    assert found.automated.note == "no lead was answered by a machine first"


@pytest.mark.parametrize(
    ("assigned", "system", "human", "flags"),
    [
        # Handed over at 10:00, answered at 12:00: assigned before, between, and after both.
        ("2026-03-02 09:00 | 0", 0, 2, (1, 0)),
        ("2026-03-02 11:00 | 7200", 1, 1, (0, 0)),
        ("2026-03-02 13:00 | 14400", 2, 0, (0, 1)),
    ],
)
def test_moments_in_the_wrong_order_are_flagged_and_the_parts_still_add_up(
    assigned: str, system: int, human: int, flags: tuple[int, int]
) -> None:
    world = world_of(f"a | UTC | 2026-03-02 10:00 | 3600 | {assigned} | 2026-03-02 12:00 | 7200")
    found = delays(world, march(world))
    assert (found.system.median_hours, found.human.median_hours) == (system, human)
    assert (found.system.flagged, found.human.flagged) == flags
    assert found.response.median_hours == system + human


def test_a_lead_not_assigned_yet_waits_and_one_answered_without_is_left_out() -> None:
    world = world_of("""
        a | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 10:00 | 3600 | 2026-03-02 12:00 | 10800
        b | UTC | 2026-03-02 09:00 | 0 |                  |      | 2026-03-02 12:00 | 10800
        c | UTC | 2026-03-02 09:00 | 0 |                  |      |                  |
    """)
    found = delays(world, march(world))
    assert (found.system.count, found.system.waiting, found.unassigned) == (2, 1, 1)
    assert (found.human.count, found.human.ended) == (1, 1)


def test_without_assignments_there_is_no_part_and_the_note_says_so() -> None:
    world = world_of("a | UTC | 2026-03-02 09:00 | 0 | | | 2026-03-02 12:00 | 10800")
    found = delays(world, march(world))
    assert found.response.median_hours == 3
    assert (found.system.median_hours, found.system.note) == (None, NOT_ASSIGNED)
    assert (found.human.median_hours, found.human.note) == (None, NOT_ASSIGNED)


def test_a_median_not_reached_says_so_and_no_handover_too() -> None:
    world = world_of("""
        a | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 10:00 | 3600 | 2026-03-02 12:00 | 10800
        b | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 10:00 | 3600 |                  |
        c | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 10:00 | 3600 |                  |
    """)
    found = delays(world, march(world))
    assert found.human.median_hours is None
    assert found.human.note == "not reached: fewer than half have ended"
    nobody = delays(world, march(world, region="Mars"))
    assert (nobody.response.note, nobody.system.note) == (NO_HANDOVER, NO_HANDOVER)


def test_a_machine_that_answers_first_stops_no_clock() -> None:
    world = world_of(
        "a | UTC | 2026-03-02 09:00 | 0 | 2026-03-02 09:30 | 1800",
        "lead_id, calendar_key, handed_over_at, handed_over_business_seconds, "
        "automated_response_at, automated_business_seconds",
    )
    found = clocks(world, march(world))
    assert found.delays.automated.median_hours == Decimal("0.5")
    assert (found.sales.wait.ended, found.sales.wait.median_hours) == (0, None)


def test_who_must_act_is_the_owner_else_the_manager_else_to_be_found() -> None:
    world = World(as_of=date(2026, 3, 3))
    world.con.execute("create table accounts (account_id varchar, name varchar)")
    world.add(
        "business_day",
        "calendar_key, utc_day, seconds_before, first_opens_at, first_closes_at",
        "UTC | 2026-03-04 | 86400 | 2026-03-04 09:00:00 | 2026-03-04 17:00:00",
    )
    world.add(
        "lead_journey",
        "lead_id, calendar_key, handed_over_at, handed_over_business_seconds, leak_due_at, "
        "first_action_at, disqualified_at, owner, manager",
        """a | UTC | 2026-02-20 09:00 | 14400 | 2026-02-27 09:00 | | | Ann | Bo
           b | UTC | 2026-02-23 09:00 | 57600 | 2026-03-02 09:00 | | | | Bo
           c | UTC | 2026-02-23 09:00 | 72000 | 2026-03-02 09:00 | | | |
           d | UTC | 2026-02-23 09:00 | 0 | 2026-03-02 09:00 | 2026-03-03 09:00 | | Ann |
           e | UTC | 2026-02-23 09:00 | 0 | 2026-03-02 09:00 | | 2026-03-01 09:00 | Ann |
           f | UTC | 2026-02-23 09:00 | 0 | 2026-03-04 09:00 | | | Ann |
           g | UTC | 2026-02-25 09:00 | 79200 | 2026-03-03 09:00 | 2026-03-05 09:00 | | Cy |""",
    )
    moment = Moment(calendar_of(world).parse("2026-03"), date(2026, 3, 3))
    found = leaks(world, moment)
    assert [(one.lead_id, one.who_must_act, one.business_days) for one in found.leads] == [
        ("a", "Ann", Decimal("2.5")),
        ("b", "Bo", Decimal(1)),
        ("c", "nobody yet: give it an owner", Decimal("0.5")),
        # Acted on after the as-of.
        ("g", "Cy", Decimal("0.25")),
    ]
    assert [one.lead_id for one in found.of_period] == ["b", "c", "g"]
    assert found.earlier_count == 1
    table = leak_rows(found)
    place = table.columns.index("business_days")
    assert [row[place] for row in table.rows] == [
        Decimal("2.50"),
        Decimal("1.00"),
        Decimal("0.50"),
        Decimal("0.25"),
    ]


def test_leads_have_no_product() -> None:
    world = world_of("")
    with pytest.raises(ScopeError, match="no dimension 'product'"):
        leaks(world, march(world, product="X"))
