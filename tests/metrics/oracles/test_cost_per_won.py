"""All spend of the period for each won deal of the period."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import COST_CASES, Case, Part, Verifier, View, cost
from tests.metrics.oracles._deals import closings, spent_parts


def parts(view: View) -> Iterator[Part]:
    yield from spent_parts(view)
    for closing in closings(view):
        if closing.is_won:
            yield Part(closing.dims, 0, 1)


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_cost_per_won(verifier: Verifier, case: Case) -> None:
    verifier.check("cost_per_won", case, parts, cost)
