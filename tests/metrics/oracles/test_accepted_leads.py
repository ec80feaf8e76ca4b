"""Trips whose first decision was to accept, by that moment; converted counts as accepted."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._leads import decided


def parts(view: View) -> Iterator[Part]:
    for trip, decision in decided(view):
        if decision == "accepted":
            yield Part(trip.dims, 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_accepted_leads(verifier: Verifier, case: Case) -> None:
    verifier.check("accepted_leads", case, parts, total)


def test_skipped_acceptances_are_counted_beside(verifier: Verifier) -> None:
    case = Case("skipped", ("2026",))
    (answer,) = verifier.answered("accepted_leads", case).values()
    (view,) = verifier.views(case).values()
    skipped = [trip for trip, name in decided(view) if name == "accepted" and trip.is_skipped]
    assert skipped
    assert answer.beside["skipped"] == len(skipped)
