"""Nothing on the way to a payout is a float, a frame or a database."""

import ast
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.pool.funding import fund
from metrics.pool.plan import FundingTerms
from metrics.pool.pool_money import pool_of
from tests.metrics.pool.funding_worlds import inputs, measure, plan

ROOT = Path(__file__).parents[3]
# From the document and the results to the payouts.
STARTS = ("metrics.pool.run", "metrics.pool.reading", "metrics.pool.plan_checks")
# Of `math`, what stays among whole numbers.
WHOLE = {"gcd", "lcm", "floor", "ceil", "isqrt", "prod", "comb"}


def file_of(module: str) -> Path:
    """Where a module of this project is written."""
    return ROOT / (module.replace(".", "/") + ".py")


def imports(path: Path) -> set[tuple[str, str]]:
    """The (module, name) pairs that a file imports; no name for a whole module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
    return found


def reached() -> list[Path]:
    """Every file of metrics that a payout passes through, by following the imports.

    Without the refusals: they pay nobody, and measure how near a word is to another.
    """
    waiting, found = list(STARTS), set()
    while waiting:
        module = waiting.pop()
        path = file_of(module)
        if path.is_file() and path not in found and module.startswith("metrics."):
            found.add(path)
            waiting += [name for name, _ in imports(path)]
    return sorted(found - {file_of("metrics.errors")})


def test_the_way_is_followed_to_its_ends() -> None:
    names = {path.stem for path in reached()}
    assert {"run", "allocation", "funding", "curve", "tiers", "pool_money", "money"} <= names
    assert names & {"simulation", "expectation", "compute", "reader"} == set()


@pytest.mark.parametrize("path", reached(), ids=lambda path: path.stem)
def test_what_pays_knows_no_float(path: Path) -> None:
    tree = list(ast.walk(ast.parse(path.read_text())))
    names = [node.id for node in tree if isinstance(node, ast.Name)]
    assert names.count("float") == 0
    literals = [node.value for node in tree if isinstance(node, ast.Constant)]
    assert [value for value in literals if isinstance(value, float)] == []
    modules = {module.partition(".")[0] for module, _ in imports(path)}
    assert modules & {"statistics", "random", "numpy", "pandas", "duckdb"} == set()
    assert {name for module, name in imports(path) if module == "math"} <= WHOLE


def test_a_run_loads_neither_frames_nor_numpy_nor_a_database() -> None:
    asked = (
        "import sys, metrics.pool.run, metrics.pool.reading;"
        "print(sorted({'pandas', 'numpy', 'duckdb', 'pyarrow'} & set(sys.modules)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"


def test_every_value_of_the_tree_is_a_fraction() -> None:
    one = plan(measure("score", 100, (0, 0), (300, 300)), funding=FundingTerms(reserve=7, cap=0))
    given = inputs({"score": ("0.1", 3)}, carry_over="0.01")
    funding = fund(one, given)
    pool = pool_of(one, funding, Fraction(1, 3), given)
    steps = [*funding.node.walk(), *pool.node.walk()]
    assert {type(step.value) for step in steps} == {Fraction}
    assert pool.total == Fraction(1, 3000) + Fraction(1, 100)
