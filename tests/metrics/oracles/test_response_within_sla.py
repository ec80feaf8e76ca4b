"""Handovers whose answer fell due in the period: a human answered within the promise."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, grouped, ratio
from tests.metrics.oracles._leads import due_in


def parts(view: View) -> Iterator[Part]:
    promise = view.company.workspace.response_sla_seconds
    for trip in view.company.trips:
        handed_over_at, answer = trip.row["handed_over_at"], trip.human_response_at
        if due_in(view, handed_over_at, promise, trip) is None:
            continue
        is_kept = (
            answer is not None
            and view.seen(answer)
            and trip.clock.seconds(handed_over_at, answer) <= promise
        )
        yield Part(trip.dims, int(is_kept), 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_response_within_sla(verifier: Verifier, case: Case) -> None:
    verifier.check("response_within_sla", case, parts, ratio)


def waiting(view: View) -> Iterator[Part]:
    """Handovers seen whose answer falls due after the as-of day."""
    promise = view.company.workspace.response_sla_seconds
    for trip in view.company.trips:
        handed_over_at = trip.row["handed_over_at"]
        if view.holds(handed_over_at) and trip.clock.due(handed_over_at, promise) >= view.as_of_at:
            yield Part(trip.dims, 1)


def test_what_is_not_due_yet_is_counted_beside(verifier: Verifier) -> None:
    case = Case("this quarter", ("2026-Q4",))
    (answer,) = verifier.answered("response_within_sla", case).values()
    (view,) = verifier.views(case).values()
    assert answer.beside["not_yet_due"] == len(grouped(waiting(view), view)[()])
