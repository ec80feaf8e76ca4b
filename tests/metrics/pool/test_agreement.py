"""The engine and the oracle, on the same random worlds: every figure, to the last fraction."""

import re
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given

from metrics.errors import RevenueError
from metrics.pool.shares import Run
from tests.metrics.pool import oracle
from tests.metrics.pool.oracle_funding import Refused, rounded
from tests.metrics.pool.pool_engine import World, engine
from tests.metrics.pool.pool_worlds import crowds, thousand, worlds

pytestmark = pytest.mark.slow


def agree_on_funding(run: Run, told: dict[str, Any]) -> None:
    """Measures, sum, kickers, gates, funding."""
    for line, expected in zip(run.funding.lines, told["measures"], strict=True):
        assert line.payout == expected["payout"]
        assert line.weighted == expected["weighted"]
        if "credited" in expected:
            assert (line.credited, line.attainment) == (
                expected["credited"],
                expected["attainment"],
            )
    assert run.funding.combined == told["weighted_sum"]
    assert run.funding.with_kickers == told["with_kickers"]
    assert run.funding.after_gates == told["after_gates"]
    assert run.pool.funding == told["funding"]


def agree_on_money(run: Run, told: dict[str, Any]) -> None:
    """Reserve, what stays, and each payee before cents."""
    assert run.exact_undistributed == told["undistributed"]
    assert run.pool.reserve == told["reserve"]
    assert [s.person_id for s in run.shares] == sorted(told["rows"])
    for share in run.shares:
        assert share.prorated_target == told["rows"][share.person_id]["prorated"]
        assert share.exact_pool_part == told["parts"][share.person_id]
        assert share.exact_individual_part == told["own"][share.person_id]


def agree_on_cents(run: Run, told: dict[str, Any], places: int, mode: str) -> None:
    """Largest remainders on the totals; a unit may move only where the parts cannot add up."""
    scale = Fraction(10) ** places
    parts = {person: part * scale for person, part in told["parts"].items()}
    owns = {person: own * scale for person, own in told["own"].items()}
    three = (sum(parts.values(), Fraction(0)), told["undistributed"] * scale)
    exact = dict(enumerate((*three, told["reserve"] * scale)))
    pool = oracle.units_of(told["pool"], places, mode)
    wanted = sum(s.pool_part for s in run.shares) * scale
    found = dict(enumerate((wanted, run.undistributed * scale, run.reserve * scale)))
    assert run.pool_total * scale == sum(found.values()) == pool
    rests = {value % 1 for value in exact.values()}
    if len(rests) == len(exact):
        assert found == oracle.largest_remainder(exact, pool)
    assert all(0 <= found[k] - floor(exact[k]) <= 1 for k in exact)
    own = sum(owns.values(), Fraction(0))
    total = oracle.units_of(three[0] + own, 0, mode)
    # The individual parts have a sum of their own: its floor, or one unit more.
    total = min(max(total, wanted + floor(own)), wanted + ceil(own))
    totals = oracle.largest_remainder({p: parts[p] + owns[p] for p in parts}, int(total))
    low = high = 0
    moved = Fraction(0)
    for share in run.shares:
        part, other = parts[share.person_id], owns[share.person_id]
        units = totals[share.person_id]
        assert floor(part) <= share.pool_part * scale <= ceil(part)
        assert floor(other) <= share.individual_part * scale <= ceil(other)
        moved += abs((share.pool_part + share.individual_part) * scale - units)
        low += max(floor(part), units - ceil(other))
        high += min(ceil(part), units - floor(other))
    if low <= wanted <= high:
        assert moved == 0, "a unit moved that need not have"
        agree_on_split(run, parts, owns, totals, scale)
    else:
        assert moved == 2 * max(low - wanted, wanted - high)


def agree_on_split(
    run: Run,
    parts: dict[str, Fraction],
    owns: dict[str, Fraction],
    totals: dict[str, int],
    scale: Fraction,
) -> None:
    """Where one unit is free between a payee's parts, the fraction that leads by more has it."""
    free = {
        person: owns[person] % 1 - parts[person] % 1
        for person, units in totals.items()
        if parts[person] % 1
        and owns[person] % 1
        and units == floor(parts[person]) + floor(owns[person]) + 1
    }
    ranked = sorted(free, key=lambda person: (free[person], person))
    has = {s.person_id: s.pool_part * scale > floor(parts[s.person_id]) for s in run.shares}
    count = sum(has[person] for person in ranked)
    assert [person for person in ranked if has[person]] == ranked[:count]


@thousand
@given(worlds(has_gaps=True))
def test_the_engine_and_the_oracle_agree(world: World) -> None:
    agree(world)


@thousand
@given(crowds())
def test_they_agree_where_caps_bind_across_teams(world: World) -> None:
    agree(world)


def agree(world: World) -> None:
    """Every figure of both runs, or the same refusal."""
    try:
        told = oracle.run(world)
    except Refused as refusal:
        with pytest.raises(RevenueError, match=re.escape(str(refusal))):
            engine(world)
        return
    run = engine(world)
    agree_on_funding(run, told)
    assert run.pool.target_pool == told["target_pool"]
    assert run.exact_pool_total == told["pool"]
    if told["pool"] is None:
        assert (run.shares, run.pool_total, run.undistributed) == ((), None, None)
        return
    agree_on_money(run, told)
    rounding = world["plan"]["rounding"]
    agree_on_cents(run, told, rounding["money"], rounding["mode"])
    for share in run.shares:
        owed = share.pool_part + share.individual_part
        back = told["rows"][share.person_id]["restatement"]
        assert share.restatement == max(rounded(back, rounding["money"], rounding["mode"]), -owed)
        assert share.payout == owed + share.restatement
        assert share.restatement + share.restatement_carried == back
