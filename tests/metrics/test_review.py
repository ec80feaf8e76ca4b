"""What a review tried to break on the command line of numbers."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import metrics.cli as command_line
from data.load import load
from metrics.errors import PeriodError
from tests.data.loading.exports import DEALS, NOW, export


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Four deals, published."""
    load([export(tmp_path / "export", opportunities=DEALS)], tmp_path / "store", now=NOW)
    return tmp_path / "store"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01", "1900-01-01"])
def test_a_day_beyond_every_calendar_is_refused(store: Path, day: str) -> None:
    command = ["show", "open_pipeline", "--as-of", day, "--store", str(store)]
    result = CliRunner().invoke(command_line.app, command)
    assert isinstance(result.exception, PeriodError)
    assert result.exception.message == f"'{day}' is out of range: years go from 1901 to 2199"


def test_the_last_day_of_the_calendar_is_answered(store: Path) -> None:
    command = ["show", "open_pipeline", "--as-of", "2199-12-31", "--store", str(store)]
    result = CliRunner().invoke(command_line.app, [*command, "--window", "all", "--json"])
    assert result.exit_code == 0
    assert '"value": "400.00"' in result.stdout
