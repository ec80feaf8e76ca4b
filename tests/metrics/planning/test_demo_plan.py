"""The demo company's plan: what it tells, and the same told again by a plain loop."""

import csv
import json
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.demo import write_pay
from metrics.cli import app
from tests.conftest import DEMO_UNTIL

Json = Mapping[str, Any]


@pytest.fixture(scope="module")
def pay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo company's plan and payees."""
    folder = tmp_path_factory.mktemp("pay")
    write_pay(folder, until=DEMO_UNTIL)
    return folder


def told(*arguments: str | Path) -> Json:
    """The one JSON document of a command."""
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    document: Json = json.loads(done.stdout)
    return document


def payout(points: list[list[object]], at: Fraction) -> Fraction:
    """The payout at `at`: nothing before the first point, straight lines, the last one's after."""
    known = [(Fraction(str(x)), Fraction(str(y))) for x, y in points]
    if at < known[0][0]:
        return Fraction(0)
    if at >= known[-1][0]:
        return known[-1][1]
    for (x, y), (next_x, next_y) in pairwise(known):
        if x <= at < next_x:
            return y + (at - x) * (next_y - y) / (next_x - x)
    raise AssertionError(at)


def shown(demo: Path, kpi: str) -> Mapping[str, tuple[Fraction, Fraction]]:
    """Value and target of the KPI by quarter, as `metrics show` prints them."""
    options = ("--period", "2024-10-01..2026-09-30", "--each", "quarter", "--store", demo)
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for row in told("show", kpi, *options)["rows"]:
        value = Fraction(str(row["value"]))
        if row["denominator"] is not None:
            value = Fraction(str(row["numerator"])) / Fraction(str(row["denominator"]))
        found[row["period"]] = (value, Fraction(str(row["target"])))
    return found


def test_the_backtest_is_a_plain_loop_over_metrics_show(demo: Path, pay: Path) -> None:
    plan = tomllib.loads((pay / "plan.toml").read_text())
    found = told("backtest", pay / "plan.toml", "--periods", "8", "--store", demo)
    keys = {part["kpi"] for kind in ("measures", "gates", "kickers") for part in plan[kind]}
    results = {kpi: shown(demo, kpi) for kpi in keys}
    assert [row["period"] for row in found["periods"]] == list(results["bookings"])
    for row in found["periods"]:
        here = {kpi: figures[row["period"]] for kpi, figures in results.items()}
        funding = Fraction(0)
        for measure in plan["measures"]:
            value, target = here[measure["kpi"]]
            at = value / target if measure["basis"] == "target" else value
            funding += Fraction(measure["weight"]) * payout(measure["points"], at) / 100
        for kicker in plan["kickers"]:
            if here[kicker["kpi"]][0] >= Fraction(str(kicker["at_least"])):
                funding += kicker["points"]
        for gate in plan["gates"]:
            assert gate["otherwise"] == "cap_at_target"
            if here[gate["kpi"]][0] > Fraction(str(gate["at_most"])):
                funding = min(funding, Fraction(100))
        funding = min(funding, Fraction(plan["funding"]["cap"]))
        assert row["funding"] == float(funding), row["period"]


def test_the_story_of_eight_quarters(demo: Path, pay: Path) -> None:
    found = told("backtest", pay / "plan.toml", "--payees", pay / "payees.csv", "--store", demo)
    rows = found["periods"]
    assert [(row["period"], round(row["funding"], 2)) for row in rows] == [
        ("2024-Q4", 104.59),
        ("2025-Q1", 115.96),
        ("2025-Q2", 100),
        ("2025-Q3", 66.39),
        ("2025-Q4", 125.75),
        ("2026-Q1", 34.99),
        ("2026-Q2", 86.46),
        ("2026-Q3", 91.91),
    ]
    under = [(row["period"], m["kpi"]) for row in rows for m in row["measures"] if not m["payout"]]
    assert under == [
        ("2025-Q3", "win_rate"),
        ("2026-Q1", "pipeline_created"),
        ("2026-Q1", "win_rate"),
    ]
    failed = [row["period"] for row in rows if not row["gates"][0]["passed"]]
    assert failed == ["2025-Q2"]
    assert {row["target_pool"] for row in rows} == {"372877.61"}
    assert rows[0]["pool"] == "390003.63"


def test_the_pool_of_the_current_quarter_so_far(demo: Path, pay: Path) -> None:
    found = told("pool", pay / "plan.toml", "--payees", pay / "payees.csv", "--store", demo)
    assert [(m["kpi"], m["result"], m["payout"]) for m in found["measures"]] == [
        ("bookings", "1808578.10", 0),
        ("pipeline_created", "7365611.78", 0),
        ("win_rate", 27 / 86, 123.25581395348837),
    ]
    assert (found["funding"], found["pool"]) == (34.651162790697676, "129206.43")
    assert len(found["payees"]) == 56
    paid = sum(Fraction(payee["payout"]) for payee in found["payees"])
    assert paid == Fraction("129206.43")
    by_id = {payee["person_id"]: payee for payee in found["payees"]}
    assert by_id["P027"]["proration"] == 1
    assert by_id["P027"]["prorated_target"] == "7584.78"  # 31 days of 4,800, 61 of 9,000


def test_the_simulation_of_the_current_quarter(demo: Path, pay: Path) -> None:
    options = ("--payees", pay / "payees.csv", "--store", demo)
    found = told("simulate", pay / "plan.toml", *options)
    assert (found["draws"], found["unit"]) == (10_000, "money")
    spread = [Fraction(found[name]) for name in ("p10", "p50", "p90")]
    assert spread == sorted(spread)
    assert found["p90"] == "559316.41"  # the cap: 150 % of the target pool
    assert found == told("simulate", pay / "plan.toml", *options)


def test_terms_change_inside_the_quarter(pay: Path) -> None:
    with (pay / "payees.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 57
    teams = {row["person_id"]: row["team"] for row in rows}
    counts = {team: list(teams.values()).count(team) for team in ("marketing", "sales", "success")}
    assert counts == {"marketing": 16, "sales": 31, "success": 9}
    changing = [
        (row["person_id"], row["role"], row["valid_from"], row["valid_to"], row["fte"])
        for row in rows
        if row["valid_from"] or row["valid_to"] or row["fte"] != "1"
    ]
    assert changing == [
        ("P027", "Inside sales", "", "2026-10-31", "1"),
        ("P027", "Field sales", "2026-11-01", "", "1"),
        ("P036", "Customer success manager", "", "2026-11-30", "1"),
        ("P050", "Content", "", "", "0.6"),
        ("P053", "Digital marketing", "2026-11-01", "", "1"),
    ]


def test_pay_is_written_the_same_each_time_and_never_into_the_export(
    pay: Path, tmp_path: Path, demo_folder: Path
) -> None:
    write_pay(tmp_path, until=DEMO_UNTIL)
    for name in ("plan.toml", "payees.csv"):
        assert (tmp_path / name).read_bytes() == (pay / name).read_bytes()
    assert not [path.name for path in demo_folder.iterdir() if "pay" in path.name]
