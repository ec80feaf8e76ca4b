"""Weekly as the meeting's screen: exact values, what each may write, and what is said without."""

import html
import re
import shutil
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.errors import RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.refusals import Refused
from metrics.meeting.holding import hold
from metrics.meeting.pool_words import pool_parts
from metrics.meeting.printed import printed
from metrics.meeting.then_now import then_now
from metrics.wording import exact_money, percent
from pages.components import session
from tests.pages.screens import heading, shown

PAGE = "pages/weekly.py"
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
SALES, FINANCE, MEMBER, NOBODY = "P003", "P001", "P005", ""
HOSTILE = '<img src=x onerror="alert(1)"> **bold** $x$ [link](javascript:alert(1)) \u202eright'


class Clock(datetime):
    """A clock that stands on the Monday after the load."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """That moment."""
        return NOW.astimezone(tz)


@pytest.fixture(autouse=True)
def store(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo company with its decisions: what a test does stays in it."""
    place = tmp_path / "store"
    shutil.copytree(decided, place)
    monkeypatch.setenv("TANDEM_STORE", str(place))
    monkeypatch.setattr(session, "datetime", Clock)
    st.cache_resource.clear()
    return place


def weekly(who: str = SALES, **words: str) -> AppTest:
    """The screen as somebody sees it."""
    test = AppTest.from_file(str(Path(__file__).parents[2] / PAGE), default_timeout=60)
    test.session_state["persona"] = who
    for name, word in words.items():
        test.query_params[name] = word
    test.run()
    assert [one.message for one in test.exception] == []
    return test


def at(store: Path) -> Desk:
    """The desk at that moment."""
    return Desk.open(store, NOW)


def share(value: Decimal | None, places: int = 0) -> str:
    """A percent as `shown` tells it: every kind of blank is a plain one there."""
    assert value is not None
    return percent(value, places).replace("\u202f", " ")


def blocks(test: AppTest) -> list[str]:
    """The titles of the blocks with their numbers, in the order they stand."""
    found = []
    for element in test.get("html"):
        body = element.proto.body
        for match in re.finditer(r'<span class="t-no">(\d)</span><h2>(.*?)</h2>', body):
            found.append(f"{match.group(1)} {html.unescape(match.group(2))}")
    return found


def test_five_blocks_in_the_same_order() -> None:
    test = weekly()
    assert [title[0] for title in blocks(test)] == ["1", "2", "3", "4", "5"]
    titles = blocks(test)
    assert titles[0] == "1 One of two commitments was kept"
    assert titles[1].startswith("2 The number: ")
    assert titles[2].startswith("3 What changed: open pipeline ")
    assert titles[3].startswith("4 The handover: ")
    assert titles[4].startswith("5 Demand")
    text = shown(test)
    assert "This meeting is not held yet. Compared with meeting 2, as of 08 Nov 2026." in text
    assert "since meeting 2 · 8 Nov to 15 Nov · closing in Q4 2026" in text
    assert text.index("Inbox") < text.index("One of two commitments")
    assert (
        text.index("Ideal customers")
        < text.index("From the field")
        < text.index("Notes and decisions")
    )


def test_commitments_say_what_was_promised_and_what_the_number_did() -> None:
    text = shown(weekly())
    assert "1 kept · 1 dropped · 2 open" in text
    kept = "Kept Two joint visits to hospitals Carmen Ivanov Thu 12 Nov Pipeline created, +$80.0k"
    assert f"{kept} ▲ $1.89M, $5.48M to $7.37M both visits were made" in text
    dropped = "Dropped Call the dormant accounts of EMEA"
    assert dropped in text
    assert "Leads created, +30 in EMEA no capacity before December meanwhile +17" in text
    assert "Wed 18 Nov Open pipeline, +$40.0k due in 2 days so far −$666k" in text
    moved = "Fri 27 Nov Sales-ready leads, +40 due in 11 days moved: the speaker is ill"
    # It was moved before the meeting before: one of the two that are open.
    assert f"Open Send the webinar's invitations Carmen Ivanov {moved}" in text


