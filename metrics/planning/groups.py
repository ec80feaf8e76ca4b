"""Pay by team and by role without showing anybody's: no group below five people, and none that
follows from the others by subtraction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.shares import Run, Share

LEAST_PEOPLE = 5
NOBODY_SAYS = "(none)"
_FIFTHS = 5


@dataclass(frozen=True)
class Group:
    """A team's or role's pay in money; None throughout where `reason` keeps it back.

    `percent` is what is paid, restatements left out, in percent of the prorated targets;
    `median` is the payee in the middle, the same way.
    """

    name: str
    people: int | None
    target: Fraction | None
    paid: Fraction | None
    percent: Fraction | None
    median: Fraction | None
    reason: str


@dataclass(frozen=True)
class Slice:
    """Neighbours in the order of pay: how many, and what they get on average, % of target."""

    people: int
    percent: Fraction


@dataclass(frozen=True)
class Distribution:
    """Who gets how much, in groups that name nobody."""

    teams: tuple[Group, ...]
    roles: tuple[Group, ...]
    slices: tuple[Slice, ...]  # lowest paid first; at most five, none below five people


@dataclass(frozen=True)
class _Pay:
    """One payee's pay in money, and in percent of the prorated target where there is one."""

    share: Share
    paid: Fraction
    percent: Fraction | None


def distribution(run: Run) -> Distribution:
    """The run's pay by team, by role, and from the least to the most paid."""
    pays = _in_order(run.shares)
    return Distribution(
        _groups(pays, lambda share: share.team),
        _groups(pays, lambda share: share.lines[-1].terms.role if share.lines else ""),
        _slices(pays),
    )


def _in_order(shares: Sequence[Share]) -> list[_Pay]:
    """Everybody's pay, the least percent of target first."""
    pays = []
    for share in shares:
        paid = share.pool_part + share.individual_part
        target = share.prorated_target
        pays.append(_Pay(share, paid, paid / target * HUNDRED if target else None))
    # Floats settle nearly every comparison at a tenth of the price; equal ones are told exactly.
    return sorted(pays, key=lambda pay: (float(pay.percent or 0), pay.percent or ZERO))


def _groups(pays: Sequence[_Pay], group_of: Callable[[Share], str]) -> tuple[Group, ...]:
    """One group a name, in order of name; small ones, and what would give them away, kept back."""
    members: dict[str, list[_Pay]] = {}
    for pay in pays:
        members.setdefault(group_of(pay.share) or NOBODY_SAYS, []).append(pay)
    hidden = kept_back({name: len(some) for name, some in members.items()})
    return tuple(_group(name, members[name], hidden.get(name, "")) for name in sorted(members))


def kept_back(people: Mapping[str, int]) -> dict[str, str]:
    """The names that may not be shown, each with the reason.

    Groups below five people, then the smallest others until five people are hidden together, and
    so two groups at least: less could be worked out from the total.
    """
    few = f"fewer than {LEAST_PEOPLE} people"
    hidden = {name: few for name, count in people.items() if count < LEAST_PEOPLE}
    if not hidden:
        return {}
    rest = sorted((count, name) for name, count in people.items() if name not in hidden)
    for _, name in rest:
        if sum(people[one] for one in hidden) >= LEAST_PEOPLE:
            break
        hidden[name] = "a smaller group would follow from the total"
    return hidden


def _group(name: str, members: Sequence[_Pay], reason: str) -> Group:
    if reason:
        return Group(name, None, None, None, None, None, reason)
    target = sum_of([pay.share.prorated_target for pay in members])
    paid = sum_of([pay.paid for pay in members])
    percents = [pay.percent for pay in members if pay.percent is not None]
    return Group(
        name=name,
        people=len(members),
        target=target,
        paid=paid,
        percent=paid / target * HUNDRED if target else None,
        median=_median(percents) if len(percents) >= LEAST_PEOPLE else None,
        reason="",
    )


def sum_of(amounts: Sequence[Fraction]) -> Fraction:
    """The exact sum, over one denominator: adding one by one takes a divisor each time."""
    denominator = lcm(*(one.denominator for one in amounts))
    whole = sum(one.numerator * (denominator // one.denominator) for one in amounts)
    return Fraction(whole, denominator)


def _median(values: Sequence[Fraction]) -> Fraction:
    """The middle, as the mean of the middle two of an even count, and never one person's own."""
    half = len(values) // 2
    middle = values[half - 1 : half + 1] if len(values) % 2 == 0 else values[half - 1 : half + 2]
    return sum(middle, ZERO) / len(middle)


def _slices(pays: Sequence[_Pay]) -> tuple[Slice, ...]:
    """The payees in order of pay, cut into up to five even slices."""
    percents = [pay.percent for pay in pays if pay.percent is not None]
    count = min(_FIFTHS, len(percents) // LEAST_PEOPLE)
    edges = [len(percents) * number // count for number in range(count + 1)] if count else []
    return tuple(
        Slice(end - start, sum(percents[start:end], ZERO) / (end - start))
        for start, end in pairwise(edges)
    )
