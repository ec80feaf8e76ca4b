"""The export files: their columns, the same bytes each time, scale, other last days."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from data.demo import DEMO_WORKSPACE, write_demo
from data.schema import TABLES
from data.workspace import Workspace
from tests.data.demo.export import UNTIL, clean, moments, table

MOMENTS = {
    "leads": ("created_at", "handed_over_at", "first_response_at", "accepted_at", "converted_at"),
    "opportunities": ("entered_pipeline_at", "closed_at"),
    "opportunity_history": ("changed_at",),
    "touches": ("touched_at",),
    "activities": ("at",),
}


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file by its name."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_files_are_the_canonical_tables(demo_folder: Path) -> None:
    assert sorted(path.name for path in demo_folder.iterdir()) == sorted(
        f"{name}.csv" for name in TABLES
    )
    for name in TABLES:
        header = (demo_folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        columns = header.replace('"', "").split(",")
        assert sorted(columns) == sorted(TABLES[name].column_names), name


def test_the_same_arguments_give_the_same_bytes(demo_folder: Path, tmp_path: Path) -> None:
    write_demo(tmp_path, scale=1, seed=7, until=UNTIL)
    assert hashes(tmp_path) == hashes(demo_folder)


def test_another_seed_is_another_company(demo_folder: Path, tmp_path: Path) -> None:
    write_demo(tmp_path, scale=1, seed=8, until=UNTIL)
    mine, theirs = hashes(tmp_path), hashes(demo_folder)
    alike = {name for name in mine if mine[name] == theirs[name]}
    assert alike == {"calendar_exceptions.csv", "products.csv", "stages.csv"}


def test_scale_two_is_two_units(demo_folder: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    write_demo(tmp_path, scale=2, seed=7, until=UNTIL, progress=steps.append)
    assert steps == ["demo company: 1 of 2 units", "demo company: 2 of 2 units"]
    once, twice = (clean(folder, "leads", "lead_id") for folder in (demo_folder, tmp_path))
    assert twice.head(len(once)).equals(once)
    for name, key in (("leads", "lead_id"), ("opportunities", "opportunity_id")):
        rows = clean(tmp_path, name, key)
        assert len(rows) == rows[key].nunique()
        assert 1.9 < len(rows) / len(clean(demo_folder, name, key)) < 2.1
    assert len(table(tmp_path, "people")) == len(table(demo_folder, "people")) == 62
    spent = [
        table(folder, "spend")["amount"].astype(float).sum() for folder in (demo_folder, tmp_path)
    ]
    assert round(spent[1] - 2 * spent[0], 2) == 0
    accounts = clean(tmp_path, "accounts", "account_id")
    assert accounts["name"].nunique() == len(accounts) == 6_000


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 4, 1)])
def test_nothing_happens_after_the_last_day(until: date, tmp_path: Path) -> None:
    write_demo(tmp_path, until=until)
    for name, columns in MOMENTS.items():
        rows = (
            clean(tmp_path, name, table(tmp_path, name).columns[0])
            if name in ("leads", "opportunities")
            else table(tmp_path, name)
        )
        for column in columns:
            latest = moments(rows[column]).max().tz_convert("America/New_York").date()
            assert latest <= until, (name, column)
    for name, column in (("bookings", "booked_on"), ("spend", "spent_on"), ("fx_rates", "on")):
        assert table(tmp_path, name)[column].max() <= until.isoformat()


def test_the_workspace_is_valid(tmp_path: Path) -> None:
    (tmp_path / "tandem.toml").write_text(DEMO_WORKSPACE, encoding="utf-8")
    workspace = Workspace.read(tmp_path)
    assert workspace.company == "Northbeam Instruments"
    assert workspace.time_zone == "America/New_York"
    assert workspace.response_sla_seconds == 4 * 3_600
    assert workspace.hand_back_sla_seconds == 16 * 3_600
    assert workspace.leak_limit_seconds == 5 * 8 * 3_600
