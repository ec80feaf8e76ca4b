"""Commitments: made once, kept, moved or dropped, and what is refused on the way."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.errors import ScopeError, UnknownKpiError
from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import commit, commitments, settle
from metrics.meeting.records import Promise
from metrics.scope import Scope
from tests.metrics.lifecycle.desks import kinds, refused
from tests.metrics.meeting.rooms import MONDAY, WEEK, room, said

FRIDAY, DATA_DATE = date(2026, 2, 27), date(2026, 2, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The meeting on Monday, 23 February 2026."""
    return room(tmp_path / "store")


def test_a_commitment_is_kept_as_it_was_said(desk: Desk) -> None:
    made = commit(desk, "mo", said("  Call the two\n oldest leads "))
    assert (made.number, made.what, made.owner) == (1, "Call the two oldest leads", "hugo")
    assert (made.kpi, made.expected, made.said_by) == ("win_rate", Decimal("0.05"), "mo")
    assert made.promises == (Promise(FRIDAY, MONDAY.date(), DATA_DATE),)
    assert (made.state, made.is_open, made.days_left(MONDAY.date())) == ("open", True, 4)
    (event,) = [one for one in desk.ledger.events() if one.kind == "commitment_made"]
    assert (event.actor, event.subject) == ("mo", "1")
    assert event.body == {
        "what": "Call the two oldest leads",
        "owner": "hugo",
        "due_on": "2026-02-27",
        "kpi": "win_rate",
        "expected": "0.05",
        "scope": [],
        "said_on": "2026-02-23",
        "as_of": "2026-02-20",
    }


def test_said_twice_it_is_written_once(desk: Desk) -> None:
    first = commit(desk, "mo", said())
    assert commit(desk, "mo", said()) == first
    assert commit(desk, "hana", said()) == first
    assert kinds(desk).count("commitment_made") == 1
    # Of another day it is another one, and so is one more of the same request's key.
    assert commit(desk.at(MONDAY + WEEK / 7), "mo", said()).number == 2
    assert commit(desk, "mo", said("Reprice"), key="k1").number == 3
    assert commit(desk, "mo", said("Reprice"), key="k1").number == 3
    assert refused(desk, lambda: commit(desk, "mo", said("Other"), key="k1"))[0] == "other_request"
    # The key is the person's own.
    assert commit(desk, "hana", said("Other"), key="k1").number == 4


def test_kept(desk: Desk) -> None:
    commit(desk, "mo", said())
    later = desk.at(MONDAY + WEEK)
    found = settle(later, "hugo", 1, "kept", reason=" done on Thursday ")
    assert (found.state, found.is_open, found.reason) == ("kept", False, "done on Thursday")
    last = found.promises[-1]
    assert (last.settled_on, last.settled_as_of, last.settled_by) == (
        date(2026, 3, 2),
        DATA_DATE,
        "hugo",
    )
    assert settle(later, "hana", 1, "kept") == found
    assert kinds(desk).count("commitment_settled") == 1
    assert refused(later, lambda: settle(later, "mo", 1, "dropped", reason="no"))[0] == (
        "already_settled"
    )


def test_moved_twice_then_dropped(desk: Desk) -> None:
    commit(desk, "mo", said())
    later = desk.at(MONDAY + WEEK)
    settle(later, "mo", 1, "moved", due_on=date(2026, 3, 6), reason="holiday")
    again = settle(later, "mo", 1, "moved", due_on=date(2026, 3, 6), reason="holiday")
    assert (again.state, again.is_open, again.due_on) == ("moved", True, date(2026, 3, 6))
    assert len(again.promises) == 2
    settle(later, "mo", 1, "moved", due_on=date(2026, 3, 9), reason="longer")
    last = desk.at(MONDAY + 2 * WEEK)
    found = settle(last, "mo", 1, "dropped", reason="no capacity")
    assert [(one.due_on, one.outcome, one.reason) for one in found.promises] == [
        (date(2026, 2, 27), "moved", "holiday"),
        (date(2026, 3, 6), "moved", "longer"),
        (date(2026, 3, 9), "dropped", "no capacity"),
    ]
    assert (found.state, found.settled_on) == ("dropped", date(2026, 3, 9))
    # As it stood on each Monday before.
    assert found.seen_on(date(2026, 2, 23)).state == "open"
    assert found.seen_on(date(2026, 3, 2)).state == "moved"
    assert found.seen_on(date(2026, 3, 2)).due_on == date(2026, 3, 9)


