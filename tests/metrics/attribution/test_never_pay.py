"""Attribution is for learning: no plan can weigh it, and nothing on the way to pay can read it."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from metrics.attribution import MODELS
from metrics.errors import PlanError
from metrics.pool.plan_checks import checked
from metrics.pool.reading import read_plan
from metrics.registry import all_kpis
from tests.metrics.pool.plan_texts import GOOD, KNOWN, edited

ROOT = Path(__file__).parents[3]
NAMES = (
    *MODELS,
    *(f"attribution_{model}" for model in MODELS),
    "attribution",
    "attributed_bookings",
    "Markov",
    "shapley_bookings",
    "Position_Based",
    "multi_touch_bookings",
    "lasttouch",
    "timedecay_credit",
)
SAID = "is attribution, for learning and never for pay; choose a payable KPI"


def refusal(text: str) -> str:
    """The sentence a plan is refused with, whatever results are known."""
    # A results file may bring any key: that makes none of these payable.
    known = dict(KNOWN) | dict.fromkeys(NAMES, KNOWN["bookings"])
    with pytest.raises(PlanError) as caught:
        checked(read_plan(text, form="toml", name="plan"), known)
    return caught.value.message


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_that_names_attribution_is_refused(name: str) -> None:
    measure = edited('kpi    = "bookings"', f'kpi    = "{name}"')
    assert f"measure 1 '{name}', kpi: '{name}' {SAID}" in refusal(measure)
    gate = edited('[[gates]]\nkpi       = "bookings"', f'[[gates]]\nkpi = "{name}"')
    assert f"gate 1 '{name}', kpi: '{name}' {SAID}" in refusal(gate)
    external = f'\n[[external]]\nkey = "{name}"\nlabel = "A"\nunit = "money"\nsource = "typed"\n'
    assert f"'{name}' {SAID}" in refusal(GOOD + external)


def test_no_kpi_is_attribution() -> None:
    assert not {kpi.key for kpi in all_kpis()} & set(NAMES)
    assert [kpi.key for kpi in all_kpis() if "attribution" in f"{kpi.fact} {kpi.numerator}"] == []


def test_a_contract_keeps_attribution_from_whatever_pays() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = [
        one
        for one in settings["tool"]["importlinter"]["contracts"]
        if one.get("forbidden_modules") == ["metrics.attribution"]
    ]
    assert [one["source_modules"] for one in contracts] == [
        ["metrics.pool", "metrics.planning", "metrics.lifecycle", "metrics.kpis", "data.ledger"]
    ]
    assert "allow_indirect_imports" not in contracts[0]


@pytest.mark.parametrize("package", ["pool.run", "planning.live", "lifecycle.calculation", "kpis"])
def test_what_pays_runs_without_attribution(package: str) -> None:
    code = f"import sys, metrics.{package}; print([m for m in sys.modules if 'attribution' in m])"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_no_source_on_the_way_to_pay_reads_the_touch_facts() -> None:
    read = re.compile(r"opportunity_touch|opportunity_anchor|touch_step|touch_kind")
    folders = [ROOT / "metrics" / name for name in ("pool", "planning", "lifecycle", "kpis")]
    sources = [path for folder in folders for path in folder.rglob("*.py")]
    assert len(sources) > 100
    assert [path.name for path in sources if read.search(path.read_text(encoding="utf-8"))] == []
