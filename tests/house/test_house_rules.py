"""The rules of the house, as tests: where things go, how long they are, who may do what."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("app.py", "pages", "metrics", "data")
MODULE_LINES = 300
FUNCTION_LINES = 40


def sources(*places: str) -> list[Path]:
    """Python files under the places, in a stable order; generated folders left out."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found.extend([path] if path.is_file() else sorted(path.rglob("*.py")))
    return [path for path in found if "store" not in path.relative_to(ROOT).parts]


def name_of(path: Path) -> str:
    """The path from the project's root, for a test's name."""
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", sources(*LAYERS), ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= MODULE_LINES, f"{lines} lines; would two rooms be clearer?"
    long = {
        node.name: (node.end_lineno or 0) - node.lineno + 1
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize("path", sources("metrics", "data"), ids=name_of)
def test_public_things_say_what_comes_back(path: Path) -> None:
    tree = ast.parse(path.read_text())
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
    assert ast.get_docstring(tree) or path.name == "__init__.py", "the module says what it is for"


@pytest.mark.parametrize("path", sources(*LAYERS), ids=name_of)
def test_names_say_what_is_inside(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "manager", "common", "misc"}
    vague = [node.name for node in functions(path) if re.match(r"(get|process|handle)_", node.name)]
    assert vague == []


def test_imports_point_one_way() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def page_files() -> list[Path]:
    """The screens themselves: pages/*.py, not the folders below."""
    return sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", page_files(), ids=name_of)
def test_a_page_loads_views_and_renders_and_computes_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text())
    arithmetic = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(
            node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow
        )
    ]
    assert arithmetic == []
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert calls & {"sum", "round", "max", "min", "float", "int"} == set()
    assert not calls & {"st.set_page_config", "st.navigation"}


SQL = re.compile(r"\bselect\b[^\"']*\bfrom\b|duckdb", re.IGNORECASE)


@pytest.mark.parametrize("path", sources("app.py", "pages"), ids=name_of)
def test_pages_hold_no_sql_and_no_unsafe_html(path: Path) -> None:
    strings = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    assert [text for text in strings if text not in docs and SQL.search(text)] == []
    assert "unsafe_allow_html" not in path.read_text()


@pytest.mark.parametrize("path", sources("app.py", "pages"), ids=name_of)
def test_state_and_caches_have_one_home(path: Path) -> None:
    text = path.read_text()
    inside = path.relative_to(ROOT).parts
    if inside[:2] != ("pages", "components"):
        assert "session_state" not in text
        assert "query_params" not in text
    if path.name != "session.py":
        assert "st.cache_" not in text


@pytest.mark.parametrize("path", sources("metrics"), ids=name_of)
def test_only_money_rounds(path: Path) -> None:
    if path.name == "money.py":
        return
    calls = {
        ast.unparse(node.func).rsplit(".", 1)[-1]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
    }
    assert calls & {"round", "quantize"} == set()


def sql_calls(path: Path) -> list[ast.JoinedStr]:
    """f-strings handed straight to a database call."""
    return [
        argument
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rsplit(".", 1)[-1] in {"exact_rows", "exact_table", "frame"}
        for argument in node.args
        if isinstance(argument, ast.JoinedStr)
    ]


@pytest.mark.parametrize("path", sources("metrics", "pages"), ids=name_of)
def test_no_sql_is_built_from_values_where_it_is_asked(path: Path) -> None:
    assert [ast.unparse(call) for call in sql_calls(path)] == []


@pytest.mark.parametrize("path", sources(*LAYERS), ids=name_of)
def test_only_the_last_boundary_catches_everything(path: Path) -> None:
    broad = [
        ast.unparse(node.type) if node.type else "bare except"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert broad == [] or path.name == "app.py"


def models() -> list[Path]:
    """Every fact's file."""
    return sorted((ROOT / "data" / "models").glob("*.sql"))


@pytest.mark.parametrize("path", models(), ids=name_of)
def test_a_model_says_its_grain_and_stays_short(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert lines[0].startswith("-- ")
    assert "row" in lines[0]
    assert len(lines) <= 100


def test_every_kpi_has_an_oracle_of_its_own() -> None:
    from metrics.registry import all_kpis

    oracles = ROOT / "tests" / "metrics" / "oracles"
    missing = [kpi.key for kpi in all_kpis() if not (oracles / f"test_{kpi.key}.py").is_file()]
    assert missing == []


def test_the_glossary_is_fresh() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "metrics.glossary", "--check", "docs/glossary.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


PINNED = re.compile(r"^[A-Za-z0-9_.\[\]-]+==[0-9][^ ]*$")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_every_requirement_is_pinned_exactly(name: str) -> None:
    lines = [
        line
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith(("#", "-r "))
    ]
    assert [line for line in lines if not PINNED.match(line)] == []


def test_no_test_is_skipped_or_empty() -> None:
    skipping = re.compile(r"mark\.(skip|xfail)|pytest\.(skip|importorskip)\(|assert True\b")
    here = Path(__file__)
    guilty = [
        name_of(path)
        for path in sources("tests")
        if path != here and skipping.search(path.read_text())
    ]
    assert guilty == []