def test_then_and_now_are_the_metrics_own(store: Path) -> None:
    desk = at(store)
    held = desk.state.meeting.held[1]
    told = then_now(desk.warehouse.reader(), desk.state, store, held)
    text = shown(weekly())
    assert "Then and now: nothing was restated since meeting 2" in text
    bookings = printed(told[0])
    then, now = (exact_money(one, "USD") for one in (bookings.then, bookings.now) if one)
    change = exact_money(bookings.change, "USD") if bookings.change else ""
    assert f"Bookings {then} {now} +{change} +{change} 0" in text
    pool = told[-1]
    assert f"The pool today {share(pool.then.value, 2)} {share(pool.now.value, 2)}" in text


def test_the_link_names_the_meeting_to_compare_with() -> None:
    test = weekly(meeting="1")
    assert "Compared with meeting 1, as of 01 Nov 2026." in shown(test)
    assert "since meeting 1 · 1 Nov to 15 Nov" in shown(test)
    test = weekly(meeting="9")
    assert "Compared with meeting 2, as of 08 Nov 2026." in shown(test)
    said = " ".join(box.value.replace("\\", "") for box in test.info)
    assert "There is no meeting “9” as of an earlier day" in said
    # As of an earlier day there is an earlier meeting, and the meeting of that day stands.
    text = shown(weekly(as_of="2026-11-08"))
    assert "Meeting 2 is held, as of Sun 08 Nov 2026" in text
    assert "Compared with meeting 1, as of 01 Nov 2026." in text
    assert blocks(weekly(as_of="2026-11-08"))[0] == "1 Two of three commitments were kept"


def test_the_pool_is_told_in_percent_to_those_who_may_see_it(store: Path) -> None:
    desk = at(store)
    now = then_now(desk.warehouse.reader(), desk.state, store, desk.state.meeting.held[1])[-1].now
    for who in (SALES, FINANCE, MEMBER):
        text = shown(weekly(who))
        ends = f"{share(now.low)[:-2]}–{share(now.high)}"
        assert f"The pool today P10–P90 {ends} {share(now.value)}" in text
    assert "The pool today" not in shown(weekly(NOBODY))
    test = weekly(MEMBER)
    test.button(key="open_pool_today").click().run()
    receipt = shown(test)
    assert share(now.value, 2) in receipt
    assert "no person and no amount is in it" in receipt
    # What the lines add is printed to the pool's own digits, and adds up to it.
    parts = pool_parts(now)
    assert [one.label for one in parts] == [
        "Bookings",
        "Pipeline created",
        "Win rate",
        "Kickers, gates and bounds",
    ]
    assert sum(one.adds or 0 for one in parts) == now.value
    for one in parts:
        assert share(one.adds, 2) in receipt
    said = receipt[receipt.index("The pool today, of target") :]
    assert "$" not in said[: said.index("Each measure pays")]


def test_a_visitor_reads_and_writes_nothing(store: Path) -> None:
    test = weekly(NOBODY)
    assert test.button(key="meeting_hold").disabled
    assert test.button(key="meeting_add").disabled
    keys = {one.key for one in test.button}
    assert not {key for key in keys if key and key.startswith("meeting_settle_")}
    assert "meeting_park" not in keys
    assert len(test.text_area) == 0
    assert "Who writes in the meeting needs a role" in shown(test)
    assert "Two joint visits to hospitals" in shown(test)
    # The grey button is a courtesy: the command refuses who has no role.
    with pytest.raises(RevenueError, match="a person is named by an id"):
        hold(at(store), NOBODY)
    with pytest.raises(Refused, match="hold the meeting"):
        hold(at(store), MEMBER)
    # A member writes and does not hold.
    test = weekly(MEMBER)
    assert test.button(key="meeting_hold").disabled
    assert not test.button(key="meeting_add").disabled


