"""All spend of the period for each sales-ready lead of the period."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import COST_CASES, Case, Part, Verifier, View, cost
from tests.metrics.oracles._deals import spent_parts


def parts(view: View) -> Iterator[Part]:
    yield from spent_parts(view)
    for trip in view.company.trips:
        if view.holds(trip.row["handed_over_at"]):
            yield Part(trip.dims, 0, 1)


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_cost_per_sales_ready_lead(verifier: Verifier, case: Case) -> None:
    verifier.check("cost_per_sales_ready_lead", case, parts, cost)
