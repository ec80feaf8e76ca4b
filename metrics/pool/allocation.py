"""From a pool to every payee's money: exact shares, then printed units that add up.

The words of every step are made in statement.py from what stands here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from metrics.pool.cents import PartUnits, in_parts, largest_remainder, units
from metrics.pool.denominators import common_denominator, whole
from metrics.pool.inputs import ZERO
from metrics.pool.lines import Pool
from metrics.pool.plan import Plan, Rounding
from metrics.pool.roster import Entry, Roster
from metrics.pool.shares import Share
from metrics.pool.sharing import Sharing, shared
from metrics.pool.statement import payee_node
from metrics.pool.tree import Node


@dataclass(frozen=True)
class Allocation:
    """Shares by person_id and the pool in printed units; None where there is no pool.

    paid_from_pool + undistributed + reserve = pool_total, and so do the shares' pool parts.
    """

    sharing: Sharing | None
    shares: tuple[Share, ...]
    exact_pool_total: Fraction | None
    exact_undistributed: Fraction | None
    pool_total: Fraction | None
    paid_from_pool: Fraction | None
    reserve: Fraction | None
    undistributed: Fraction | None


@dataclass(frozen=True, slots=True)
class _Printed:
    """The pool and its three parts in printed units."""

    pool: int
    paid: int
    undistributed: int
    reserve: int


def allocate(plan: Plan, roster: Roster, pool: Pool) -> Allocation:
    """Who gets what of a pool, in the plan's declared unit of money."""
    if pool.to_share is None or pool.reserve is None:
        return Allocation(None, (), None, None, None, None, None, None)
    sharing = shared(roster.crowd, pool.to_share)
    printed = _printed(plan.rounding, sharing, pool.reserve)
    own = [entry.individual_part for entry in roster.entries]
    parts = _parts(plan.rounding, sharing, own, printed.paid)
    money = _money_of(plan.rounding.money)

    def explained(share: Share) -> Node:
        return payee_node(plan, sharing, share)

    pay = _Pay(plan.rounding, sharing, parts, money, explained)
    return Allocation(
        sharing,
        tuple(pay.share(place, entry) for place, entry in enumerate(roster.entries)),
        sharing.money + pool.reserve,
        sharing.undistributed,
        money(printed.pool),
        money(printed.paid),
        money(printed.reserve),
        money(printed.undistributed),
    )


def _printed(rounding: Rounding, sharing: Sharing, reserve: Fraction) -> _Printed:
    """The pool rounded by the mode, and its parts by largest remainder."""
    parts = (sharing.money - sharing.undistributed, sharing.undistributed, reserve)
    pool = units(sum(parts, ZERO), rounding.money, rounding.mode)
    scale = Fraction(10) ** rounding.money
    return _Printed(pool, *largest_remainder([part * scale for part in parts], pool))


def _parts(rounding: Rounding, sharing: Sharing, own: list[Fraction], paid: int) -> PartUnits:
    """Pool parts and individual parts of all payees in printed units."""
    own_denominator = common_denominator(own)
    denominator = lcm(sharing.denominator, own_denominator)
    # One unit is 10^-money: places move to the side where they are whole.
    up, down = 10 ** max(rounding.money, 0), 10 ** max(-rounding.money, 0)
    times = denominator // sharing.denominator * up
    pool = [numerator * times for numerator in sharing.numerators]
    times = denominator // own_denominator * up
    individual = [numerator * times for numerator in whole(own, own_denominator)]
    total = Fraction(sum(pool) + sum(individual), denominator * up)
    return in_parts(
        pool, individual, denominator * down, paid, units(total, rounding.money, rounding.mode)
    )


def _money_of(places: int) -> Callable[[int], Fraction]:
    """What turns printed units into money."""
    up, down = 10 ** max(-places, 0), 10 ** max(places, 0)
    return lambda count: Fraction(count * up, down) if count else ZERO


@dataclass(frozen=True, slots=True)
class _Pay:
    """What every share is made from."""

    rounding: Rounding
    sharing: Sharing
    parts: PartUnits
    money: Callable[[int], Fraction]
    explained: Callable[[Share], Node]

    def share(self, place: int, entry: Entry) -> Share:
        """The share of the payee in this place."""
        is_pinned = place in self.sharing.capped
        own, pooled = self.parts.individual[place], self.parts.pool[place]
        due = entry.payee.restatement
        restated = self._restated(own + pooled, due)
        pool_part = self.money(pooled)
        return Share(
            person_id=entry.payee.person_id,
            currency=entry.payee.currency,
            rate=entry.payee.rate,
            teams=entry.teams,
            lines=entry.lines,
            target=entry.target,
            proration=entry.proration,
            prorated_target=entry.prorated_target,
            modifier=entry.modifier,
            individual=entry.individual,
            weight=entry.weight,
            cap=entry.cap,
            is_capped=is_pinned or entry.individual_part < entry.uncut_individual_part,
            is_pinned=is_pinned,
            exact_pool_part=Fraction(self.sharing.numerators[place], self.sharing.denominator),
            exact_individual_part=entry.individual_part,
            pool_part=pool_part,
            individual_part=self.money(own),
            restatement=self.money(restated),
            restatement_carried=due - self.money(restated) if due.numerator else ZERO,
            payout=self.money(own + pooled + restated) if own or restated else pool_part,
            explained=self.explained,
        )

    def _restated(self, earned: int, due: Fraction) -> int:
        """What of a restatement fits this payout, in units: never below 0."""
        return (
            max(units(due, self.rounding.money, self.rounding.mode), -earned)
            if due.numerator
            else 0
        )
