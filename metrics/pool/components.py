"""Printed tables of a plan checked: cells rounded one by one, whether they foot, wrong percents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.money import Mode, rounded_fraction
from metrics.pool.wording import number

ZERO, HUNDRED = Fraction(0), Fraction(100)


@dataclass(frozen=True)
class Footing:
    """What printed cells add up to beside their printed total, in the cells' unit."""

    total_of_cells: Fraction
    total: Fraction

    @property
    def difference(self) -> Fraction:
        """The printed total less the sum of its cells; 0 when they foot."""
        return self.total - self.total_of_cells

    @property
    def is_even(self) -> bool:
        """Whether the cells add up to the total."""
        return self.difference == 0

    @property
    def sentence(self) -> str:
        """The finding in words: 'the cells add up to 131,608, not to 131,609: 1 is missing'."""
        if self.is_even:
            return f"the cells add up to {number(self.total)}"
        state = "is missing" if self.difference > 0 else "is too much"
        return (
            f"the cells add up to {number(self.total_of_cells)}, not to {number(self.total)}: "
            f"{number(abs(self.difference))} {state}"
        )


@dataclass(frozen=True)
class PrintedShare:
    """A percent of a target as a document prints it, beside what it comes to."""

    percent: Fraction
    target: Fraction
    printed: Fraction

    @property
    def right(self) -> Fraction:
        """What the percent of the target comes to, exactly."""
        return self.target * self.percent / HUNDRED

    @property
    def is_even(self) -> bool:
        """Whether the printed figure is that."""
        return self.printed == self.right

    @property
    def sentence(self) -> str:
        """The finding in words: '95 % of 600 is 570, not 750'."""
        share = f"{number(self.percent)} % of {number(self.target)} is {number(self.right)}"
        return share if self.is_even else f"{share}, not {number(self.printed)}"


def components(
    target: Fraction,
    weights: Sequence[Fraction],
    multiple: Fraction,
    places: int,
    mode: Mode = "half_up",
) -> tuple[Fraction, ...]:
    """Each weight's part of target x multiple, rounded on its own; weights are rates 0 to 1.

    Cells rounded one by one need not add up to the rounded whole: see `foots`.
    """
    return tuple(rounded_fraction(target * weight * multiple, places, mode) for weight in weights)


def foots(cells: Iterable[Fraction], total: Fraction) -> Footing:
    """Whether printed cells add up to their printed total, and by how much they do not."""
    return Footing(sum(cells, ZERO), total)


def misprints(
    target: Fraction, printed: Iterable[tuple[Fraction, Fraction]]
) -> tuple[PrintedShare, ...]:
    """The printed (percent, figure) pairs whose figure is not that percent of the target."""
    shares = (PrintedShare(percent, target, figure) for percent, figure in printed)
    return tuple(share for share in shares if not share.is_even)
