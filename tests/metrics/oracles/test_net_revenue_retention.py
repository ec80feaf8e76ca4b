"""What the customers of a year ago pay today, over what they paid then."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import Case, Part, Verifier, View
from tests.metrics.oracles._customers import CASES, customers, retained


def parts(view: View) -> Iterator[Part]:
    for one in customers(view):
        yield Part(one.dims, one.has, one.had)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_net_revenue_retention(verifier: Verifier, case: Case) -> None:
    verifier.check("net_revenue_retention", case, parts, retained)
