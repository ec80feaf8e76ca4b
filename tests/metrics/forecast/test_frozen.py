"""Forecasts in the ledger: the first of a week stands, who may freeze, what the demo froze."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.warehouse import Reader
from metrics.cli import app
from metrics.compute import calendar_of
from metrics.forecast import forecast
from metrics.forecast.records import Forecast
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.forecasts import freeze, handed_from
from metrics.lifecycle.refusals import Refused
from metrics.scope import Scope

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
OPERATIONS = "data-operations"


@pytest.fixture
def store(decided: Path, tmp_path: Path) -> Path:
    """A copy of the demo company with its decisions."""
    return shutil.copytree(decided, tmp_path / "store")


@pytest.fixture
def desk(store: Path) -> Desk:
    """Its desk on the day of the load."""
    return Desk.open(store, NOW)


@pytest.fixture(scope="module")
def found(reader: Reader) -> Forecast:
    """The quarter's forecast as of the load."""
    return forecast(reader)


def test_what_is_frozen_says_everything(desk: Desk, found: Forecast) -> None:
    before = desk.ledger.head.count
    made = freeze(desk, OPERATIONS, found)
    (event,) = desk.ledger.events(before)
    assert (event.kind, event.actor, event.subject) == (
        "forecast_frozen",
        OPERATIONS,
        "2026-Q4",
    )
    assert event.body["value"] == f"{found.value:.2f}"
    assert (event.body["week"], event.body["week_name"]) == (7, "2026-W46")
    assert event.body["fingerprint"] == found.fingerprint
    assert event.body["definition"] == 1
    parts = event.body["parts"]
    assert isinstance(parts, list)
    assert sum(Decimal(one["amount"]) for one in parts) == found.value
    assert (made.window, made.week, made.as_of) == ("2026-Q4", 7, date(2026, 11, 15))
    assert (made.value, made.low, made.high) == (found.value, found.low, found.high)


def test_the_first_of_a_week_stands(desk: Desk, found: Forecast) -> None:
    first = freeze(desk, OPERATIONS, found)
    count = desk.ledger.head.count
    later = replace(found, value=Decimal(1), as_of=date(2026, 11, 10))
    assert freeze(desk, "P001", later) == first
    assert desk.ledger.head.count == count
    after = replace(found, value=Decimal(1), as_of=date(2026, 11, 16), week=8)
    assert freeze(desk, OPERATIONS, after).value == Decimal(1)
    assert desk.ledger.head.count == count + 1


@pytest.mark.parametrize(
    ("actor", "change", "code"),
    [
        ("P010", {}, "not_allowed"),
        ("nobody-known", {}, "not_allowed"),
        (OPERATIONS, {"as_of": date(2026, 12, 31)}, "window_over"),
        (OPERATIONS, {"value": None}, "no_number"),
        (OPERATIONS, {"scope": Scope.of(region="EMEA")}, "no_number"),
    ],
)
def test_what_is_refused_is_kept_and_changes_nothing(
    desk: Desk, found: Forecast, actor: str, change: dict[str, object], code: str
) -> None:
    before = desk.state.forecasts
    with pytest.raises(Refused) as refused:
        freeze(desk, actor, replace(found, **change))
    assert refused.value.code == code
    assert desk.state.forecasts == before
    last = desk.ledger.events()[-1]
    assert (last.kind, last.body["action"], last.body["code"]) == ("refused", "freeze", code)


def test_the_demo_froze_every_week_as_of_its_own_day(decided: Path, reader: Reader) -> None:
    forecasts = handed_from(decided).forecasts
    counted = Counter(one.window for one in forecasts)
    assert counted == {
        **dict.fromkeys(("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"), 13),
        **dict.fromkeys(("2026-Q1", "2026-Q2", "2026-Q3"), 13),
        "2026-Q4": 6,
    }
    events = Desk.open(decided, NOW).state.forecasts.values()
    for event in events:
        assert event.at.date().weekday() == 0
        assert (event.at.date() - date.fromisoformat(str(event.body["as_of"]))).days == 1
    for one in forecasts[::17]:
        again = forecast(reader, calendar_of(reader).parse(one.window), one.as_of)
        assert (one.value, one.low, one.high) == (again.value, again.low, again.high)


def test_a_store_without_a_ledger_gets_none(demo: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    shutil.copy(demo / "tandem.toml", store)
    assert handed_from(store).forecasts == ()
    assert not (store / "ledger").exists()


def test_the_commands(store: Path) -> None:
    run = CliRunner()
    shown = run.invoke(app, ["forecast", "show", "--json", "--store", str(store)])
    told = json.loads(shown.stdout)
    assert (told["window"], told["week"], told["as_of"]) == ("2026-Q4", 7, "2026-11-15")
    assert sum(Decimal(part["amount"]) for part in told["parts"]) == Decimal(told["value"])
    asked = ["forecast", "freeze", "--as", OPERATIONS, "--json", "--store", str(store)]
    made = [json.loads(run.invoke(app, asked).stdout) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0]["value"] == told["value"]
    past = ["forecast", "show", "--window", "2026-Q3", "--as-of", "2026-08-16"]
    text = run.invoke(app, [*past, "--scope", "region=EMEA", "--store", str(store)])
    assert text.exit_code == 0
    assert text.stdout.startswith("2026-Q3, week 7, as of 2026-08-16")
