"""Why one pool is not the other: bars that sum exactly to the difference, in a declared order.

Sequential replacement: from the first run, one thing after another takes its place in the second
run, and each bar is what the pool moved by. Another order would give other bars, so the order is
part of the answer. Every state between the two is a plan that the engine itself pays.
Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.errors import RevenueError
from metrics.money import rounded_fraction
from metrics.pool.bridge_curves import retargeted, reweighted
from metrics.pool.funding import fund
from metrics.pool.inputs import ONE, ZERO, Inputs, Result, Results
from metrics.pool.plan import Plan, Rounding
from metrics.pool.pool_money import pool_of
from metrics.pool.roster import Roster
from metrics.pool.shares import Run
from metrics.pool.sharing import shared

ORDER = (
    "performance",
    "target",
    "weight",
    "curve",
    "funding terms",
    "headcount",
    "carry-over",
    "restatement",
    "rounding",
)
_WORDS = {
    "performance": "results of the second run, as first known where that was handed in",
    "target": "targets, and curves that only moved with them",
    "weight": "weights; measures that came or went",
    "curve": "points, shapes, limits, gates, kickers and how payouts are combined",
    "funding terms": "method, amount, tiers, floor, cap, affordability and reserve",
    "headcount": "people, their targets, time and modifiers, and the pool's share of targets",
    "carry-over": "undistributed money of earlier periods",
    "restatement": "results corrected after they were first known",
    "rounding": "declared roundings on the way, and the printed unit",
}


@dataclass(frozen=True)
class Bar:
    """One step: exact money, the same in the printed unit, and what it holds."""

    name: str
    amount: Fraction
    printed: Fraction
    words: str


@dataclass(frozen=True)
class Bridge:
    """From the first run's printed pool to the second's; both columns of bars sum to the rest.

    A run on target incentives without payees has no pool and counts as 0.
    """

    opening: Fraction
    bars: tuple[Bar, ...]
    closing: Fraction

    @property
    def order(self) -> str:
        """The order of replacement, in words."""
        return ", then ".join(bar.name for bar in self.bars)


@dataclass(frozen=True)
class _State:
    """A run between the two: a plan without roundings, results, and the money of the payees."""

    plan: Plan
    inputs: Inputs
    target_pool: Fraction | None
    restrike: Fraction  # what modifiers make of a pool that they do not merely re-share

    def pool(self) -> Fraction:
        """The exact pool in money; 0 where there is none."""
        pool = pool_of(self.plan, fund(self.plan, self.inputs), self.target_pool, self.inputs)
        if pool.to_share is None or pool.reserve is None:
            return ZERO
        return pool.to_share * self.restrike + pool.reserve


_Step = Callable[[_State], _State]


def bridge(before: Run, after: Run, first_known: Results | None = None) -> Bridge:
    """The bars from `before` to `after`, in `ORDER`.

    `first_known` are the results of the second run as they were first known: performance goes up
    to them, restatement from there. A state that no engine could pay, such as an old measure on
    a target that is gone, is left out, and the next bar that can be paid holds its money.
    """
    first, last = _state(before), _state(after)
    amount, unrounded = first.pool(), last.pool()
    opening, closing = before.pool_total or ZERO, after.pool_total or ZERO
    rounding = (closing - unrounded) - (opening - amount)
    amounts: dict[str, Fraction] = {}
    # A measure that only the second plan has is read as that plan knows it.
    known = {**last.inputs.known, **first.inputs.known}
    now = replace(first, inputs=replace(first.inputs, known=known))
    early = last.inputs.results if first_known is None else first_known
    for name, step in _Replacing(first, last, early).steps():
        now = step(now)
        reached = _paid(now)
        amounts[name] = ZERO if reached is None else reached - amount
        amount = amount if reached is None else reached
    amounts["rounding"] = rounding
    places = max(before.plan.rounding.money, after.plan.rounding.money)
    return Bridge(opening, bars_of(amounts, closing - opening, places), closing)


def bars_of(amounts: dict[str, Fraction], difference: Fraction, places: int) -> tuple[Bar, ...]:
    """The bars of exact amounts, in order; the last one closes the printed column."""
    printed = {
        name: rounded_fraction(amount, places, "half_up") for name, amount in amounts.items()
    }
    printed["rounding"] = difference - sum(
        (one for name, one in printed.items() if name != "rounding"), ZERO
    )
    return tuple(Bar(name, amounts[name], printed[name], _WORDS[name]) for name in ORDER)


def _state(run: Run) -> _State:
    """A run as a state of the bridge."""
    money = run.plan.rounding.money
    plan = run.plan.model_copy(update={"rounding": Rounding(money=money)})
    roster = Roster.of(run.plan, run.inputs)
    restrike = shared(roster.crowd, ONE).money if roster.entries else ONE
    return _State(plan, run.inputs, roster.target_pool, restrike)


def _paid(state: _State) -> Fraction | None:
    try:
        return state.pool()
    except RevenueError:
        # What cannot be paid is no state of its own: its money falls to the next bar.
        return None


@dataclass(frozen=True)
class _Replacing:
    """What takes its place in the second run, one thing at a time."""

    first: _State
    last: _State
    early: Results  # of the second run, as first known

    def steps(self) -> tuple[tuple[str, _Step], ...]:
        """Each bar but the last, with what it replaces, in order."""
        steps = (
            self._performance,
            self._target,
            self._weight,
            self._curve,
            self._funding_terms,
            self._headcount,
            self._carry_over,
            self._restatement,
        )
        return tuple(zip(ORDER, steps, strict=False))

    def _performance(self, now: _State) -> _State:
        new = self.last.inputs.results
        return _with_results(now, _with_values(now.inputs.results, self.early, new))

    def _target(self, now: _State) -> _State:
        old, new = self.first.inputs.results, self.last.inputs.results
        measures = retargeted(self.first.plan, self.last.plan, old, new)
        moved = _with_plan(now, measures=measures)
        return _with_results(moved, _with_targets(now.inputs.results, new))

    def _weight(self, now: _State) -> _State:
        return _with_plan(now, measures=reweighted(now.plan.measures, self.last.plan.measures))

    def _curve(self, now: _State) -> _State:
        # The old plan is gone: nothing needs a target or a name that only it had.
        new = self.last
        results = {**now.inputs.results, **_retargeted(now.inputs.results, new.inputs.results)}
        inputs = replace(now.inputs, results=results, known=new.inputs.known)
        return _with_plan(
            replace(now, inputs=inputs),
            measures=new.plan.measures,
            gates=new.plan.gates,
            kickers=new.plan.kickers,
            combine=new.plan.combine,
            external=new.plan.external,
        )

    def _funding_terms(self, now: _State) -> _State:
        return _with_plan(now, funding=self.last.plan.funding)

    def _headcount(self, now: _State) -> _State:
        return replace(now, target_pool=self.last.target_pool, restrike=self.last.restrike)

    def _carry_over(self, now: _State) -> _State:
        return replace(now, inputs=replace(now.inputs, carry_over=self.last.inputs.carry_over))

    def _restatement(self, _: _State) -> _State:
        return self.last


def _with_plan(state: _State, **changes: object) -> _State:
    return replace(state, plan=state.plan.model_copy(update=changes))


def _with_results(state: _State, results: Results) -> _State:
    return replace(state, inputs=replace(state.inputs, results=results))


def _with_values(old: Results, early: Results, new: Results) -> Results:
    """Every key of either run: the value first known, else the new one, else the old one."""
    return {key: _revalued(old.get(key), early.get(key), new.get(key)) for key in {*old, *new}}


def _revalued(old: Result | None, early: Result | None, new: Result | None) -> Result:
    """The newest value that there is, on the old target where there was a result before."""
    told = [one for one in (early, new, old) if one is not None]
    newest = next((one for one in told if one.value is not None), told[0])
    return newest if old is None else replace(newest, target=old.target)


def _retargeted(now: Results, new: Results) -> Results:
    """The new run's keys on its own targets, also where it has none."""
    return {key: replace(now[key], target=result.target) for key, result in new.items()}


def _with_targets(now: Results, new: Results) -> Results:
    """The new run's targets where it has any."""
    return {
        key: replace(result, target=new[key].target)
        if key in new and new[key].target is not None
        else result
        for key, result in now.items()
    }
