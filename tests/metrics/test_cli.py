"""The command line: the stable document, the tables, the rows, and what is refused how."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import metrics.cli as command_line
from metrics.formats import shown
from metrics.glossary import glossary_text, main
from metrics.kpi import Unit
from metrics.registry import all_kpis
from tests.metrics.worlds import World

ROOT = Path(__file__).parents[2]


@pytest.fixture
def deals(monkeypatch: pytest.MonkeyPatch) -> World:
    """A company of five closed deals and two bookings, in the place of a published load."""
    world = World(as_of=date(2026, 3, 31))
    world.add(
        "closed_opportunity",
        "opportunity_id, is_won, amount, closed_on, region, owner",
        """
            a | true  |  1000.50 | 2026-01-05 | EMEA | =1+1
            b | false |    10.00 | 2026-01-06 | EMEA | Bo
            c | false |    20.00 | 2026-02-07 | APAC | Bo
            d | true  | 99000.00 | 2025-02-08 | APAC | Bo
            e | false |    30.00 | 2025-02-08 |      | Bo
        """,
    )
    world.add(
        "booking",
        "booking_id, booked_on, kind, amount",
        "x | 2026-02-01 | new | 1500.25\ny | 2025-03-01 | new | 1000\nz | 2025-12-01 | new | 5",
    )
    world.add("target", "kpi, period, value", "win_rate | 2026-Q1 | 0.3\nbookings|2026-Q1|3000")
    monkeypatch.setattr(command_line, "_reader", lambda store: world)
    return world


def run(*arguments: str) -> str:
    """What the command prints."""
    done = CliRunner().invoke(command_line.app, list(arguments))
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_the_stable_document(deals: World) -> None:
    found = json.loads(run("show", "win_rate", "--period", "2026-Q1", "--json"))
    (row,) = found.pop("rows")
    assert {key: value for key, value in found.items() if key != "definition"} == {
        "kpi": "win_rate",
        "unit": "percent",
        "better": "higher",
        "as_of": "2026-03-31",
        "version": 1,
    }
    assert {key: value for key, value in row.items() if key not in ("low", "high")} == {
        "period": "2026-Q1",
        "by": None,
        "value": 1 / 3,
        "numerator": 1,
        "denominator": 3,
        "count": 3,
        "maturity": 1,
        "target": 0.3,
        "note": "few (3)",
    }
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.0783, 0.7465)


def rows_of(*arguments: str) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = json.loads(run("show", *arguments, "--json"))["rows"]
    return rows


def test_money_is_text_and_several_dimensions_are_an_object(deals: World) -> None:
    (row,) = rows_of("bookings", "--period", "2026-Q1")
    assert (row["value"], row["numerator"], row["target"]) == ("1500.25", "1500.25", "3000.00")
    rows = rows_of("win_rate", "--period", "all", "--by", "region", "--by", "owner")
    assert [(row["by"], row["count"]) for row in rows] == [
        ({"region": "(none)", "owner": "Bo"}, 1),
        ({"region": "APAC", "owner": "Bo"}, 2),
        ({"region": "EMEA", "owner": "=1+1"}, 1),
        ({"region": "EMEA", "owner": "Bo"}, 1),
    ]
    rows = rows_of("win_rate", "--period", "2026-Q1", "--by", "region", "--scope", "region=EMEA")
    assert [(row["by"], row["value"]) for row in rows] == [("EMEA", 0.5)]


def test_each_and_as_of(deals: World) -> None:
    rows = rows_of("win_rate", "--period", "2026-Q1", "--each", "month", "--as-of", "2026-01-05")
    assert [(row["period"], row["value"], row["count"]) for row in rows] == [
        ("2026-01", 1, 1),
        ("2026-02", None, 0),
        ("2026-03", None, 0),
    ]
    assert rows[1]["note"] == "2026-02 had not begun on 2026-01-05"
    quarters = rows_of("bookings", "--period", "all", "--each", "quarter")
    assert [(row["period"], row["value"]) for row in quarters] == [
        ("2025-Q1", "1000.00"),
        ("2025-Q2", "0.00"),
        ("2025-Q3", "0.00"),
        ("2025-Q4", "5.00"),
        ("2026-Q1", "1500.25"),
    ]


def test_compare_stands_beside(deals: World) -> None:
    (row,) = rows_of("bookings", "--period", "2026-Q1", "--compare", "year")
    then = row["compare"]
    assert (then["period"], then["value"], then["difference"]) == ("2025-Q1", "1000.00", "500.25")
    assert (then["growth"], then["is_better"], then["change_note"]) == (0.50025, True, None)
    (row,) = rows_of("win_rate", "--period", "2026-Q1", "--compare", "previous")
    assert (row["compare"]["period"], row["compare"]["value"]) == ("2025-Q4", None)
    (row,) = rows_of("bookings", "--period", "2026-02", "--compare", "previous")
    assert (row["compare"]["growth"], row["compare"]["change_note"]) == (None, "n/m")


def test_tables_are_for_people(deals: World) -> None:
    table = run("show", "win_rate_value", "--period", "2025", "--by", "region")
    assert "99,000.00 of 99,000.00" in table
    assert "100.0 %" in table
    assert "no data" in run("show", "win_rate", "--period", "2024")
    assert "+50.0 %" in run("show", "bookings", "--period", "2026-Q1", "--compare", "year")


def test_rows_are_csv_that_no_spreadsheet_runs(deals: World) -> None:
    found = list(csv.DictReader(io.StringIO(run("rows", "win_rate", "--period", "2026-Q1"))))
    assert [(row["opportunity_id"], row["owner"], row["numerator"]) for row in found] == [
        ("a", "'=1+1", "1"),
        ("b", "Bo", "0"),
        ("c", "Bo", "0"),
    ]
    assert sum(int(row["denominator"]) for row in found) == 3


def test_list_has_every_kpi() -> None:
    found = json.loads(run("list", "--json"))
    assert [one["kpi"] for one in found] == [kpi.key for kpi in all_kpis()]
    assert len(found) == 46
    assert run("list").count("\n") == 48


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "win_rat", "--period", "all"), 1, "did you mean 'win_rate'"),
        (("show", "win_rate", "--period", "all", "--store", "/nowhere"), 1, "no data yet"),
        (("show", "win_rate", "--period"), 2, "--period"),
        (("show",), 2, "KPI"),
        (("show", "win_rate", "--each", "day"), 2, "--each"),
    ],
)
def test_refusals_by_command(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "metrics", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--period", "2026-Q9"), "'2026-Q9' is no period"),
        (("--period", "2026", "--as-of", "today"), "'today' is no date"),
        (("--period", "2026", "--scope", "EMEA"), "'EMEA' is no scope"),
        (("--period", "2026", "--scope", "planet=Mars"), "no dimension 'planet'"),
        (("--period", "2026", "--scope", "region=Atlantis"), "no region is called 'Atlantis'"),
        (("--period", "2026", "--within", "-3"), "'-3' is no limit"),
        (("--period", "all", "--compare", "year"), "'all' has no year before"),
    ],
)
def test_refusals_name_what_was_given(deals: World, options: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(command_line.app, ["show", "win_rate", *options])
    assert done.exit_code == 1
    assert said in str(done.exception)


@pytest.mark.parametrize("command", ["show", "rows"])
@pytest.mark.parametrize(
    ("key", "option", "said"),
    [
        (
            "win_rate",
            ("--window", "2026-Q2"),
            "Win rate does not look at expected closes, so a window (--window) cannot limit it; "
            "these do: open_pipeline, pipeline_coverage, sales_velocity, weighted_pipeline, "
            "weighted_pipeline_crm, slippage_rate, overdue_pipeline",
        ),
        (
            "bookings",
            ("--within", "90"),
            "Bookings follows no cohort, so a limit of days (--within) cannot hold for it; "
            "these do: lead_to_opportunity_rate, lead_to_won_rate, created_win_rate",
        ),
        (
            "cost_per_opportunity",
            ("--within", "ever"),
            "Cost per opportunity follows no cohort, so a limit of days (--within) cannot hold "
            "for it; these do: lead_to_opportunity_rate, lead_to_won_rate, created_win_rate",
        ),
    ],
)
def test_an_option_that_the_kpi_lacks_is_refused(
    deals: World, command: str, key: str, option: tuple[str, str], said: str
) -> None:
    done = CliRunner().invoke(command_line.app, [command, key, "--period", "2026-Q1", *option])
    assert done.exit_code == 1
    assert str(done.exception) == said


def test_a_flow_needs_a_period_and_a_state_does_not(deals: World) -> None:
    done = CliRunner().invoke(command_line.app, ["show", "win_rate"])
    assert done.exit_code == 2
    assert rows_of("open_pipeline")[0]["period"] == "2026-Q1"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0.28449", Unit.PERCENT, "28.4 %"),
        ("1234567.005", Unit.MONEY, "1,234,567.01"),
        ("12.5", Unit.MONEY_PER_DAY, "12.50 a day"),
        ("1234", Unit.COUNT, "1,234"),
        ("3.25", Unit.HOURS, "3.3 h"),
        ("2.666", Unit.RATIO, "2.67x"),
        ("-4", Unit.DAYS, "-4.0 d"),
    ],
)
def test_values_as_people_read_them(value: str, unit: Unit, text: str) -> None:
    assert shown(Decimal(value), unit) == text
    assert shown(None, unit) == "no data"


def test_the_glossary_is_fresh_and_says_when_it_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == glossary_text()
    path = tmp_path / "glossary.md"
    assert main(["--check", str(path)]) == 1
    assert "run `make docs`" in capsys.readouterr().err
    assert main([str(path)]) == 0
    assert main(["--check", str(path)]) == 0
    assert main([]) == 2
