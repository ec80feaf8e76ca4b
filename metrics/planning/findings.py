"""Plan health, gaming and the inverse of a prepared plan: told once, not while a slider moves."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from metrics.money import rounded_fraction
from metrics.planning.backtest import replay
from metrics.planning.groups import kept_back
from metrics.planning.joint import moved_together
from metrics.planning.prospect import Prospect
from metrics.pool.gaming import Move, gaming
from metrics.pool.health import Evidence, Finding, health
from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.inverse import Inverse, inverse
from metrics.pool.simulation import Outcome
from metrics.pool.whatif import Prospects
from metrics.registry import all_kpis


@dataclass(frozen=True)
class Findings:
    """What is healthy about a plan and what is not, what it invites, what funds 100 %."""

    health: tuple[Finding, ...]
    gaming: tuple[Move, ...]
    inverse: Inverse


def findings(prospect: Prospect, outcome: Outcome) -> Findings:
    """The findings of the prepared plan at its own weights; `outcome` is its simulation."""
    target_pool = prospect.roster.target_pool
    prospects = Prospects.of(prospect.plan, prospect.inputs, target_pool)
    return Findings(
        health(prospects, evidence(prospect, outcome)), gaming(prospects), inverse(prospects)
    )


def evidence(prospect: Prospect, outcome: Outcome) -> Evidence:
    """What history, the registry and the simulation say about the plan."""
    past = replay(prospect.plan, prospect.history, prospect.inputs.known, prospect.roster)
    payouts: dict[str, list[Fraction | None]] = {"all measures": []}
    for row in past.rows:
        payouts["all measures"].append(row.funding)
        for line in row.lines:
            payouts.setdefault(line.key, []).append(line.payout)
    ratios = {one.key: one.ratios for one in prospect.outlook.forecasts}
    overlap = {}
    for one, other in combinations(ratios, 2):
        found = moved_together(ratios[one], ratios[other])
        if found is not None:
            overlap[one, other] = overlap[other, one] = Fraction(found)
    return Evidence(
        payouts=payouts,
        owners={kpi.key: kpi.owners for kpi in all_kpis()},
        overlap=overlap,
        upside=_upside(prospect, outcome),
        teams=_teams(prospect, outcome),
    )


def _percent(money: float, target: Fraction) -> Fraction:
    """A simulated sum in percent of target, to the digits that draws can tell."""
    return rounded_fraction(Fraction(money) / target * HUNDRED, 2, "half_up")


def _upside(prospect: Prospect, outcome: Outcome) -> Fraction | None:
    """The P90 of the pool without what is carried over, in percent of the target pool."""
    if not outcome.is_money:
        return Fraction(outcome.p90)
    target = prospect.roster.target_pool
    own = outcome.p90 - float(prospect.inputs.carry_over)
    return _percent(own, target) if target else None


def _teams(prospect: Prospect, outcome: Outcome) -> dict[str, tuple[Fraction, Fraction]]:
    """Expected pay and its standard deviation in percent of targets, of teams that may be shown."""
    targets: dict[str, Fraction] = {}
    people: dict[str, int] = {}
    for entry in prospect.roster.entries:
        team = entry.lines[-1].terms.team if entry.lines else ""
        targets[team] = targets.get(team, ZERO) + entry.prorated_target
        people[team] = people.get(team, 0) + 1
    hidden = kept_back(people)
    return {
        one.team: (
            _percent(one.expected, targets[one.team]),
            _percent(one.sd, targets[one.team]),
        )
        for one in outcome.teams
        if one.team not in hidden and targets.get(one.team)
    }
