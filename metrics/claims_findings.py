"""Which claim the leads support and where, the buckets of the verdict, and what chance would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.claims import Verdict
from metrics.claims_evidence import DECIDING, Claim, Evidence, Leads, Share
from metrics.intervals import Z

JUDGED = (Verdict.SUPPORTS, Verdict.REFUTES, Verdict.OPEN)


class State(StrEnum):
    """What is found of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    OPEN = "open"
    FEW = "few"
    NO_LIMIT = "no limit"


class Axis(StrEnum):
    """What a claim is found to hold for."""

    PLACE = "place"
    SOURCE = "source"
    CELL = "cell"
    WHOLE = "whole"


# Sales is organised by place and marketing by source, so that is where each is looked for first.
AXES: Mapping[Claim, tuple[Axis, ...]] = {
    Claim.FOLLOW_UP: (Axis.PLACE, Axis.SOURCE, Axis.CELL, Axis.WHOLE),
    Claim.CLOSING: (Axis.SOURCE, Axis.PLACE, Axis.CELL, Axis.WHOLE),
}


@dataclass(frozen=True)
class Finding:
    """One claim: where it is supported, the worst first, and what the others do.

    `of_all` is how many parts of the members' kind are judged; `cells` are the (source, place)
    that the members hold; `is_everywhere`: every single one of these is marked too.
    """

    claim: Claim
    state: State
    axis: Axis | None
    members: tuple[Leads, ...]
    rest: Leads | None
    of_all: int
    cells: frozenset[tuple[str, str]]
    is_everywhere: bool


def finding(found: Evidence, claim: Claim) -> Finding:
    """What the leads say of a claim, by the intervals of lines, then of cells, then of all."""
    if found.limit(claim) is None:
        return Finding(claim, State.NO_LIMIT, None, (), None, 0, frozenset(), is_everywhere=False)
    for axis in AXES[claim]:
        members = [one for one in _of_axis(found, axis) if one.verdict(claim) is Verdict.SUPPORTS]
        if members:
            worst = tuple(sorted(members, key=lambda one: _badness(one, claim)))
            rest = None if axis is Axis.WHOLE else found.rest(worst)
            everywhere = axis in (Axis.PLACE, Axis.SOURCE) and _everywhere(found, worst, claim)
            of_all = sum(one.verdict(claim) in JUDGED for one in _of_axis(found, axis))
            cells = frozenset(cell for one in worst for cell in _cells_of(found, one))
            return Finding(claim, State.SUPPORTED, axis, worst, rest, of_all, cells, everywhere)
    judged = [one for axis in AXES[claim] for one in _of_axis(found, axis)]
    if found.whole.verdict(claim) is Verdict.REFUTES:
        state = State.REFUTED
    else:
        state = State.OPEN if any(one.verdict(claim) in JUDGED for one in judged) else State.FEW
    return Finding(claim, state, None, (), None, 0, frozenset(), is_everywhere=False)


def _of_axis(found: Evidence, axis: Axis) -> tuple[Leads, ...]:
    return {
        Axis.PLACE: found.places,
        Axis.SOURCE: found.sources,
        Axis.CELL: tuple(found.cells.values()),
        Axis.WHOLE: (found.whole,),
    }[axis]


def _badness(one: Leads, claim: Claim) -> tuple[Decimal, str, str]:
    return one.shares[DECIDING[claim]].value or Decimal(0), one.source, one.place


def _cells_of(found: Evidence, line: Leads) -> list[tuple[str, str]]:
    """The cells that a line, a cell or the whole holds."""
    return [
        (source, place)
        for source, place in found.cells
        if line.source in ("", source) and line.place in ("", place)
    ]


def _everywhere(found: Evidence, lines: Sequence[Leads], claim: Claim) -> bool:
    """Whether the lines have several cells each and every one of them is marked."""
    for line in lines:
        cells = [found.cells[member] for member in _cells_of(found, line)]
        if len(cells) < 2 or any(cell.verdict(claim) is not Verdict.SUPPORTS for cell in cells):
            return False
    return True


class Bucket(StrEnum):
    """What the cell of a lead says of both claims."""

    NEITHER = "neither"
    FOLLOW_UP = "follow_up"
    CLOSING = "closing"
    BOTH = "both"
    UNDECIDED = "undecided"


