"""Notes, decisions and doubts about a definition: written once, refused with a code."""

from datetime import date
from pathlib import Path

import pytest

from metrics.errors import UnknownKpiError
from metrics.lifecycle.desk import Desk
from metrics.meeting.notes import dispute, note, notes, open_disputes
from tests.metrics.lifecycle.desks import kinds, refused
from tests.metrics.meeting.rooms import MONDAY, WEEK, room


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The meeting on Monday, 23 February 2026."""
    return room(tmp_path / "store")


def test_notes_and_decisions_are_kept_as_typed(desk: Desk) -> None:
    text = "<img src=x onerror=alert(1)> **bold** $x$\nsecond line 👩\u200d🔬"
    first = note(desk, "mo", f"  {text} ")
    second = note(desk, "hana", "Fridays by noon", kind="decision")
    assert (first.number, first.kind, first.text, first.said_by) == (1, "note", text, "mo")
    assert (second.number, second.kind, second.said_on) == (2, "decision", MONDAY.date())
    assert note(desk, "mo", text) == first
    assert note(desk, "mo", text, kind="decision").number == 3
    assert kinds(desk).count("meeting_noted") == 3
    third = note(desk, "mo", "again", key="k")
    assert note(desk, "mo", "again", key="k") == third
    assert refused(desk, lambda: note(desk, "mo", "another", key="k"))[0] == "other_request"


def test_notes_of_a_week(desk: Desk) -> None:
    note(desk, "mo", "one")
    note(desk.at(MONDAY + WEEK), "mo", "two")
    first, second = MONDAY.date(), (MONDAY + WEEK).date()
    assert [one.text for one in notes(desk.state, first)] == ["two"]
    assert [one.text for one in notes(desk.state, None, first)] == ["one"]
    assert [one.text for one in notes(desk.state, date(2026, 2, 1), second)] == ["one", "two"]


def test_a_doubt_waits_with_its_owner_and_the_version_meant(desk: Desk) -> None:
    made = dispute(desk, "hugo", "sales_ready_leads", "Is a guest one?", owner="hana")
    assert (made.number, made.kpi, made.version, made.owner) == (1, "sales_ready_leads", 1, "hana")
    assert dispute(desk, "hugo", "sales_ready_leads", "Is a guest one?", owner="hana") == made
    assert dispute(desk, "mo", "win_rate", "By count?").owner == "mo"
    assert [one.number for one in open_disputes(desk.state)] == [1, 2]
    assert made.age_days((MONDAY + WEEK).date()) == 7


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 4001, "a\0b", "a\udfffb"])
def test_what_is_no_text(desk: Desk, text: str) -> None:
    assert refused(desk, lambda: note(desk, "mo", text))[0] == "no_text"
    assert refused(desk, lambda: dispute(desk, "mo", "win_rate", text))[0] == "no_text"


def test_what_is_no_entry(desk: Desk) -> None:
    assert refused(desk, lambda: note(desk, "mo", "x", kind="rumour"))[0] == "unknown_outcome"
    act = lambda: dispute(desk, "mo", "win_rate", "x", owner="who?")  # noqa: E731
    assert refused(desk, act)[0] == "unknown_person"
    with pytest.raises(UnknownKpiError):
        dispute(desk, "mo", "wins", "x")
