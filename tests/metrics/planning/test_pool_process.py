"""The planning commands as a schedule runs them: exit codes, and one line where refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.metrics.planning.pool_files import asked

ROOT = Path(__file__).parents[3]


def process(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as a schedule runs it."""
    return subprocess.run(
        [sys.executable, "-m", "metrics", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_as_a_process(folder: Path, demo: Path) -> None:
    done = process(*asked(folder, "--json", "--payees", str(folder / "payees.csv")))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["pool"] == "901.20"
    done = process("backtest", str(folder / "plan.toml"), "--json", "--store", str(demo))
    found = json.loads(done.stdout)
    assert (done.returncode, len(found["periods"]), found["refused"]) == (0, 8, 8)
    assert "'ebitda' has no result and is a gate" in found["periods"][0]["reason"]
    done = process("plan", "check", str(folder / "plan.toml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Small pool, 2026-Q4: holds\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("pool", "{}/none.toml"), 1, "none.toml: no such file; check the path"),
        (("pool", "{}/plan.toml", "--store", "{}/store"), 1, "no data yet"),
        (("backtest", "{}/plan.toml", "--store", "{}/store"), 1, "no data yet"),
        (("pool", "{}/plan.toml", "--results", "{}/plan.toml"), 1, "is no JSON"),
        (("pool", "{}/plan.toml", "--results"), 2, "--results"),
        (("pool",), 2, "PLAN.toml"),
        (("backtest", "{}/plan.toml", "--periods", "0"), 2, "--periods"),
        (("backtest", "{}/plan.toml", "--periods", "x"), 2, "--periods"),
    ],
)
def test_refusals_by_process(folder: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = process(*(word.replace("{}", str(folder)) for word in words))
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    if code == 1:
        assert len(done.stderr.splitlines()) == 1
