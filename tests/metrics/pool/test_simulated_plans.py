"""Every draw of a simulation is the pool that the engine pays for the same results."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from metrics.errors import RevenueError
from metrics.pool.inputs import Inputs, Result
from metrics.pool.pay_table import MoneyTerms
from metrics.pool.plan import Plan, Rounding
from metrics.pool.roster import Roster
from metrics.pool.run import run
from metrics.pool.simulation import Draws, Simulator
from tests.metrics.pool.pool_engine import inputs_of, plan_of
from tests.metrics.pool.pool_worlds import Dice, world

DRAWS = 12


def drawn_results(dice: Dice, inputs: Inputs) -> dict[str, list[Fraction]]:
    """Some results near those of the world, in eighths, so that floats hold them exactly."""
    return {
        key: [found.value + Fraction(dice.whole(-90, 90), 8) for _ in range(DRAWS)]
        for key, found in inputs.results.items()
        if found.value is not None and not key.startswith("own")
    }


def at(inputs: Inputs, drawn: dict[str, list[Fraction]], place: int) -> Inputs:
    """The inputs with the results of one draw."""
    results = {
        key: Result(drawn[key][place], found.target, "", "") if key in drawn else found
        for key, found in inputs.results.items()
    }
    return replace(inputs, results=results)


def cases(count: int) -> list[tuple[int, Plan, Inputs]]:
    """Worlds whose engine pays them; roundings to whole points would turn on a float's last bit."""
    found = []
    for seed in range(count):
        one = world(Dice(seed))
        try:
            plan, inputs = plan_of(one), inputs_of(one)
            run(plan, inputs)
        except RevenueError:
            continue
        money = plan.rounding.money
        found.append((seed, plan.model_copy(update={"rounding": Rounding(money=money)}), inputs))
    return found


@pytest.mark.slow
def test_every_draw_is_the_engine() -> None:
    compared = with_teams = 0
    for seed, plan, inputs in cases(400):
        drawn = drawn_results(Dice(seed + 10_000), inputs)
        arrays = {key: np.array([float(one) for one in some]) for key, some in drawn.items()}
        roster, done = Roster.of(plan, inputs), run(plan, inputs)
        simulator = Simulator(
            plan, done.funding, Draws(arrays, DRAWS, 1), MoneyTerms.of(roster, inputs)
        )
        costs = simulator.costs([Fraction(one.weight) for one in plan.measures])
        for place in range(DRAWS):
            engine = run(plan, at(inputs, drawn, place), roster)
            assert costs.funding[place] == pytest.approx(float(engine.pool.funding), abs=1e-6)
            if engine.pool_total is None:
                continue
            unit = 10.0**-plan.rounding.money
            # A pool that is half a unit may be printed to either side from a float.
            exact = float(engine.exact_pool_total)
            assert abs(costs.pool[place] - exact) <= unit * 0.5 + 1e-6 * max(1.0, exact)
            compared += 1
            for team, pays in costs.teams.items():
                parts = [s for s in engine.shares if s.team == team]
                exact = float(sum(s.exact_pool_part + s.exact_individual_part for s in parts))
                assert pays[place] == pytest.approx(exact, rel=2e-3, abs=1e-3)
                with_teams += 1
    assert compared >= 2_000
    assert with_teams >= 3_000
