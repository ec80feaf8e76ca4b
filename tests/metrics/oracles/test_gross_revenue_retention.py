"""What is not lost of what the customers of a year ago paid, over what they paid then."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import Case, Part, Verifier, View
from tests.metrics.oracles._customers import CASES, customers, retained


def parts(view: View) -> Iterator[Part]:
    for one in customers(view):
        yield Part(one.dims, one.not_lost, one.had)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gross_revenue_retention(verifier: Verifier, case: Case) -> None:
    verifier.check("gross_revenue_retention", case, parts, retained)
