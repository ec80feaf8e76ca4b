"""Aalen-Johansen, exactly: the share won and the share lost by each age, the open censored.

Two ends compete: a deal that was lost cannot be won any more. The share of finished deals that
were won forgets the open ones; the share of all deals forgets that the open ones may still be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Ended:
    """How many deals of an age were won, lost, or are only seen so far (open: censored)."""

    length: int
    won: int
    lost: int
    censored: int


@dataclass(frozen=True)
class Step:
    """One age: the deals that reached it, what became of them there, and the shares by then.

    The three shares stand over one denominator, not reduced, and add up to it.
    """

    length: int
    at_risk: int
    won: int
    lost: int
    censored: int
    won_part: int
    lost_part: int
    open_part: int
    whole: int

    @property
    def won_share(self) -> Fraction:
        """The share won by this age."""
        return Fraction(self.won_part, self.whole)

    @property
    def lost_share(self) -> Fraction:
        """The share lost by this age."""
        return Fraction(self.lost_part, self.whole)

    @property
    def open_share(self) -> Fraction:
        """The share neither won nor lost by this age."""
        return Fraction(self.open_part, self.whole)


@dataclass(frozen=True)
class Incidence:
    """Both shares by age, and the naive figures they are to be told apart from."""

    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """How many deals there are."""
        return self.steps[0].at_risk if self.steps else 0

    @property
    def won(self) -> int:
        """How many were won."""
        return sum(step.won for step in self.steps)

    @property
    def lost(self) -> int:
        """How many were lost."""
        return sum(step.lost for step in self.steps)

    @property
    def censored(self) -> int:
        """How many are seen so far only."""
        return sum(step.censored for step in self.steps)

    @property
    def naive_mean_won_days(self) -> Fraction | None:
        """The mean age of won deals at their win: what takes longest is not in it yet."""
        total = sum(step.length * step.won for step in self.steps)
        return Fraction(total, self.won) if self.won else None

    @property
    def closed_only_win_rate(self) -> Fraction | None:
        """Won over won and lost: it forgets the open deals."""
        closed = self.won + self.lost
        return Fraction(self.won, closed) if closed else None

    @property
    def created_win_rate(self) -> Fraction | None:
        """Won over all: it counts every open deal as not won."""
        return Fraction(self.won, self.count) if self.count else None

    def at(self, length: int) -> Step | None:
        """The last step by that age; None before the first."""
        found = None
        for step in self.steps:
            if step.length > length:
                break
            found = step
        return found

    def won_by(self, length: int) -> Fraction:
        """The share won by that age."""
        step = self.at(length)
        return Fraction(0) if step is None else step.won_share

    def lost_by(self, length: int) -> Fraction:
        """The share lost by that age."""
        step = self.at(length)
        return Fraction(0) if step is None else step.lost_share

    def known_to(self, least: int) -> int:
        """The age up to which at least so many deals are open and seen; beyond it few tell."""
        return max((step.length for step in self.steps if step.at_risk >= least), default=0)

    def at_risk_at(self, length: int) -> int:
        """How many deals were open at that age and have been seen that long."""
        return next((step.at_risk for step in self.steps if step.length >= length), 0)


def incidence(ended: Iterable[Ended]) -> Incidence:
    """Both shares by age; what ended at an age did so before what was censored there."""
    counts: dict[int, tuple[int, int, int]] = {}
    for one in ended:
        won, lost, censored = counts.get(one.length, (0, 0, 0))
        counts[one.length] = (won + one.won, lost + one.lost, censored + one.censored)
    return Incidence(tuple(_steps(counts)))


def _steps(counts: Mapping[int, tuple[int, int, int]]) -> Iterable[Step]:
    at_risk = sum(sum(three) for three in counts.values())
    won_part, lost_part, open_part, whole = 0, 0, 1, 1
    for length, (won, lost, censored) in sorted(counts.items()):
        if won or lost:
            # Of those open until now, the share that ended here, over one denominator.
            won_part = won_part * at_risk + open_part * won
            lost_part = lost_part * at_risk + open_part * lost
            open_part *= at_risk - won - lost
            whole *= at_risk
        yield Step(length, at_risk, won, lost, censored, won_part, lost_part, open_part, whole)
        at_risk -= won + lost + censored
