"""What a funding and a pool consist of: one line a measure, gate and kicker, then the money.

Percent points: 100 = target. Money is in the plan's currency, exact. Results, targets and marks
are in their KPI's own unit. The words of every step (`node`) are made only when they are asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from metrics.pool.plan import Gate, Kicker, Measure
from metrics.pool.tree import Node


@dataclass(frozen=True)
class MeasureLine:
    """One measure on the way from its result to its part of the funding.

    With combine "attainments" the attainment is what is weighted, and there is no payout.
    A measure of weight 0 without data keeps its line: result and payout None, weighted 0.
    """

    measure: Measure
    label: str
    unit: str  # of result, credited, limit and target; "" where nobody says
    is_lower_better: bool
    result: Fraction | None
    limit: Fraction | None  # the limiting KPI's result; None where there is no limit
    credited: Fraction | None  # the result, never better than the limit
    target: Fraction | None
    exact_attainment: Fraction | None  # percent points; None: not meaningful (target <= 0 or none)
    attainment: Fraction | None  # percent points, rounded where the plan says so
    position: Fraction | None  # where the curve is read: KPI's unit, or multiples of the target
    exact_payout: Fraction | None  # percent points, as the curve gives it
    payout: Fraction | None  # percent points, after the measure's rounding
    exact_weighted: Fraction  # percent points, before the weighted rounding
    weighted: Fraction  # percent points: weight x payout (or x attainment)


@dataclass(frozen=True)
class KickerLine:
    """One kicker: whether its mark is reached, and the percent points it adds."""

    kicker: Kicker
    label: str
    unit: str
    result: Fraction
    is_reached: bool
    points: Fraction  # percent points added: the kicker's, or 0


@dataclass(frozen=True)
class GateLine:
    """One gate: whether it is passed, and the most percent points it leaves when it is not."""

    gate: Gate
    label: str
    unit: str
    result: Fraction
    is_passed: bool
    ceiling: Fraction  # percent points: 0, 50 or 100; applies only when not passed


@dataclass(frozen=True)
class Funding:
    """The funding in percent points of target, before the plan's floor and cap.

    `weighted_sum` is what the lines add up to: payouts, or with combine "attainments" the
    weighted attainment; 100 when the plan has no measures. `combined` is the payout of it.
    """

    lines: tuple[MeasureLine, ...]
    kickers: tuple[KickerLine, ...]
    gates: tuple[GateLine, ...]
    weighted_sum: Fraction
    combined: Fraction
    with_kickers: Fraction
    after_gates: Fraction
    funding: Fraction  # percent points, after the funding's rounding
    explained: Callable[[], Node] = field(repr=False, compare=False)

    @property
    def node(self) -> Node:
        """The calculation in words, down to each result; made anew at each call."""
        return self.explained()


@dataclass(frozen=True)
class Pool:
    """The pool in money, step by step; exact, in the plan's currency.

    With method "target_incentives" and no payees there is no target pool and no money: None.
    """

    target_pool: Fraction | None  # prorated targets x pool share; None without payees
    funding: Fraction  # percent points; method target_incentives: within floor and cap
    funded: Fraction | None  # before floor and cap
    limited: Fraction | None  # within floor and cap
    affordable: Fraction | None  # never above what the KPI can pay
    carry_over: Fraction  # undistributed money of earlier periods
    total: Fraction | None  # the pool: affordable + carry-over
    reserve: Fraction | None  # held back of the total
    to_share: Fraction | None  # total - reserve
    explained: Callable[[], Node] = field(repr=False, compare=False)

    @property
    def node(self) -> Node:
        """The pool in words, from the funding to what is shared; made anew at each call."""
        return self.explained()
