"""The command: text, JSON and both files; refusals in one line, and never half a file."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.errors import RevenueError
from metrics.cli import app
from metrics.errors import DigestError
from metrics.weekly.files import write_both
from metrics.weekly.html import digest_html
from metrics.weekly.plain import digest_text
from tests.metrics.weekly.weeks import HEAD_OF_MARKETING, Page, Week

AS_OF = ("--as-of", "2026-11-06")


def run(store: Path, *words: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(app, ["weekly", *words, "--store", str(store)])


def refused(store: Path, *words: str) -> str:
    """The sentence it is refused with."""
    done = run(store, *words)
    assert done.exit_code == 1
    assert isinstance(done.exception, RevenueError)
    assert done.stdout == ""
    return done.exception.message


def test_text_and_json_say_the_same_day(decided: Path) -> None:
    text = run(decided, *AS_OF).stdout
    found = json.loads(run(decided, *AS_OF, "--json").stdout)
    assert text.splitlines()[1].startswith("As of Fri 06 Nov 2026 · Q4 2026 · load ")
    assert (found["as_of"], "inbox" in found) == ("2026-11-06", False)
    # The first two sentences are one line, joined where they fit.
    assert found["headline"][0] in text.replace("\n", " ")
    assert "things wait" not in text


def test_both_files_lie_beside_each_other(decided: Path, tmp_path: Path) -> None:
    file = tmp_path / "weekly.html"
    done = run(decided, *AS_OF, "--out", str(file))
    assert done.stdout.split() == [str(file), str(tmp_path / "weekly.txt")]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["weekly.html", "weekly.txt"]
    text = (tmp_path / "weekly.txt").read_text(encoding="utf-8")
    assert text == run(decided, *AS_OF).stdout
    assert len(Page(file.read_text(encoding="utf-8")).paragraphs) > 100
    # Once more is the same, byte for byte, in the place of the old ones.
    before = file.read_bytes()
    told = json.loads(run(decided, *AS_OF, "--json", "--out", str(file)).stdout)
    assert (told["as_of"], file.read_bytes()) == ("2026-11-06", before)


def test_the_inbox_stands_first_for_whom_it_is_asked(decided: Path) -> None:
    lines = run(decided, *AS_OF, "--as", HEAD_OF_MARKETING).stdout.splitlines()
    first = next(place for place, line in enumerate(lines) if " for Ines Fenwick" in line)
    block = next(place for place, line in enumerate(lines) if line.startswith("1  "))
    assert first < block
    found = json.loads(run(decided, *AS_OF, "--as", HEAD_OF_MARKETING, "--json").stdout)
    assert "definition" in {one["kind"] for one in found["inbox"]}
    board = json.loads(run(decided, *AS_OF, "--as", "board-member", "--json").stdout)
    assert board["inbox"] == []
    assert refused(decided, "--as", "nobody-here") == (
        "nobody has the id nobody-here; write the person_id of people.csv"
    )


def test_what_cannot_be_written_is_said_before_anything_is_counted(tmp_path: Path) -> None:
    # The store is empty: a refusal that came later would be another one.
    gone = tmp_path / "gone"
    assert refused(tmp_path, "--out", str(gone / "weekly.html")) == (
        f"there is no folder {gone}; make it, or name another one"
    )
    for name in ("weekly.htm", "weekly", "weekly.txt", ".html"):
        assert refused(tmp_path, "--out", name) == (
            f"'{name}' is no name of an HTML file; write one such as weekly.html"
        )
    (tmp_path / "folder.html").mkdir()
    assert refused(tmp_path, "--out", str(tmp_path / "folder.html")).startswith(
        f"{tmp_path / 'folder.html'} is a folder"
    )
    (tmp_path / "weekly.txt").mkdir()
    assert refused(tmp_path, "--out", str(tmp_path / "weekly.html")).startswith(
        f"{tmp_path / 'weekly.txt'} is a folder"
    )
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder.html", "weekly.txt"]


def test_a_name_the_system_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as refusal:
        write_both(tmp_path / f"{'x' * 300}.html", "<p>new</p>", "new")
    assert "cannot be written: File name too long; name another place" in refusal.value.message
    assert list(tmp_path.iterdir()) == []


def test_before_any_load_it_says_what_to_run(tmp_path: Path) -> None:
    assert "python -m data demo" in refused(tmp_path)


def test_a_day_beyond_the_load_is_refused(decided: Path) -> None:
    assert refused(decided, "--as-of", "2026-11-16") == (
        "the load tells of days up to 2026-11-15; 2026-11-16 is not among them"
    )


def test_a_store_without_a_ledger_gets_none(demo: Path, tmp_path: Path) -> None:
    store = shutil.copytree(demo, tmp_path / "store")
    shutil.rmtree(store / "ledger", ignore_errors=True)
    before = {one.name for one in store.iterdir()}
    text = run(store, *AS_OF).stdout
    assert "1  No commitment is open" in text
    assert "`python -m metrics\n   meeting commit TEXT" in text
    assert "No plan is in force on 06 Nov 2026" in text
    assert {one.name for one in store.iterdir()} == before


def test_a_ledger_that_does_not_hold_costs_block_one_only(decided: Path, tmp_path: Path) -> None:
    store = shutil.copytree(decided, tmp_path / "store")
    (store / "ledger" / "ledger.sqlite").write_bytes(b"no database")
    done = run(store, *AS_OF)
    assert done.exit_code == 0
    assert "1  Commitments\n\n   They cannot be read: " in done.stdout
    assert "2  The number: " in done.stdout
    found = json.loads(run(store, *AS_OF, "--json").stdout)
    assert found["blocks"]["commitments"] == []
    assert found["trouble"] == refused(store, "--as", HEAD_OF_MARKETING)


def test_the_files_are_the_digest_as_it_is_made(week: Week, tmp_path: Path) -> None:
    digest = week.digest(HEAD_OF_MARKETING)
    html, text = digest_html(digest), digest_text(digest)
    paths = write_both(tmp_path / "w.html", html, text)
    assert tuple(one.read_text(encoding="utf-8") for one in paths) == (html, text)
