"""Journeys as Markov and Shapley read them: how often a path was gone, and how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Journey:
    """A path of members in order: how many won and did not, and what the won were worth."""

    path: tuple[str, ...]
    won: int
    value: Fraction | int
    lost: int = 0


@dataclass(frozen=True)
class Steps:
    """How often journeys went from one member to another; places in `members`, sorted.

    `starts`, `won` and `lost` count the journeys that begin and end at each member.
    """

    members: tuple[str, ...]
    starts: tuple[int, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]
    between: Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Sets:
    """The different sets of members that journeys touched, in a fixed order.

    `masks` hold a set as bits, least first, 62 a number; `values` are what the won were worth.
    """

    members: tuple[str, ...]
    masks: tuple[tuple[int, ...], ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]
    values: tuple[Fraction, ...]


MASK_BITS = 62


def steps_of(journeys: Iterable[Journey]) -> Steps:
    """The steps of the journeys, whatever their order and grouping; empty ones do not count."""
    counted: dict[tuple[str | None, str], int] = {}
    ends: dict[str, list[int]] = {}
    for one in journeys:
        before: str | None = None
        for member in one.path if one.won + one.lost else ():
            counted[before, member] = counted.get((before, member), 0) + one.won + one.lost
            before = member
        if before is not None:
            end = ends.setdefault(before, [0, 0])
            end[0] += one.won
            end[1] += one.lost
    return steps_from(counted, {member: (won, lost) for member, (won, lost) in ends.items()})


def steps_from(
    counted: Mapping[tuple[str | None, str], int], ends: Mapping[str, tuple[int, int]]
) -> Steps:
    """The steps of counts by name; a step from None is a beginning, one to itself is none."""
    members = tuple(sorted({member for _, member in counted}))
    place = {member: number for number, member in enumerate(members)}
    nothing = (0, 0)
    return Steps(
        members=members,
        starts=tuple(counted.get((None, member), 0) for member in members),
        won=tuple(ends.get(member, nothing)[0] for member in members),
        lost=tuple(ends.get(member, nothing)[1] for member in members),
        between={
            (place[before], place[member]): count
            for (before, member), count in sorted(
                counted.items(), key=lambda one: (one[0][0] or "", one[0][1])
            )
            if before is not None and before != member
        },
    )


def sets_of(journeys: Iterable[Journey]) -> Sets:
    """The different sets of the journeys, whatever their order and grouping."""
    found: dict[frozenset[str], tuple[int, int, Fraction]] = {}
    for one in journeys:
        if one.path and one.won + one.lost:
            won, lost, value = found.get(frozenset(one.path), (0, 0, Fraction(0)))
            found[frozenset(one.path)] = (won + one.won, lost + one.lost, value + one.value)
    members = tuple(sorted({member for group in found for member in group}))
    ordered = sorted((masks_of(members, group), counts) for group, counts in found.items())
    return Sets(
        members=members,
        masks=tuple(masks for masks, _ in ordered),
        won=tuple(won for _, (won, _, _) in ordered),
        lost=tuple(lost for _, (_, lost, _) in ordered),
        values=tuple(value for _, (_, _, value) in ordered),
    )


def masks_of(members: Sequence[str], group: frozenset[str]) -> tuple[int, ...]:
    """The bits of a set, 62 members a number."""
    words = [0] * word_count(len(members))
    for place, member in enumerate(members):
        if member in group:
            words[place // MASK_BITS] |= 1 << place % MASK_BITS
    return tuple(words)


def word_count(members: int) -> int:
    """How many numbers hold the bits of so many members; at least one."""
    return max(1, -(-members // MASK_BITS))
