"""The period's new leads that became a won deal within 180 days, or as asked."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._leads import cohort

CASES = [
    *(case for case in LEAD_CASES if case.name != "weeks in a scope"),
    Case("within 45 days", ("2026-Q2", "2025"), by=("source",), within=45),
    Case("ever", ("2025-Q1", "2026"), within="ever"),
]


def parts(view: View) -> Iterator[Part]:
    reached = {}
    for trip in view.company.trips:
        won = [
            closing.closed_at
            for deal in trip.opportunities
            for closing in deal.closings
            if closing.is_won and not view.seen(closing.reopened_at)
        ]
        if won:
            reached[trip.lead_id] = min(won)
    return cohort(view, reached, days=180)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lead_to_won_rate(verifier: Verifier, case: Case) -> None:
    verifier.check("lead_to_won_rate", case, parts, ratio)
