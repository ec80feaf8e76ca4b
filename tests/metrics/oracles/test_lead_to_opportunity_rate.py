"""The period's new leads that reached an opportunity within 90 days, or as asked."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, ratio, shown
from tests.metrics.oracles._leads import cohort

KEY = "lead_to_opportunity_rate"
CASES = [
    *LEAD_CASES,
    Case("within 14 days", ("2026-Q2", "2025"), by=("source",), within=14),
    Case("ever", ("2025-Q1", "2026"), within="ever"),
]


def parts(view: View) -> Iterator[Part]:
    reached = {
        trip.lead_id: trip.opportunity_at for trip in view.company.trips if trip.opportunity_at
    }
    return cohort(view, reached, days=90)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lead_to_opportunity_rate(verifier: Verifier, case: Case) -> None:
    verifier.check(KEY, case, parts, ratio)


def test_maturity_is_the_share_that_had_its_ninety_days(verifier: Verifier) -> None:
    case = Case("maturity", ("2026-Q3", "2026-Q1", "2026-Q4"))
    said = {key[0]: a.maturity for key, a in verifier.answered(KEY, case).items()}
    right = {}
    for name, view in verifier.views(case).items():
        created = [t.row["created_at"] for t in view.company.trips]
        ages = [view.as_of_at - moment for moment in created if view.holds(moment)]
        right[name] = shown(Fraction(sum(age >= timedelta(days=90) for age in ages), len(ages)))
    assert right["2026-Q3"] not in {0, 1}
    assert said == right
