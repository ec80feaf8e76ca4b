"""`python -m metrics pool`: the stable document, the text, and what is refused how."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from metrics.cli import app
from metrics.pool.reading import plan_hash, read_plan
from tests.metrics.planning.pool_files import PLAN, asked, refusal


def document(folder: Path, *more: str) -> Mapping[str, Any]:
    """The JSON document of the run."""
    done = CliRunner().invoke(app, asked(folder, "--json", *more))
    assert done.exit_code == 0, (done.output, done.exception)
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def test_the_stable_document(folder: Path) -> None:
    found = dict(document(folder, "--payees", str(folder / "payees.csv"), "--carry-over", "12.5"))
    tree, results, payees = found.pop("tree"), found.pop("results"), found.pop("payees")
    text = (folder / "plan.toml").read_text()
    assert found == {
        "plan": "Small pool",
        "plan_hash": plan_hash(read_plan(text, form="toml", name="plan")),
        "period": "2026-Q4",
        "currency": "EUR",
        "first_on": "2026-10-01",
        "last_on": "2026-12-31",
        "measures": [
            {
                "kpi": "bookings",
                "label": "Bookings",
                "scope": {},
                "unit": "money",
                "basis": "value",
                "weight": 60,
                "result": "900.50",
                "limit": None,
                "credited": "900.50",
                "target": "1000.00",
                "attainment": 90.05,
                "payout": 75.125,
                "weighted": 45.1,
            },
            {
                "kpi": "win_rate",
                "label": "Win rate",
                "scope": {},
                "unit": "percent",
                "basis": "target",
                "weight": 40,
                "result": 0.27,
                "limit": None,
                "credited": 0.27,
                "target": 0.3,
                "attainment": 90,
                "payout": 75,
                "weighted": 30,
            },
        ],
        "kickers": [
            {
                "kpi": "response_within_sla",
                "label": "Response within SLA",
                "unit": "percent",
                "result": 0.75,
                "at_least": 0.8,
                "at_most": None,
                "reached": False,
                "points": 0,
            }
        ],
        "gates": [
            {
                "kpi": "ebitda",
                "label": "EBITDA after bonus",
                "unit": "money",
                "result": "12.35",
                "at_least": "0.00",
                "at_most": None,
                "otherwise": "zero",
                "passed": True,
            }
        ],
        "weighted_sum": 75.1,
        "funding": 75.1,
        "target_pool": "1200.00",
        "carry_over": "12.50",
        "pool": "913.70",
        "reserve": "91.37",
        "undistributed": "0.00",
    }
    assert results["ebitda"] == {
        "value": "12.35",
        "target": None,
        "reason": None,
        "source": "results file results.json",
    }
    assert payees == [
        {
            "person_id": "ann",
            "team": "sales",
            "target": "1000.00",
            "proration": 1,
            "prorated_target": "1000.00",
            "modifier": 1.1,
            "individual": 120,
            "pool_part": "565.35",
            "individual_part": "240.00",
            "restatement": "0.00",
            "restatement_carried": "0.00",
            "payout": "805.35",
            "capped": False,
        },
        {
            "person_id": "bob",
            "team": "marketing",
            "target": "500.00",
            "proration": 1,
            "prorated_target": "500.00",
            "modifier": 1,
            "individual": 80,
            "pool_part": "256.98",
            "individual_part": "80.00",
            "restatement": "0.00",
            "restatement_carried": "0.00",
            "payout": "336.98",
            "capped": False,
        },
    ]
    assert (tree["name"], tree["value"], tree["unit"]) == ("Small pool, 2026-Q4", "913.70", "money")
    steps = [tree]
    for step in steps:
        assert set(step) - {"exact"} == {
            "name",
            "value",
            "unit",
            "formula",
            "rounding",
            "children",
        }
        steps.extend(step["children"])
    # 822.33 x 1100 / 1600, before cents.
    exact = {step["exact"]: step["value"] for step in steps if "exact" in step}
    assert exact["904563/1600"] == "565.35"


def test_without_payees_it_ends_at_the_funding_and_says_so(folder: Path) -> None:
    found = document(folder)
    assert (found["funding"], found["target_pool"], found["pool"]) == (75.1, None, None)
    assert (found["reserve"], found["undistributed"], found["payees"]) == (None, None, [])
    done = CliRunner().invoke(app, asked(folder))
    assert done.stderr == "no payees: the run ends at the funding; --payees FILE.csv adds them\n"


def test_the_text_for_people(folder: Path) -> None:
    done = CliRunner().invoke(app, asked(folder, "--payees", str(folder / "payees.csv")))
    assert done.exit_code == 0
    assert done.stdout.startswith("Small pool: 2026-Q4, 2026-10-01 to 2026-12-31, EUR\n")
    for line in (
        "Bookings    60 %  900.50  1,000.00     90.05 %  75.13 %    45.1 %",
        "Kicker  Response within SLA at least 80 %: 75 %, not reached",
        "Gate    EBITDA after bonus at least 0.00: 12.35, passed",
        "Funding 75.1 %",
        "Pool 901.20 EUR",
        "marketing       1           500.00    333.46",
        "How it was worked out",
    ):
        assert line in done.stdout
    assert "(rounded half up to 1 decimal: 45.075 -> 45.1)" in done.stdout


def test_a_plan_as_json_is_the_same_plan(folder: Path) -> None:
    from metrics.pool.reading import plan_json

    text = plan_json(read_plan(PLAN, form="toml", name="plan"))
    (folder / "plan.json").write_text(text, encoding="utf-8")
    words = [word.replace("plan.toml", "plan.json") for word in asked(folder, "--json")]
    done = CliRunner().invoke(app, words)
    assert json.loads(done.stdout) == document(folder)


def test_workdays_without_a_load_are_the_open_days_of_the_week(folder: Path) -> None:
    text = f'{PLAN}\n[proration]\ndays = "workdays"\n'
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    payees = "person_id,target_incentive,valid_to,individual\nann,6600,2026-10-30,0\n"
    (folder / "payees.csv").write_text(payees, encoding="utf-8")
    (payee,) = document(folder, "--payees", str(folder / "payees.csv"))["payees"]
    # 22 of the quarter's 66 Mondays to Fridays.
    assert payee["prorated_target"] == "2200.00"


def test_the_fiscal_calendar_is_the_stores(folder: Path) -> None:
    (folder / "store").mkdir()
    (folder / "store" / "tandem.toml").write_text("fiscal_year_start = 7\n", encoding="utf-8")
    found = document(folder)
    assert (found["first_on"], found["last_on"]) == ("2026-04-01", "2026-06-30")


def test_external_figures_beside_the_warehouse(folder: Path, demo: Path) -> None:
    plan, external = str(folder / "plan.toml"), folder / "external.json"
    said = refusal("pool", plan, "--store", str(demo))
    assert "EBITDA after bonus (ebitda) is no KPI of the warehouse, it comes from Finance" in said
    external.write_text('{"ebitda": {"value": 5}}', encoding="utf-8")
    words = ["pool", plan, "--external", str(external), "--store", str(demo), "--json"]
    done = CliRunner().invoke(app, words)
    found = json.loads(done.stdout)
    assert found["gates"][0]["result"] == "5.00"
    assert found["measures"][0]["result"] == "1808578.10"
    external.write_text('{"bookings": {"value": 5}}', encoding="utf-8")
    assert "'bookings' is no external figure of plan 'Small pool'" in refusal(*words)
    said = refusal(*words, "--results", str(folder / "results.json"))
    assert said == "--results holds every figure, external ones too; leave --external out"


def test_a_bridge_goes_from_another_plan_to_this_one(folder: Path) -> None:
    """Unrounded 75.05 % and 75.075 % of 1,200; rounded to one decimal a measure, 75.1 % both."""
    first, second = PLAN.split('kpi = "win_rate"')
    turned = (first.replace("weight = 60", "weight = 40"), second.replace("= 40", "= 60"))
    old = 'kpi = "win_rate"'.join(turned).replace("Small", "Old small")
    (folder / "old.toml").write_text(old, encoding="utf-8")
    options = ("--payees", str(folder / "payees.csv"), "--bridge-plan", str(folder / "old.toml"))
    found = document(folder, *options)["bridge"]
    assert (found["from"]["plan"], found["from"]["period"]) == ("Old small pool", "2026-Q4")
    assert (found["opening"], found["closing"]) == ("901.20", "901.20")
    bars = {bar["name"]: bar["amount"] for bar in found["bars"]}
    assert bars == {
        "performance": "0.00",
        "target": "0.00",
        "weight": "0.30",
        "curve": "0.00",
        "funding terms": "0.00",
        "headcount": "0.00",
        "carry-over": "0.00",
        "restatement": "0.00",
        "rounding": "-0.30",
    }
    done = CliRunner().invoke(app, asked(folder, *options))
    assert "  rounding                   -0.30" in done.stdout
    (folder / "old.toml").write_text(old.replace("EUR", "USD"), encoding="utf-8")
    assert "pays in EUR and 'Old small pool' in USD" in refusal(*asked(folder, *options))


def test_the_document_of_a_plan(folder: Path) -> None:
    out = folder / "plan.md"
    words = ["plan", "document", str(folder / "plan.toml"), "--out", str(out)]
    done = CliRunner().invoke(app, [*words, "--store", str(folder / "store")])
    assert done.exit_code == 0, done.exception
    digest = plan_hash(read_plan(PLAN, form="toml", name="plan"))
    assert done.stdout == f"{out}: Small pool, plan hash {digest}\n"
    assert out.read_text(encoding="utf-8").startswith("# Small pool")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("soon", "'soon' is no date; write it as 2026-11-21"),
        ("9999-12-31", "'9999-12-31' is out of range: years go from 1901 to 2199"),
    ],
)
def test_an_as_of_that_is_no_day(folder: Path, demo: Path, day: str, said: str) -> None:
    words = [str(folder / "plan.toml"), "--as-of", day, "--store", str(demo)]
    assert refusal("backtest", *words) == said
    assert refusal(*asked(folder, "--as-of", "2026-10-01")) == (
        "--as-of looks at the warehouse, which --results stands for; take one"
    )


def test_no_period_closes_after_the_data_date(folder: Path, demo: Path) -> None:
    words = [
        "backtest",
        str(folder / "plan.toml"),
        "--periods",
        "1",
        "--store",
        str(demo),
        "--json",
    ]
    later = json.loads(CliRunner().invoke(app, [*words, "--as-of", "2030-01-01"]).stdout)
    assert later == json.loads(CliRunner().invoke(app, words).stdout)
    assert (later["as_of"], later["periods"][0]["period"]) == ("2026-11-15", "2026-Q3")
