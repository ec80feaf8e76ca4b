"""A small plan with its results and payees, as files for `python -m metrics pool`."""

from pathlib import Path

from typer.testing import CliRunner

from metrics.cli import app

PLAN = """
name = "Small pool"
period = "2026-Q4"
currency = "EUR"

[funding]
reserve = 10

[[external]]
key = "ebitda"
label = "EBITDA after bonus"
unit = "money"
source = "Finance"

[[measures]]
kpi = "bookings"
weight = 60
points = [[800, 50], [1000, 100], [1200, 200]]

[[measures]]
kpi = "win_rate"
weight = 40
basis = "target"
points = [[0.8, 50], [1, 100]]

[[gates]]
kpi = "ebitda"
at_least = 0
otherwise = "zero"

[[kickers]]
kpi = "response_within_sla"
at_least = 0.8
points = 5

[rounding]
weighted = 1

[allocation]
pool_share = 80
"""
RESULTS = """{
    "bookings": {"value": "900.50", "target": "1000"},
    "win_rate": {"value": 0.27, "target": "0.3"},
    "ebitda": {"value": 12.345, "target": null},
    "response_within_sla": {"value": "0.75", "target": "0.8"}
}"""
PAYEES = (
    "person_id,team,target_incentive,individual,modifier\n"
    "ann,sales,1000,120,1.1\n"
    "bob,marketing,500,80,\n"
)


def asked(folder: Path, *more: str) -> list[str]:
    """The words of the command on the files of the folder, with an empty store."""
    files = [str(folder / "plan.toml"), "--results", str(folder / "results.json")]
    return ["pool", *files, "--store", str(folder / "store"), *more]


def refusal(*words: str) -> str:
    """What the command says when it refuses."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 1
    return str(done.exception)
