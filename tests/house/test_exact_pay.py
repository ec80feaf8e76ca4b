"""No float, frame or database on the way to a payout."""

import ast
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.house.divisions import watched_division

ROOT = Path(__file__).parents[2]
POOL = ROOT / "metrics" / "pool"
# What looks ahead and pays nobody; nothing that pays may import it.
PLANNING = ("expectation.py", "simulation.py")
PAYING = sorted(path for path in POOL.glob("*.py") if path.name not in PLANNING)
EXACT_FROM_MATH = {"gcd", "lcm", "prod", "comb"}
FLOATING = {"cmath", "numpy", "pandas", "duckdb", "pyarrow", "random", "statistics"}


def floats_in(path: Path) -> list[str]:
    """Everything in a module that is, makes or names a float."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"line {node.lineno}: {node.value}")
        if isinstance(node, ast.Name) and node.id in ("float", "complex", "round"):
            found.append(f"line {node.lineno}: {node.id}")
        if isinstance(node, ast.Import):
            found += [
                f"line {node.lineno}: import {name.name}"
                for name in node.names
                if name.name.split(".")[0] in {*FLOATING, "math"}
            ]
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {name.name for name in node.names}
            if node.module.split(".")[0] in FLOATING:
                found.append(f"line {node.lineno}: from {node.module}")
            if node.module == "math" and names - EXACT_FROM_MATH:
                found.append(f"line {node.lineno}: {sorted(names - EXACT_FROM_MATH)}")
    return found


@pytest.mark.parametrize(
    "path", [*PAYING, ROOT / "metrics" / "money.py"], ids=lambda path: path.name
)
def test_a_paying_module_knows_no_float(path: Path) -> None:
    assert floats_in(path) == []


@pytest.mark.parametrize("name", PLANNING)
def test_the_check_sees_floats_where_there_are_some(name: str) -> None:
    assert floats_in(POOL / name) != []


def test_the_watch_sees_two_integers() -> None:
    with pytest.raises(TypeError, match="1 / 3 is a float"):
        watched_division(1, 3)
    assert watched_division(Fraction(1), 3) == Fraction(1, 3)


def run(*arguments: str) -> str:
    """What a fresh Python prints."""
    found = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


def test_a_run_loads_no_frames_no_database_and_nothing_that_plans() -> None:
    loaded = set(run("-c", "import sys, metrics.pool.run; print(*sys.modules)").split())
    heavy = {"pandas", "numpy", "duckdb", "pyarrow", "streamlit", "plotly"}
    assert loaded & heavy == set()
    assert loaded & {f"metrics.pool.{Path(name).stem}" for name in PLANNING} == set()
    ours = {name for name in loaded if name.split(".")[0] in ("metrics", "data", "pages")}
    assert {name for name in ours if not name.startswith("metrics.pool")} == {
        *("metrics", "metrics.errors", "metrics.money", "data", "data.errors"),
    }


def test_no_division_on_the_way_to_a_payout_is_a_float() -> None:
    divisions, nodes = map(int, run("-m", "tests.house.divisions").split())
    assert divisions > 30
    assert nodes > 100
