"""Moving one weight while the others give way: always exactly 100 in all."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction

from metrics.errors import PlanError

WHOLE = Decimal(100)
STEP = Decimal(1)


def moved(
    weights: Sequence[Decimal],
    place: int,
    to: Decimal,
    locked: Collection[int] = (),
    step: Decimal = STEP,
) -> tuple[Decimal, ...]:
    """The weights in percent points with the one at `place` moved to `to`; they sum to 100.

    The others that are not locked share the rest in proportion to what they weigh now, in whole
    steps; steps left over go to the largest remainders, ties to the first. Where all of them
    weigh 0 they share evenly. `to` stops where the locked weights leave no room, and nothing
    moves where every other weight is locked.
    Raises: PlanError for weights that do not sum to 100, a step that is none, or no such place.
    """
    _check(weights, place, step)
    free = [at for at in range(len(weights)) if at != place and at not in locked]
    if not free:
        return tuple(weights)
    held = sum((weights[at] for at in locked if at != place), Decimal(0))
    target = min(max(to, Decimal(0)), WHOLE - held)
    shared = _shared([weights[at] for at in free], WHOLE - held - target, step)
    found = list(weights)
    found[place] = target
    for at, weight in zip(free, shared, strict=True):
        found[at] = weight
    return tuple(found)


def _shared(weights: Sequence[Decimal], amount: Decimal, step: Decimal) -> list[Decimal]:
    """`amount` in proportion to `weights`, in whole steps; what is no whole step goes first."""
    total = sum(weights, Decimal(0))
    ratios = [
        Fraction(w) / Fraction(total) if total else Fraction(1, len(weights)) for w in weights
    ]
    steps = [Fraction(amount) * ratio / Fraction(step) for ratio in ratios]
    whole = [count.numerator // count.denominator for count in steps]
    order = sorted(range(len(steps)), key=lambda at: (whole[at] - steps[at], at))
    left = amount - step * sum(whole)
    found = [step * count for count in whole]
    for at in order:
        part = min(step, left)
        found[at] += part
        left -= part
    return found


def _check(weights: Sequence[Decimal], place: int, step: Decimal) -> None:
    total = sum(weights, Decimal(0))
    if total != WHOLE:
        raise PlanError(f"weights sum to {total:f}, not 100; mend the plan before moving one")
    if step <= 0:
        raise PlanError(f"weights cannot move in steps of {step:f}; take a step above 0")
    if not 0 <= place < len(weights):
        raise PlanError(f"there is no weight number {place + 1}; the plan has {len(weights)}")
