"""A bridge from a day before anything is on record: what was open then is not told as 0.00."""

import json
from pathlib import Path

from typer.testing import CliRunner

from metrics.cli import app

WORDS = ("bridge", "--window", "2026-Q4", "--store")
WHY = "nothing is on record before 2022-07-19"


def asked(store: Path, frm: str, to: str, *words: str) -> str:
    """What the command prints."""
    found = CliRunner().invoke(app, [*WORDS, str(store), "--from", frm, "--to", to, *words])
    assert found.exit_code == 0
    return found.stdout


def test_neither_day_is_on_record(demo: Path) -> None:
    said = asked(demo, "2020-01-01", "2020-02-01")
    assert [line.split() for line in said.splitlines()[2:4]] == [
        ["Opening", "no", "data", "-"],
        ["Closing", "no", "data", "-"],
    ]
    assert said.splitlines()[-1] == f"{WHY}: what was open on either day is not known"
    told = json.loads(asked(demo, "2020-01-01", "2020-02-01", "--json"))
    # Bars stay amounts as the stable form has them; the receipt says which of them nobody knows.
    assert (told["bars"]["opening"], told["bars"]["closing"]) == ("0.00", "0.00")
    assert told["receipt"]["unknown"] == {"opening": WHY, "closing": WHY}


def test_the_first_day_alone_is_not(demo: Path) -> None:
    told = json.loads(asked(demo, "2020-01-01", "2026-11-15", "--json"))
    assert told["receipt"]["unknown"] == {"opening": WHY}
    assert told["receipt"]["note"] == f"{WHY}: what was open on 2020-01-01 is not known"
    said = asked(demo, "2020-01-01", "2026-11-15")
    assert said.splitlines()[2].split() == ["Opening", "no", "data", "-"]
    assert said.splitlines()[-1] == told["receipt"]["note"]


def test_days_on_record_are_as_they_were(demo: Path) -> None:
    told = json.loads(asked(demo, "2026-11-08", "2026-11-15", "--json"))
    assert (told["receipt"]["unknown"], told["receipt"]["note"]) == ({}, None)
