"""What waits from the field, for whom; and what a held meeting keeps of it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from metrics.field.kept import KeptVoice, voice_in, voice_json
from metrics.field.voices import Said, answer, raise_voice, withdraw
from metrics.inbox import Waits, inbox
from metrics.lifecycle.desk import Desk
from metrics.meeting.frozen import snapshot_in
from metrics.meeting.holding import hold
from tests.metrics.field.test_voices import NINE, at
from tests.metrics.meeting.rooms import room

PEOPLE = ("root", "hana", "hugo", "fay", "vera", "opa", "mo", "wall", "P1", "P2", "nobody", "")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Monday, 23 February 2026, nine in the morning; P1 and P2 are members of the two teams."""
    found = room(tmp_path / "store", NINE)
    found.grant("root", "P1", ["member"])
    found.grant("root", "P2", ["member"])
    return found


def waits(desk: Desk, person: str) -> list[Waits]:
    """What waits for the person from the field."""
    found = inbox(desk.state, desk.warehouse.reader(), person, desk.today, desk.now)
    return [one for one in found if one.kind == "field"]


def who_has(desk: Desk) -> set[str]:
    return {one for one in PEOPLE if waits(desk, one)}


def test_it_waits_for_the_people_of_the_side_that_is_asked(desk: Desk) -> None:
    raise_voice(desk, "hugo", Said("Send the price list"))
    assert who_has(desk) == {"hana", "P1"}
    (one,) = waits(desk, "hana")
    assert (one.text, one.under, one.is_late) == (
        "Answer sales: “Send the price list”",
        "16 business hours are agreed, sales said it on Mon 23 Feb 2026",
        False,
    )
    assert (one.count, one.where, one.since) == (1, "pages/weekly.py", NINE.date())
    answer(desk, "P1", 1, "Here")
    assert who_has(desk) == set()


def test_it_is_late_once_the_clock_has_run_out(desk: Desk) -> None:
    raise_voice(desk, "P1", Said("x" * 90))
    raise_voice(desk, "hana", Said("Call them", "frustration"))
    two_days = at(desk, NINE + timedelta(days=2))
    assert [one.is_late for one in waits(two_days, "hugo")] == [False]
    late = at(desk, NINE + timedelta(days=2, seconds=1))
    (one,) = waits(late, "P2")
    assert (one.text, one.under, one.is_late, one.count) == (
        "Answer 2 requests from the field",
        "2 over 16 business hours, the first since Mon 23 Feb 2026",
        True,
        2,
    )
    withdraw(late, "hana", 2)
    (one,) = waits(late, "P2")
    assert one.text == f"Answer marketing: “{'x' * 59}…”"
    assert one.under.startswith("over 16 business hours, marketing said it on")


def test_a_quote_and_the_own_words_wait_for_nobody(desk: Desk) -> None:
    raise_voice(desk, "hugo", Said("They hold up", "quote"))
    assert who_has(desk) == set()
    desk.grant("root", "hana", ["head_of_sales"])
    raise_voice(desk, "hana", Said("Two hats"))
    assert who_has(desk) == {"hugo", "P2"}


def test_a_held_meeting_keeps_the_line_without_names(desk: Desk) -> None:
    raise_voice(desk, "hugo", Said("Ada knows the buyer", who="a friend of Ada", account="A2"))
    later = at(desk, NINE + timedelta(hours=2))
    kept = hold(later, "hana").field_line
    assert kept == KeptVoice(
        number=1,
        kind="request",
        text="a colleague knows the buyer",
        side="sales",
        asks="marketing",
        who="a friend of a colleague",
        account="Bolt",
        kpi="",
        said_on=NINE.date(),
        waited=7_200,
        limit=57_600,
        answer="",
    )
    assert voice_in(json.loads(json.dumps(voice_json(kept)))) == kept
    # What is answered afterwards leaves it as it was held.
    answer(later, "P1", 1, "Done")
    assert at(desk, NINE).state.meeting.held[0].field_line == kept


def test_a_meeting_of_before_reads_as_it_did(desk: Desk) -> None:
    held = hold(desk, "hana")
    assert held.field_line is None
    event = next(one for one in desk.ledger.events() if one.kind == "meeting_held")
    assert event.body["field"] is None
    body = {name: value for name, value in event.body.items() if name != "field"}
    assert snapshot_in(type(event)(**{**vars(event), "body": body})) == held
