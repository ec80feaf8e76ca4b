"""Inputs at the edge, through the command: one clear sentence, or the right money."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from metrics.cli import app
from metrics.errors import RevenueError

PLAN = """
name = "A"
period = "2024-Q1"

[[measures]]
kpi = "k"
weight = 100
points = [[0, 0], [200, 200]]

[[external]]
key = "k"
label = "K"
unit = "score"
source = "by hand"
"""
HEAD = "person_id,target_incentive\n"
MODIFIED = "person_id,target_incentive,modifier\n"
TWO = HEAD + "a,1000\nb,2000\n"
PLAINLY = "1000.00 2000.00 | 0.00"
FREE = PLAN + "[allocation]\nmodifier = [0, 2]\n"
DAY = PLAN.replace("2024-Q1", "2024-02-29..2024-02-29")
DATED = "person_id,target_incentive,valid_from,valid_to\n"
HUGE = "1" + "0" * 30


def command(folder: Path, plan: str, value: str, payees: str) -> list[str]:
    """The arguments of a run whose three files are written as they stand, byte by byte."""
    texts = {"plan.toml": plan, "r.json": f'{{"k": {{"value": {value}}}}}', "p.csv": payees}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    files = [str(folder / name) for name in texts]
    return ["pool", files[0], "--results", files[1], "--payees", files[2]]


@pytest.mark.parametrize(
    ("plan", "value", "payees", "money"),
    [
        (PLAN, '"1e30"', TWO, "2000.00 4000.00 | 0.00"),
        (PLAN, '"1e-30"', TWO, "0.00 0.00 | 0.00"),
        (PLAN, '"-5"', TWO, "0.00 0.00 | 0.00"),
        (PLAN, "100", HEAD + f"a,{HUGE}\n", f"{HUGE}.00 | 0.00"),
        (PLAN, "100", HEAD + "a,1e-30\n", "0.00 | 0.00"),
        # 1.5 cents among three equals: two units, by name.
        (PLAN, "50", HEAD + "b,0.01\na,0.01\nc,0.01\n", "0.01 0.01 0.00 | 0.00"),
        (FREE, "100", MODIFIED + "a,10,0\nb,20,0\n", "0.00 0.00 | 30.00"),
        (FREE + "budget_neutral = false\n", "100", MODIFIED + "a,9,0\n", "0.00 | 0.00"),
        (FREE + "cap_multiple = 0\n", "200", TWO, "2000.00 4000.00 | 0.00"),
        (FREE + "cap_multiple = 0.0001\n", "100", TWO, "0.10 0.20 | 2999.70"),
        # 31 and 1 of the leap year's 91 days.
        (PLAN, "100", DATED + "a,910,2024-03-01,\n", "310.00 | 0.00"),
        (PLAN, "100", DATED + "a,910,2024-02-29,2024-02-29\n", "10.00 | 0.00"),
        (DAY, "100", DATED + "a,910,2024-02-29,2024-02-29\n", "910.00 | 0.00"),
        (DAY, "100", DATED + "a,910,,\nb,910,,2024-02-28\n", "910.00 0.00 | 0.00"),
        (PLAN.replace("\n", "\r\n"), "100", TWO.replace("\n", "\r\n"), PLAINLY),
        ("\ufeff" + PLAN, "100", "\ufeff" + TWO, PLAINLY),
    ],
)
def test_the_money_is_right(tmp_path: Path, plan: str, value: str, payees: str, money: str) -> None:
    arguments = command(tmp_path, plan, value, payees)
    done = CliRunner().invoke(app, [*arguments, "--json"])
    assert done.exit_code == 0, (done.output, done.exception)
    found = json.loads(done.stdout)
    payouts = " ".join(payee["payout"] for payee in found["payees"])
    assert f"{payouts} | {found['undistributed']}" == money
    assert CliRunner().invoke(app, arguments).exit_code == 0


def test_people_may_be_called_anything(tmp_path: Path) -> None:
    payees = 'person_id,target_incentive\n"say ""hi""",10\n=1+1,10\n日本,10\n-2,10\n@x,10\n'
    done = CliRunner().invoke(app, [*command(tmp_path, PLAN, "100", payees), "--json"])
    found = {payee["person_id"]: payee["payout"] for payee in json.loads(done.stdout)["payees"]}
    assert found == dict.fromkeys(["-2", "=1+1", "@x", 'say "hi"', "日本"], "10.00")


@pytest.mark.parametrize(
    ("plan", "value", "payees", "sentence"),
    [
        (PLAN, "null", TWO, "'k' has no result and is a measure of weight 100"),
        (PLAN, '"NaN"', TWO, '"NaN" is no plain number; write it as 1234.50'),
        (PLAN, "1e400", TWO, '"1e400" is no plain number'),
        (PLAN, "100", "person_id,target_incentive\n", "has no row under its header"),
        (PLAN, "100", "", "is empty; its first line names person_id"),
        (PLAN, "100", "person_id,target_incentive\na,-5\n", "line 2: target_incentive -5 of a"),
        (PLAN, "100", "person_id,target_incentive\na,=1+1\n", "'=1+1' is no plain number"),
        (PLAN, "100", "person_id,target_incentive\na,1,000\n", "line 2: 3 cells under 2 columns"),
        (PLAN, "100", "person_id,target_incentive,modifier\na,1,2\n", "2 is outside 0.8 to 1.2"),
        (PLAN, "100", DATED + "a,1,2023-02-29,\n", "'2023-02-29' is no date"),
        (PLAN, "100", DATED + "a,1,2024-03-02,2024-03-01\n", "before the start on 2024-03-02"),
        (PLAN, "100", DATED + "a,1,,2024-03-01\na,1,2024-03-01,\n", "overlap terms 2024-03-01"),
        (PLAN.replace("points", 'basis = "target"\npoints'), "1", TWO, "needs a target above 0"),
    ],
)
def test_the_sentence_is_clear(
    tmp_path: Path, plan: str, value: str, payees: str, sentence: str
) -> None:
    done = CliRunner().invoke(app, [*command(tmp_path, plan, value, payees), "--json"])
    assert isinstance(done.exception, RevenueError), (done.output, done.exception)
    assert sentence in done.exception.message
    assert "\n" not in done.exception.message
    assert done.stdout == ""
