"""What a run comes to: one share a payee, and the run's money to the printed unit.

Money is in the plan's currency. `exact_` figures are before cents; the others are in the plan's
declared unit (rounding.money), and those add up exactly.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from metrics.errors import PayeeError, did_you_mean
from metrics.pool.inputs import Inputs, Terms
from metrics.pool.lines import Funding, MeasureLine, Pool
from metrics.pool.plan import Plan
from metrics.pool.sharing import Sharing
from metrics.pool.tree import Node


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A payee's terms over the part of the period they hold; `reason` says why they pay nothing.

    Money in the plan's currency. `weight` is what the pool is shared by.
    """

    terms: Terms
    first_on: date | None  # None where the segment lies outside the period
    last_on: date | None
    days: int
    period_days: int
    exact_factor: Fraction  # days / period days x FTE
    factor: Fraction  # rounded where the plan says so
    target: Fraction  # for the whole period at FTE 1, from the payee's currency
    prorated: Fraction  # target x factor
    weight: Fraction  # target x factor x modifier
    individual: Fraction | None  # percent points; None where everything rides on the pool
    measured: tuple[MeasureLine, ...]  # individual measures, where no payout was handed in
    individual_money: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one payee gets and how; parts, restatement and payout are in printed units.

    `target` x `proration` is `prorated_target`; where the terms changed inside the period,
    `target`, `modifier` and `individual` are averages over the time they held.
    """

    person_id: str
    currency: str  # of the terms; '': the plan's
    rate: Fraction  # turns that currency into the plan's
    teams: tuple[str, ...]  # in order of date
    lines: tuple[SegmentLine, ...]
    target: Fraction  # for the whole period at FTE 1
    proration: Fraction  # factor
    prorated_target: Fraction
    modifier: Fraction  # factor
    individual: Fraction | None  # percent points
    weight: Fraction
    cap: Fraction | None  # on pool part + individual part; None: none
    is_capped: bool  # the total was cut
    is_pinned: bool  # the pool part is what the cap leaves
    exact_pool_part: Fraction
    exact_individual_part: Fraction
    pool_part: Fraction
    individual_part: Fraction
    restatement: Fraction  # of earlier periods, as far as the payout stays at 0 or above
    restatement_carried: Fraction  # what stays for the next statement
    payout: Fraction
    explained: Callable[["Share"], Node] = field(repr=False, compare=False)

    @property
    def team(self) -> str:
        """The latest team; '' where none is named."""
        return self.teams[-1] if self.teams else ""

    @property
    def node(self) -> Node:
        """The payee's own steps in words, from the target to the payout; made at each call."""
        return self.explained(self)


@dataclass(frozen=True)
class Run:
    """A whole calculation; sum of pool parts + undistributed + reserve = pool_total, exactly.

    Without payees a plan on target incentives has no pool: None.
    """

    plan: Plan
    inputs: Inputs
    funding: Funding
    pool: Pool
    sharing: Sharing | None  # how the pool was divided before cents
    shares: tuple[Share, ...]  # by person_id
    exact_pool_total: Fraction | None  # as shared: after modifiers where they re-strike the pool
    exact_undistributed: Fraction | None
    pool_total: Fraction | None
    paid_from_pool: Fraction | None  # the sum of pool parts
    reserve: Fraction | None
    undistributed: Fraction | None
    explained: Callable[["Run"], Node] = field(repr=False, compare=False)
    stated: Callable[["Run", Share], Node] = field(repr=False, compare=False)

    @property
    def tree(self) -> Node:
        """The whole calculation in words, one statement a payee; made anew at each call."""
        return self.explained(self)

    def share(self, person_id: str) -> Share:
        """The share of one payee. Raises: PayeeError when nobody has this id."""
        place = bisect_left(self.shares, person_id, key=lambda share: share.person_id)
        if place < len(self.shares) and self.shares[place].person_id == person_id:
            return self.shares[place]
        near = did_you_mean(person_id, (share.person_id for share in self.shares))
        raise PayeeError(f"plan '{self.plan.name}' has no payee '{person_id}'{near}")

    def statement(self, person_id: str) -> Node:
        """Every step of one payee's payout, from the results on; the order is the contract's."""
        return self.stated(self, self.share(person_id))
