"""The credit of each touch of one journey, as exact shares of its amount; pure functions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal, TypeVar

from metrics.attribution.weights import Anchor, Weights

Touch = TypeVar("Touch")


def anchors_of(
    touched_at: Sequence[datetime],
    lead_created_at: datetime | None = None,
    opportunity_created_at: datetime | None = None,
) -> dict[Anchor, int]:
    """The place of each anchor among touches in order of time; none where there is none.

    A creation's anchor is the last touch at or before it.
    """
    if not touched_at:
        return {}
    places = {Anchor.FIRST: 0, Anchor.CLOSE: len(touched_at) - 1}
    for anchor, created_at in (
        (Anchor.LEAD, lead_created_at),
        (Anchor.OPPORTUNITY, opportunity_created_at),
    ):
        before = sum(created_at is not None and at <= created_at for at in touched_at)
        if before:
            places[anchor] = before - 1
    return places


def weighted(weights: Weights, places: Mapping[Anchor, int], count: int) -> list[Fraction]:
    """Each touch's share of the amount under a vector of weights; they sum to 1.

    The middle are the touches strictly between the first and the last of the model's anchors
    that are no anchor of it themselves. Shape: one per touch, in order; empty without touches.
    """
    if not count:
        return []
    held = {anchor: place for anchor, place in places.items() if anchor in weights.names}
    between = range(min(held.values()), max(held.values()))
    middle = [place for place in between if place not in held.values()]
    shares = [Fraction(0)] * count
    for anchor, share in weights.shares(held, bool(middle)).items():
        shares[held[anchor]] += share
    for place in middle:
        shares[place] += weights.middle / len(middle)
    return shares


def in_proportion(sizes: Sequence[Fraction | int]) -> list[Fraction]:
    """Shares in proportion to `sizes`; they sum to 1."""
    whole = sum(sizes, Fraction(0))
    return [Fraction(size) / whole for size in sizes]


def linear(count: int) -> list[Fraction]:
    """The same share for each touch."""
    return in_proportion([1] * count)


def time_decay(ages: Sequence[float], half_life: float) -> list[Fraction]:
    """Shares that halve with each half-life of a touch's age; both in the same unit.

    Ages count from the youngest touch: however old all are, and however short the half-life,
    the shares stay what they are.
    """
    youngest = min(ages, default=0.0)
    return in_proportion([Fraction(0.5 ** ((age - youngest) / half_life)) for age in ages])


def without(
    touches: Sequence[Touch],
    left_out: Collection[Touch],
    alone: Literal["unattributed", "kept"] = "unattributed",
) -> list[int]:
    """The places of the touches that are not left out, so that these take the whole credit.

    Where all are left out: no place, which leaves the amount unattributed, or all places.
    """
    kept = [place for place, touch in enumerate(touches) if touch not in left_out]
    return kept or (list(range(len(touches))) if alone == "kept" else [])


def by_member(
    members: Sequence[str], shares: Sequence[Fraction], amount: Fraction | int
) -> dict[str, Fraction]:
    """The amount by member: what its touches get, added up."""
    found: dict[str, Fraction] = {}
    for member, share in zip(members, shares, strict=True):
        found[member] = found.get(member, Fraction(0)) + share * amount
    return found
