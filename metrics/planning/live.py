"""A draft's answers while a slider moves: everything but the weights is prepared beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from metrics.errors import PlanError
from metrics.planning.backtest import Backtest, replay
from metrics.planning.groups import Distribution, distribution, kept_back
from metrics.planning.history import History
from metrics.planning.prospect import Prospect
from metrics.pool.influence import Influence, influence
from metrics.pool.marginal import Marginal, Mark, marginal, marks
from metrics.pool.plan import Plan
from metrics.pool.run import run
from metrics.pool.shares import Run
from metrics.pool.simulation import Outcome
from metrics.pool.whatif import Prospects

BACKTEST_PERIODS = 8


@dataclass(frozen=True)
class Answers:
    """What a plan does: at the forecast, in the past, over the draws, and by each measure.

    The headline figures are there at once; the rest is worked out when it is first asked for.
    """

    now: Run
    distribution: Distribution
    simulation: Outcome
    prospect: Prospect = field(repr=False)
    past: History = field(repr=False)

    @cached_property
    def backtest(self) -> Backtest:
        """The plan on the last closed periods."""
        known = self.prospect.inputs.known
        return replay(self.now.plan, self.past, known, self.prospect.roster)

    @cached_property
    def influence(self) -> tuple[Influence, ...]:
        """How much of the swings of the funding each measure is behind."""
        forecasts = self.prospect.outlook.forecasts
        return influence(self._prospects, {one.key: Fraction(one.sd) for one in forecasts})

    @cached_property
    def marginal(self) -> tuple[Marginal, ...]:
        """What one more of each KPI is worth at the forecast."""
        return marginal(self._prospects)

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """Where gates and kickers turn."""
        return marks(self._prospects)

    @cached_property
    def _prospects(self) -> Prospects:
        ready, now = self.prospect, self.now
        return Prospects(now.plan, ready.inputs, ready.roster.target_pool, now.funding, now.pool)


class LiveAnswer:
    """A draft prepared once; `with_weights` answers for any weights of its measures.

    A thread may share it with others: nothing in it changes.
    """

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        self._past = last_periods(prospect.history, BACKTEST_PERIODS)

    def with_weights(self, weights: Sequence[Decimal]) -> Answers:
        """The answers under these weights, in percent points in the order of the measures.

        Raises: PlanError when they do not sum to 100; MissingResultError when a measure that
        gets weight has no result.
        """
        ready, plan = self.prospect, with_weights(self.prospect.plan, weights)
        now = run(plan, ready.inputs, ready.roster)
        return Answers(
            now=now,
            distribution=distribution(now),
            simulation=shown(ready, ready.outcome([Fraction(weight) for weight in weights])),
            prospect=ready,
            past=self._past,
        )


def with_weights(plan: Plan, weights: Sequence[Decimal]) -> Plan:
    """The plan with other weights, in percent points in the order of its measures.

    Raises: PlanError when they are too few, too many, below 0, or do not sum to 100.
    """
    if len(weights) != len(plan.measures):
        raise PlanError(
            f"plan '{plan.name}' has {len(plan.measures)} measures; give as many weights, not "
            f"{len(weights)}"
        )
    total = sum(weights, Decimal(0))
    if weights and (total != 100 or min(weights) < 0):
        raise PlanError(
            f"plan '{plan.name}', measures: weights sum to {total:f} with {min(weights):f} the "
            "least; they sum to 100 and none is below 0"
        )
    measures = tuple(
        measure.model_copy(update={"weight": weight})
        for measure, weight in zip(plan.measures, weights, strict=True)
    )
    return plan.model_copy(update={"measures": measures})


def last_periods(history: History, count: int) -> History:
    """The history's last `count` periods."""
    return replace(
        history,
        periods=history.periods[-count:],
        results=MappingProxyType({key: told[-count:] for key, told in history.results.items()}),
    )


def shown(prospect: Prospect, outcome: Outcome) -> Outcome:
    """The outcome without teams whose pay would be that of a few people."""
    people: dict[str, int] = {}
    for entry in prospect.roster.entries:
        team = entry.lines[-1].terms.team if entry.lines else ""
        people[team] = people.get(team, 0) + 1
    hidden = kept_back(people)
    return replace(outcome, teams=tuple(one for one in outcome.teams if one.team not in hidden))
