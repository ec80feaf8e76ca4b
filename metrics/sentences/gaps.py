"""How far bookings are from what was due: by pace, by target once the period is over, or by
the year before."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from metrics.answer import Answer

# Within this share of what was due nothing is unusual: calm words.
CALM = Decimal("0.03")


class Aim(StrEnum):
    """What a number is held against."""

    PACE = "pace"
    TARGET = "target"
    YEAR = "year"


@dataclass(frozen=True)
class Gap:
    """What there is less what was due, in the KPI's unit; exact, negative where it is behind.

    `target` and `part` say what was due: that part of the target. Of the year before `part` is
    1 and there is no target.
    """

    kpi: str
    aim: Aim
    now: Fraction
    due: Fraction
    target: Fraction | None
    part: Fraction

    @property
    def amount(self) -> Fraction:
        """How far ahead it is."""
        return self.now - self.due

    @property
    def share(self) -> Fraction | None:
        """The gap as a share of what was due; None from nothing or less."""
        return self.amount / self.due if self.due > 0 else None

    @property
    def is_calm(self) -> bool:
        """Whether it is too small to speak of."""
        return self.share is None or abs(self.share) <= CALM


# Before a twentieth of the target is due, one deal more or less is the whole pace.
LEAST_DUE = Fraction(1, 20)


def gap_to_pace(attained: Answer | None, is_running: bool) -> Gap | None:
    """Bookings against the part of their target that was due by now; None without either.

    Once the period is over all of the target is due; in its first days too little is.
    """
    if attained is None or attained.numerator is None or attained.denominator is None:
        return None
    part = attained.beside.get("pace_share")
    if not isinstance(part, Decimal) or part <= 0 or attained.denominator <= 0:
        return None
    target, share = Fraction(attained.denominator), Fraction(part)
    if is_running and share < LEAST_DUE:
        return None
    aim = Aim.PACE if is_running else Aim.TARGET
    now = Fraction(attained.numerator)
    return Gap("bookings", aim, now, target * share, target, share)


def gap_to_year(key: str, now: Decimal | None, before: Decimal | None) -> Gap | None:
    """A sum against the same days of the year before; None without either."""
    if now is None or before is None:
        return None
    return Gap(key, Aim.YEAR, Fraction(now), Fraction(before), None, Fraction(1))
