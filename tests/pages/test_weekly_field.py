"""What the field says on Weekly: one line with its clock, raised and answered in a form."""

import shutil
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from metrics.field.records import Voice
from metrics.field.voices import LONGEST_VOICE, Said, answer, raise_voice
from metrics.lifecycle.desk import Desk
from pages.components import session
from tests.pages.screens import ROOT, shown

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
SALES, MARKETING, FINANCE, NOBODY = "P003", "P002", "P001", ""
HOSTILE = '<img src=x onerror="alert(1)"> **bold** $x$ [link](javascript:alert(1)) \u202eright'
LATE = "Guests of the webinar are handed over without a project; ask them for its date."


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


def weekly(who: str, **words: str) -> AppTest:
    """The screen as somebody sees it."""
    test = AppTest.from_file(str(ROOT / "pages/weekly.py"), default_timeout=60)
    test.session_state["persona"] = who
    for name, word in words.items():
        test.query_params[name] = word
    test.run()
    assert [one.message for one in test.exception] == []
    return test


def field(test: AppTest) -> str:
    """What stands between the demand and the notes."""
    text = shown(test)
    return text[text.index("From the field") : text.index("Notes and decisions")].strip()


def keys(test: AppTest) -> set[str]:
    """The buttons of the field that are there."""
    return {one.key for one in test.button if one.key and one.key.startswith("field_")}


def submit(test: AppTest, opener: str, label: str) -> None:
    """Presses the button in the dialog, which stays open while it is pressed."""
    test.button(key=opener).click()
    next(one for one in test.button if one.label == label).click().run()


def voices(store: Path) -> tuple[Voice, ...]:
    """What the ledger holds."""
    return Desk.open(store, NOW).state.field_voice.voices


def test_what_waits_over_its_clock_is_the_line() -> None:
    for who in (SALES, MARKETING, NOBODY):
        assert field(weekly(who)) == (
            "From the field: a frustration of sales waits over its clock "
            f"Frustration {LATE} Sales asks marketing · about Acceptance rate · ▲ waiting 31 "
            "business hours; 16 are agreed"
        )
    # As of an earlier day it is what was known at its end.
    assert field(weekly(SALES, as_of="2026-11-08")).startswith(
        "From the field: marketing answered a request of sales"
    )


def test_each_is_offered_what_is_theirs() -> None:
    assert keys(weekly(SALES)) == {"field_raise", "field_withdraw"}
    assert keys(weekly(MARKETING)) == {"field_raise", "field_answer"}
    assert keys(weekly(NOBODY)) == set()
    assert keys(weekly(FINANCE)) == set()
    assert "you are of none of them" in field(weekly(FINANCE))


def test_the_other_side_answers_in_the_form(store: Path) -> None:
    test = weekly(MARKETING)
    assert "Answer sales: “Guests of the webinar" in shown(test)
    test.button(key="field_answer").click().run()
    assert f"Frustration of sales: {LATE}" in shown(test)
    submit(test, "field_answer", "Answer it")
    assert [box.value for box in test.error] == ["An answer needs a text"]
    test.text_area(key="field_reply").set_value(HOSTILE)
    submit(test, "field_answer", "Answer it")
    reply = voices(store)[1].reply
    assert reply is not None
    assert (reply.text, reply.said_by, reply.side) == (HOSTILE, MARKETING, "marketing")
    assert "Answer sales:" not in shown(test)
    told = field(test)
    assert told.startswith("From the field: marketing answered a frustration of sales")
    assert "answered after 31 business hours; 16 are agreed" in told
    body = next(one.proto.body for one in test.get("html") if "alert(1)" in one.proto.body)
    assert "<img" not in body
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; **bold** $x$" in body
    assert "⟨U+202E⟩right" in body


def test_one_is_raised_in_the_form_and_stands_literally(store: Path) -> None:
    test = weekly(MARKETING)
    test.button(key="field_raise").click().run()
    assert test.selectbox(key="field_asks").options == ["Sales", "Success"]
    submit(test, "field_raise", "Raise it")
    assert [box.value for box in test.error] == ["A request needs a text"]
    test.text_area(key="field_text").set_value(HOSTILE)
    test.text_input(key="field_who").set_value("Ines Fenwick")
    submit(test, "field_raise", "Raise it")
    assert "is a colleague; write a role or the customer" in test.error[0].value
    assert test.text_area(key="field_text").value == HOSTILE
    test.text_input(key="field_who").set_value("</span><script>alert(1)</script>")
    test.selectbox(key="field_kpi").set_value("win_rate")
    submit(test, "field_raise", "Raise it")
    made = voices(store)[-1]
    assert (made.number, made.kind, made.side, made.asks, made.kpi) == (
        4,
        "request",
        "marketing",
        "sales",
        "win_rate",
    )
    assert (made.text, made.who) == (HOSTILE, "</span><script>alert(1)</script>")
    assert "field_withdraw" in keys(test)
    # The one that waits over its clock stands first until it is answered.
    assert LATE in field(test)
    answer(Desk.open(store, NOW), MARKETING, 2, "We ask them from Monday on.")
    body = " ".join(one.proto.body for one in weekly(SALES).get("html"))
    assert "&lt;/span&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<img src=x" not in body
    assert "<script>alert" not in body


def test_a_quote_asks_nobody_and_the_own_words_are_taken_back(store: Path) -> None:
    test = weekly(SALES)
    test.button(key="field_raise").click().run()
    test.button(key="field_raise").click()
    test.segmented_control(key="field_kind").set_value("quote").run()
    assert "field_asks" not in {one.key for one in test.selectbox}
    test.text_area(key="field_text").set_value("They hold up.")
    submit(test, "field_raise", "Raise it")
    made = voices(store)[-1]
    assert (made.kind, made.asks) == ("quote", "")
    test.button(key="field_withdraw").click().run()
    # Both stand in the box, first the one that is on the screen.
    assert test.selectbox(key="field_withdraw_number").value == 2
    assert len(test.selectbox(key="field_withdraw_number").options) == 2
    submit(test, "field_withdraw", "Take it back")
    assert voices(store)[1].withdrawn is not None
    assert field(test).startswith("From the field: a quote, heard by sales Quote They hold up.")


def test_the_boxes_take_no_more_than_the_commands(store: Path) -> None:
    test = weekly(SALES)
    test.button(key="field_raise").click().run()
    assert test.text_area(key="field_text").proto.max_chars == LONGEST_VOICE
    raise_voice(Desk.open(store, NOW), MARKETING, Said("x" * LONGEST_VOICE))
    assert "x" * LONGEST_VOICE not in field(weekly(SALES))


def test_without_a_ledger_it_is_said(store: Path) -> None:
    (store / "ledger" / "ledger.sqlite").write_bytes(b"no ledger at all" * 100)
    assert field(weekly(SALES)).startswith("From the field It cannot be read:")
