"""What all units of the demo company share."""

from dataclasses import dataclass
from datetime import date

from data.demo.arrays import Draws
from data.demo.campaigns import Campaigns, build_campaigns
from data.demo.people import Staff, build_staff
from data.demo.rates import Rates, build_rates
from data.demo.span import Span, build_span

_SHARED = 2**31  # beyond any unit's number


@dataclass(frozen=True)
class World:
    """The span, the staff, the campaigns and the exchange rates of a company."""

    span: Span
    staff: Staff
    campaigns: Campaigns
    rates: Rates
    seed: int
    scale: int

    def draws(self, unit: int, subject: int, attempt: int = 0) -> Draws:
        """The random columns of a unit's subject."""
        return Draws(self.seed, unit, subject, attempt)


def build_world(until: date, seed: int, scale: int) -> World:
    """What the units of one company share."""
    span = build_span(until)
    return World(
        span=span,
        staff=build_staff(span, Draws(seed, _SHARED, 1)),
        campaigns=build_campaigns(span, Draws(seed, _SHARED, 2)),
        rates=build_rates(span, Draws(seed, _SHARED, 3)),
        seed=seed,
        scale=scale,
    )
