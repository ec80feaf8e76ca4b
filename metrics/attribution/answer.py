"""What attribution answers: every model's credits, and how far the models lie apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from metrics.attribution.credits import vector_credits
from metrics.attribution.facts import Pools
from metrics.attribution.weights import Weights
from metrics.money import cents_that_sum
from metrics.periods import Period
from metrics.scope import Scope

UNATTRIBUTED = "unattributed"


@dataclass(frozen=True)
class Model:
    """One model: its weights as shown beside the name, and the credit by member in money.

    Credits and what is unattributed sum to the total. `credits` is None where the model cannot
    be computed, and `note` says why.
    """

    name: str
    weights: Mapping[str, float | str]
    credits: Mapping[str, Decimal] | None
    note: str | None = None


@dataclass(frozen=True)
class Member:
    """A member over all models: the lowest and highest credit, and its rank in each.

    Rank 1 has the most credit; equal credits share a rank. `flips` are the members that stand
    above it in one model and below it in another: which of them did more, the data do not say.
    """

    name: str
    low: Decimal
    low_model: str
    high: Decimal
    high_model: str
    ranks: Mapping[str, int]
    flips: tuple[str, ...]

    @property
    def is_flipping(self) -> bool:
        """Whether its place depends on the model."""
        return bool(self.flips)


@dataclass(frozen=True)
class Attribution:
    """The bookings of a period by what touched them, under every model; for learning only.

    `total` is the KPI bookings of the same period and scope. `rows` counts these bookings,
    `opportunities` those with touches; `won`, `lost` and `stale` the journeys of Markov and
    Shapley. Members come by name. Where bookings have no value, `no_data` says why: the amounts
    are 0 then, no model has credits and there is no member.
    """

    period: Period
    by: str
    scope: Scope
    as_of: date
    models: Mapping[str, Model]
    members: tuple[Member, ...]
    total: Decimal
    unattributed: Decimal
    rows: int
    opportunities: int
    won: int
    lost: int
    stale: int
    null_amounts: int
    note: str | None
    pools: Pools = field(repr=False, compare=False)
    no_data: str | None = None

    def reweighted(self, name: str, weights: Weights) -> Model:
        """The credits under other weights, from what is already added up.

        Raises: AttributionError when the weights name anchors whose middle was not counted.
        """
        exact = vector_credits(self.pools, weights)
        names = [member.name for member in self.members]
        whole = {member: exact[member] for member in names if member in exact}
        return Model(name, weights.shown(), cents_that_sum(whole, self.total - self.unattributed))


def members_of(models: Mapping[str, Model]) -> tuple[Member, ...]:
    """Every member with its interval, ranks and flips over the models that have credits."""
    found = {name: one.credits for name, one in models.items() if one.credits is not None}
    names = sorted({member for credits in found.values() for member in credits})
    by_member = {
        member: {model: credits.get(member, Decimal(0)) for model, credits in found.items()}
        for member in names
    }
    return tuple(_member(member, by_member) for member in names)


def _member(name: str, by_member: Mapping[str, Mapping[str, Decimal]]) -> Member:
    own = by_member[name]
    low, high = min(own, key=lambda one: own[one]), max(own, key=lambda one: own[one])
    ranks = {
        model: 1 + sum(other[model] > credit for other in by_member.values())
        for model, credit in own.items()
    }
    flips = tuple(
        other
        for other, credits in by_member.items()
        if any(credits[model] > own[model] for model in own)
        and any(credits[model] < own[model] for model in own)
    )
    return Member(name, own[low], low, own[high], high, ranks, flips)
