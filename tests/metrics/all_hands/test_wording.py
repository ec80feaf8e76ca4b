"""Words of the slides: who writes them, that the latest stands, and that they stay."""

from pathlib import Path

import pytest

from data.backup import backup, restore
from metrics.all_hands.wording import SLIDES, word, words_of
from metrics.lifecycle.desk import Desk
from metrics.meeting.holding import hold
from metrics.meeting.records import Place
from tests.metrics.lifecycle.desks import kinds, refused
from tests.metrics.meeting.rooms import MONDAY, WEEK, room

TITLE = Place(1, "opening", "sentence")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A company that held one meeting."""
    found = room(tmp_path / "store")
    hold(found, "hana")
    return found


def test_the_latest_words_stand_with_who_and_when(desk: Desk) -> None:
    word(desk, "hana", TITLE, " We are\n behind,  and know why ")
    later = Desk.open(desk.ledger.place.folder.parent, MONDAY + WEEK)
    said = word(later, "fay", TITLE, "We are behind")
    assert said is not None
    assert (said.text, said.said_by, said.said_at) == ("We are behind", "fay", MONDAY + WEEK)
    assert words_of(desk.state, 1) == {("opening", "sentence"): said}
    assert words_of(desk.state, 2) == {}
    bodies = [one.body for one in desk.ledger.events() if one.kind == "slide_worded"]
    assert [body["text"] for body in bodies] == ["We are behind, and know why", "We are behind"]


def test_an_empty_text_goes_back_to_the_computed_one(desk: Desk) -> None:
    assert word(desk, "hana", TITLE, " ") is None
    assert kinds(desk).count("slide_worded") == 0
    word(desk, "hana", TITLE, "Ours")
    assert word(desk, "hana", TITLE, "") is None
    assert words_of(desk.state, 1) == {}
    assert word(desk, "hana", TITLE, "") is None
    assert kinds(desk).count("slide_worded") == 2


def test_said_twice_it_is_written_once(desk: Desk) -> None:
    first = word(desk, "hana", TITLE, "Ours", request="r1")
    assert word(desk, "hana", TITLE, "Ours", request="r1") == first
    assert word(desk, "hugo", TITLE, "Ours") == first
    assert kinds(desk).count("slide_worded") == 1
    assert refused(desk, lambda: word(desk, "hana", TITLE, "Other", request="r1"))[0] == (
        "other_request"
    )


@pytest.mark.parametrize(
    ("place", "text", "code", "words"),
    [
        (Place(2, "opening", "sentence"), "x", "no_such_meeting", "there is no meeting 2"),
        (Place(0, "opening", "sentence"), "x", "no_such_meeting", "there is no meeting 0"),
        (Place(1, "openin", "sentence"), "x", "no_such_words", "did you mean 'opening'"),
        (Place(1, "opening", "sum"), "x", "no_such_words", "it has sentence, under"),
        (TITLE, "x" * 111, "no_text", "these words take 110 characters at most, not 111"),
        (TITLE, "a\0b", "no_text", "holds a sign that is no text"),
    ],
)
def test_what_cannot_be_written(desk: Desk, place: Place, text: str, code: str, words: str) -> None:
    found = refused(desk, lambda: word(desk, "hana", place, text))
    assert found[0] == code
    assert words in found[1]


@pytest.mark.parametrize("who", ["hana", "hugo", "fay", "opa"])
def test_heads_finance_and_operations_write(desk: Desk, who: str) -> None:
    said = word(desk, who, TITLE, f"As {who} says")
    assert said is not None
    assert said.said_by == who


@pytest.mark.parametrize("who", ["mo", "vera", "wall", "root", "nobody"])
def test_others_look_on(desk: Desk, who: str) -> None:
    code, words = refused(desk, lambda: word(desk, who, TITLE, "Mine"))
    assert code == "not_allowed"
    assert words.startswith(f"{who} may not word the slides of the all-hands: it is for head of")


def test_words_survive_a_restart_and_a_backup(desk: Desk, tmp_path: Path) -> None:
    for slide, keys in SLIDES.items():
        for key in keys:
            word(desk, "hana", Place(1, slide, key), f"<b>{slide}</b> {key} ₂ `x`")
    store = desk.ledger.place.folder.parent
    again = Desk.open(store, MONDAY)
    assert words_of(again.state, 1) == words_of(desk.state, 1)
    assert len(words_of(again.state, 1)) == sum(len(keys) for keys in SLIDES.values())
    backup(store, tmp_path / "copy")
    restore(tmp_path / "other", tmp_path / "copy")
    other = Desk.open(tmp_path / "other", MONDAY)
    assert words_of(other.state, 1) == words_of(desk.state, 1)
