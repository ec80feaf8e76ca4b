"""Team pay by pool: exact at every breakpoint and anywhere between two of them."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.errors import RevenueError
from metrics.pool.pay_table import PayTable, pay_table
from metrics.pool.roster import Roster
from metrics.pool.sharing import shared
from tests.metrics.pool.pool_engine import World, inputs_of, plan_of
from tests.metrics.pool.pool_worlds import Dice, world, worlds
from tests.metrics.pool.test_bridge import paid, payees, two


def read_off(table: PayTable, team: str, pool: Fraction) -> Fraction:
    """The pay on the straight line between two pools of the table."""
    pays = table.teams[team]
    for place in range(1, len(table.pools)):
        if pool <= table.pools[place]:
            start, end = table.pools[place - 1], table.pools[place]
            part = (pool - start) / (end - start)
            return pays[place - 1] + part * (pays[place] - pays[place - 1])
    raise AssertionError("the pool lies beyond the table")


def by_engine(roster: Roster, team: str, pool: Fraction) -> Fraction:
    """The same from the engine's own sharing, payee by payee."""
    sharing = shared(roster.crowd, pool)
    return sum(
        (
            Fraction(sharing.numerators[place], sharing.denominator) + entry.individual_part
            for place, entry in enumerate(roster.entries)
            if (entry.lines[-1].terms.team if entry.lines else "") == team
        ),
        Fraction(0),
    )


def test_the_water_filling_case_bends_where_somebody_is_capped() -> None:
    # Targets 10/20/30/40 with caps of 3 x target: nobody is capped before all are.
    done = paid(two(), people=payees(10, 20, 30, 40))
    table = pay_table(Roster.of(done.plan, done.inputs), Fraction(400))
    assert table.pools == (0, 300, 400)
    assert table.teams[""] == (0, 300, 300)
    assert table.is_exact


@pytest.mark.slow
@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds(low=1), st.lists(st.fractions(0, 1, max_denominator=997), min_size=5, max_size=5))
def test_the_table_is_the_engine(one: World, parts: list[Fraction]) -> None:
    try:
        roster = Roster.of(plan_of(one), inputs_of(one))
    except RevenueError:
        return
    most = 4 * (roster.target_pool or Fraction(0)) + 10
    table = pay_table(roster, most)
    assert table.pools[-1] == most
    for team, pays in table.teams.items():
        for pool, pay in zip(table.pools, pays, strict=True):
            assert pay == by_engine(roster, team, pool)
        if table.is_exact:
            for part in parts:
                assert read_off(table, team, part * most) == by_engine(roster, team, part * most)


def test_random_worlds_are_nearly_always_exact() -> None:
    exact = []
    for seed in range(60):
        one = world(Dice(seed), low=1)
        roster = Roster.of(plan_of(one), inputs_of(one))
        exact.append(pay_table(roster, 3 * (roster.target_pool or Fraction(0)) + 1).is_exact)
    assert sum(exact) >= 50
