"""From amounts added up per anchor to the credits of a model; exact."""

from collections.abc import Mapping
from fractions import Fraction

from metrics.attribution.facts import MIDDLES, Pools
from metrics.attribution.weights import Weights
from metrics.errors import AttributionError


def vector_credits(pools: Pools, weights: Weights) -> dict[str, Fraction]:
    """The credit by member under a vector of weights, in money.

    Raises: AttributionError when touches between the anchors it names are not counted apart.
    """
    middle = MIDDLES.get(weights.names)
    if weights.middle and middle is None:
        known = "; ".join(sorted(", ".join(sorted(names)) for names in MIDDLES))
        raise AttributionError(
            f"touches between {', '.join(sorted(weights.names))} are not counted apart, so they"
            f" can have no share; name all of: {known}"
        )
    found: dict[str, Fraction] = {}
    for (case, anchor), amounts in pools.held.items():
        shares = weights.shares(case.anchors, middle in case.middles)
        _add(found, amounts, shares.get(anchor, Fraction(0)))
    if weights.middle and middle is not None:
        _add(found, pools.spread[middle], weights.middle)
    return found


def _add(found: dict[str, Fraction], amounts: Mapping[str, Fraction], share: Fraction) -> None:
    for member, amount in amounts.items():
        found[member] = found.get(member, Fraction(0)) + share * amount
