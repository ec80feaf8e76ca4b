"""All spend of the period for each opportunity created in the period."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import COST_CASES, Case, Part, Verifier, View, cost
from tests.metrics.oracles._deals import spent_parts


def parts(view: View) -> Iterator[Part]:
    yield from spent_parts(view)
    for deal in view.company.deals.values():
        if view.holds(deal.row["created_at"]):
            yield Part(deal.versions[0].dims, 0, 1)


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_cost_per_opportunity(verifier: Verifier, case: Case) -> None:
    verifier.check("cost_per_opportunity", case, parts, cost)
