"""The pool among payees: by weight inside each team, never above a cap, the rest across.

Everything is integers over one denominator. Who reaches the cap first is known from cap / weight,
so payees are ordered once and a pot is levelled in one walk; the outcome is that of pinning
everyone above the cap and sharing the rest again until nobody is above.
Source: docs/decisions/0014-how-a-pool-is-paid.md
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from metrics.pool.denominators import total

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Pot:
    """One team's part of the pool and who shares it, in the order in which caps are reached."""

    team: str  # '' where everyone shares one pot
    part: Fraction  # of what is shared, 0 to 1
    members: tuple[int, ...]  # places in the crowd
    weights: tuple[int, ...]
    caps: tuple[int, ...]  # empty: no caps
    weight: int
    unmodified: int  # what the weight would be at a modifier of 1
    has_movers: bool  # a member is in another pot too


@dataclass(frozen=True, slots=True)
class Crowd:
    """Payees as integers in units of 1/scale of money; prepared once, shared among many times."""

    scale: int
    weights: tuple[int, ...]
    caps: tuple[int, ...]  # on the pool part; empty: none
    pots: tuple[Pot, ...]
    is_neutral: bool  # modifiers re-share the pool; else they re-strike it
    is_lifting: bool  # what caps leave over goes above the caps


@dataclass(frozen=True, slots=True)
class PotLine:
    """What a pot held, in money: before and after modifiers, from and to other teams.

    `level` is money per unit of weight: what a payee below the cap gets from this pot.
    """

    team: str
    part: Fraction
    given: Fraction  # before modifiers
    money: Fraction  # the same, or re-struck
    received: Fraction  # what other teams could not use
    left: Fraction  # what this team could not use
    level: Fraction


@dataclass(frozen=True, slots=True)
class Sharing:
    """Exact pool parts, in the crowd's order: numerators over one denominator.

    A payee below the cap gets weight x level from each pot; one at the cap gets the cap. Both
    get weight x lifted on top.
    """

    pots: tuple[PotLine, ...]
    money: Fraction  # what was shared, after modifiers re-struck it
    lifted: Fraction  # money per unit of weight, above the caps
    capped: frozenset[int]
    numerators: tuple[int, ...]
    denominator: int
    undistributed: Fraction


