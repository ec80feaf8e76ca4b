"""What a review tried to break on the command line of numbers."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

import metrics.cli as command_line
from data.load import load
from data.warehouse import Warehouse
from metrics.compute import answers
from metrics.drill import rows
from metrics.errors import PeriodError
from metrics.periods import FiscalCalendar
from metrics.question import Question
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
    reader = Warehouse(store).reader()
    period = FiscalCalendar(reader.load.workspace).parse("2199-Q4")
    question = Question(("open_pipeline",), (period,), window="all", as_of=date(2199, 12, 31))
    (answer,) = answers(reader, question)
    assert answer.value == Decimal("400.00")


def test_a_day_after_the_load_is_refused(store: Path) -> None:
    command = ["show", "open_pipeline", "--as-of", "2199-12-31", "--store", str(store)]
    result = CliRunner().invoke(command_line.app, command)
    assert isinstance(result.exception, PeriodError)
    assert "2199-12-31 lies after the load of 2026-11-20" in result.exception.message


def test_the_rows_of_a_weighted_pipeline_add_up_to_it(tmp_path: Path) -> None:
    history = "opportunity_id,changed_at,stage,amount,outcome,expected_close_on\n" + "".join(
        f"{line}\n"
        for line in (
            "O1,2026-01-05T09:00:00Z,Qualify,100,open,2026-12-31",
            "O2,2026-02-01T09:00:00Z,Propose,250.5,open,2026-03-31",
            "O2,2026-03-01T10:00:00Z,Propose,250.5,won,2026-03-31",
            "O4,2026-06-01T09:00:00Z,Propose,300,open,2026-12-01",
        )
    )
    folder = export(tmp_path / "export", opportunities=DEALS, opportunity_history=history)
    load([folder], tmp_path / "store", now=NOW)
    reader = Warehouse(tmp_path / "store").reader()
    period = FiscalCalendar(reader.load.workspace).parse("2026-Q4")
    question = Question(("weighted_pipeline",), (period,), window="all", as_of=date(2026, 11, 20))
    (whole,) = answers(reader, question)
    found = rows(reader, question)
    place = found.columns.index("numerator")
    assert whole.value == sum(row[place] for row in found.rows)
    assert whole.rows == len(found.rows) == 2
    assert whole.value < 400
