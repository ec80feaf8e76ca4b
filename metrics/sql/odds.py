"""How often deals that were in a stage have been won, from history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.reader import Reader


@dataclass(frozen=True)
class StageOdds:
    """Deals that ever were in a stage and have closed: won, and all of them."""

    won: int
    closed: int

    @property
    def probability(self) -> Fraction:
        """The chance to win, smoothed: one deal won and one lost are added."""
        return Fraction(self.won + 1, self.closed + 2)


UNSEEN = StageOdds(0, 0)

SQL = """select
    seen.on_day,
    stage,
    coalesce(sum(deal_count) filter (where is_won), 0) as won,
    sum(deal_count) as closed
from (values {days}) as seen (on_day)
join stage_outcome
    on closed_on <= on_day and (reopened_on is null or reopened_on > on_day)
group by all"""


def stage_odds(reader: Reader, days: Iterable[date]) -> dict[date, dict[str, StageOdds]]:
    """The odds of each stage as known at the end of each day."""
    found: dict[date, dict[str, StageOdds]] = {day: {} for day in days}
    if not found:
        return found
    parameters = {f"day_{number}": day for number, day in enumerate(found, 1)}
    listed = ", ".join(f"(cast(${name} as date))" for name in parameters)
    for day, stage, won, closed in reader.exact_rows(SQL.replace("{days}", listed), parameters):
        found[day][stage] = StageOdds(int(won), int(closed))
    return found
