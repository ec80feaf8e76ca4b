"""`python -m metrics all-hands`: what a deck is told from, and words by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from metrics.cli import app
from metrics.meeting.holding import hold
from tests.metrics.meeting.rooms import room


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A company that held one meeting, by the machine's own clock."""
    desk = room(tmp_path / "store", datetime.now(UTC))
    hold(desk, "hana")
    return tmp_path / "store"


def asked(store: Path, *words: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    found = CliRunner().invoke(app, ["all-hands", *words, "--store", str(store)])
    return found.exit_code, found.output


def test_words_are_written_told_and_taken_back(store: Path) -> None:
    assert asked(store, "word", "opening", "sentence", "Ours", "--as", "hana") == (
        0,
        "opening sentence: Ours\n",
    )
    code, text = asked(store, "show", "--as", "vera", "--json")
    told = json.loads(text)
    assert (code, told["meeting"], told["as_of"]) == (0, 1, "2026-02-20")
    assert told["words"] == [
        {"slide": "opening", "key": "sentence", "text": "Ours", "said_by": "hana"}
    ]
    assert told["funding"] is None
    assert "opening sentence, by hana: Ours" in asked(store, "show", "--as", "vera")[1]
    assert asked(store, "word", "opening", "sentence", "", "--as", "hana") == (
        0,
        "opening sentence is as computed\n",
    )
    assert json.loads(asked(store, "show", "--as", "vera", "--json")[1])["words"] == []


def test_words_do_not_steer_the_terminal(store: Path) -> None:
    code, said = asked(store, "word", "win", "sentence", "a\x1b[2J\u202eb", "--as", "hana")
    assert (code, said) == (0, "win sentence: a⟨U+001B⟩[2J⟨U+202E⟩b\n")
    assert "win sentence, by hana: a⟨U+001B⟩[2J⟨U+202E⟩b" in asked(store, "show", "--as", "vera")[1]
    assert asked(store, "word", "win", "sentence", "", "--as", "hana")[0] == 0
