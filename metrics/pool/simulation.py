"""A plan's pool over thousands of drawn results: what it costs, how sure that is, who gains.

Floats and numpy live here and nowhere else in the pool: nobody is paid from what comes back.
Payouts of each measure are worked out once per draw, so that a change of weights is one product
of a matrix and a vector, then kickers, gates, rounding, bounds and shares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from metrics.money import Mode
from metrics.pool.curve import Curve
from metrics.pool.funding import combining_curve, measure_curve
from metrics.pool.inputs import result_key
from metrics.pool.lines import Funding, MeasureLine
from metrics.pool.pay_table import MoneyTerms
from metrics.pool.plan import Gate, Kicker, Places, Plan
from metrics.pool.tiers import slices

Array: TypeAlias = NDArray[np.float64]
_CEILINGS: Mapping[str, float] = {"zero": 0.0, "half": 50.0, "cap_at_target": 100.0}
# A product of floats ends a hair below the half that it is on paper.
_HAIR = 1e-9


@dataclass(frozen=True, eq=False)
class Draws:
    """Results drawn jointly, by result key, in the KPIs' units; the arrays cannot be written."""

    results: Mapping[str, Array]
    count: int
    seed: int


@dataclass(frozen=True, eq=False)
class Costs:
    """Every draw's funding, as a run's `Pool` has it, and money: `paid` is before what is
    carried over, `pool` with it and in the printed unit.
    """

    funding: Array
    paid: Array
    pool: Array
    is_at_cap: NDArray[np.bool_]
    teams: Mapping[str, Array]


@dataclass(frozen=True)
class TeamRisk:
    """A team's pay over the draws, in money: the mean and the standard deviation."""

    team: str
    expected: float
    sd: float


@dataclass(frozen=True)
class Outcome:
    """The pool over the draws; money, or percent points of target where no payee is known.

    The cost is the pool with what is carried over and before the reserve is set aside. Chances
    are 0 to 1; `risk_reserve` is P90 less P50.
    """

    draws: int
    seed: int
    is_money: bool
    expected_funding: float
    expected_cost: float
    p10: float
    p50: float
    p90: float
    p_no_payout: float
    p_at_cap: float
    risk_reserve: float
    teams: tuple[TeamRisk, ...]


def curve_payouts(curve: Curve, results: Array) -> Array:
    """The payout of each result in percent points: `Curve.payout` for a whole array."""
    progress = np.array([float(step) for step in curve.progress])
    pays = np.array([float(point.payout) for point in curve.points])
    slopes = np.array([float(slope) for slope in curve.slopes])
    at = -results if curve.is_descending else results
    # Half-open: a piece begins at its first end, where a cliff already pays.
    piece = np.searchsorted(progress, at, side="right")
    anchor = np.maximum(piece - 1, 0)
    found = pays[anchor] + slopes[piece] * (at - progress[anchor])
    return np.where(piece == 0, 0.0, found) if curve.below == "zero" else found


def rounded_array(values: Array, places: Places, mode: Mode) -> Array:
    """`values` with so many digits after the point by a declared mode; "none": as they are."""
    if places == "none":
        return values
    scale = 10.0**places
    scaled = np.abs(values) * scale
    if mode == "down":
        whole = np.floor(scaled + _HAIR)
    elif mode == "half_up":
        whole = np.floor(scaled + 0.5 + _HAIR)
    else:
        whole = np.rint(scaled)
    return np.copysign(whole / scale, values)


