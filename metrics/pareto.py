"""Parts of a whole in the order of their weight, with the share they make together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from metrics.answer import Answer

MOST = Decimal("0.6")


@dataclass(frozen=True)
class Part:
    """One part: its amount or count, its share of all parts, and that of it and all before."""

    name: str
    amount: Decimal
    share: Decimal
    running_share: Decimal
    of_largest: Decimal


@dataclass(frozen=True)
class Pareto:
    """The parts, largest first; `vital` of them together make at least 60 % of the whole."""

    parts: tuple[Part, ...]
    whole: Decimal
    vital: int


def pareto(answers: Iterable[Answer]) -> Pareto:
    """The answers of one breakdown as parts, by numerator; those of nothing are left out."""
    amounts = sorted(
        ((one.by[0] if one.by else "", one.numerator) for one in answers if one.numerator),
        key=lambda pair: (-(pair[1] or 0), pair[0]),
    )
    whole = sum((amount for _, amount in amounts if amount), Decimal(0))
    parts, before = [], Decimal(0)
    for name, amount in amounts:
        if amount is None or not whole:
            continue
        before += amount
        largest = amounts[0][1] or amount
        parts.append(Part(name, amount, amount / whole, before / whole, amount / largest))
    vital = next((place + 1 for place, part in enumerate(parts) if part.running_share >= MOST), 0)
    return Pareto(tuple(parts), whole, vital)
