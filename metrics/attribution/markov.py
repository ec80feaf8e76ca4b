"""Credit by removal: how much fewer journeys would be won if a member were not there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from metrics.attribution.journeys import Steps


@dataclass(frozen=True)
class Chain:
    """An order-1 absorbing chain, solved exactly; by member, rates and weights 0 to 1.

    `base` is the chance of a journey to be won. A removal effect is the share of it that is lost
    when the journeys that come to the member end there. Weights are the effects' shares.
    """

    base: float
    removal_effects: Mapping[str, float]
    weights: Mapping[str, float]


def chain_of(steps: Steps) -> Chain:
    """The chain of the steps; all effects and weights are 0 where no journey was won.

    Nothing is drawn: the same counts give the same chain, in whatever order they came. A journey
    is won without a member when it is won and never comes there. Of those that do, all come a
    first time, and go on from there as from any visit: so one inverse gives every effect.
    """
    begun = sum(steps.starts)
    if not begun or not sum(steps.won):
        nothing = dict.fromkeys(steps.members, 0.0)
        return Chain(0.0, nothing, nothing)
    size = len(steps.members)
    moves = np.zeros((size, size))
    for (before, member), count in steps.between.items():
        moves[before, member] = count
    won = np.array(steps.won, dtype=float)
    leaving = moves.sum(axis=1) + won + np.array(steps.lost, dtype=float)
    visits = np.linalg.inv(np.eye(size) - moves / leaving[:, None])
    won_from = visits @ (won / leaving)
    starts = np.array(steps.starts, dtype=float) / begun
    coming = starts @ visits / np.diagonal(visits)
    base = float(starts @ won_from)
    effects = coming * won_from / base
    whole = float(effects.sum())
    return Chain(
        base=base,
        removal_effects=dict(zip(steps.members, effects.tolist(), strict=True)),
        weights=dict(zip(steps.members, (effects / whole).tolist(), strict=True)),
    )


def transitions(steps: Steps) -> dict[tuple[str, str], float]:
    """The chance of each step, by the names of where it starts and ends; for the receipt."""
    members = steps.members
    leaving = [won + lost for won, lost in zip(steps.won, steps.lost, strict=True)]
    for (before, _), count in steps.between.items():
        leaving[before] += count
    found = {
        ("start", member): steps.starts[n] / sum(steps.starts) for n, member in enumerate(members)
    }
    for (before, after), count in steps.between.items():
        found[members[before], members[after]] = count / leaving[before]
    for n, member in enumerate(members):
        found[member, "won"] = steps.won[n] / leaving[n]
        found[member, "lost"] = steps.lost[n] / leaving[n]
    return {step: chance for step, chance in found.items() if chance}
