"""What holds for every plan, every result and every roster: money is never made or lost.

Each property is thrown a thousand worlds that are the same every time.
"""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.pool.shares import Run
from tests.metrics.pool.pool_engine import World, engine
from tests.metrics.pool.pool_worlds import (
    DAY,
    METHODS,
    Dice,
    copied,
    crowds,
    falls,
    segment,
    thousand,
    worlds,
)

pytestmark = pytest.mark.slow
SEEDS = st.integers(0, 2**32)
WITH_MONEY = ("fixed", "share")


def changed(world: World, change: Callable[[World], None]) -> World:
    """A copy of the world with one change."""
    other = copied(world)
    change(other)
    return other


def exact_parts(run: Run) -> dict[str, tuple[Fraction, Fraction]]:
    """Each payee's parts before cents."""
    return {s.person_id: (s.exact_pool_part, s.exact_individual_part) for s in run.shares}


def printed(run: Run) -> dict[str, tuple[Fraction, ...]]:
    """Each payee's parts as paid."""
    return {s.person_id: (s.pool_part, s.individual_part, s.payout) for s in run.shares}


@thousand
@given(st.one_of(worlds(), crowds()))
def test_the_printed_figures_add_up(world: World) -> None:
    run = engine(world)
    unit = Fraction(10) ** -world["plan"]["rounding"]["money"]
    if run.pool_total is None:
        assert (run.reserve, run.undistributed, run.shares) == (None, None, ())
        return
    parts = sum(share.pool_part for share in run.shares)
    assert parts + run.undistributed + run.reserve == run.pool_total
    assert run.undistributed >= 0
    for share in run.shares:
        assert share.payout == share.pool_part + share.individual_part + share.restatement
        assert share.pool_part >= 0
        assert share.individual_part >= 0
        assert share.payout >= 0
        for part in (share.pool_part, share.individual_part):
            assert (part / unit).denominator == 1
    for figure in (run.pool_total, run.reserve, run.undistributed):
        assert (figure / unit).denominator == 1


@thousand
@given(worlds())
def test_the_exact_figures_add_up(world: World) -> None:
    run = engine(world)
    if run.exact_pool_total is not None:
        parts = sum(share.exact_pool_part for share in run.shares)
        reserve = run.pool.reserve
        assert parts + run.exact_undistributed + reserve == run.exact_pool_total


@thousand
@given(worlds(low=2), SEEDS)
def test_the_order_of_payees_decides_nothing(world: World, seed: int) -> None:
    def shuffle(other: World) -> None:
        random.Random(seed).shuffle(other["payees"])

    first, second = engine(world), engine(changed(world, shuffle))
    assert printed(first) == printed(second)
    assert exact_parts(first) == exact_parts(second)


@thousand
@given(worlds(), st.sampled_from((Fraction(2), Fraction(1, 4), Fraction(1000), Fraction(5, 2))))
def test_money_scales(world: World, k: Fraction) -> None:
    def scale(other: World) -> None:
        terms = other["plan"]["funding"]
        terms["amount"] = Fraction(terms.get("amount", 0)) * k
        if "tiers" in terms:
            ends = [(start * k, e if e == "inf" else e * k, r) for start, e, r in terms["tiers"]]
            terms["tiers"] = [list(tier) for tier in ends]
        if "afford" in terms:
            terms["afford"]["floor"] *= k
        for key in ("base", "cash"):
            other["results"][key]["value"] *= k
        other["carry"] *= k
        for payee in other["payees"]:
            for part in payee["terms"]:
                part["target"] *= k

    first, second = engine(world), engine(changed(world, scale))
    scaled = {p: (a * k, b * k) for p, (a, b) in exact_parts(first).items()}
    assert exact_parts(second) == scaled
    if first.exact_undistributed is not None:
        assert second.exact_undistributed == first.exact_undistributed * k


@thousand
@given(worlds(high=0), SEEDS)
def test_a_better_result_never_funds_less(world: World, seed: int) -> None:
    dice, plan = Dice(seed), world["plan"]
    lower = {m["kpi"] for m in plan["measures"] if falls(m, world["better"])}
    limited = {falls(m, world["better"]) for m in plan["measures"] if "limit" in m}

    def improve(other: World) -> None:
        keys = ["other", *[m["kpi"] for m in plan["measures"]]]
        if len(limited) == 1:
            keys.append("limit")
        key = dice.pick(*keys)
        is_lower = key in lower or (key == "limit" and True in limited)
        step = dice.part(0, 20) * (-1 if is_lower else 1)
        for name in (key, f"{key}[region=EMEA]"):
            if name in other["results"]:
                other["results"][name]["value"] += step

    assert engine(changed(world, improve)).funding.funding >= engine(world).funding.funding


