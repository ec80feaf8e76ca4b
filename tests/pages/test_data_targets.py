"""Data: targets that name no KPI stand beside the problems, with what to do."""

import shutil
from pathlib import Path

import duckdb
import pytest

from data.publish import current_file
from data.warehouse import Reader, Warehouse
from pages.views.data_targets import build_unknown_targets
from tests.pages.screens import screen, shown

PATH = "pages/data.py"


@pytest.fixture
def mistyped(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo store whose targets of one KPI are mistyped, and one foreign name."""
    store = tmp_path / "store"
    shutil.copytree(demo, store)
    path = current_file(store)
    assert path is not None
    with duckdb.connect(str(path)) as con:
        con.execute("delete from target where kpi not in ('bookings', 'win_rate')")
        con.execute("update target set kpi = 'win_rte' where kpi = 'win_rate'")
        con.execute("insert into target (kpi, period, value) values ('headcount', '2026', 12)")
    monkeypatch.setenv("TANDEM_STORE", str(store))
    return store


def test_names_that_are_no_kpi_come_with_what_to_do(mistyped: Path) -> None:
    view = build_unknown_targets(Warehouse(mistyped).reader())
    assert view is not None
    assert view.block.title == "456 targets name a KPI that is not known"
    assert [(count.text, name.text, name.second) for count, name in view.table.rows] == [
        ("1", "headcount", "Correct the name and load again, or keep them for a KPI to come."),
        ("455", "win_rte", "Did you mean win_rate? Correct the name and load again."),
    ]


def test_the_screen_shows_them(mistyped: Path) -> None:
    test = screen(PATH)
    assert [error.value for error in test.exception] == []
    assert "456 targets name a KPI that is not known" in shown(test)
    assert "Did you mean win_rate?" in shown(test)


def test_where_every_target_names_a_kpi_there_is_no_such_block(tiny: Reader) -> None:
    assert build_unknown_targets(tiny) is None
