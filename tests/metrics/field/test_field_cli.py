"""The field voice by command, on the demo company: what is printed, what is refused."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.errors import RevenueError
from metrics.cli import app
from metrics.field.clock import Clock
from metrics.field.seen import seen, the_line
from metrics.field.words import clock_words, field_title, waiting_of, who_words
from metrics.lifecycle.desk import Desk

SALES, MARKETING, FINANCE, BOARD = "P003", "P002", "P001", "board-member"
# Monday, 16 November 2026, seven in the morning in New York: before the office opens.
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company, to act on."""
    return shutil.copytree(decided, tmp_path_factory.mktemp("field_cli") / "store")


def run(store: Path, *words: str, who: str = SALES) -> Result:
    """What a command says."""
    return CliRunner().invoke(app, ["field", *words, "--as", who, "--store", str(store)])


def told(store: Path, *words: str, who: str = SALES) -> dict[str, object]:
    """The one JSON document of a command that is done."""
    done = run(store, *words, "--json", who=who)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def refusal(done: Result) -> str:
    """The code of what was refused."""
    assert done.exit_code == 1
    assert isinstance(done.exception, RevenueError)
    return done.exception.code


def test_the_demos_field_has_one_answered_one_late_and_a_quote(decided: Path) -> None:
    desk = Desk.open(decided, NOW)
    reader, record = desk.warehouse.reader(), desk.state.field_voice
    clock = Clock.of(reader)
    found = seen(record, clock, NOW)
    said = {one.voice.number: (one.voice.kind, clock_words(one, desk.workspace)) for one in found}
    assert said == {
        # Tuesday from ten o'clock 7 hours; Wednesday, Thursday and Friday 8 each.
        2: ("frustration", "waiting 31 business hours; 16 are agreed"),
        3: ("quote", "on Wed 11 Nov 2026"),
        1: ("request", "answered after 8 of 16 business hours"),
    }
    line = the_line(found)
    assert line is not None
    assert field_title(line, waiting_of(found)) == (
        "From the field: a frustration of sales waits over its clock"
    )
    assert who_words(line.voice) == "Sales asks marketing · about Acceptance rate"
    # On the Monday before, as the second meeting was held, the answer was the last word.
    held = desk.state.meeting.held
    assert held[0].field_line is None
    kept = held[1].field_line
    assert kept is not None
    assert (kept.number, kept.asks, kept.waited, kept.limit) == (1, "marketing", 28_800, 57_600)
    assert kept.answer.startswith("The page is in the sales folder")
    before = the_line(seen(record, clock, held[1].held_at))
    assert before is not None
    assert field_title(before, 0) == "From the field: marketing answered a request of sales"


def test_by_hand(store: Path) -> None:
    words = ("raise", "Send the drift figures", "--who", "a buyer", "--kpi", "win_rate")
    made = told(store, *words)
    assert (made["number"], made["state"], made["asks"]) == (4, "waiting", "marketing")
    assert (made["limit_hours"], made["answer"], made["is_late"]) == (16, None, False)
    assert told(store, *words)["number"] == 4
    assert refusal(run(store, "answer", "4", "Done")) == "own_side"
    done = told(store, "answer", "4", "It is sent", who=MARKETING)
    assert (done["state"], done["answer"], done["answered_by"]) == (
        "answered",
        "It is sent",
        "marketing",
    )
    assert run(store, "answer", "4", "It is sent", who=MARKETING).stdout == (
        "request 4 is answered by marketing\n"
    )
    assert run(store, "raise", "One more", who=MARKETING).stdout == (
        "request 5 is raised and waits for sales\n"
    )
    assert run(store, "raise", "They hold up", "--kind", "quote").stdout == "quote 6 is raised\n"
    assert run(store, "withdraw", "5", who=MARKETING).stdout == "request 5 is taken back\n"
    assert told(store, "withdraw", "5", who=MARKETING)["state"] == "withdrawn"
    listed = told(store, "list", who=BOARD)["voices"]
    assert next(one["number"] for one in listed) == 2  # type: ignore[index, attr-defined]
    assert 5 not in [one["number"] for one in listed]  # type: ignore[attr-defined]


def test_refused_in_one_line(store: Path) -> None:
    assert refusal(run(store, "raise", "x", who=BOARD)) == "not_allowed"
    assert refusal(run(store, "raise", "x", who=FINANCE)) == "no_side"
    assert refusal(run(store, "answer", "2", "x", who=BOARD)) == "not_allowed"
    assert refusal(run(store, "withdraw", "2", who=MARKETING)) == "same_hands"
    assert refusal(run(store, "raise", "x", "--account", "Nobody & Sons")) == "unknown_account"
    assert refusal(run(store, "raise", "x", "--who", "dear Ines Fenwick")) == "names_somebody"
    assert refusal(run(store, "list", who="nobody")) == "not_allowed"


def test_what_was_typed_does_not_steer_the_terminal(store: Path) -> None:
    said = "one\x1b[2J\u202e\ntwo"
    number = told(store, "raise", said, "--who", said)["number"]
    told(store, "answer", str(number), said, who=MARKETING)
    output = run(store, "list").stdout
    assert output.count("one⟨U+001B⟩[2J⟨U+202E⟩ two") == 3
    assert not {"\x1b", "\u202e"} & set(output)


def test_an_old_request_is_told_as_late(store: Path) -> None:
    clock = Clock.of(Desk.open(store, NOW).warehouse.reader())
    assert clock.seconds(NOW, NOW + timedelta(days=7)) == 5 * 8 * 3600 - 8 * 3600 * _holidays(clock)


def _holidays(clock: Clock) -> int:
    """Working days of that week that the company is closed on."""
    days = [(NOW + timedelta(days=n)).date() for n in range(7)]
    return sum(1 for one in clock.exceptions if one.on in days and one.on.weekday() < 5)