@thousand
@given(worlds(low=1, high=3))
def test_equals_are_at_most_one_unit_apart(world: World) -> None:
    def twin(other: World) -> None:
        first = copied(other["payees"][0])
        own = "own[person_id={}]".format
        other["results"][own("twin")] = other["results"][own(first["id"])]
        other["payees"].append({**first, "id": "twin"})

    run = engine(changed(world, twin))
    unit = Fraction(10) ** -world["plan"]["rounding"]["money"]
    if run.pool_total is not None:
        one, two = printed(run)[world["payees"][0]["id"]], printed(run)["twin"]
        assert exact_parts(run)[world["payees"][0]["id"]] == exact_parts(run)["twin"]
        assert all(abs(a - b) <= unit for a, b in zip(one, two, strict=True))


@thousand
@given(worlds(low=1), SEEDS)
def test_a_cut_without_a_change_changes_nothing(world: World, seed: int) -> None:
    dice = Dice(seed)
    rules, length = world["plan"]["proration"], (world["last"] - world["first"]).days
    rules |= {"inclusive": True, "days": dice.pick("calendar", "workdays")}
    world["plan"]["rounding"]["proration"] = "none"

    def cut(other: World) -> None:
        terms = dice.pick(*other["payees"])["terms"]
        part = terms[-1]
        start = max(part["from"] or world["first"], world["first"])
        day = start + dice.whole(0, length) * DAY
        if part["to"] is None or day < part["to"]:
            terms[-1:] = [{**part, "to": day}, {**part, "from": day + DAY}]

    first, second = engine(world), engine(changed(world, cut))
    assert exact_parts(first) == exact_parts(second)
    assert printed(first) == printed(second)


@thousand
@given(worlds(), st.booleans())
def test_a_measure_of_no_weight_changes_nothing(world: World, has_data: bool) -> None:
    plan = world["plan"]
    if not plan["measures"]:
        return
    if not has_data:
        world["results"]["idle"] = {"value": None, "target": None}
    else:
        world["results"]["idle"] = {"value": Fraction(7), "target": Fraction(8)}

    def add(other: World) -> None:
        idle = {"kpi": "idle", "weight": 0, "points": [[1, 20], [9, 90]]}
        if "combine" in plan:
            del idle["points"]
        other["plan"]["measures"].append(idle)

    first, second = engine(world), engine(changed(world, add))
    assert first.funding.funding == second.funding.funding
    assert first.pool_total == second.pool_total
    assert printed(first) == printed(second)


@thousand
@given(st.one_of(crowds(), worlds(low=1, methods=WITH_MONEY)), st.sampled_from((1, 3, 50, 4000)))
def test_a_bigger_pool_lowers_no_exact_share(world: World, more: int) -> None:
    def grow(other: World) -> None:
        other["carry"] += more

    small, big = exact_parts(engine(world)), exact_parts(engine(changed(world, grow)))
    assert all(big[person][0] >= part for person, (part, _) in small.items())


@thousand
@given(worlds(low=1, methods=METHODS), SEEDS)
def test_more_target_never_pays_the_one_less(world: World, seed: int) -> None:
    """On a fixed pool without floor and cap, a larger target incentive is a larger share."""
    dice, plan = Dice(seed), world["plan"]
    plan["funding"] = {"method": "fixed", "amount": 1000, "cap": 0}
    plan["measures"], plan["gates"], plan["kickers"] = [], [], []
    plan.pop("combine", None)
    plan["split"] = {"by": "target_incentive"}
    plan["allocation"]["budget_neutral"] = True
    who = dice.pick(*world["payees"])["id"]

    def raise_target(other: World) -> None:
        (payee,) = [payee for payee in other["payees"] if payee["id"] == who]
        for part in payee["terms"]:
            part["target"] *= 2

    small, big = engine(world), engine(changed(world, raise_target))
    assert exact_parts(big)[who][0] >= exact_parts(small)[who][0]


@thousand
@given(worlds(low=1, high=2))
def test_a_payee_of_nothing_changes_nothing(world: World) -> None:
    def add(other: World) -> None:
        nobody = {**segment(Dice(1), world, "marketing"), "target": Fraction(0)}
        nobody["individual"] = Fraction(0)
        other["payees"].append({"id": "nobody", "terms": [nobody]})

    first, second = engine(world), engine(changed(world, add))
    assert printed(second).pop("nobody") == (0, 0, 0)
    assert {p: v for p, v in printed(second).items() if p != "nobody"} == printed(first)
