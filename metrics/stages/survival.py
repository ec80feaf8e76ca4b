"""Kaplan-Meier, exactly: the share that still stays after each length, open ones censored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from metrics.survival import Duration

HALF, THREE_QUARTERS = Fraction(1, 2), Fraction(3, 4)


@dataclass(frozen=True)
class Step:
    """One length: how many stayed that long, and how many of them then ended or were censored.

    The share that stays longer is `above` / `below`, not reduced: only a share that is shown
    is worth the search for a common divisor.
    """

    length: int
    at_risk: int
    ended: int
    censored: int
    above: int
    below: int

    @property
    def still(self) -> Fraction:
        """The share that stays longer than this length."""
        return Fraction(self.above, self.below)


@dataclass(frozen=True)
class Survival:
    """The curve of one group of things, by length."""

    steps: tuple[Step, ...]

    @property
    def count(self) -> int:
        """How many things there are."""
        return self.steps[0].at_risk if self.steps else 0

    @property
    def ended(self) -> int:
        """How many of them have ended; the others are censored."""
        return sum(step.ended for step in self.steps)

    @property
    def longest(self) -> int:
        """The longest length seen; 0 without a thing."""
        return self.steps[-1].length if self.steps else 0

    def still_at(self, length: int) -> Fraction:
        """The share that stays longer than `length`."""
        step = self._last_by(length)
        return Fraction(1) if step is None else step.still

    def at_risk_after(self, length: int) -> int:
        """How many are known to have stayed longer than `length`."""
        step = self._last_by(length)
        return self.count if step is None else step.at_risk - step.ended - step.censored

    def quantile(self, share: Fraction) -> int | None:
        """The shortest length by which `share` have ended; None: not reached by what is seen."""
        for step in self.steps:
            if step.ended and step.above <= (1 - share) * step.below:
                return step.length
        return None

    @cached_property
    def median(self) -> int | None:
        """The length by which half have ended; None where that is not reached."""
        return self.quantile(HALF)

    @cached_property
    def upper_quartile(self) -> int | None:
        """The length by which three quarters have ended; None where that is not reached."""
        return self.quantile(THREE_QUARTERS)

    def _last_by(self, length: int) -> Step | None:
        found = None
        for step in self.steps:
            if step.length > length:
                break
            found = step
        return found


def survival(durations: Iterable[Duration]) -> Survival:
    """The curve of the durations, in any order; what ended at a length did so before what was
    censored there."""
    counts: dict[int, tuple[int, int]] = {}
    for one in durations:
        ended, censored = counts.get(one.length, (0, 0))
        counts[one.length] = (ended + one.ended, censored + one.censored)
    return Survival(tuple(_steps(counts)))


def _steps(counts: Mapping[int, tuple[int, int]]) -> Iterable[Step]:
    at_risk = sum(ended + censored for ended, censored in counts.values())
    above, below = 1, 1
    for length, (ended, censored) in sorted(counts.items()):
        if ended and ended == at_risk:
            above, below = 0, 1
        elif ended:
            above, below = above * (at_risk - ended), below * at_risk
        yield Step(length, at_risk, ended, censored, above, below)
        at_risk -= ended + censored