def test_a_meeting_looks_at_what_is_open_and_what_was_settled_since(desk: Desk) -> None:
    commit(desk, "mo", said("First", due_on=date(2026, 2, 26)))
    commit(desk, "mo", said("Second", due_on=date(2026, 2, 25)))
    commit(desk, "mo", said("Third"))
    one, two = desk.at(MONDAY + WEEK), desk.at(MONDAY + 2 * WEEK)
    settle(one, "mo", 1, "kept")
    settle(two, "mo", 2, "dropped", reason="no")
    days = [(MONDAY + place * WEEK).date() for place in range(3)]

    def told(since: date | None, until: date | None) -> list[tuple[int, str]]:
        found = commitments(desk.state, since, until)
        return [(made.number, made.state) for made in found]

    assert told(None, days[0]) == [(2, "open"), (1, "open"), (3, "open")]
    assert told(days[0], days[1]) == [(2, "open"), (1, "kept"), (3, "open")]
    assert told(days[1], days[2]) == [(2, "dropped"), (3, "open")]
    assert told(days[1], None) == [(2, "dropped"), (3, "open")]
    assert told(days[2], None) == [(3, "open")]
    assert told(None, date(2026, 2, 22)) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"what": " \n "}, "no_text"),
        ({"what": "x" * 201}, "no_text"),
        ({"what": "a\0b"}, "no_text"),
        ({"what": "a\ud800b"}, "no_text"),
        ({"owner": "nobody at all"}, "unknown_person"),
        ({"owner": ""}, "unknown_person"),
        ({"due_on": date(2026, 2, 22)}, "past_due"),
        ({"due_on": date(2027, 2, 25)}, "too_far"),
        ({"expected": Decimal(5)}, "no_expected"),
        ({"expected": Decimal("NaN")}, "no_expected"),
        ({"expected": Decimal("-Infinity"), "kpi": "bookings"}, "no_expected"),
        ({"expected": Decimal(0), "kpi": "bookings"}, "no_expected"),
        # What no screen can print would stand in the ledger, and on every screen, for good.
        ({"expected": Decimal("1e12"), "kpi": "bookings"}, "no_expected"),
        ({"expected": Decimal("-1e999999"), "kpi": "bookings"}, "no_expected"),
        ({"expected": Decimal("1e-7"), "kpi": "bookings"}, "no_expected"),
        ({"expected": Decimal("9" * 30), "kpi": "bookings"}, "no_expected"),
    ],
)
def test_what_is_no_commitment(desk: Desk, given: dict[str, object], code: str) -> None:
    assert refused(desk, lambda: commit(desk, "mo", said(**given)))[0] == code


def test_a_commitment_moves_a_kpi_and_a_part_that_exist(desk: Desk) -> None:
    with pytest.raises(UnknownKpiError, match="did you mean 'win_rate'"):
        commit(desk, "mo", said(kpi="win_rat"))
    with pytest.raises(ScopeError, match="no dimension"):
        commit(desk, "mo", said(scope=Scope.of(planet="Mars")))
    with pytest.raises(ScopeError, match="no region is called"):
        commit(desk, "mo", said(scope=Scope.of(region="Atlantis")))
    assert desk.state.meeting.commitments == ()
    # People of the load and of the ledger may own one.
    for place, who in enumerate(("P1", "mo", "hugo"), 1):
        assert commit(desk, "mo", said(owner=who)).number == place


@pytest.mark.parametrize(
    ("outcome", "due_on", "reason", "code"),
    [
        ("kep", None, "", "unknown_outcome"),
        ("dropped", None, " ", "no_reason"),
        ("moved", date(2026, 3, 6), "", "no_reason"),
        ("moved", None, "later", "past_due"),
        ("moved", FRIDAY, "the same day", "past_due"),
        ("moved", date(2028, 1, 1), "later", "too_far"),
        ("kept", None, "x" * 2001, "no_reason"),
        ("kept", None, "a\ud8ff", "no_reason"),
        ("dropped", None, "x" * 2001, "no_reason"),
        ("dropped", None, "a\0b", "no_reason"),
        ("dropped", None, "a\udcff", "no_reason"),
    ],
)
def test_what_settles_nothing(
    desk: Desk, outcome: str, due_on: date | None, reason: str, code: str
) -> None:
    commit(desk, "mo", said())
    act = lambda: settle(desk, "mo", 1, outcome, due_on=due_on, reason=reason)  # noqa: E731
    assert refused(desk, act)[0] == code
    assert refused(desk, lambda: settle(desk, "mo", 2, "kept"))[0] == "no_such_commitment"
    assert refused(desk, lambda: settle(desk, "mo", 0, "kept"))[0] == "no_such_commitment"


def test_nobody_speaks_from_a_day_that_the_data_have_not_reached(desk: Desk) -> None:
    code, words = refused(desk, lambda: commit(desk, "mo", said(), as_of=date(2026, 2, 21)))
    assert (code, words) == (
        "beyond_data",
        "the load tells of days up to 2026-02-20; 2026-02-21 is not among them",
    )
    assert commit(desk, "mo", said(), as_of=date(2026, 2, 10)).as_of == date(2026, 2, 10)
