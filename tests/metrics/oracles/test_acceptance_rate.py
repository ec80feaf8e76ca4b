"""Accepted, of the trips that sales first decided in the period."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._leads import decided


def parts(view: View) -> Iterator[Part]:
    for trip, decision in decided(view):
        yield Part(trip.dims, int(decision == "accepted"), 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_acceptance_rate(verifier: Verifier, case: Case) -> None:
    verifier.check("acceptance_rate", case, parts, ratio)
