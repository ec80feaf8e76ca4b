"""The draws are stratified and correlated, and a whole array pays what the curve pays."""

from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest

from metrics.planning.draws import DrawsError, Marginal, drawn
from metrics.pool.curve import Curve
from metrics.pool.simulation import curve_payouts

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
