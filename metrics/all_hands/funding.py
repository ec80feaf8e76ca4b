"""The line that says how the pool's percent comes about, in digits that can be added up by hand."""

from dataclasses import dataclass
from fractions import Fraction

from metrics.meeting.story import PoolStory
from metrics.money import rounded_fraction

MOST_PLACES = 4


@dataclass(frozen=True)
class Step:
    """A measure's weight and what it pays, or percent points on top (weight None)."""

    label: str
    weight: Fraction | None
    pays: Fraction


@dataclass(frozen=True)
class FundingLine:
    """The steps as they are written, and what they come to; `exact` is not rounded.

    `bound` is the gate, floor or cap that decides the last step; '' where none does.
    """

    steps: tuple[Step, ...]
    summed: Fraction
    funding: Fraction
    exact: Fraction
    places: int
    bound: str


def funding_line(pool: PoolStory) -> FundingLine:
    """The fewest digits at which weights times payouts add up to the percent that is told."""
    paid = [
        (one.label, one.weight, one.payout if pool.is_of_payouts else one.attainment)
        for one in pool.measures
    ]
    extra = [(one.label, one.points) for one in pool.kickers if one.points and pool.is_of_payouts]
    tries = [(places, _to) for places in range(MOST_PLACES + 1)]
    # At the edge of a percent no digits of thirds suffice, but all of them down or up do.
    for places, rounded in (*tries, (MOST_PLACES, _down), (MOST_PLACES, _up)):
        steps = (
            *(
                Step(label, weight, rounded(pays or Fraction(0), places))
                for label, weight, pays in paid
            ),
            *(Step(label, None, points) for label, points in extra),
        )
        summed = sum((_worth(one) for one in steps), Fraction(0))
        if _to(summed, 0) == _to(_unbounded(pool), 0):
            break
    return FundingLine(
        steps=steps,
        summed=_to(summed, 0),
        funding=_to(pool.funding, 0),
        exact=pool.funding,
        places=places,
        bound=_bound(pool),
    )


def _worth(step: Step) -> Fraction:
    return step.pays if step.weight is None else step.weight * step.pays / 100


def _unbounded(pool: PoolStory) -> Fraction:
    """What the steps come to before gates, floor and cap, or before the one curve over them."""
    return pool.with_kickers if pool.is_of_payouts else pool.weighted_sum


def _bound(pool: PoolStory) -> str:
    if not pool.is_of_payouts:
        return "the plan's curve over all of it"
    if pool.after_gates != pool.with_kickers:
        return "a gate that is not passed"
    if pool.funding != pool.after_gates:
        return "the plan's cap" if pool.funding < pool.after_gates else "the plan's floor"
    return ""


def _to(value: Fraction, places: int) -> Fraction:
    return rounded_fraction(value, places, "half_up")


def _down(value: Fraction, places: int) -> Fraction:
    return rounded_fraction(value, places, "down")


def _up(value: Fraction, places: int) -> Fraction:
    below = _down(value, places)
    return below if below == value else below + Fraction(1, 10**places)
