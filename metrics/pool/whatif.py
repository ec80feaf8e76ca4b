"""The pool if a result were another: every figure by the engine, nothing worked out twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.pool.affordability import after_bonus, is_after_bonus
from metrics.pool.curve import Curve
from metrics.pool.figures import value_of
from metrics.pool.funding import combining_curve, fund, measure_curve
from metrics.pool.inputs import HUNDRED, ONE, ZERO, Inputs, Result, result_key
from metrics.pool.lines import Funding, MeasureLine, Pool
from metrics.pool.plan import FundingTerms, Plan
from metrics.pool.pool_money import pool_of
from metrics.pool.tiers import slices, tier_sum
from metrics.pool.wording import rounded_by


@dataclass(frozen=True)
class Prospects:
    """A plan before its forecast: the inputs hold it as results. Money needs a target pool.

    Where a plan on target incentives has no payees, "money" is percent points of target.
    """

    plan: Plan
    inputs: Inputs
    target_pool: Fraction | None
    funding: Funding
    pool: Pool

    @staticmethod
    def of(plan: Plan, inputs: Inputs, target_pool: Fraction | None) -> "Prospects":
        """The plan at the results of `inputs`. Raises: MissingResultError as a run does."""
        funding = fund(plan, inputs)
        return Prospects(
            plan, inputs, target_pool, funding, pool_of(plan, funding, target_pool, inputs)
        )

    def changed(self, results: Mapping[str, Fraction]) -> "Prospects":
        """The same with other values under these result keys; targets stay."""
        moved = {key: self._at(key, value) for key, value in results.items()}
        inputs = replace(self.inputs, results={**self.inputs.results, **moved})
        return Prospects.of(self.plan, inputs, self.target_pool)

    def _at(self, key: str, value: Fraction) -> Result:
        found = self.inputs.results.get(key)
        target = None if found is None else found.target
        return Result(value, target, "", "what if")

    def money(self) -> Fraction:
        """The pool before what is carried over."""
        return self.pool.funding if self.pool.affordable is None else self.pool.affordable

    def money_after_gates(self, after_gates: Fraction) -> Fraction:
        """The pool if kickers and gates left so many percent points."""
        rounding = self.plan.rounding
        rounded = rounded_by(after_gates, rounding.funding, rounding.mode)
        pool = pool_of(
            self.plan, replace(self.funding, funding=rounded), self.target_pool, self.inputs
        )
        return pool.funding if pool.affordable is None else pool.affordable

    def money_per_point(self) -> Fraction:
        """The money of one percent point of funding, before any bound."""
        terms = self.plan.funding
        if terms.method == "target_incentives":
            return ONE if self.target_pool is None else self.target_pool / HUNDRED
        if terms.method == "fixed":
            return Fraction(terms.amount) / HUNDRED
        kpi = value_of(self.plan, self.inputs, terms.kpi, "the share", "or fund it otherwise")
        if not is_after_bonus(terms):
            return tier_sum(terms.tiers, kpi) / HUNDRED
        # What the pool takes from the KPI lowers the share again: by the rate of its last slice.
        factor = max(self.funding.funding, ZERO) / HUNDRED
        after = after_bonus(terms.tiers, kpi, factor)
        return tier_sum(terms.tiers, after) / (1 + factor * rate_at(terms, after)) / HUNDRED


def rate_at(terms: FundingTerms, amount: Fraction) -> Fraction:
    """The rate, 0 to 1, that one more unit of a share's KPI pays."""
    for start, end, rate in slices(terms.tiers):
        if amount >= start and (end is None or amount < end):
            return rate
    return ZERO


def key_of(line: MeasureLine) -> str:
    """The result key of a measure's line."""
    return result_key(line.measure.kpi, line.measure.scope)


def curve_of(line: MeasureLine) -> Curve | None:
    """The measure's own curve; None where attainments are combined."""
    measure = line.measure
    return measure_curve(measure, line.is_lower_better) if measure.points else None


@dataclass(frozen=True)
class Slope:
    """Percent points that one unit of improvement of a KPI adds to the weighted payout.

    Toward better and toward worse results: at a breakpoint the two differ. `reason` says why
    there is none.
    """

    better: Fraction
    worse: Fraction
    reason: str

    @property
    def mean(self) -> Fraction:
        """The mean of both sides."""
        return (self.better + self.worse) / 2


FLAT = Slope(ZERO, ZERO, "")


def slope_of(plan: Plan, funding: Funding, line: MeasureLine) -> Slope:
    """The slope of a measure's payout where it stands, weight left out, per unit of its KPI."""
    curve = curve_of(line)
    if line.credited is None:
        return replace(FLAT, reason="there is no result")
    if line.limit is not None and line.credited == line.limit != line.result:
        return replace(FLAT, reason=f"held by the limit {line.measure.limit}")
    if curve is None:
        return _combined_slope(plan, funding, line)
    if line.position is None:
        return replace(FLAT, reason="the target is not above 0")
    better, worse = curve.slope(line.position), curve.slope(line.position, from_below=True)
    if line.measure.basis == "target":
        target = line.target or ONE
        better, worse = better / target, worse / target
    return Slope(better, worse, _why_flat(curve, line.position) if not better else "")


def _combined_slope(plan: Plan, funding: Funding, line: MeasureLine) -> Slope:
    """Where one curve pays for the weighted attainment."""
    if not line.target or line.target <= 0:
        return replace(FLAT, reason="the target is not above 0")
    curve, each = combining_curve(plan), HUNDRED / line.target
    better = curve.slope(funding.weighted_sum) * each
    worse = curve.slope(funding.weighted_sum, from_below=True) * each
    return Slope(better, worse, _why_flat(curve, funding.weighted_sum) if not better else "")


def _why_flat(curve: Curve, position: Fraction) -> str:
    """Why a curve does not rise here, in words."""
    reached, ahead = curve.pieces_around(position)
    if reached is None:
        return "below the first point of the curve"
    if ahead is None:
        return "at the top of the curve"
    return "on a step of the curve" if curve.is_step else "in a dead band of the curve"
