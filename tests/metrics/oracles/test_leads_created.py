"""Leads by the moment they were created."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, total


def parts(view: View) -> Iterator[Part]:
    for trip in view.company.trips:
        if view.holds(trip.row["created_at"]):
            yield Part(trip.dims, 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_leads_created(verifier: Verifier, case: Case) -> None:
    verifier.check("leads_created", case, parts, total)
