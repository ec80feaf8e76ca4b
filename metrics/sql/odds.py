"""How often deals that were in a stage have been won, from history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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
    visit.stage,
    count(*) filter (where is_won) as won,
    count(*) as closed
from (
    select opportunity_id, stage, min(entered_at) as entered_at
    from stage_visit
    where not is_derived
    group by all
) as visit
join closed_opportunity using (opportunity_id)
where
    visit.entered_at < $cut_at
    and closed_at < $cut_at
    and (reopened_at is null or reopened_at >= $cut_at)
group by all"""


def stage_odds(reader: Reader, moments: Iterable[datetime]) -> dict[datetime, dict[str, StageOdds]]:
    """The odds of each stage as known at each moment (naive UTC)."""
    return {
        cut_at: {
            stage: StageOdds(won, closed)
            for stage, won, closed in reader.exact_rows(SQL, {"cut_at": cut_at})
        }
        for cut_at in moments
    }