def ordered_by_cap(weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    """Places by cap / weight, exactly and without a fraction: who is pinned first comes first.

    Two different ratios differ by at least 1 / (largest weight squared), so this many more bits
    keep them apart.
    """
    bits = 2 * max(weights, default=0).bit_length()
    keys = [(cap << bits) // weight for weight, cap in zip(weights, caps, strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def shared(crowd: Crowd, to_share: Fraction) -> Sharing:
    """Who gets what of `to_share`, in money; what nobody may get is undistributed."""
    given = [to_share * pot.part for pot in crowd.pots]
    money = [_struck(crowd, pot, part) for part, pot in zip(given, crowd.pots, strict=True)]
    water = _Water.of(crowd, money)
    water.fill()
    levels = water.levels()
    scale = crowd.scale
    pots = tuple(
        PotLine(
            pot.team,
            pot.part,
            given[place],
            money[place],
            water.received[place] / scale,
            water.left[place] / scale,
            levels[place],
        )
        for place, pot in enumerate(crowd.pots)
    )
    numerators, unit = _parts(crowd, levels, water.pinned)
    lifted, rest = ZERO, water.loose
    if crowd.is_lifting and rest and any(crowd.weights):
        lifted, rest = rest / sum(crowd.weights), ZERO
        times, unit = lifted.denominator, unit * lifted.denominator
        each = lifted.numerator * (unit // times)
        numerators = [
            part * times + each * weight
            for part, weight in zip(numerators, crowd.weights, strict=True)
        ]
    return Sharing(
        pots,
        sum(money, ZERO),
        lifted,
        frozenset(water.pinned),
        tuple(numerators),
        unit * scale,
        rest / scale,
    )


def _struck(crowd: Crowd, pot: Pot, money: Fraction) -> Fraction:
    """The pot's money; where the plan lets modifiers change it, as the sum of modified shares."""
    if crowd.is_neutral or not pot.unmodified:
        return money
    return money * Fraction(pot.weight, pot.unmodified)


def _parts(crowd: Crowd, levels: list[Fraction], pinned: set[int]) -> tuple[list[int], int]:
    """Pool parts as numerators over a unit, in units of 1/scale."""
    unit = lcm(*{level.denominator for level in levels})
    parts = [0] * len(crowd.weights)
    for pot, level in zip(crowd.pots, levels, strict=True):
        each = level.numerator * (unit // level.denominator)
        for member, weight in zip(pot.members, pot.weights, strict=True):
            parts[member] += each * weight
    for member in pinned:
        parts[member] = crowd.caps[member] * unit
    return parts, unit


@dataclass(slots=True)
class _Water:
    """The pots while they fill; money in units of 1/scale, for those below the cap."""

    crowd: Crowd
    rest: list[Fraction]
    weight: list[int]
    received: list[Fraction]
    left: list[Fraction]
    at: list[int]  # how many of each pot's members are at their cap, in their order
    pinned: set[int]
    loose: Fraction  # what no pot can use
    linked: list[int]  # pots that share members under a cap
    held: dict[int, list[tuple[int, int]]]  # members of those: pot and weight

    @staticmethod
    def of(crowd: Crowd, money: list[Fraction]) -> "_Water":
        """Every pot with its money and all its members."""
        linked = [place for place, pot in enumerate(crowd.pots) if pot.has_movers and crowd.caps]
        held: dict[int, list[tuple[int, int]]] = {}
        for place in linked:
            pot = crowd.pots[place]
            for member, own in zip(pot.members, pot.weights, strict=True):
                held.setdefault(member, []).append((place, own))
        count = len(money)
        return _Water(
            crowd,
            [amount * crowd.scale for amount in money],
            [pot.weight for pot in crowd.pots],
            [ZERO] * count,
            [ZERO] * count,
            [0] * count,
            set(),
            ZERO,
            linked,
            held,
        )

    def fill(self) -> None:
        """Inside the pots first, then across what they cannot use; each round empties a pot."""
        while True:
            for place in range(len(self.rest)):
                if place not in self.linked:
                    self._walk(place)
            if self.linked:
                self._passes()
            for place, weight in enumerate(self.weight):
                if not weight and self.rest[place]:
                    self.left[place] += self.rest[place]
                    self.loose += self.rest[place]
                    self.rest[place] = ZERO
            free = sum(self.weight)
            if not self.loose or not free:
                return
            for place, weight in enumerate(self.weight):
                share = self.loose * weight / free
                self.rest[place] += share
                self.received[place] += share
            self.loose = ZERO

    def levels(self) -> list[Fraction]:
        """Money per unit of weight of each pot; 0 where nobody is below the cap."""
        return [
            rest / weight if weight else ZERO
            for rest, weight in zip(self.rest, self.weight, strict=True)
        ]

    def _walk(self, place: int) -> None:
        """Pin the members of a pot that stand above their cap; they come in that order."""
        pot, weight, start = self.crowd.pots[place], self.weight[place], self.at[place]
        rest, unit = self.rest[place].numerator, self.rest[place].denominator
        end = start
        while end < len(pot.caps) and rest * pot.weights[end] > pot.caps[end] * unit * weight:
            rest -= pot.caps[end] * unit
            weight -= pot.weights[end]
            end += 1
        self.pinned.update(pot.members[start:end])
        self.rest[place], self.weight[place], self.at[place] = Fraction(rest, unit), weight, end

    def _passes(self) -> None:
        """Pin, pass by pass, where the cap of a payee in two teams is on both parts together.

        What such a payee gives back returns to each pot in proportion to what came from it.
        """
        while True:
            levels = self.levels()
            unit = lcm(*{levels[place].denominator for place in self.linked})
            each = {place: int(levels[place] * unit) for place in self.linked}
            now = {who: sum(each[at] * own for at, own in of) for who, of in self.held.items()}
            above = [who for who, part in now.items() if part > self.crowd.caps[who] * unit]
            if not above:
                return
            taken: dict[int, list[Fraction]] = {place: [] for place in self.linked}
            for who in above:
                for place, own in self.held.pop(who):
                    cap = Fraction(self.crowd.caps[who] * each[place] * own, now[who])
                    taken[place].append(cap)
                    self.weight[place] -= own
            self.pinned.update(above)
            for place in self.linked:
                self.rest[place] -= total(taken[place])
