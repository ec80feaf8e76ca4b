"""Whether a simulated unit tells the demo company's story, and the first one that does.

A quarter of fifty deals may by luck grow or halve. The company is therefore the first of some
attempts whose figures are believable; which attempt that is follows from seed and `until`.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import DAY
from data.demo.bookings import RENEWAL
from data.demo.company import OPEN, PAID_SEARCH, REGIONS, WON
from data.demo.targets import expected_quarter, unit_actuals
from data.demo.unit import Unit, build_unit
from data.demo.world import World

ATTEMPTS = 20


@dataclass(frozen=True)
class Figures:
    """What a unit shows at the end of `until`; rates are 0 to 1."""

    yearly_growth: float  # the last four whole quarters against the four before
    growth_to_date: float  # the current quarter against the same days a year before
    pace: float  # booked against target and the usual share at this day
    coverage: float  # open in the quarter against what is still to go
    win_rate: float  # of this quarter's closings up to `until`
    strategies: int  # how many of the four booked something this quarter
    paid_search_gap: float  # the smallest lead of other sources' win rate in any region

    def distance(self, quarter_age: int) -> float:
        """How far the figures are from believable; 0 is good. Early quarters say little."""
        bounds = [(self.yearly_growth, 0.20, 0.40), (self.paid_search_gap, 0.04, 1.0)]
        if quarter_age >= 21:
            bounds += [(self.growth_to_date, 0.12, 0.45), (self.pace, 0.90, 0.97)]
            bounds += [(self.strategies / 4, 1.0, 1.0), (self.win_rate, 0.23, 0.32)]
        if 21 <= quarter_age <= 75:
            bounds += [(self.coverage / 10, 0.20, 0.33)]
        return sum(max(low - value, value - high, 0.0) for value, low, high in bounds)


def figures_of(unit: Unit, world: World) -> Figures:
    """The figures of a unit."""
    span = world.span
    actuals = unit_actuals(unit, span, world.rates)
    quarters = actuals.bookings.sum(axis=1)
    target = expected_quarter(actuals)
    booked = float(actuals.so_far[12])
    share = float((actuals.so_far[4:12] / quarters[4:12]).mean())
    last = unit.versions.is_last
    due = unit.versions.due[last]
    is_open = (unit.versions.outcome[last] == OPEN) & (unit.versions.deleted[last] == 0)
    is_due = is_open & (due >= span.quarter_day) & (due < span.end_day)
    amount = np.maximum(unit.versions.amount[last], 0)
    return Figures(
        yearly_growth=float(quarters[8:12].sum() / quarters[4:8].sum()) - 1,
        growth_to_date=booked / max(float(actuals.so_far[8]), 1.0) - 1,
        pace=booked / max(target * share, 1.0),
        coverage=float(amount[is_due].sum()) / max(target - booked, 1.0),
        win_rate=_win_rate(unit, world),
        strategies=_strategies(unit, world),
        paid_search_gap=_paid_search_gap(unit),
    )


def _win_rate(unit: Unit, world: World) -> float:
    last = unit.versions.is_last
    is_new = unit.versions.changed[last] >= world.span.quarter_day * DAY
    closed = unit.versions.outcome[last][is_new]
    return float((closed == WON).sum() / max((closed != OPEN).sum(), 1))


def _strategies(unit: Unit, world: World) -> int:
    made = unit.bookings
    is_new = made.booked >= world.span.quarter_day * DAY
    is_counted = (made.booked <= world.span.cutoff) & (made.kind <= RENEWAL)
    return len(np.unique(made.strategy[is_new & is_counted]))


def _paid_search_gap(unit: Unit) -> float:
    outcome = unit.versions.outcome[unit.versions.is_last]
    is_won, is_closed = outcome == WON, outcome != OPEN
    is_paid = unit.deals.source == PAID_SEARCH
    gaps = []
    for region in range(len(REGIONS)):
        here = is_closed & (unit.deals.region == region)
        paid, others = is_won[here & is_paid], is_won[here & ~is_paid]
        gaps.append(others.mean() - paid.mean() if len(paid) else 0.0)
    return float(min(gaps))


def first_unit(world: World) -> Unit:
    """Unit 0: the first attempt whose figures are believable, else the one that comes closest."""
    age = world.span.until_day - world.span.quarter_day
    best = build_unit(world, 0)
    least = figures_of(best, world).distance(age)
    for attempt in range(1, ATTEMPTS):
        if least == 0.0:
            break
        unit = build_unit(world, 0, attempt)
        distance = figures_of(unit, world).distance(age)
        if distance < least:
            best, least = unit, distance
    return best
