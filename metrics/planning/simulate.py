"""`python -m metrics simulate`: a plan over thousands of joint draws, as one JSON document."""

from dataclasses import dataclass
from fractions import Fraction

from metrics.planning.findings import Findings, findings
from metrics.planning.findings_json import Written
from metrics.planning.live import shown
from metrics.planning.prospect import Prospect, prospect
from metrics.pool.influence import Influence, influence
from metrics.pool.inputs import Inputs
from metrics.pool.marginal import Marginal, Mark, marginal, marks
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash
from metrics.pool.simulation import Outcome
from metrics.pool.whatif import Prospects
from metrics.reader import Reader

Json = dict[str, object]


@dataclass(frozen=True)
class Advice:
    """What each measure moves and is worth, what hangs on gates and kickers, and the findings."""

    influence: tuple[Influence, ...]
    marginal: tuple[Marginal, ...]
    marks: tuple[Mark, ...]
    findings: Findings


@dataclass(frozen=True)
class Simulation:
    """A plan's outcome over the draws, and everything it was drawn from."""

    prospect: Prospect
    outcome: Outcome

    def json(self) -> Json:
        """The document: money as text with two decimals, chances and rates from 0 to 1.

        Without payees a plan on target incentives has no money: its figures are then numbers in
        percent points of target, and "unit" says "points".
        """
        plan, told = self.prospect.plan, self.outcome
        return {
            "plan": plan.name,
            "plan_hash": plan_hash(plan),
            "period": plan.period,
            "currency": plan.currency,
            "as_of": self.prospect.outlook.as_of.isoformat(),
            "draws": told.draws,
            "seed": told.seed,
            "unit": "money" if told.is_money else "points",
            "expected_funding": told.expected_funding,
            "expected_cost": self._amount(told.expected_cost),
            "p10": self._amount(told.p10),
            "p50": self._amount(told.p50),
            "p90": self._amount(told.p90),
            "risk_reserve": self._amount(told.risk_reserve),
            "p_no_payout": told.p_no_payout,
            "p_at_cap": told.p_at_cap,
            "teams": [
                {
                    "team": team.team,
                    "expected": self._amount(team.expected),
                    "sd": self._amount(team.sd),
                }
                for team in told.teams
            ],
            **self._advice(),
            "forecasts": self._forecasts(),
            "correlation": {
                "keys": [one.key for one in self.prospect.outlook.forecasts],
                "matrix": [list(row) for row in self.prospect.outlook.correlation],
                "method": self.prospect.outlook.correlation_method,
            },
        }

    def _amount(self, value: float) -> object:
        return Written(self.outcome.is_money).money(value)

    def advice(self) -> Advice:
        """What the plan's own weights do at the forecast; worked out at each call."""
        ready = self.prospect
        prospects = Prospects.of(ready.plan, ready.inputs, ready.roster.target_pool)
        volatility = {one.key: Fraction(one.sd) for one in ready.outlook.forecasts}
        return Advice(
            influence(prospects, volatility),
            marginal(prospects),
            marks(prospects),
            findings(ready, self.outcome),
        )

    def _advice(self) -> Json:
        found, written = self.advice(), Written(self.outcome.is_money)
        return {
            "influence": written.influence(found.influence),
            "marginal": written.marginal(found.marginal),
            "marks": written.marks(found.marks),
            **written.findings(found.findings),
        }

    def _forecasts(self) -> list[Json]:
        return [
            {
                "key": one.key,
                "value": float(one.value),
                "sd": one.sd,
                "target": None if one.target is None else float(one.target),
                "method": one.method,
            }
            for one in self.prospect.outlook.forecasts
        ]


def simulate(
    reader: Reader, plan: Plan, inputs: Inputs, draws: int = 10_000, seed: int = 1
) -> Simulation:
    """The simulation of `plan` for its own period: `draws` joint draws, the same for a seed.

    `inputs` carry the payees, the period's days, the known keys and external figures with their
    results; what KPIs come to is forecast from the reader's closed periods and open pipeline.
    `.json()` is the document that the command prints.
    Raises: MissingResultError for a KPI with fewer than four closed periods, DrawsError for
    fewer than 10,000 draws, PayeeError and PlanError as a run does.
    """
    ready = prospect(reader, plan, inputs, draws, seed)
    weights = [Fraction(measure.weight) for measure in plan.measures]
    return Simulation(ready, shown(ready, ready.outcome(weights)))
