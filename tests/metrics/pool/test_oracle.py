"""The oracle itself, against cases worked by hand from the wording of the rules."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.metrics.pool.oracle import fill, largest_remainder, run, units_of
from tests.metrics.pool.oracle_funding import Refused, read, rounded, share_after_bonus, sliced

YEAR = {"first": date(2019, 1, 1), "last": date(2019, 12, 31)}
TWO_SLICES = [[0, 100, Fraction(1, 10)], [100, "inf", Fraction(1, 5)]]


def payee(person: str, target: int, **changes: Any) -> dict[str, Any]:
    """A payee with one segment over the whole period."""
    segment = {"from": None, "to": None, "team": "all", "fte": Fraction(1)}
    segment |= {"target": Fraction(target), "modifier": Fraction(1), "individual": None}
    return {"id": person, "terms": [{**segment, "eligible": True, **changes}]}


def test_water_is_filled_as_the_contract_prints_it() -> None:
    """10/20/30/40 of 100,000 with caps 8k/30k/60k/35k."""
    weights = {("", "a"): 10, ("", "b"): 20, ("", "c"): 30, ("", "d"): 40}
    caps = {"a": 8_000, "b": 30_000, "c": 60_000, "d": 35_000}
    parts, left = fill(
        {"": Fraction(100_000)},
        {k: Fraction(w) for k, w in weights.items()},
        {p: Fraction(c) for p, c in caps.items()},
    )
    assert parts == {"a": 8_000, "b": 22_800, "c": 34_200, "d": 35_000}
    assert left == 0


def test_what_no_one_may_get_stays() -> None:
    """Both at their cap: 100 - 30 - 40 is left over; across teams only after the own team."""
    weights = {("x", "a"): Fraction(1), ("y", "b"): Fraction(1), ("y", "c"): Fraction(3)}
    caps = {"a": Fraction(30), "b": Fraction(40), "c": Fraction(5)}
    assert fill({"x": Fraction(50), "y": Fraction(50)}, weights, caps) == (
        {"a": 30, "b": 40, "c": 5},
        25,
    )
    parts, left = fill({"x": Fraction(10), "y": Fraction(40)}, weights, caps)
    assert (parts, left) == ({"a": 10, "b": 35, "c": 5}, 0)
    parts, left = fill({"x": Fraction(10), "y": Fraction(50)}, weights, caps)
    assert (parts, left) == ({"a": 15, "b": 40, "c": 5}, 0)


@pytest.mark.parametrize(
    ("before", "fraction", "pool"),
    [
        # One slice, rate 10 %: E r / (1 + r) = 110 x 0.1 / 1.1.
        (Fraction(110), Fraction(1), Fraction(10)),
        # Left is X: X + 10 + 0.2 (X - 100) = 230, so X = 200 and the pool is 30.
        (Fraction(230), Fraction(1), Fraction(30)),
        # Half funded: X + 5 + 0.1 (X - 100) = 215, so X = 2200 / 11 = 200, the pool 15.
        (Fraction(215), Fraction(1, 2), Fraction(15)),
        (Fraction(-5), Fraction(1), Fraction(0)),
    ],
)
def test_a_share_of_what_it_leaves(before: Fraction, fraction: Fraction, pool: Fraction) -> None:
    """Solved by hand, slice by slice."""
    assert share_after_bonus(TWO_SLICES, before, fraction) == pool
    assert fraction * sliced(TWO_SLICES, before - pool) == pool


def test_curves_are_read_at_their_marks() -> None:
    """Half-open segments, the last point inside, both directions, both shapes."""
    days = {"points": [[73, 50], [68, 100], [66, 100], [61, 200]]}
    assert [read(days, Fraction(x)) for x in (74, 73, 70, 67, 61, 50)] == [0, 50, 80, 100, 200, 200]
    steps = {"points": [[1, 10], [2, 20], [3, 30]], "shape": "step", "below": "flat"}
    assert [read(steps, Fraction(x, 2)) for x in (1, 2, 3, 4, 5, 6, 9)] == [
        *(10, 10, 10, 20, 20, 30, 30)
    ]
    line = {"points": [[1, 10], [2, 30]], "below": "extrapolate", "above": "extrapolate"}
    assert [read(line, Fraction(x)) for x in (0, 3)] == [-10, 50]


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        (Fraction(5, 2), 0, "half_up", 3),
        (Fraction(-5, 2), 0, "half_up", -3),
        (Fraction(5, 2), 0, "half_even", 2),
        (Fraction(7, 2), 0, "half_even", 4),
        (Fraction(-29, 10), 0, "down", -2),
        (Fraction(14_325_000), -4, "half_up", 14_330_000),
        (Fraction(14_325_000), -4, "half_even", 14_320_000),
    ],
)
def test_rounding(value: Fraction, places: int, mode: str, expected: int) -> None:
    """Away from zero, to the even digit, toward zero."""
    assert rounded(value, places, mode) == expected


def test_leftover_units_go_to_the_largest_fraction_then_by_name() -> None:
    """Three thirds of ten: the first by name gets the fourth."""
    third = Fraction(10, 3)
    assert largest_remainder({"c": third, "a": third, "b": third}, 10) == {"a": 4, "b": 3, "c": 3}
    assert units_of(Fraction("0.125"), 2, "half_up") == 13


@pytest.mark.parametrize(
    ("rules", "start", "end", "prorated"),
    [
        ({}, None, date(2019, 6, 30), Fraction(181, 365)),
        ({"inclusive": False}, date(2019, 1, 1), date(2019, 6, 30), Fraction(180, 365)),
        ({"inclusive": False}, date(2019, 9, 30), date(2019, 12, 31), Fraction(92, 365)),
        ({"days": "30/360"}, date(2019, 2, 1), date(2019, 2, 28), Fraction(30, 360)),
        ({"days": "30/360"}, date(2019, 1, 16), date(2019, 2, 28), Fraction(45, 360)),
        ({"days": "months"}, date(2019, 1, 2), date(2019, 4, 30), Fraction(3, 12)),
        ({"days": "months"}, date(2019, 1, 2), date(2019, 1, 30), Fraction(0)),
        ({"days": "workdays"}, date(2019, 1, 2), date(2019, 1, 4), Fraction(2, 3)),
        ({"leavers": "forfeit"}, None, date(2019, 12, 30), Fraction(0)),
        ({"minimum_service_days": 31}, date(2019, 12, 2), None, Fraction(0)),
        ({"minimum_service_days": 30}, date(2019, 12, 2), None, Fraction(30, 365)),
    ],
)
def test_days_are_counted_one_by_one(
    rules: dict[str, Any], start: date | None, end: date | None, prorated: Fraction
) -> None:
    """Each way of counting, on segments counted on a calendar by hand."""
    world = {
        **YEAR,
        "plan": {"proration": rules, "funding": {"method": "fixed", "amount": 1}},
        "results": {},
        "workdays": {date(2019, 1, 2), date(2019, 1, 4), date(2019, 5, 6)},
        "payees": [payee("p", 1, **{"from": start, "to": end})],
    }
    assert run(world)["target_pool"] == prorated


def test_a_whole_small_run() -> None:
    """Two equal payees, 150 % of 2,000 with 10 % held back, one at 1.2: worked by hand."""
    measure = {"kpi": "k", "weight": 100, "points": [[0, 0], [200, 200]]}
    world = {
        **YEAR,
        "plan": {"measures": [measure], "funding": {"reserve": 10}},
        "results": {"k": {"value": Fraction(150), "target": None}},
        "payees": [payee("a", 1000, modifier=Fraction(6, 5)), payee("b", 1000)],
    }
    out = run(world)
    assert (out["funding"], out["target_pool"], out["pool"]) == (150, 2000, 3000)
    assert (out["reserve"], out["undistributed"]) == (300, 0)
    assert out["parts"] == {"a": Fraction(16_200, 11), "b": Fraction(13_500, 11)}
    cents = {person: part * 100 for person, part in out["parts"].items()}
    assert largest_remainder(cents, 270_000) == {"a": 147_273, "b": 122_727}


def test_a_missing_result_is_refused() -> None:
    """With a weight: refused; with none: nothing changes."""
    plan = {"measures": [{"kpi": "k", "weight": 100, "points": [[0, 0], [200, 200]]}]}
    world = {**YEAR, "plan": plan, "results": {"k": {"value": None}}, "payees": []}
    with pytest.raises(Refused, match="k"):
        run(world)
    idle = {"kpi": "z", "weight": 0, "points": [[0, 0], [1, 1]]}
    both = {"measures": [*plan["measures"], idle]}
    results = {"k": {"value": Fraction(90), "target": None}}
    assert run({**world, "plan": both, "results": results})["funding"] == 90
