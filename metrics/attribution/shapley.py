"""Credit by coalition: what a member adds to the sets of members that were touched with it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import factorial

import numpy as np
import numpy.typing as npt

from metrics.attribution.journeys import MASK_BITS, Sets, word_count

# As many different sets as twelve members can form: up to here every one is compared with all.
MOST_SETS = 2**12 - 1

Bits = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def credits_of(sets: Sets) -> dict[str, Fraction]:
    """The value by member: each set's by the Shapley values within it, in full.

    A set is worth the share of its journeys that were won, a set that never came is worth 0.
    A member's credit is below 0 where sets win less often with it than without.
    """
    worth = [
        won / (won + lost) if won else 0.0 for won, lost in zip(sets.won, sets.lost, strict=True)
    ]
    within = values_within(sets.members, sets.masks, worth)
    found = dict.fromkeys(sets.members, Fraction(0))
    for values, value, won in zip(within, sets.values, sets.won, strict=True):
        if won:
            shares = {member: Fraction(one) for member, one in values.items()}
            whole = sum(shares.values(), Fraction(0))
            for member, share in shares.items():
                found[member] += share * value / whole
    return found


def values_within(
    members: Sequence[str], masks: Sequence[Sequence[int]], worth: Sequence[float]
) -> list[Mapping[str, float]]:
    """The Shapley values of each set's members, from the worth of the sets within it.

    Only sets that came have a worth, so only these are added: the sum over all others is 0.
    Shape: one mapping per set, in order; its values sum to the set's worth.
    """
    bits: Bits = np.array(masks, dtype=np.int64).reshape(len(masks), word_count(len(members)))
    held = _held(bits, len(members))
    sizes = held.sum(axis=1).astype(np.int64)
    of_worth: Floats = np.array(worth, dtype=np.float64)
    found: list[Mapping[str, float]] = []
    for place, size in enumerate(sizes.tolist()):
        inside = np.flatnonzero(((bits & bits[place]) == bits).all(axis=1))
        added, taken = _chances(size)
        worths, counts = of_worth[inside], sizes[inside]
        gained = (added[counts] + taken[counts]) * worths
        own = np.flatnonzero(held[place])
        values = gained @ held[np.ix_(inside, own)] - float((taken[counts] * worths).sum())
        found.append(dict(zip([members[n] for n in own.tolist()], values.tolist(), strict=True)))
    return found


def _held(bits: Bits, members: int) -> Floats:
    """1 where a set has a member, else 0: one row a set, one column a member."""
    columns = [bits[:, n // MASK_BITS] >> (n % MASK_BITS) & 1 for n in range(members)]
    return np.array(columns, dtype=np.float64).reshape(members, len(bits)).T


def _chances(size: int) -> tuple[Floats, Floats]:
    """Of orders of `size` members: how many, by t, put t chosen ones first and a member last
    among these, and how many put it right behind them; as shares.
    """
    orders = factorial(size)
    added = [0.0, *(factorial(t - 1) * factorial(size - t) / orders for t in range(1, size + 1))]
    taken = [*(factorial(t) * factorial(size - t - 1) / orders for t in range(size)), 0.0]
    return np.array(added), np.array(taken)