def buckets(found: Evidence) -> dict[Bucket, tuple[Leads, ...]]:
    """Every cell in exactly one bucket, so that their leads add up to all leads."""
    kept: dict[Bucket, list[Leads]] = {bucket: [] for bucket in Bucket}
    for cell in found.cells.values():
        kept[bucket_of(found, cell)].append(cell)
    return {bucket: tuple(cells) for bucket, cells in kept.items()}


def bucket_of(found: Evidence, cell: Leads) -> Bucket:
    """The bucket of a cell; one that is judged on one side only is undecided, unless marked."""
    late, weak = (cell.verdict(claim) is Verdict.SUPPORTS for claim in Claim)
    if late or weak:
        return Bucket.BOTH if late and weak else Bucket.FOLLOW_UP if late else Bucket.CLOSING
    is_judged = all(
        found.limit(claim) is not None and cell.verdict(claim) in JUDGED for claim in Claim
    )
    return Bucket.NEITHER if is_judged else Bucket.UNDECIDED


def count_of(cells: Sequence[Leads]) -> int:
    """How many leads stand in the cells."""
    return sum(cell.count for cell in cells)


def is_most(found: Evidence, cells: Sequence[Leads]) -> bool:
    """Whether more than half of all leads stand in the cells."""
    return 2 * count_of(cells) > found.whole.count


def is_under_half(one: Leads, claim: Claim) -> bool:
    """Whether less than half of the leads do what the claim's measure counts."""
    value = one.shares[DECIDING[claim]].value
    return value is not None and 2 * value < 1


@dataclass(frozen=True)
class Chance:
    """How many cells were judged and marked, and how many marks chance alone would give.

    `supporting` and `refuting` are the marks to expect if the true share of every judged cell
    lay exactly at the limit: then each mark is a mistake.
    """

    judged: int
    marked: int
    supporting: Decimal
    refuting: Decimal

    @property
    def expected(self) -> Decimal:
        """The marks of either kind that chance alone would give."""
        return self.supporting + self.refuting


def chance(found: Evidence) -> Chance:
    """The marks on the cells of both claims beside those that chance alone would give."""
    cells = tuple(found.cells.values())
    return _chance(found, dict.fromkeys(Claim, cells))


def chance_of_lines(found: Evidence) -> Chance:
    """The same for the lines that the sentence speaks of first: regions, then sources."""
    return _chance(found, {claim: _of_axis(found, AXES[claim][0]) for claim in Claim})


def _chance(found: Evidence, some: Mapping[Claim, Sequence[Leads]]) -> Chance:
    judged, marked, supporting, refuting = 0, 0, Decimal(0), Decimal(0)
    for claim, parts in some.items():
        limit = found.limit(claim)
        for share in (part.shares[DECIDING[claim]] for part in parts):
            if limit is not None and share.verdict in JUDGED:
                judged += 1
                marked += share.verdict is not Verdict.OPEN
                bad, good = _by_chance(share, limit)
                supporting, refuting = supporting + bad, refuting + good
    return Chance(judged, marked, supporting, refuting)


def _by_chance(share: Share, limit: Decimal) -> tuple[Decimal, Decimal]:
    under, over = chance_of_mark(int(share.denominator), limit)
    return (under, over) if share.measure.is_higher_better else (over, under)


def chance_of_mark(trials: int, limit: Decimal) -> tuple[Decimal, Decimal]:
    """The chance that the interval of so many trials lies wholly under, and wholly over, a limit
    at which the true share lies: the exact binomial probability.

    Wilson's interval leaves a limit out exactly when the share is more than Z standard errors
    of that limit away from it; so no interval has to be made.
    """
    if not 0 < limit < 1:
        return Decimal(0), Decimal(0)
    reach = Z * (trials * limit * (1 - limit)).sqrt()
    lowest, highest = trials * limit - reach, trials * limit + reach
    chance_of, under, over = (1 - limit) ** trials, Decimal(0), Decimal(0)
    for successes in range(trials + 1):
        under += chance_of if successes < lowest else 0
        over += chance_of if successes > highest else 0
        chance_of *= Decimal(trials - successes) / (successes + 1) * limit / (1 - limit)
    return under, over
