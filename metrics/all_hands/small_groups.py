"""Small groups: a part of fewer than five records is told inside Other, so that none stands out."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LEAST = 5
OTHER = "Other"


@dataclass(frozen=True)
class Part:
    """A member of a split: what it adds up to, and the records behind it."""

    name: str
    value: Decimal
    rows: int


def folded(parts: Iterable[Part], least: int = LEAST) -> tuple[Part, ...]:
    """The parts, the largest first, with small ones added up as Other, which stands last.

    Where Other has fewer than `least` records, the next smallest joins it. They add up to what
    they did. Where all of them together are too few, there is nothing to tell: no parts.
    """
    told = sorted(parts, key=lambda one: (one.rows, one.value, one.name))
    inside = [one for one in told if one.rows < least]
    rest = told[len(inside) :]
    while inside and rest and sum(one.rows for one in inside) < least:
        inside.append(rest.pop(0))
    if inside and sum(one.rows for one in inside) < least:
        return ()
    kept = sorted(rest, key=lambda one: (-one.value, one.name))
    if not inside:
        return tuple(kept)
    value = sum((one.value for one in inside), Decimal(0))
    return (*kept, Part(OTHER, value, sum(one.rows for one in inside)))
