"""A period's pay by team, without showing anybody's: no group that gives a person away."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from metrics.lifecycle.calculation import Calculation, PayLine
from metrics.planning.groups import LEAST_PEOPLE, NOBODY_SAYS, kept_back
from metrics.pool.inputs import HUNDRED, ZERO


@dataclass(frozen=True)
class TeamPay:
    """A team's pay in printed money, corrections left out; None where `reason` keeps it back.

    `percent` is what is paid in percent of the prorated targets.
    """

    team: str
    people: int | None
    target: Fraction | None
    paid: Fraction | None
    percent: Fraction | None
    reason: str


def team_pay(calculation: Calculation) -> tuple[TeamPay, ...]:
    """The teams by name; empty where all payees together are too few to show."""
    members: dict[str, list[PayLine]] = defaultdict(list)
    for line in calculation.lines:
        members[line.team or NOBODY_SAYS].append(line)
    if len(calculation.lines) < LEAST_PEOPLE:
        return ()
    hidden = kept_back({team: len(some) for team, some in members.items()})
    return tuple(_team(team, members[team], hidden.get(team, "")) for team in sorted(members))


def _team(team: str, lines: list[PayLine], reason: str) -> TeamPay:
    if reason:
        return TeamPay(team, None, None, None, None, reason)
    target = sum((one.prorated_target for one in lines), ZERO)
    paid = sum((one.earned for one in lines), ZERO)
    percent = paid / target * HUNDRED if target else None
    return TeamPay(team, len(lines), target, paid, percent, "")
