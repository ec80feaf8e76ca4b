"""What each measure really moves, beside what its weight says.

Influence = weight x |slope of the payout at the forecast| x volatility of the KPI, as a share of
all measures' sum. Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.whatif import Prospects, key_of, slope_of


@dataclass(frozen=True)
class Influence:
    """One measure: `weight` and `share` in percent of all, `moves` in percent points of funding.

    `slope` is percent points of payout per unit of the KPI, `volatility` one standard deviation
    in the KPI's unit. `share` is None where no measure moves anything.
    """

    key: str
    label: str
    weight: Fraction
    slope: Fraction
    volatility: Fraction
    moves: Fraction
    share: Fraction | None
    reason: str  # why it moves nothing, where it does not


def influence(prospects: Prospects, volatility: Mapping[str, Fraction]) -> tuple[Influence, ...]:
    """The measures in the plan's order; `volatility` by result key, 0 where it is not there.

    At a breakpoint of the curve the slope is the mean of both sides.
    """
    found = []
    for line in prospects.funding.lines:
        slope = slope_of(prospects.plan, prospects.funding, line)
        spread = volatility.get(key_of(line), ZERO)
        weight = Fraction(line.measure.weight)
        moves = weight / HUNDRED * abs(slope.mean) * spread
        found.append((line, slope, spread, weight, moves))
    total = sum((moves for *_, moves in found), ZERO)
    return tuple(
        Influence(
            key=key_of(line),
            label=line.label,
            weight=weight,
            slope=slope.mean,
            volatility=spread,
            moves=moves,
            share=moves / total * HUNDRED if total else None,
            reason="" if moves else _why_none(weight, slope.reason),
        )
        for line, slope, spread, weight, moves in found
    )


def _why_none(weight: Fraction, reason: str) -> str:
    if not weight:
        return "it has no weight"
    return reason or "its result does not vary"
