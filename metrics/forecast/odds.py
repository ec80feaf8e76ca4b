"""How often deals were booked in the rest of a window, by stage, from its moment in past windows.

Source: docs/decisions/0021-where-bookings-land.md
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.forecast.snapshot import Place, Snapshot

# A rate that is not known yet counts as this many deals seen.
PRIOR = 2


@dataclass(frozen=True)
class Odds:
    """Deals seen and booked by place, and the price they were booked at over what they stood at."""

    seen: Counter[Place]
    booked: Counter[Place]
    price: Fraction

    def chance(self, stage: str, is_in_window: bool) -> Fraction:
        """The chance to be booked in the rest of the window, from 0 to 1.

        Smoothed by two deals at the rate of every stage with such a close date, which is itself
        smoothed by two at the rate of all deals, and that by one booked and one not.
        """
        around = [place for place in self.seen if place[1] is is_in_window]
        every = _smoothed(self.booked.total(), self.seen.total(), Fraction(1, PRIOR))
        alike = _smoothed(
            sum(self.booked[place] for place in around),
            sum(self.seen[place] for place in around),
            every,
        )
        place = (stage, is_in_window)
        return _smoothed(self.booked[place], self.seen[place], alike)


def _smoothed(booked: int, seen: int, expected: Fraction) -> Fraction:
    return (booked + PRIOR * expected) / (seen + PRIOR)


def odds_of(past: Sequence[Snapshot]) -> Odds:
    """The odds from what stood open at the same moment of past windows."""
    seen: Counter[Place] = Counter()
    booked: Counter[Place] = Counter()
    paid, stood = Fraction(0), Fraction(0)
    for snapshot in past:
        for place, standing in snapshot.standings.items():
            seen[place] += standing.deals
            booked[place] += standing.booked_deals
            paid += Fraction(standing.booked)
            stood += Fraction(standing.booked_from)
    return Odds(seen, booked, paid / stood if stood > 0 else Fraction(1))
