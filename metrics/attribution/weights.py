"""Models that give fixed shares to anchors, as vectors: vendors use one name for several."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from metrics.errors import AttributionError


class Anchor(StrEnum):
    """The touches of a journey that a model can name."""

    FIRST = "first touch"
    LEAD = "lead creation"
    OPPORTUNITY = "opportunity creation"
    CLOSE = "last touch"


MIDDLE = "middle"


@dataclass(frozen=True)
class Weights:
    """The share of the amount for each anchor a model names, and for the touches between them.

    Shares sum to 1. The middle are the touches strictly between the model's anchors, each with
    the same part. What an anchor that a journey lacks, or a middle that it lacks, would have is
    spread evenly over the anchors it has; anchors that are one touch add up.
    """

    anchors: tuple[tuple[Anchor, Fraction], ...]
    middle: Fraction

    @classmethod
    def of(cls, shares: Mapping[Anchor, Fraction | int], middle: Fraction | int = 0) -> "Weights":
        """The vector of these shares.

        Raises: AttributionError when they do not sum to 1, one is negative, or neither of the
        anchors that every journey has, its first and its last touch, is named.
        """
        whole = sum(shares.values(), Fraction(middle))
        if whole != 1 or min((middle, *shares.values())) < 0:
            raise AttributionError(
                f"shares of a model sum to {float(whole):g}, not 1, or one is negative; mend them"
            )
        if not {Anchor.FIRST, Anchor.CLOSE} & set(shares):
            raise AttributionError(
                "a model needs the first or the last touch, which every journey has; add one,"
                " with a share of 0 if it is to get none"
            )
        ordered = tuple((one, Fraction(shares[one])) for one in Anchor if one in shares)
        return cls(ordered, Fraction(middle))

    @property
    def names(self) -> frozenset[Anchor]:
        """The anchors the model names."""
        return frozenset(anchor for anchor, _ in self.anchors)

    def shares(self, present: Collection[Anchor], has_middle: bool) -> dict[Anchor, Fraction]:
        """What each anchor of a journey gets that has these anchors, and a middle or not."""
        there = [(anchor, share) for anchor, share in self.anchors if anchor in present]
        given = sum((share for _, share in there), self.middle if has_middle else Fraction(0))
        extra = (1 - given) / len(there)
        return {anchor: share + extra for anchor, share in there}

    def shown(self) -> dict[str, float]:
        """The vector for people and programs: percent by anchor."""
        found = {anchor.value: float(share * 100) for anchor, share in self.anchors}
        return found | ({MIDDLE: float(self.middle * 100)} if self.middle else {})


def _percent(**shares: int | float) -> Weights:
    """The vector of shares in percent, by anchor's name and `middle`."""
    exact = {name: Fraction(str(share)) / 100 for name, share in shares.items()}
    middle = exact.pop(MIDDLE, Fraction(0))
    return Weights.of({Anchor[name.upper()]: share for name, share in exact.items()}, middle)


VECTORS: Mapping[str, Weights] = MappingProxyType(
    {
        "first": _percent(first=100),
        "last": _percent(close=100),
        "position": _percent(first=40, middle=20, close=40),
        "u_shaped": _percent(first=50, lead=50),
        "w_shaped": _percent(first=30, lead=30, opportunity=30, middle=10),
        "full_path": _percent(first=22.5, lead=22.5, opportunity=22.5, close=22.5, middle=10),
    }
)
MODELS = (
    "first",
    "last",
    "linear",
    "position",
    "u_shaped",
    "w_shaped",
    "full_path",
    "time_decay",
    "markov",
    "shapley",
)
HALF_LIFE_DAYS = 30
