"""From exact money to the printed unit by largest remainder, so that every column adds up.

Units are integers: cents at two places, ten thousands at -4. Rows come in order of person_id,
which decides where remainders are equal.
Source: docs/decisions/0014-how-a-pool-is-paid.md
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from metrics.money import Mode, rounded_units


def unit_of(places: int) -> Fraction:
    """The printed unit in money: 1/100 at two places, 10,000 at -4."""
    return Fraction(10) ** -places


def units(value: Fraction, places: int, mode: Mode) -> int:
    """`value` in printed units, rounded by the mode."""
    return rounded_units(value, places, mode)


def apportioned(numerators: Sequence[int], denominator: int, total: int) -> list[int]:
    """Units that add up to `total`, each the floor of its quota or one more.

    Quotas are numerators/denominator units. The largest remainders get the units that are left;
    equal ones in the order of the rows. A negative total is apportioned without its sign.
    """
    if total < 0:
        return [-each for each in apportioned([-each for each in numerators], denominator, -total)]
    split = [divmod(numerator, denominator) for numerator in numerators]
    return _topped([whole for whole, _ in split], [rest for _, rest in split], total)


def _topped(floors: list[int], rests: list[int], total: int) -> list[int]:
    """The floors with the units that `total` still has, one each to the largest rests."""
    # A stable sort, also when reversed: equal remainders stay in the order of the rows.
    order = sorted(range(len(rests)), key=rests.__getitem__, reverse=True)
    found = list(floors)
    for place in order[: total - sum(floors)]:
        found[place] += 1
    return found


def largest_remainder(quotas: Sequence[Fraction], total: int) -> list[int]:
    """`apportioned` for fractions, in units."""
    denominator = lcm(*(quota.denominator for quota in quotas))
    whole = [quota.numerator * (denominator // quota.denominator) for quota in quotas]
    return apportioned(whole, denominator, total)


@dataclass(frozen=True, slots=True)
class PartUnits:
    """Pool parts and individual parts of all payees in units; each column adds to its total."""

    pool: list[int]
    individual: list[int]


def in_parts(
    pool: Sequence[int],
    individual: Sequence[int],
    denominator: int,
    pool_total: int,
    total: int,
) -> PartUnits:
    """Both parts of every payee in units, from exact numerators/denominator units.

    Payees' totals are apportioned to `total` first; then the column of pool parts is brought to
    `pool_total`. Each part, and each payee's total, is its floor or one more. `total` is moved as
    little as it takes for the individual parts to have a sum of their own.
    """
    if total < 0:
        up = ([-each for each in pool], [-each for each in individual])
        turned = in_parts(*up, denominator, -pool_total, -total)
        return PartUnits([-each for each in turned.pool], [-each for each in turned.individual])
    if not any(individual):
        return PartUnits(apportioned(pool, denominator, pool_total), [0] * len(pool))
    least, rest = divmod(sum(individual), denominator)
    total = min(max(total, pool_total + least), pool_total + least + (1 if rest else 0))
    rows = _Rows.of(pool, individual, denominator, total)
    rows.meet(pool_total - sum(rows.pool))
    return PartUnits(rows.pool, rows.individual)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Floors of both parts, what is above them, and the units each payee's total still has."""

    pool: list[int]
    individual: list[int]
    pool_rest: list[int]
    individual_rest: list[int]
    rest: list[int]  # of the total
    free: list[int]  # 0, 1 or 2 units to place

    @staticmethod
    def of(pool: Sequence[int], individual: Sequence[int], denominator: int, total: int) -> "_Rows":
        """The rows once totals are apportioned."""
        pools = [divmod(each, denominator) for each in pool]
        others = [divmod(each, denominator) for each in individual]
        floors, rests = [], []
        for (one, one_rest), (other, other_rest) in zip(pools, others, strict=True):
            rest = one_rest + other_rest
            carried = 1 if rest >= denominator else 0
            floors.append(one + other + carried)
            rests.append(rest - denominator if carried else rest)
        totals = _topped(floors, rests, total)
        return _Rows(
            [each for each, _ in pools],
            [each for each, _ in others],
            [each for _, each in pools],
            [each for _, each in others],
            rests,
            [
                each - one[0] - other[0]
                for each, one, other in zip(totals, pools, others, strict=True)
            ],
        )

    def meet(self, wanted: int) -> None:
        """Place the free units so that `wanted` of them go to pool parts, the rest to individual.

        A part that is whole already gets none.
        """
        other = sum(self.free) - wanted
        self._move(wanted, self.pool_rest)
        self._move(other, self.individual_rest)
        either = []
        for place, free in enumerate(self.free):
            if free == 2 or (free == 1 and not self.individual_rest[place]):
                self.pool[place] += 1
                wanted -= 1
            if free == 2 or (free == 1 and not self.pool_rest[place]):
                self.individual[place] += 1
            if free == 1 and self.pool_rest[place] and self.individual_rest[place]:
                either.append(place)
        either.sort(key=lambda place: self.individual_rest[place] - self.pool_rest[place])
        for place in either[:wanted]:
            self.pool[place] += 1
        for place in either[wanted:]:
            self.individual[place] += 1

    def _move(self, wanted: int, rest: list[int]) -> None:
        """Move units between payees' totals until this part can take `wanted` of them.

        Out of totals that got one this part cannot use, into totals at their floor where it can;
        the smallest loss of remainder first.
        """
        able = sum(1 for place, free in enumerate(self.free) if free and rest[place])
        if able >= wanted:
            return
        givers = sorted(
            (self.rest[place], place)
            for place, free in enumerate(self.free)
            if free == 2 or (free == 1 and not rest[place])
        )
        takers = sorted(
            (-self.rest[place], place)
            for place, free in enumerate(self.free)
            if free == 0 and rest[place]
        )
        for (_, giver), (_, taker) in list(zip(givers, takers, strict=False))[: wanted - able]:
            self.free[giver] -= 1
            self.free[taker] += 1