def test_notes_are_typed_live_and_stand_literally(store: Path) -> None:
    test = weekly()
    test.text_area(key="note_text_0").set_value(HOSTILE)
    submit(test, "Write down")
    body = next(one.proto.body for one in test.get("html") if "alert(1)" in one.proto.body)
    assert "<img" not in body
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; **bold** $x$" in body
    assert "⟨U+202E⟩right" in body
    assert at(store).state.meeting.notes[-1].text == HOSTILE
    assert "Tomas Oyelaran, Mon 16 Nov 2026, 07:00" in shown(test)
    # The box is empty for the next one; nothing typed is refused and nothing is lost.
    submit(test, "Write down")
    assert [box.value for box in test.error] == ["A note needs a text"]
    assert len(at(store).state.meeting.notes) == 4


def test_a_refused_text_stays_in_its_box(store: Path) -> None:
    test = weekly()
    typed = "Half of it\0 is no text"
    test.text_area(key="note_text_0").set_value(typed)
    submit(test, "Write down")
    assert test.text_area(key="note_text_0").value == typed
    assert [box.value for box in test.error] == ["A note holds a sign that is no text"]
    assert len(at(store).state.meeting.notes) == 3


def submit(test: AppTest, label: str) -> None:
    """Presses the form's button."""
    next(one for one in test.button if one.label == label).click().run()


def test_holding_freezes_what_is_seen_and_stays_said(store: Path) -> None:
    test = weekly()
    test.button(key="meeting_hold").click().run()
    assert "freezes 15 numbers of the whole company as of Sun 15 Nov 2026" in shown(test)
    assert test.button(key="meeting_hold_confirmed").label == "Hold meeting 3"
    held = hold(at(store), SALES)
    for seen in (weekly(), weekly(NOBODY)):
        said = f"load {held.fingerprint[:8]}, snapshot {held.digest[:8]}, by Tomas Oyelaran"
        assert f"Meeting 3 is held, as of Sun 15 Nov 2026: {said}." in shown(seen)
        assert "Compared with meeting 2, as of 08 Nov 2026." in shown(seen)
    assert weekly().button(key="meeting_hold").disabled


def test_holding_an_earlier_day_later_shows_what_stood_when_it_was_held(store: Path) -> None:
    day = {"as_of": "2026-11-10"}
    assert "due in 2 days" in shown(weekly(**day))
    hold(at(store), SALES, as_of=datetime(2026, 11, 10, tzinfo=UTC).date())
    text = shown(weekly(**day))
    assert "Meeting 3 is held, as of Tue 10 Nov 2026" in text
    assert blocks(weekly(**day))[0] == "1 One of two commitments was kept"


def test_the_first_meeting_is_not_compared_with_itself(store: Path) -> None:
    shutil.rmtree(store / "ledger")
    with (store / "tandem.toml").open("a", encoding="utf-8") as file:
        file.write('head_of_sales = ["P003"]\n')
    before = weekly()
    assert blocks(before)[0] == "1 No commitment is open"
    assert "No meeting was held before. Hold this one, and next week" in shown(before)
    assert "Nothing is written down yet." in shown(before)
    assert "No plan is in force on 15 Nov 2026" in shown(before)
    hold(at(store), SALES)
    st.cache_resource.clear()
    after = shown(weekly())
    assert "Meeting 1 was held as of this very day, and none before it" in after
    assert "it would be compared with itself" in after


def test_rows_that_are_gone_are_told_in_one_sentence(store: Path) -> None:
    for file in (store / "snapshots").iterdir():
        file.unlink()
    test = weekly()
    assert len(test.info) == 1
    assert "Bookings are" in heading(test)
    assert len(blocks(test)) == 5


def test_without_a_ledger_the_revenue_still_stands(store: Path) -> None:
    (store / "ledger" / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    test = weekly()
    text = shown(test)
    assert "Booked this quarter $1.81M" in text
    assert blocks(test)[0] == "1 Commitments"
    assert len(blocks(test)) == 5
    assert "They cannot be read:" in text
    assert "What was held cannot be read:" in text
    assert "meeting_hold" not in {one.key for one in test.button}
