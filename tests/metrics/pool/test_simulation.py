"""The draws are stratified and correlated, and a whole array pays what the curve pays."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

from metrics.planning.draws import DrawsError, Marginal, drawn
from metrics.pool.curve import Curve
from metrics.pool.funding import fund
from metrics.pool.inputs import ONE, Payee, Terms
from metrics.pool.pay_table import MoneyTerms
from metrics.pool.plan import FundingTerms, Rounding
from metrics.pool.roster import Roster
from metrics.pool.simulation import Outcome, Simulator, curve_payouts, rounded_array
from tests.metrics.pool.funding_worlds import inputs, measure, plan

NORMAL = Marginal("bookings", 100.0, 15.0)
ON = [[1.0]]
POINTS = ((Decimal(80), Decimal(50)), (Decimal(100), Decimal(100)), (Decimal(120), Decimal(200)))


@pytest.mark.parametrize("seed", range(200))
def test_at_the_mean_is_not_the_mean(seed: int) -> None:
    # By integration 108.81; P90 is 100 + 19.2233 x 5.
    pays = curve_payouts(Curve.of(POINTS), drawn([NORMAL], ON, 10_000, seed).results["bookings"])
    assert abs(pays.mean() - 108.81) <= 0.1
    assert abs(np.quantile(pays, 0.9) - 196.1) <= 0.3


def test_the_integral_is_10881() -> None:
    normal, steps = NormalDist(100, 15), 200_000
    curve = Curve.of(POINTS)
    middles = np.array([normal.inv_cdf((at + 0.5) / steps) for at in range(steps)])
    assert abs(curve_payouts(curve, middles).mean() - 108.81) <= 0.01


def test_every_stratum_has_exactly_one_draw() -> None:
    results = drawn([NORMAL], ON, 10_000, 3).results["bookings"]
    strata = sorted(int(NormalDist(100, 15).cdf(one) * 10_000) for one in results)
    assert strata == list(range(10_000))


def test_correlated_draws_keep_their_strata_and_follow_the_ranks() -> None:
    marginals = [Marginal("a", 0.0, 1.0), Marginal("b", 10.0, 2.0), Marginal("c", 5.0, 0.0)]
    wanted = [[1.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 1.0]]
    draws = drawn(marginals, wanted, 10_000, 11).results
    strata = sorted(int(NormalDist(10, 2).cdf(one) * 10_000) for one in draws["b"])
    assert strata == list(range(10_000))
    ranks = [np.argsort(np.argsort(draws[key])) for key in "ab"]
    assert abs(np.corrcoef(ranks)[0, 1] - 0.6) <= 0.01
    assert set(draws["c"]) == {5.0}


def test_impossible_correlations_move_toward_none() -> None:
    marginals = [Marginal(key, 0.0, 1.0) for key in "abc"]
    wanted = [[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]]
    draws = drawn(marginals, wanted, 10_000, 1).results
    ranks = np.corrcoef([np.argsort(np.argsort(draws[key])) for key in "abc"])
    assert 0.4 < ranks[0, 1] < 0.6
    assert -0.6 < ranks[0, 2] < -0.4


def test_bounds_hold_and_the_same_seed_draws_the_same() -> None:
    rate = Marginal("win_rate", 0.9, 0.2, 0.0, 1.0)
    first, again = (drawn([rate], ON, 10_000, 5).results["win_rate"] for _ in range(2))
    assert first.max() == 1.0
    assert first.min() >= 0.0
    assert (first == again).all()
    assert not (first == drawn([rate], ON, 10_000, 6).results["win_rate"]).all()


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(DrawsError, match="take 10,000 or more"):
        drawn([NORMAL], ON, 9_999, 1)


DOWN = tuple(reversed([(x, 250 - y) for x, y in POINTS]))
DEAD_BAND = ((Decimal(73), Decimal(50)), (Decimal(68), Decimal(100)), (Decimal(66), Decimal(100)))


@pytest.mark.parametrize("points", [POINTS, DOWN, DEAD_BAND, POINTS[:1]])
@pytest.mark.parametrize("shape", ["linear", "step"])
@pytest.mark.parametrize("below", ["zero", "flat", "extrapolate"])
@pytest.mark.parametrize("above", ["cap", "extrapolate"])
def test_an_array_pays_what_the_curve_pays(points, shape, below, above) -> None:
    curve = Curve.of(points, shape, below, above)
    drawn_results = drawn([Marginal("x", 90.0, 25.0)], ON, 10_000, 2).results["x"][::25]
    edges = [float(x) + by for x, _ in points for by in (-1e-9, 0.0, 1e-9)]
    results = np.concatenate([drawn_results, edges])
    pays = curve_payouts(curve, results)
    for result, pay in zip(results.tolist(), pays.tolist(), strict=True):
        assert abs(pay - float(curve.payout(Fraction(result)))) <= 1e-9


def simulated(seed: int = 1, carry_over: int = 0, **changes: object) -> Outcome:
    """Bookings of N(100, 15) on 80/50-100/100-120/200, for two teams with 600 and 400 of target."""
    made = plan(measure("bookings", 100, (80, 50), (100, 100), (120, 200)), **changes)
    people = tuple(
        Payee(team, (Terms(None, None, team, "", ONE, Fraction(target), ONE, None, True),))
        for team, target in (("marketing", 400), ("sales", 600))
    )
    given = replace(inputs({"bookings": 100}, carry_over=carry_over), payees=people)
    draws = drawn([NORMAL], ON, 10_000, seed)
    money = MoneyTerms.of(Roster.of(made, given), given)
    return Simulator(made, fund(made, given), draws, money).outcome([Fraction(100)])


def test_the_cost_its_spread_and_its_chances() -> None:
    found = simulated()
    assert found.expected_cost == pytest.approx(1088.1, abs=1)
    assert found.expected_funding == pytest.approx(found.expected_cost / 10, abs=1e-3)
    assert (found.p50, found.p90) == (pytest.approx(1000, abs=1), pytest.approx(1961, abs=3))
    # P10: 100 - 19.2233 = 80.777 pays 51.94.
    assert found.p10 == pytest.approx(519.4, abs=2)
    assert found.risk_reserve == found.p90 - found.p50
    # Below 80, and from 120 on: 1.3333 standard deviations to either side.
    beyond = NormalDist().cdf(-20 / 15)
    assert found.p_no_payout == pytest.approx(beyond, abs=1e-4)
    assert found.p_at_cap == pytest.approx(beyond, abs=1e-4)


def test_teams_share_cost_and_risk_by_their_targets() -> None:
    found = simulated()
    marketing, sales = found.teams
    assert (marketing.team, sales.team) == ("marketing", "sales")
    assert marketing.expected == pytest.approx(0.4 * found.expected_cost, abs=0.01)
    assert sales.sd == pytest.approx(1.5 * marketing.sd)
    # The payout's own standard deviation, by a finer grid of equal chances.
    normal, curve = NormalDist(100, 15), Curve.of(POINTS)
    pays = curve_payouts(
        curve, np.array([normal.inv_cdf((n + 0.5) / 50_000) for n in range(50_000)])
    )
    assert sales.sd == pytest.approx(6 * pays.std(), rel=2e-3)


def test_floor_cap_carry_over_and_reserve() -> None:
    found = simulated(
        carry_over=50,
        funding=FundingTerms(floor=Decimal(20), cap=Decimal(100), reserve=Decimal(10)),
    )
    assert found.p_no_payout == 0
    assert found.expected_funding == pytest.approx((found.expected_cost - 50) / 10, abs=1e-3)
    assert found.p_at_cap == pytest.approx(0.5, abs=1e-4)
    assert (found.p50, found.p90) == (pytest.approx(1050, abs=1), 1050)
    assert sum(team.expected for team in found.teams) == pytest.approx(
        0.9 * found.expected_cost, abs=0.01
    )


def test_the_pool_is_printed_in_the_declared_unit() -> None:
    found = simulated(rounding=Rounding(money=-2))
    assert (found.p50 % 100, found.p90 % 100) == (0, 0)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("half_up", [1, -1, 2, 3, -3]), ("half_even", [0, 0, 2, 2, -2]), ("down", [0, 0, 1, 2, -2])],
)
def test_arrays_round_by_the_declared_mode(mode, expected) -> None:
    values = np.array([0.5, -0.5, 1.5, 2.5, -2.5])
    assert rounded_array(values, 0, mode).tolist() == expected
    assert rounded_array(values, "none", mode) is values
    assert rounded_array(values * 10_000, -4, mode).tolist() == [one * 10_000 for one in expected]