class Simulator:
    """A plan over draws, prepared for any weights of its measures.

    `funding` is the plan's at the forecast: its lines say which way each measure is better and
    what its target is. A result without draws stands at the forecast in every draw.
    """

    def __init__(self, plan: Plan, funding: Funding, draws: Draws, money: MoneyTerms) -> None:
        self._plan, self._draws, self._money = plan, draws, money
        self._parts = np.array([self._part(line) for line in funding.lines])
        self._kick = np.zeros(draws.count)
        for line in funding.kickers:
            reached = self._reached(line.kicker, line.result)
            self._kick += np.where(reached, float(line.kicker.points), 0.0)
        self._ceiling = np.full(draws.count, inf)
        for gate in funding.gates:
            passed = self._reached(gate.gate, gate.result)
            limit = np.where(passed, inf, _CEILINGS[gate.gate.otherwise])
            self._ceiling = np.minimum(self._ceiling, limit)
        kpi = plan.funding.afford.kpi
        self._bound = self._results(kpi, money.results.get(kpi)) if kpi else None
        kpi = plan.funding.kpi
        is_share = plan.funding.method == "share"
        self._shared = self._results(kpi, money.results.get(kpi)) if is_share else None
        self._table = None if money.table is None else money.table(self._most_to_share())
        pools, teams = ((), {}) if self._table is None else (self._table.pools, self._table.teams)
        self._pools = np.array([float(pool) for pool in pools])
        self._team_pays = {team: [float(pay) for pay in pays] for team, pays in teams.items()}

    def funding(self, weights: Sequence[Fraction]) -> Array:
        """The funding of each draw in percent points, before the plan's floor and cap."""
        rounding = self._plan.rounding
        shares = np.array([float(weight) / 100 for weight in weights])
        if not len(shares):
            return self._finished(np.full(self._draws.count, 100.0))
        if rounding.weighted == "none":
            return self._finished(shares @ self._parts)
        each = rounded_array(shares[:, None] * self._parts, rounding.weighted, rounding.mode)
        return self._finished(each.sum(axis=0))

    def _finished(self, combined: Array) -> Array:
        """From the weighted sum to the funding, in percent points."""
        rounding = self._plan.rounding
        if len(self._parts) and self._plan.combine.method == "attainments":
            combined = curve_payouts(combining_curve(self._plan), combined)
        within = np.minimum(combined + self._kick, self._ceiling)
        return rounded_array(within, rounding.funding, rounding.mode)

    def _most_to_share(self) -> Fraction:
        """A pool that no weights reach in any draw: all weight on each draw's best measure."""
        places = self._plan.rounding.weighted
        slack = 0.0 if places == "none" else len(self._parts) * 10.0**-places
        best = np.full(self._draws.count, 100.0)
        if len(self._parts):
            best = self._parts.max(axis=0) + slack
        pool = float(self._paid(self._finished(best))[0].max()) + float(self._money.carry_over)
        grain = 1.0 if self._places == "none" else 10.0**-self._places
        return Fraction(int(pool * 1.01 + grain) + 1)

    def costs(self, weights: Sequence[Fraction]) -> Costs:
        """What the plan with these weights comes to in every draw."""
        funding = self.funding(weights)
        paid, is_at_cap = self._paid(funding)
        held = float(self._plan.funding.reserve) / 100
        total = paid + float(self._money.carry_over)
        cost = total * (held + (1 - held) * float(self._money.restrike))
        pool = rounded_array(cost, self._places, self._plan.rounding.mode)
        if self._plan.funding.method == "target_incentives":
            terms = self._plan.funding
            most = float(terms.cap) or inf
            funding = np.maximum(np.minimum(funding, most), float(terms.floor))
        return Costs(funding, paid, pool, is_at_cap, self._pays(total * (1 - held)))

    def outcome(self, weights: Sequence[Fraction]) -> Outcome:
        """What the plan with these weights costs over the draws, and how sure that is."""
        costs = self.costs(weights)
        p10, p50, p90 = (float(mark) for mark in np.quantile(costs.pool, (0.1, 0.5, 0.9)))
        return Outcome(
            draws=self._draws.count,
            seed=self._draws.seed,
            is_money=self._is_money,
            expected_funding=float(costs.funding.mean()),
            expected_cost=float(costs.pool.mean()),
            p10=p10,
            p50=p50,
            p90=p90,
            p_no_payout=float(np.mean(costs.paid <= 0)),
            p_at_cap=float(np.mean(costs.is_at_cap)),
            risk_reserve=p90 - p50,
            teams=tuple(
                TeamRisk(team, float(pay.mean()), float(pay.std()))
                for team, pay in costs.teams.items()
            ),
        )

    @property
    def _is_money(self) -> bool:
        return self._money.target_pool is not None or self._plan.funding.method != (
            "target_incentives"
        )

    @property
    def _places(self) -> Places:
        return self._plan.rounding.money if self._is_money else "none"

    def _results(self, key: str, forecast: Fraction | None) -> Array:
        """The draws under a result key; the forecast in every draw where there are none."""
        found = self._draws.results.get(key)
        return np.full(self._draws.count, float(forecast or 0)) if found is None else found

    def _reached(self, mark: Gate | Kicker, forecast: Fraction) -> NDArray[np.bool_]:
        results = self._results(mark.kpi, forecast)
        if mark.at_least is not None:
            return results >= float(mark.at_least)
        return results <= float(mark.at_most or 0)

    def _part(self, line: MeasureLine) -> Array:
        """What a measure's weight multiplies, per draw, in percent points."""
        measure, rounding = line.measure, self._plan.rounding
        if line.credited is None and result_key(measure.kpi, measure.scope) not in (
            self._draws.results
        ):
            # Weight 0 and no data: it adds nothing, as in the run.
            return np.zeros(self._draws.count)
        results = self._results(result_key(measure.kpi, measure.scope), line.credited)
        if measure.limit and line.limit is not None:
            most = self._results(result_key(measure.limit, measure.scope), line.limit)
            results = (np.maximum if line.is_lower_better else np.minimum)(results, most)
        is_attained = self._plan.combine.method == "attainments"
        if is_attained or measure.basis == "target":
            share = results / float(line.target or 1)
            attained = 100 * (2 - share if line.is_lower_better else share)
            attained = rounded_array(attained, rounding.attainment, rounding.mode)
            if is_attained:
                return attained
            results = attained / 100
        curve = measure_curve(measure, line.is_lower_better)
        if curve.is_descending and measure.basis == "target":
            results = 2 - results
        return rounded_array(curve_payouts(curve, results), rounding.measure, rounding.mode)

    def _paid(self, funding: Array) -> tuple[Array, NDArray[np.bool_]]:
        """The money of each draw after bounds, before what is carried over; and is it at the cap.

        Percent points where there is no money.
        """
        terms, whole = self._plan.funding, self._money.target_pool
        factor = np.maximum(funding, 0.0) / 100
        if terms.method == "target_incentives":
            whole = Fraction(100) if whole is None else whole
            pool = float(whole) * funding / 100
        else:
            pool = factor * (float(terms.amount) if self._shared is None else self._tiered(factor))
        is_at_cap = np.zeros(len(pool), dtype=np.bool_)
        if whole is not None:
            most = float(whole * Fraction(terms.cap) / 100) if terms.cap else inf
            is_at_cap = pool >= most
            pool = np.maximum(np.minimum(pool, most), float(whole * Fraction(terms.floor) / 100))
        if self._bound is not None and self._is_money:
            pool = np.minimum(pool, np.maximum(self._bound - float(terms.afford.floor), 0.0))
        return pool, is_at_cap

    def _tiered(self, factor: Array) -> Array:
        """The tiers' money of each draw; of the KPI after the bonus where the plan says so."""
        terms = self._plan.funding
        is_after = terms.afford.on == "after" and terms.afford.kpi == terms.kpi
        rest = np.zeros(self._draws.count) if self._shared is None else self._shared
        paid = np.zeros(self._draws.count)
        reached = 0.0
        for start, end, rate in slices(terms.tiers):
            # What lies before a first slice, or between two, pays nothing.
            rest = rest - (float(start) - reached)
            width = inf if end is None else float(end - start)
            cost = 1 + factor * float(rate) if is_after else np.ones(len(rest))
            inside = np.clip(rest / cost, 0.0, width)
            paid += inside * float(rate)
            rest = rest - inside * cost
            reached = float(start) + width
        return paid

    def _pays(self, to_share: Array) -> Mapping[str, Array]:
        """Each team's pay in every draw, read off the table."""
        if self._table is None:
            return {}
        return {
            team: np.interp(to_share, self._pools, pays) for team, pays in self._team_pays.items()
        }
