"""What is prepared once so that a plan's weights can be moved and answered again at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.planning.draws import Marginal, drawn
from metrics.planning.forecast import MOST_PERIODS, Outlook, outlook
from metrics.planning.history import History, gather
from metrics.pool.funding import fund
from metrics.pool.inputs import Inputs
from metrics.pool.pay_table import MoneyTerms
from metrics.pool.plan import Plan
from metrics.pool.roster import Roster
from metrics.pool.simulation import Draws, Outcome, Simulator
from metrics.reader import Reader


@dataclass(frozen=True)
class Prospect:
    """A plan before its forecast: nothing here depends on the weights of its measures.

    `inputs` hold the forecast as the plan period's results.
    """

    plan: Plan
    inputs: Inputs
    history: History
    outlook: Outlook
    roster: Roster
    draws: Draws
    simulator: Simulator

    def outcome(self, weights: Sequence[Fraction]) -> Outcome:
        """The simulation under these weights, in percent points, in the order of the measures."""
        return self.simulator.outcome(weights)


def prospect(
    reader: Reader, plan: Plan, inputs: Inputs, draws: int = 10_000, seed: int = 1
) -> Prospect:
    """The plan before what is expected: history read, results drawn, payees prepared.

    `inputs` carry payees, days, known keys and external figures; results of KPIs are forecast.
    Raises: MissingResultError for a KPI without a past; DrawsError for too few draws.
    """
    history = gather(reader, plan, MOST_PERIODS)
    expected = outlook(reader, plan, history, inputs.results)
    return prospect_of(plan, inputs, history, expected, draws=draws, seed=seed)


def prospect_of(
    plan: Plan, inputs: Inputs, history: History, expected: Outlook, *, draws: int, seed: int
) -> Prospect:
    """The same from a history and an outlook that were read before; reads nothing."""
    ahead = replace(inputs, results={**inputs.results, **expected.results()})
    roster = Roster.of(plan, ahead)
    marginals = [
        Marginal(one.key, float(one.value), one.sd, one.low, one.high) for one in expected.forecasts
    ]
    joint = drawn(marginals, expected.correlation, draws, seed)
    simulator = Simulator(plan, fund(plan, ahead), joint, MoneyTerms.of(roster, ahead))
    return Prospect(plan, ahead, history, expected, roster, joint, simulator)
