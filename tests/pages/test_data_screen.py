"""Data: fresh or stale, what stayed out, what cannot be true, and a store without a load."""

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.publish import current_file
from data.status import status
from data.warehouse import Reader, Warehouse
from pages.views.data_state import build_data
from tests.pages.screens import heading, screen, shown

PATH = "pages/data.py"
TODAY = date(2026, 11, 16)


@pytest.fixture
def own(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo store that a test may change."""
    store = tmp_path / "store"
    shutil.copytree(demo, store)
    monkeypatch.setenv("TANDEM_STORE", str(store))
    return store


def altered(store: Path, statement: str, value: str) -> None:
    """Change the record of the published load, as nothing else does."""
    path = current_file(store)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        con.execute(statement, [value])


def test_the_screen_says_how_far_the_data_reaches_and_what_is_wrong(reader: Reader) -> None:
    (out,) = reader.exact_rows("select count(*) from quarantine")[0]
    (doubtful,) = reader.exact_rows("select count(*) from data_problem")[0]
    test = screen(PATH)
    assert [error.value for error in test.exception] == []
    assert heading(test) == (
        f"The data reaches Sun 15 Nov 2026; {out} rows did not load and {doubtful} loaded but "
        "cannot be true"
    )
    assert f"load 1 ({reader.load.fingerprint[:8]})" in shown(test)
    checks = len(list((Path(__file__).parents[2] / "data" / "checks").glob("*.sql")))
    assert f"All {checks} reconciliations hold" in shown(test)


def test_every_table_shows_its_rows_and_days(reader: Reader) -> None:
    rows, first, last = reader.exact_rows(
        "select count(*), min(booked_on), max(booked_on) from bookings"
    )[0]
    covered = f"{first:%d %b %Y} to {last:%d %b %Y}"
    assert f"bookings {rows:,} {covered}" in shown(screen(PATH))


def test_the_quarantine_names_file_line_column_value_and_reason(reader: Reader, demo: Path) -> None:
    view = build_data(reader, demo, TODAY).quarantine
    assert view is not None
    lines = list(csv.DictReader(io.StringIO(view.csv)))
    assert len(lines) == view.total == status(demo).quarantined
    tier = next(one for one in lines if one["column"] == "icp_tier")
    assert (tier["file"], tier["value"], tier["reason"]) == (
        "accounts.csv",
        "D",
        "not one of A, B, C",
    )
    assert int(tier["line"]) > 1


def test_problems_come_with_what_to_do_and_a_file_of_all(reader: Reader, demo: Path) -> None:
    view = build_data(reader, demo, TODAY)
    assert view.problems is not None
    assert view.problems_file is not None
    assert "It counts as 0 in money; enter the amount." in {
        row[1].second for row in view.problems.rows
    }
    assert len(view.problems_file.text.splitlines()) == status(demo).problems + 1


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 16), ""),
        (date(2026, 11, 21), ""),
        (date(2026, 11, 22), "The data ends 7 days ago. Load a newer export below."),
    ],
)
def test_old_data_says_how_old_it_is(reader: Reader, demo: Path, today: date, said: str) -> None:
    assert build_data(reader, demo, today).stale == said


def test_a_check_that_fails_stands_first_with_its_rows(own: Path) -> None:
    record = [
        {"name": "aaa", "is_hard": True, "failures": 0, "shown": []},
        {"name": "bookings_tie", "is_hard": False, "failures": 2, "shown": ["B1", "B2"]},
    ]
    altered(own, "update load_record set checks_json = ?", json.dumps(record))
    view = build_data(Warehouse(own).reader(), own, TODAY)
    assert view.checks_block.title == "1 of 2 reconciliations do not hold"
    assert [cell.text for cell in view.checks.rows[0]] == [
        "bookings tie",
        "fails in 2 rows",
        "it is reported",
    ]
    assert view.checks.rows[0][1].second == "B1; B2"
    assert "1 check fails" in view.headline.sentence


def test_an_empty_store_says_how_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    test = screen(PATH)
    assert [error.value for error in test.exception] == []
    assert heading(test) == "No data yet: load an export to start"
    assert "python -m data demo" in shown(test)
    assert len(test.file_uploader) == 1


def test_a_load_that_cannot_be_opened_leaves_the_way_out(own: Path) -> None:
    path = current_file(own)
    assert path is not None
    path.write_bytes(b"no database")
    test = screen(PATH)
    assert [error.value for error in test.exception] == []
    assert heading(test) == "What is published cannot be opened"
    assert "cannot be opened" in shown(test)
    assert len(test.file_uploader) == 1


def test_a_load_of_another_version_is_built_again_by_a_button(own: Path) -> None:
    altered(own, "update load_record set definitions = ?", "of long ago")
    test = screen(PATH)
    assert heading(test) == "What is published cannot be opened"
    test.button(key="rebuild").click().run()
    assert [error.value for error in test.exception] == []
    assert heading(test).startswith("The data reaches Sun 15 Nov 2026")
    assert "The numbers were built again" in " ".join(box.value for box in test.info)
    assert status(own).seq == 2
