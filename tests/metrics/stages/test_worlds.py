"""Stages on a few deals that can be checked by hand: what is left out, flagged, refused."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.errors import ScopeError
from metrics.scope import Scope
from metrics.stages.asked import year_to
from metrics.stages.endings import endings
from metrics.stages.moves import Way, moves
from metrics.stages.stays import NO_LENGTH, stays
from tests.metrics.worlds import World

VISITS = (
    "opportunity_id, stage, stage_position, entered_from, entered_from_kind, left_to, "
    "left_to_kind, left_to_position, entered_amount, left_amount, is_derived, entered_at, "
    "entered_on, left_at, left_on"
)
AS_OF = date(2026, 3, 31)


def visits(rows: str) -> World:
    """Stays of deals, written as (deal, stage, rank, from, kind, to, kind, rank, amounts, days)."""
    world = World(as_of=AS_OF)
    world.con.execute("create table stages (stage varchar, position bigint, kind varchar)")
    world.con.execute(
        "insert into stages values ('Qualify', 1, 'open'), ('Discover', 2, 'open'), "
        "('Propose', 3, 'open'), ('Won', 8, 'won'), ('Lost', 9, 'lost')"
    )
    full = []
    for line in filter(None, (line.strip() for line in rows.splitlines())):
        *told, entered, left = (part.strip() for part in line.split("|"))
        entered, left = (f"2026-{day}" if len(day) == 5 else day for day in (entered, left))
        moments = [f"{day} 10:00:00 | {day}" if day else " | " for day in (entered, left)]
        full.append(" | ".join([*told, *moments]))
    return world.add("stage_visit", VISITS, "\n".join(full))


def quarter(world: World, **scope: str) -> Moment:
    """The first quarter of 2026 as seen at its end."""
    return Moment(calendar_of(world).parse("2026-Q1"), AS_OF, Scope.of(**scope))


def test_stays_without_a_known_length_are_left_out_with_the_reason() -> None:
    world = visits("""
        a | Qualify | 1 |  |  | Discover | open | 2 | 5 | 5 | false | 2026-01-01 | 2026-01-11
        b | Qualify | 1 |  |  | Discover | open | 2 | 5 | 5 | true  | 2026-01-01 | 2026-01-03
        c | (none)  |   |  |  | won      | won  | 8 | 5 | 5 | true  | 2026-01-01 | 2026-02-01
    """)
    found = stays(world, quarter(world))
    qualify, unknown = found.stages
    assert (qualify.curve.count, qualify.curve.median, qualify.left_out) == (1, 10, 1)
    assert (unknown.stage, unknown.curve.count, unknown.note) == ("(none)", 0, NO_LENGTH)
    assert found.left_out == 2


def test_a_median_is_not_reached_while_most_are_still_there() -> None:
    world = visits("""
        a | Qualify | 1 |  |  | Discover | open    | 2 | 5 | 5 | false | 2026-03-01 | 2026-03-11
        b | Qualify | 1 |  |  |          |         |   | 5 |   | false | 2026-03-02 |
        c | Qualify | 1 |  |  | deleted  | deleted |   | 5 | 5 | false | 2026-03-01 | 2026-03-21
        d | Qualify | 1 |  |  | Discover | open    | 2 | 5 | 5 | false | 2026-03-20 | 2026-04-02
    """)
    (qualify,) = stays(world, quarter(world)).stages
    # Left after 10 days: a. Still there: b for 29 days, d for 11. Deleted after 20: c.
    assert (qualify.curve.count, qualify.curve.ended) == (4, 1)
    assert (qualify.staying, qualify.deleted) == (2, 1)
    assert qualify.curve.still_at(29) == Fraction(3, 4)
    assert [qualify.curve.at_risk_after(days) for days in (0, 10, 11, 20, 29)] == [4, 3, 2, 1, 0]
    assert qualify.curve.median is None
    assert qualify.note == "not reached: fewer than half have left within 29 days"


def test_moves_back_over_and_out_of_an_end() -> None:
    world = visits("""
        a | Qualify | 1 | | | Propose | open | 3 | 5 | 7 | false | 01-01 | 01-11
        a | Propose | 3 | Qualify | open | Discover | open | 2 | 7 | 8 | false | 01-11 | 01-20
        a | Discover | 2 | Propose | open | won | won | 8 | 8 | 9 | false | 01-20 | 02-01
        b | Qualify | 1 | | | Discover | open | 2 | 5 | | false | 01-01 | 01-11
        b | Discover | 2 | Qualify | open | lost | lost | 9 | 5 | 6 | false | 01-11 | 01-20
        b | Qualify | 1 | lost | lost | won | won | 8 | 4 | 4 | false | 02-01 | 02-09
        c | Qualify | 1 | | | won | won | 8 | 3 | 3 | true | 01-01 | 01-11
    """)
    found = moves(world, quarter(world))
    assert found.places == ("Qualify", "Discover", "Propose")
    cells = {
        (one.from_place, one.to_place): (one.way, one.moves, one.share, one.amount)
        for one in found.moves
    }
    quarter_of = Fraction(1, 4)
    assert cells == {
        ("Qualify", "Discover"): (Way.ONWARDS, 1, quarter_of, Decimal(0)),
        ("Qualify", "Propose"): (Way.ONWARDS, 1, quarter_of, Decimal(7)),
        ("Qualify", "won"): (Way.WON, 2, Fraction(1, 2), Decimal(7)),
        ("Discover", "won"): (Way.WON, 1, Fraction(1, 2), Decimal(9)),
        ("Discover", "lost"): (Way.LOST, 1, Fraction(1, 2), Decimal(6)),
        ("Propose", "Discover"): (Way.BACK, 1, Fraction(1), Decimal(8)),
        ("lost", "Qualify"): (Way.REOPENED, 1, None, Decimal(4)),
    }
    assert found.null_amounts == 1
    over = {(one.from_place, one.to_place) for one in found.moves if one.passes_over}
    assert over == {("Qualify", "Propose"), ("Qualify", "won"), ("Discover", "won")}
    assert [(one.from_place, one.to_place) for one in found.returns] == [
        ("Propose", "Discover"),
        ("lost", "Qualify"),
    ]
    # a went past Discover without it and came back to it later; b was in it before its win, but
    # never in Propose; c's history begins too late to tell.
    assert {one.stage: (one.passed, one.skipped) for one in found.skips} == {
        "Qualify": (2, 0),
        "Discover": (2, 1),
        "Propose": (2, 1),
    }
    assert found.skips[1].share == Fraction(1, 2)


def test_moves_after_the_as_of_are_not_seen() -> None:
    world = visits("""
        a | Qualify | 1 |  |  | Discover | open | 2 | 5 | 7 | false | 2026-01-01 | 2026-04-01
    """)
    assert moves(world, quarter(world)).moves == ()
    (qualify,) = stays(world, quarter(world)).stages
    assert (qualify.staying, qualify.curve.longest) == (1, 89)


def test_an_undone_closing_is_none_and_a_deleted_deal_is_censored() -> None:
    world = World(as_of=AS_OF)
    world.add(
        "created_opportunity",
        "opportunity_id, created_at, created_on, deleted_on",
        """a | 2026-01-01 10:00 | 2026-01-01 |
           b | 2026-01-01 10:00 | 2026-01-01 |
           c | 2026-01-01 10:00 | 2026-01-01 | 2026-01-21
           d | 2026-01-01 10:00 | 2026-01-01 | 2026-05-01
           e | 2026-01-09 10:00 | 2026-01-09 |""",
    )
    world.add(
        "closed_opportunity",
        "opportunity_id, is_won, closed_at, reopened_at, cycle_days",
        """a | true  | 2026-01-11 10:00 |                  | 10
           b | true  | 2026-01-11 10:00 | 2026-02-01 10:00 | 10
           b | false | 2026-03-01 10:00 | 2026-04-09 10:00 | 59
           d | true  | 2026-04-11 10:00 |                  | 100
           e | false | 2026-01-08 10:00 |                  | -1""",
    )
    found = endings(world, quarter(world))
    assert (found.curve.won, found.curve.lost, found.still_open, found.deleted) == (1, 2, 1, 1)
    assert found.curve.lost_by(0) == Fraction(1, 5)
    assert found.curve.won_by(10) == Fraction(1, 5)
    # At 59 days two are left: c is gone since 20, b is lost, d is open for 89 days.
    assert found.curve.lost_by(59) == Fraction(1, 5) + Fraction(3, 5) * Fraction(1, 2)
    last = found.curve.at(89)
    assert last is not None
    assert (last.length, last.open_share) == (89, Fraction(3, 10))


def test_a_short_period_is_looked_at_over_a_year() -> None:
    world = World(as_of=AS_OF)
    calendar = calendar_of(world)
    found = year_to(quarter(world), calendar)
    assert (found.start_on, found.last_on) == (date(2025, 4, 1), AS_OF)
    early = Moment(calendar.parse("2026-Q2"), date(2026, 4, 9))
    assert year_to(early, calendar).last_on == date(2026, 4, 9)
    for name in ("2026", "all"):
        assert year_to(Moment(calendar.parse(name), AS_OF), calendar) == calendar.parse(name)
    assert found.days == timedelta(days=365).days


def test_deals_have_no_reason_of_a_hand_back() -> None:
    world = World(as_of=AS_OF)
    for asked in (stays, moves, endings):
        with pytest.raises(ScopeError, match="no dimension 'hand_back_reason'"):
            asked(world, quarter(world, hand_back_reason="x"))
