"""What each team gets at any pool: straight lines between the pools at which a payee is capped.

Exact. Prepared once for a roster, then thousands of pools are looked up instead of shared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from metrics.pool.inputs import ONE, ZERO, Inputs
from metrics.pool.roster import Roster
from metrics.pool.sharing import Crowd, shared

# What looking for caps one by one may cost: pieces x payees.
MOST_PIECES, MOST_WORK = 400, 40_000
# A piece that so many halvings do not find is bent: payees who hold parts of two teams' pools.
_HALVINGS = 48
_EVEN_PIECES = 64


@dataclass(frozen=True)
class PayTable:
    """Each team's pay in money, individual parts included, at rising pools to share.

    Between two pools the pay is a straight line; `is_exact` False says that it is nearly one,
    because payees changed teams inside the period or caps are reached at too many pools.
    """

    pools: tuple[Fraction, ...]
    teams: Mapping[str, tuple[Fraction, ...]]
    is_exact: bool


@dataclass(frozen=True)
class MoneyTerms:
    """What turns funding into money for a simulation; `target_pool` None: nobody is known.

    `results` are the forecasts of the KPIs that a share or a bound looks at. `table` makes the
    teams' pay for every pool up to one; None without payees. `restrike` is what modifiers make
    of a pool that they do not merely re-share.
    """

    target_pool: Fraction | None
    carry_over: Fraction
    results: Mapping[str, Fraction]
    table: Callable[[Fraction], PayTable] | None
    restrike: Fraction

    @staticmethod
    def of(roster: Roster, inputs: Inputs) -> "MoneyTerms":
        """The terms of these payees; the results of `inputs` are the forecast."""
        results = {
            key: found.value for key, found in inputs.results.items() if found.value is not None
        }
        if not roster.entries:
            return MoneyTerms(None, inputs.carry_over, results, None, ONE)
        return MoneyTerms(
            roster.target_pool,
            inputs.carry_over,
            results,
            partial(pay_table, roster),
            shared(roster.crowd, ONE).money,
        )


def pay_table(roster: Roster, most: Fraction) -> PayTable:
    """The pay of each team for every pool to share from 0 to `most`."""
    pools, is_exact = _pools(roster.crowd, most)
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(roster.entries):
        places.setdefault(entry.lines[-1].terms.team if entry.lines else "", []).append(place)
    found: dict[str, list[Fraction]] = {team: [] for team in places}
    own = {
        team: sum((roster.entries[at].individual_part for at in members), ZERO)
        for team, members in places.items()
    }
    for pool in pools:
        sharing = shared(roster.crowd, pool)
        for team, members in places.items():
            paid = sum(sharing.numerators[at] for at in members)
            found[team].append(Fraction(paid, sharing.denominator) + own[team])
    return PayTable(tuple(pools), {team: tuple(pays) for team, pays in found.items()}, is_exact)


def _pools(crowd: Crowd, most: Fraction) -> tuple[list[Fraction], bool]:
    """The pools between which every payee's part is a straight line, from 0 to `most`."""
    pools, pieces = [ZERO], min(MOST_PIECES, MOST_WORK // (len(crowd.weights) + 1))
    while pools[-1] < most:
        end = _end_of_piece(crowd, pools[-1], most) if len(pools) <= pieces else None
        if end is None:
            step = (most - pools[-1]) / _EVEN_PIECES
            pools += [pools[-1] + step * number for number in range(1, _EVEN_PIECES + 1)]
            return pools, False
        pools.append(end)
    return pools, True


def _end_of_piece(crowd: Crowd, start: Fraction, most: Fraction) -> Fraction | None:
    """The pool at which the next payee reaches the cap; None where the parts run no line.

    A part grows until its cap and stays there, so three points on a line with the same payees
    at the cap are a piece; the line itself then says where it ends.
    """
    begun = _parts(crowd, start)[0]
    end = most
    for _ in range(_HALVINGS):
        middle = (start + end) / 2
        halfway, capped_before = _parts(crowd, middle)
        far, capped = _parts(crowd, end)
        if capped == capped_before and all(
            2 * half == first + last for first, half, last in zip(begun, halfway, far, strict=True)
        ):
            break
        end = middle
    else:
        return None
    if end == most:
        return most
    reached = [
        start + (Fraction(cap, crowd.scale) - first) * (end - start) / (last - first)
        for place, (first, last, cap) in enumerate(zip(begun, far, crowd.caps, strict=True))
        if place not in capped and last > first
    ]
    return min([most, *reached])


def _parts(crowd: Crowd, pool: Fraction) -> tuple[Sequence[Fraction], frozenset[int]]:
    """Every payee's exact part of a pool, and who is at the cap."""
    sharing = shared(crowd, pool)
    parts = [Fraction(one, sharing.denominator) for one in sharing.numerators]
    return parts, sharing.capped
