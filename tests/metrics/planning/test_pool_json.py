"""A large pool as a document: quick figures that are the exact ones, and nothing else."""

import gc
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from metrics.cli import app
from metrics.money import Mode, rounded_fraction, rounded_units
from metrics.planning.payees_file import read_payees
from metrics.planning.pool_json import node_json
from metrics.pool.tree import node
from metrics.pool.wording import fixed, number

PLAN = """
name = "Large pool"
period = "2026-Q4"
currency = "EUR"

[[measures]]
kpi = "bookings"
weight = 100
points = [[800, 50], [1000, 100]]
"""
MODES: tuple[Mode, ...] = ("half_up", "half_even", "down")
WHOLE = st.integers(-(10**15), 10**15)


VALUES = st.builds(Fraction, WHOLE, st.integers(1, 10**6))
HALVES = st.builds(Fraction, WHOLE, st.sampled_from((2, 20, 200, 2 * 10**6)))


@given(VALUES | HALVES, st.integers(-4, 6))
def test_a_rounded_figure_is_the_nearest(value: Fraction, places: int) -> None:
    grain = Fraction(10) ** -places
    for mode in MODES:
        units = rounded_units(value, places, mode)
        off = abs(value) - abs(units) * grain
        assert rounded_fraction(value, places, mode) == units * grain
        assert units == -rounded_units(-value, places, mode)
        assert 0 <= off < grain if mode == "down" else abs(off) <= grain / 2
        if abs(off) == grain / 2 and mode != "down":
            assert off < 0 if mode == "half_up" else units % 2 == 0


@given(VALUES | HALVES)
def test_a_number_in_words_is_the_figure_to_six_decimals(value: Fraction) -> None:
    long = fixed(value, 6)
    assert Fraction(number(value).replace(",", "")) == Fraction(long.replace(",", ""))
    assert Fraction(long.replace(",", "")) == rounded_fraction(value, 6, "half_up")
    assert not number(value).endswith(".")
    assert "-0" not in (number(value), long)


@pytest.mark.parametrize(
    ("value", "unit", "shown", "exact"),
    [
        ("5", "money", "5.00", None),
        ("1/4", "money", "0.25", None),
        ("1/8", "money", "0.13", "1/8"),
        ("-1/300", "money", "0.00", "-1/300"),
        ("1/3", "money_per_day", "0.33", "1/3"),
        ("7", "factor", 7, None),
        ("7/10", "factor", 0.7, None),
        ("1/3", "factor", 0.3333333333333333, "1/3"),
        ("-1/1000000", "points", -1e-06, None),
        ("123456789012345678901/10", "points", 1.2345678901234567e19, "123456789012345678901/10"),
    ],
)
def test_a_step_holds_the_exact_value_where_the_shown_one_is_another(
    value: str, unit: str, shown: object, exact: str | None
) -> None:
    found = node_json(node("Step", Fraction(value), unit, "words"))
    assert (found["value"], found.get("exact")) == (shown, exact)


def _pool(folder: Path, payees: int) -> list[str]:
    rows = [
        f"p{n:05d},{('sales', 'marketing')[n % 2]},{1000 + n}.{n % 100:02d}" for n in range(payees)
    ]
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    (folder / "results.json").write_text('{"bookings": {"value": "905", "target": "1000"}}')
    (folder / "payees.csv").write_text(
        "\n".join(["person_id,team,target_incentive", *rows]), encoding="utf-8"
    )
    files = ["--results", str(folder / "results.json"), "--payees", str(folder / "payees.csv")]
    return ["pool", str(folder / "plan.toml"), *files, "--store", str(folder / "store"), "--json"]


def test_a_document_of_many_payees_adds_up(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, _pool(tmp_path, 2_000))
    found = json.loads(done.stdout)
    assert gc.isenabled()
    cents = [int(payee["pool_part"].replace(".", "")) for payee in found["payees"]]
    # Sum of 1000..2999 and of 20 x 0.00..0.99, at (905 - 800) / 200 x 50 + 50 = 76.25 %.
    assert (found["target_pool"], found["funding"]) == ("3999990.00", 76.25)
    assert (sum(cents), found["pool"]) == (304_999_238, "3049992.38")
    assert [payee["name"] for payee in _payees_of(found["tree"])] == [
        f"p{n:05d}" for n in range(2_000)
    ]


def _payees_of(tree: dict[str, object]) -> list[dict[str, str]]:
    children = tree["children"]
    assert isinstance(children, list)
    return next(list(each["children"]) for each in children if each["name"] == "Payees")


def test_ten_thousand_payees_are_read_whole(tmp_path: Path) -> None:
    _pool(tmp_path, 10_000)
    payees = read_payees(tmp_path / "payees.csv")
    assert (len(payees), payees[-1].terms[0].target) == (10_000, Fraction("10999.99"))
