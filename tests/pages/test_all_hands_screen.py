"""The All-hands screen: what it says before a meeting is held, and what each may do there."""

from pathlib import Path

import pytest

from tests.pages.screens import heading, screen, shown

SCREEN = "pages/all_hands.py"


def test_before_a_meeting_is_held_it_says_what_to_do(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(demo))
    test = screen(SCREEN)
    assert not test.exception
    words = shown(test)
    assert "No meeting has been held yet" in words
    assert "Hold the meeting on the Weekly screen" in words
    assert not test.button


@pytest.mark.parametrize(
    ("word", "as_of"), [("", "Sun 08 Nov 2026"), ("1", "Sun 01 Nov 2026"), ("99", "Sun 08 Nov")]
)
def test_the_meeting_in_the_link_is_told(
    decided: Path, monkeypatch: pytest.MonkeyPatch, word: str, as_of: str
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(decided))
    test = screen(SCREEN, **({"meeting": word} if word else {}))
    assert not test.exception
    assert f"As of {as_of}" in shown(test)
    assert heading(test).startswith("Bookings are")


def test_who_has_no_role_sees_and_presents_but_writes_nothing(
    decided: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(decided))
    test = screen(SCREEN, slide="4")
    assert "Heads, finance and operations may word the slides" in shown(test)
    assert not test.text_area
    assert test.button(key="present").label == "Present"
    stage = screen(SCREEN, slide="4", present="1")
    assert not stage.exception
    assert "4 of 9" in shown(stage)
    assert {one.key for one in stage.button} >= {"key_home", "key_end", "key_leave"}
    test.button(key="present").click().run()
    assert test.query_params["present"] == "1"


@pytest.mark.parametrize(("word", "page"), [("9", "9"), ("10", "9"), ("0", "1"), ("x", "1")])
def test_a_slide_that_is_none_is_the_nearest(
    decided: Path, monkeypatch: pytest.MonkeyPatch, word: str, page: str
) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(decided))
    assert f"{page} of 9" in shown(screen(SCREEN, slide=word, present="1"))
