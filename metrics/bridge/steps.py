"""The bars of a bridge as the steps of a waterfall: signed, running, in digits that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from metrics.bridge.parts import IN, MOVEMENTS, OUT, ZERO, Bridge, Deal
from metrics.money import rounded_units
from metrics.pool.cents import largest_remainder

WEEK = timedelta(days=7)
# What a wall can show: the sixteen bars rolled up into six, in the order of the full ones.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "created": ("created",),
    "moved_in": ("pulled_in", "pushed_in", "transferred_in", "reopened"),
    "repriced": ("increased", "decreased", "currency"),
    "moved_out": ("pushed_out", "pulled_out", "transferred_out"),
    "lost": ("lost", "deleted"),
    "won": ("won",),
}
SINGLE: Mapping[str, tuple[str, ...]] = {bar: (bar,) for bar in MOVEMENTS}
# (smallest change shown in it, one unit, digits after its point)
SCALES = (
    (Decimal(100_000_000), Decimal(1_000_000), 0),
    (Decimal(10_000_000), Decimal(1_000_000), 1),
    (Decimal(10_000), Decimal(1_000), 0),
    (Decimal(0), Decimal(1), 0),
)


@dataclass(frozen=True)
class Step:
    """One step: what it adds, where it begins and ends, and its digits in the shared unit."""

    key: str
    amount: Decimal
    start: Decimal
    end: Decimal
    digits: Decimal
    deals: int


@dataclass(frozen=True)
class Steps:
    """From 0 to the change of open pipeline; digits of the steps add up to those of the change."""

    unit: Decimal
    places: int
    steps: tuple[Step, ...]
    change: Decimal
    change_digits: Decimal
    came_in: Decimal
    went_out: Decimal


def week_before(day: date) -> date:
    """The day a week earlier: what a bridge begins with when nobody says."""
    return day - WEEK


def signed(found: Bridge, bars: Sequence[str]) -> Decimal:
    """What the bars add to open pipeline together."""
    amounts = found.amounts
    return sum((-amounts[bar] if bar in OUT else amounts[bar] for bar in bars), ZERO)


def steps_of(found: Bridge, groups: Mapping[str, tuple[str, ...]] = SINGLE) -> Steps:
    """The steps that any deal stands behind, in the order of the groups."""
    kept = {key: bars for key, bars in groups.items() if any(found.counts[bar] for bar in bars)}
    amounts = {key: signed(found, bars) for key, bars in kept.items()}
    largest = max((abs(amount) for amount in amounts.values()), default=ZERO)
    unit, places = next(scale[1:] for scale in SCALES if largest >= scale[0])
    step = Fraction(unit) / 10**places
    total = rounded_units(Fraction(found.change) / step, 0, "half_up")
    parts = largest_remainder([Fraction(amount) / step for amount in amounts.values()], total)
    steps, running = [], ZERO
    for (key, amount), digits in zip(amounts.items(), parts, strict=True):
        deals = len({deal.opportunity_id for deal in found.deals if _is_in(deal, kept[key])})
        end = running + amount
        steps.append(Step(key, amount, running, end, Decimal(digits).scaleb(-places), deals))
        running = end
    return Steps(
        unit=unit,
        places=places,
        steps=tuple(steps),
        change=found.change,
        change_digits=Decimal(total).scaleb(-places),
        came_in=sum((step.amount for step in steps if step.amount > 0), ZERO),
        went_out=-sum((step.amount for step in steps if step.amount < 0), ZERO),
    )


def mover_share(deal: Deal, movers: Sequence[Deal]) -> Decimal:
    """How long the deal's bar is, -100 to 100, on the scale of the largest of the movers."""
    largest = max(abs(one.net) for one in movers)
    return deal.net * 100 / largest


def moved_together(movers: Sequence[Deal]) -> Decimal:
    """What the movers added to open pipeline together."""
    return sum((deal.net for deal in movers), ZERO)


def main_movement(deal: Deal) -> str:
    """The movement that says most about a deal: how it went, else how it came, else the largest."""
    if deal.leave_reason:
        return deal.leave_reason
    if deal.enter_reason:
        return deal.enter_reason
    return max(deal.movements, key=lambda bar: (abs(deal.movements[bar]), bar in IN))


def _is_in(deal: Deal, bars: Sequence[str]) -> bool:
    return any(bar in deal.movements for bar in bars)
