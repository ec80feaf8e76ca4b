"""Printed units: largest remainders, ties, and two columns that both add up."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.pool.cents import apportioned, in_parts, largest_remainder, unit_of, units
from metrics.pool.inputs import Payee
from metrics.pool.run import run
from tests.metrics.pool.people import exact, fixed, inputs_of, payee, plan_of, terms


@pytest.mark.parametrize(
    ("quotas", "total", "found"),
    [
        # In tenths of a unit.
        ([33, 33, 34], 10, [3, 3, 4]),
        ([25, 25, 50], 10, [3, 2, 5]),
        ([10, 20, 30], 6, [1, 2, 3]),
        ([19, 19, 2], 4, [2, 2, 0]),
        ([0, 0], 0, [0, 0]),
        ([], 0, []),
        ([7], 1, [1]),
        ([-25, -25, -50], -10, [-3, -2, -5]),
        ([-19, -19, -2], -4, [-2, -2, 0]),
        ([35, -5], 3, [4, -1]),
    ],
)
def test_units_left_over_go_to_the_largest_remainders(
    quotas: list[int], total: int, found: list[int]
) -> None:
    assert apportioned(quotas, 10, total) == found
    assert largest_remainder([Fraction(each, 10) for each in quotas], total) == found


@pytest.mark.parametrize(
    ("money", "places", "mode", "count"),
    [
        ("1.005", 2, "half_up", 101),
        ("1.005", 2, "half_even", 100),
        ("1.005", 2, "down", 100),
        ("-1.005", 2, "half_up", -101),
        ("2387261.1664", 0, "half_up", 2387261),
        ("14325000", -4, "half_up", 1433),
        ("14325000", -4, "down", 1432),
    ],
)
def test_money_in_units(money: str, places: int, mode: Any, count: int) -> None:
    assert units(exact(money), places, mode) == count


def test_the_unit_in_money() -> None:
    assert [unit_of(places) for places in (2, 0, -4)] == [Fraction(1, 100), 1, 10000]


@pytest.mark.parametrize(
    ("pool", "individual", "pool_total", "total", "found"),
    [
        # In tenths: pool parts, individual parts, their column's total, the grand total.
        ([14, 26], [0, 0], 4, 4, ([1, 3], [0, 0])),
        # One free unit a row: the pool part with the larger lead in its fraction takes it.
        ([14, 16], [16, 14], 3, 6, ([1, 2], [2, 1])),
        ([15, 15], [15, 15], 3, 6, ([2, 1], [1, 2])),
        ([19, 19], [19, 19], 4, 8, ([2, 2], [2, 2])),
        # The unit of b's total moves to a: a has a pool part alone, and the column needs it.
        ([6, 0], [0, 7], 1, 1, ([1, 0], [0, 0])),
        # The individual parts have a sum of their own: 1.5 of it is 1 or 2, never 3.
        ([5, 0], [0, 15], 0, 3, ([0, 0], [0, 2])),
        ([-14, -26], [0, 0], -4, -4, ([-1, -3], [0, 0])),
        ([-14, -16], [-16, -14], -3, -6, ([-1, -2], [-2, -1])),
    ],
)
def test_both_parts_add_up(
    pool: list[int],
    individual: list[int],
    pool_total: int,
    total: int,
    found: tuple[list[int], list[int]],
) -> None:
    parts = in_parts(pool, individual, 10, pool_total, total)
    assert (parts.pool, parts.individual) == found


ROWS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=7)


@settings(max_examples=1000, deadline=None)
@given(ROWS, st.booleans(), st.integers(0, 3))
def test_every_part_is_its_floor_or_one_more(
    rows: list[tuple[int, int]], is_up: bool, lonely: int
) -> None:
    pool = [0 if place % 4 == lonely else each for place, (each, _) in enumerate(rows)]
    individual = [0 if place % 4 == lonely + 1 else each for place, (_, each) in enumerate(rows)]
    low, rest = divmod(sum(pool), 10)
    wanted = low + (1 if rest and is_up else 0)
    total = units(Fraction(sum(pool) + sum(individual), 10), 0, "half_up")
    parts = in_parts(pool, individual, 10, wanted, total)
    assert sum(parts.pool) == wanted
    for quotas, column in ((pool, parts.pool), (individual, parts.individual)):
        assert all(abs(10 * each - quota) < 10 for each, quota in zip(column, quotas, strict=True))
    rows_of = zip(pool, individual, parts.pool, parts.individual, strict=True)
    assert all(abs(10 * (a + b) - x - y) < 10 for x, y, a, b in rows_of)


@pytest.mark.parametrize(
    ("amount", "payouts"),
    [
        ("100.00", ["33.34", "33.33", "33.33"]),
        ("100.01", ["33.34", "33.34", "33.33"]),
        ("0.02", ["0.01", "0.01", "0.00"]),
        ("0.00", ["0", "0", "0"]),
    ],
)
def test_thirds_go_by_name(amount: str, payouts: list[str]) -> None:
    people = [payee(name) for name in ("c", "a", "b")]
    done = run(fixed(amount), inputs_of(people))
    assert [share.person_id for share in done.shares] == ["a", "b", "c"]
    assert [share.payout for share in done.shares] == [exact(each) for each in payouts]


def test_a_bigger_pool_can_move_one_cent_and_no_exact_share_down() -> None:
    """The paradox of largest remainders: c loses a cent although the pool has one more."""
    people = [payee("a", 6), payee("b", 6), payee("c", 2)]
    plan = {"allocation": {"cap_multiple": 0}}
    small, big = (run(fixed(each, **plan), inputs_of(people)) for each in ("0.10", "0.11"))
    assert [share.payout * 100 for share in small.shares] == [4, 4, 2]
    assert [share.payout * 100 for share in big.shares] == [5, 5, 1]
    for before, after in zip(small.shares, big.shares, strict=True):
        assert after.exact_pool_part > before.exact_pool_part


@pytest.mark.parametrize(
    ("places", "mode", "printed"),
    [
        (2, "half_up", ("1000.56", "50.03", "950.53")),
        (2, "down", ("1000.55", "50.03", "950.52")),
        (0, "half_up", ("1001", "50", "951")),
        (0, "down", ("1000", "50", "950")),
        (-2, "half_up", ("1000", "0", "1000")),
        (-4, "half_up", ("0", "0", "0")),
    ],
)
def test_reserve_and_parts_add_up_to_the_printed_pool(
    places: int, mode: str, printed: tuple[str, str, str]
) -> None:
    plan = fixed("1000.555", funding={"reserve": 5}, rounding={"money": places, "mode": mode})
    done = run(plan, inputs_of([payee("a", 500), payee("b", 500)]))
    assert (done.pool_total, done.reserve, done.paid_from_pool) == tuple(map(exact, printed))
    assert sum(share.pool_part for share in done.shares) == done.paid_from_pool


CABOT = [
    ("executive 1", 1320000, 125, 1045704),
    ("executive 2", 462888, 160, 415303),
    ("executive 3", 355749, 130, 287161),
    ("executive 4", 388704, 180, 372067),
    ("executive 5", 388571, 90, 267026),
]


def test_published_payouts_to_the_dollar() -> None:
    plan = plan_of(
        allocation={"pool_share": 70}, rounding={"funding": 1, "money": 0, "mode": "half_up"}
    )
    people = [payee(name, target, individual=own) for name, target, own, _ in CABOT]
    done = run(plan, inputs_of(people, score=Fraction(2087, 35)))
    assert done.funding.funding == exact("59.6")
    assert [share.payout for share in done.shares] == [payout for *_, payout in CABOT]


@pytest.mark.parametrize(
    ("restatement", "line", "carried", "payout"),
    [
        ("0", "0", "0", "1000"),
        ("-250.5", "-250.5", "0", "749.5"),
        ("75", "75", "0", "1075"),
        ("-1000", "-1000", "0", "0"),
        ("-1200.25", "-1000", "-200.25", "0"),
        ("-0.004", "0", "-0.004", "1000"),
    ],
)
def test_a_restatement_never_takes_a_payout_below_zero(
    restatement: str, line: str, carried: str, payout: str
) -> None:
    one = Payee("a", (terms(1000),), restatement=exact(restatement))
    done = run(plan_of(), inputs_of([one, payee("b")]))
    share = done.share("a")
    assert (share.restatement, share.restatement_carried) == (exact(line), exact(carried))
    assert (share.pool_part, share.payout) == (1000, exact(payout))
    assert (done.pool_total, done.share("b").payout) == (2000, 1000)
