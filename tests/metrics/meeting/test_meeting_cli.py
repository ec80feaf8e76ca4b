"""The meeting by command, on the demo company: what is printed, what is refused in one line."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.cli_out import one_line
from data.errors import RevenueError
from metrics.cli import app

HEAD, BOARD = "P003", "board-member"


@pytest.fixture(scope="module")
def store(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company with its two meetings, to act on."""
    folder = tmp_path_factory.mktemp("meeting_cli") / "store"
    return shutil.copytree(decided, folder)


def run(store: Path, *words: str, who: str = HEAD) -> Result:
    """What a command says."""
    return CliRunner().invoke(app, ["meeting", *words, "--as", who, "--store", str(store)])


def told(store: Path, *words: str) -> dict[str, object]:
    """The one JSON document of a command that is done."""
    done = run(store, *words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_demos_two_meetings(store: Path) -> None:
    found = told(store, "show")
    states = [(one["number"], one["state"], one["due_on"]) for one in found["commitments"]]  # type: ignore[attr-defined]
    assert states == [
        (1, "kept", "2026-11-06"),
        (2, "kept", "2026-11-06"),
        (5, "kept", "2026-11-12"),
        (4, "dropped", "2026-11-13"),
        (6, "open", "2026-11-18"),
        (3, "moved", "2026-11-27"),
    ]
    held = [(one["held_on"], one["as_of"]) for one in found["meetings"]]  # type: ignore[attr-defined]
    assert held == [("2026-11-02", "2026-11-01"), ("2026-11-09", "2026-11-08")]
    assert [one["kind"] for one in found["notes"]] == ["note", "decision", "note"]  # type: ignore[attr-defined]
    assert [one["kpi"] for one in found["disputes"]] == ["sales_ready_leads"]  # type: ignore[attr-defined]
    pool = {one["headline"]: one for one in found["meetings"][1]["headlines"]}["pool"]  # type: ignore[index]
    assert pool["value"] is not None
    assert pool["low"] < pool["value"] < pool["high"]
    text = json.dumps(found)
    assert "incentive" not in text
    shown = run(store, "show").stdout
    assert "Two joint visits to hospitals" in shown
    assert "decision by P003: Handovers of a Friday" in shown


def test_then_and_now_of_the_demo(store: Path) -> None:
    found = told(store, "then-now")
    changes = {one["headline"]: one for one in found["changes"]}  # type: ignore[attr-defined]
    assert found["meeting"] == 2
    assert {one["restated"] for one in changes.values()} == {"0.00", 0}
    assert changes["bookings"]["real"] == changes["bookings"]["change"]
    assert changes["pool"]["change"] != 0
    shown = run(store, "then-now", "--meeting", "1").stdout
    assert shown.startswith("Since meeting 1 of 2026-11-02, as of 2026-11-01")


def next_week() -> str:
    """A day on which something may be due."""
    return (datetime.now(UTC) + timedelta(days=9)).date().isoformat()


def test_a_meeting_by_hand(store: Path) -> None:
    words = ("commit", "Ring Paris", "--due", "2030-01-04", "--kpi", "win_rate")
    assert run(store, *words, "--expected", "+5%").exit_code == 1  # More than a year ahead.
    asked = ("commit", "Ring Paris", "--due", next_week(), "--kpi", "win_rate", "--expected", "+5%")
    made = told(store, *asked)
    assert (made["number"], made["expected"], made["owner"]) == (7, 0.05, HEAD)
    assert told(store, *asked) == made
    assert told(store, "settle", "7", "dropped", "--reason", "no line")["state"] == "dropped"
    assert told(store, "note", "A note")["kind"] == "note"
    assert told(store, "decide", "A decision")["kind"] == "decision"
    assert told(store, "dispute", "win_rate", "By count?", "--owner", "P002")["owner"] == "P002"
    held = told(store, "hold")
    assert (held["number"], held["as_of"]) == (3, "2026-11-15")
    assert told(store, "hold") == held
    assert run(store, "hold").stdout.startswith("Meeting 3, held on ")
    assert "commitment 7 is dropped" in run(store, "settle", "7", "dropped").stdout


def test_what_was_typed_does_not_steer_the_terminal(store: Path) -> None:
    said = "one\x1b[2J\u202e\ntwo"
    told(store, "note", said)
    told(store, "dispute", "win_rate", said)
    made = told(store, "commit", said, "--due", next_week(), "--kpi", "bookings", "--expected", "1")
    told(store, "settle", str(made["number"]), "dropped", "--reason", said)
    output = run(store, "show").stdout
    assert output.count("one⟨U+001B⟩[2J⟨U+202E⟩ two") == 4
    assert not {"\x1b", "\u202e"} & set(output)


@pytest.mark.parametrize(
    "words",
    [
        ("hold",),
        ("note", "x"),
        ("decide", "x"),
        ("dispute", "win_rate", "x"),
        ("settle", "1", "kept"),
        ("commit", "x", "--due", "2027-01-01", "--kpi", "win_rate", "--expected", "5%"),
    ],
)
def test_who_looks_on_is_refused_in_one_line(store: Path, words: tuple[str, ...]) -> None:
    done = run(store, *words, who=BOARD)
    assert (done.exit_code, done.stdout) == (1, "")
    assert isinstance(done.exception, RevenueError | SystemExit)
    assert run(store, "show", who=BOARD).exit_code == 0


@pytest.mark.parametrize("text", ["five", "NaN", "", "5 %%", "Infinity"])
def test_what_is_no_amount(store: Path, text: str) -> None:
    words = ("commit", "x", "--due", "2027-01-01", "--kpi", "win_rate", "--expected", text)
    done = run(store, *words)
    assert done.exit_code == 1
    if isinstance(done.exception, RevenueError):
        said = one_line(done.exception.message)
        assert said == f"'{text}' is no change of it; write +5% or 0.05"


def test_points_are_for_rates(store: Path) -> None:
    words = ("commit", "x", "--due", "2027-01-01", "--kpi", "bookings", "--expected", "5%")
    assert run(store, *words).exit_code == 1
    done = run(store, "then-now", "--meeting", "99")
    assert done.exit_code == 1
