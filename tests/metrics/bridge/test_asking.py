"""A bridge that is asked for: what is refused, which days are known, what the text says."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from metrics.bridge import bridge, bridges
from metrics.cli import app
from metrics.compute import calendar_of
from metrics.errors import PeriodError, RevenueError, ScopeError
from metrics.scope import Scope
from tests.metrics.bridge.facts import State, loaded, moment, reader_of, tables_of
from tests.metrics.bridge.week import DUE, FROM, INSIDE, JUNE, TO


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    deals = {"A": [State(JUNE, 10, DUE), State(INSIDE, 12, DUE)], "B": [State(JUNE, 5, DUE)]}
    return loaded(tmp_path_factory.mktemp("small"), tables_of(deals), moment(date(2025, 7, 20)))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (
            "--from 2025-07-14 --to 2025-07-07 --window 2025-Q3",
            "begins on 2025-07-14, after its end",
        ),
        ("--from 2025-07-07 --to 2025-07-21 --window 2025-Q3", "lies after the load of 2025-07-20"),
        ("--from 2025-07-07 --to 2025-07-14 --window 2025-Q5", "'2025-Q5' is no period"),
        ("--from 7.7.2025 --to 2025-07-14 --window all", "'7.7.2025' is no date"),
        ("--from 2025-07-07 --to 2025-07-14 --window all --scope mood=good", "no dimension 'mood'"),
        ("--from 2025-07-07 --to 2025-07-14 --window all --scope region=EMAE", "mean 'EMEA'?"),
    ],
)
def test_what_cannot_be_bridged_is_refused_with_its_mend(
    store: Path, options: str, reason: str
) -> None:
    done = CliRunner().invoke(app, ["bridge", *options.split(), "--store", str(store)])
    assert isinstance(done.exception, RevenueError)
    assert reason in done.exception.message
    assert done.stdout == ""


def test_a_window_is_needed(store: Path) -> None:
    done = CliRunner().invoke(app, ["bridge", "--from", "2025-07-07", "--to", "2025-07-14"])
    assert done.exit_code == 2


def test_days_between_the_last_record_and_the_load_are_known(store: Path) -> None:
    reader = reader_of(store)
    assert reader.load.data_date == date(2025, 7, 9)
    found = bridge(reader, FROM, date(2025, 7, 20), calendar_of(reader).parse("2025-Q3"))
    assert found.amounts["increased"] == 2


def test_the_text_says_everything_once(store: Path) -> None:
    options = "--from 2025-07-07 --to 2025-07-14 --window 2025-Q3 --scope region=EMEA"
    done = CliRunner().invoke(app, ["bridge", *options.split(), "--store", str(store)])
    fingerprint = reader_of(store).load.fingerprint[:8]
    assert done.stdout.splitlines() == [
        "Open pipeline  Amount  Deals",
        "-------------  ------  -----",
        "Opening         15.00      2",
        "Increased       +2.00      1",
        "Closing         17.00      2",
        "",
        "Deal  Name    What happened  Amount",
        "----  ------  -------------  ------",
        "A     Deal A  increased       +2.00",
        "",
        "Expected to close in 2025-Q3, region=EMEA; from the end of 2025-07-07 to the end of "
        f"2025-07-14; residual 0.00; load {fingerprint}",
    ]


def test_many_bridges_need_two_days_in_order(store: Path) -> None:
    reader = reader_of(store)
    window = calendar_of(reader).parse("2025-Q3")
    with pytest.raises(PeriodError, match="needs two days"):
        bridges(reader, [FROM], window)
    with pytest.raises(PeriodError, match="swap the days"):
        bridges(reader, [FROM, TO, FROM], window)
    with pytest.raises(ScopeError, match="no dimension 'hand_back_reason'"):
        bridges(reader, [FROM, TO], window, Scope.of(hand_back_reason="No budget"))
    (same,) = bridges(reader, [TO, TO], window)
    assert (same.amounts["opening"], same.change, same.residual) == (17, 0, 0)
