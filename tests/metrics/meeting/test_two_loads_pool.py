"""The pool then and now over two loads, held against the plan's rule in plain Python.

What the first load says is asked of a store that never had another, what the second says of one
that never had the first; the funding is worked out from the forecasts by the words of plan.toml.
"""

import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from data.load import load
from metrics.compute import calendar_of
from metrics.lifecycle.desk import Desk
from metrics.meeting.headlines import POOL, Moment
from metrics.meeting.holding import hold
from metrics.meeting.pool_today import Worked, plan_in_force, pool_worked
from metrics.meeting.then_now import ThenNow, then_now
from tests.metrics.meeting.second_load import second_export

THEN, NOW = date(2026, 11, 15), date(2026, 11, 22)
MONDAYS = (datetime(2026, 11, 16, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC))
LOADED = datetime(2026, 11, 22, 20, tzinfo=UTC)
HUNDRED = 100


@dataclass(frozen=True)
class Two:
    """The pool's change, the plan's text, and the pool by loads that stand alone."""

    told: ThenNow
    terms: dict[str, object]
    alone: tuple[Worked, Worked, Worked]


def worked(store: Path, as_of: date) -> Worked:
    """The pool of a store as of a day, with its forecasts."""
    desk = Desk.open(store, MONDAYS[1])
    reader = desk.warehouse.reader()
    moment = Moment.of(calendar_of(reader), as_of)
    return pool_worked(reader, desk.state, moment, plan_in_force(reader, desk.state, as_of))


@pytest.fixture(scope="module")
def two(decided: Path, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    """One store with both loads, and one for each load alone under the same plan."""
    folder = tmp_path_factory.mktemp("two_loads_pool")
    export = second_export(demo_folder, folder / "export")
    both, second = folder / "both", folder / "second"
    shutil.copytree(decided, both)
    held = hold(Desk.open(both, MONDAYS[0]), "P003")
    load([export], both, now=LOADED)
    second.mkdir()
    shutil.copy(decided / "tandem.toml", second)
    shutil.copytree(decided / "ledger", second / "ledger")
    load([export], second, now=LOADED)
    desk = Desk.open(both, MONDAYS[1])
    told = then_now(desk.warehouse.reader(), desk.state, both, held)
    return Two(
        next(one for one in told if one.kpi == POOL),
        tomllib.loads(
            (decided / "demo_plan" / "plan.toml").read_text("utf-8"), parse_float=Decimal
        ),
        (worked(decided, THEN), worked(second, THEN), worked(second, NOW)),
    )


def paid(points: Sequence[Sequence[Decimal]], result: Fraction) -> Fraction:
    """What a result pays in percent: a straight line between the points, nothing under the first,
    and the last one's above it.
    """
    known = [(Fraction(place), Fraction(pays)) for place, pays in points]
    if result < known[0][0]:
        return Fraction(0)
    for (left, low), (right, high) in pairwise(known):
        if result <= right:
            return low + (high - low) * (result - left) / (right - left)
    return known[-1][1]


def funded(terms: dict[str, object], found: Worked) -> Decimal:
    """The pool by the plan's words, as a share of target with four decimals."""
    forecasts, whole = found.expected, Fraction(0)
    for measure in terms["measures"]:  # type: ignore[attr-defined]
        one = forecasts[measure["kpi"]]
        by_target = measure["basis"] == "target"
        result = one.value / one.target if by_target and one.target else one.value
        whole += Fraction(measure["weight"]) * paid(measure["points"], result) / HUNDRED
    for kicker in terms["kickers"]:  # type: ignore[attr-defined]
        if forecasts[kicker["kpi"]].value >= Fraction(kicker["at_least"]):
            whole += kicker["points"]
    for gate in terms["gates"]:  # type: ignore[attr-defined]
        if forecasts[gate["kpi"]].value > Fraction(gate["at_most"]):
            whole = min(whole, Fraction(HUNDRED))
    whole = min(whole, Fraction(terms["funding"]["cap"]))  # type: ignore[index]
    return Decimal(round(whole * HUNDRED)).scaleb(-4)


def test_then_again_and_now_are_what_each_load_says_alone(two: Two) -> None:
    told = (two.told.then, two.told.again, two.told.now)
    assert [one.value for one in told] == [one.answer.value for one in two.alone]
    assert [(one.low, one.high) for one in told] == [
        (one.answer.low, one.answer.high) for one in two.alone
    ]
    assert [one.as_of for one in told] == [THEN, THEN, NOW]


def test_each_is_the_plans_own_rule_on_its_forecasts(two: Two) -> None:
    found = [funded(two.terms, one) for one in two.alone]
    assert found == [one.answer.value for one in two.alone]
    assert len(set(found)) == 3


def test_real_and_restated_are_the_pools_change(two: Two) -> None:
    told, (then, again, now) = two.told, [funded(two.terms, one) for one in two.alone]
    assert told.restated == again - then
    assert told.real == now - again
    assert told.change == now - then
    assert told.restated != 0
    assert told.note is None


def test_what_restates_it_are_rows_of_the_plans_own_numbers(two: Two) -> None:
    own = {measure["kpi"] for measure in two.terms["measures"]}  # type: ignore[attr-defined]
    own |= {one["kpi"] for name in ("gates", "kickers") for one in two.terms[name]}  # type: ignore[attr-defined]
    parts = {row.part for row in two.told.restated_rows}
    assert parts <= own
    late = {row.row_id for row in two.told.restated_rows if row.kind == "late"}
    assert {"LATE1", "LATE2"} <= late
