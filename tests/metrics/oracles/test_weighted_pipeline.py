"""Open deals in the window times the share of deals won that ever stood in their stage."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, WINDOW_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._deals import in_window


def chances(view: View) -> dict[str, Fraction]:
    """The smoothed share won, by stage, of the deals finished when the day ended."""
    closed: Counter[str] = Counter()
    won: Counter[str] = Counter()
    for deal in view.company.deals.values():
        standing = [
            closing
            for closing in deal.closings
            if closing.closed_at < view.seen_at <= closing.reopened_at
        ]
        if not standing:
            continue
        visited = [v for v in deal.versions if v.valid_from <= standing[-1].closed_at]
        for stage in {v.stage for v in visited if v.stage and v.is_open}:
            closed[stage] += 1
            won[stage] += standing[-1].is_won
    return {stage: Fraction(won[stage] + 1, closed[stage] + 2) for stage in closed}


def parts(view: View) -> Iterator[Part]:
    chance = chances(view)
    for _, version, amount in in_window(view):
        yield Part(version.dims, amount * chance.get(version.stage or "", Fraction(1, 2)))


@pytest.mark.parametrize("case", [*DEAL_CASES, *WINDOW_CASES], ids=lambda case: case.name)
def test_weighted_pipeline(verifier: Verifier, case: Case) -> None:
    verifier.check("weighted_pipeline", case, parts, total)
