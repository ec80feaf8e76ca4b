"""Hand-backs whose answer by marketing fell due in the period: answered within its promise."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, ratio


def parts(view: View) -> Iterator[Part]:
    promise = view.company.workspace.hand_back_sla_seconds
    clock = view.company.clock(None, None)
    for trip in view.company.trips:
        handed_back_at, answer = trip.row["handed_back_at"], trip.row["hand_back_answered_at"]
        if handed_back_at is None or not view.holds(clock.due(handed_back_at, promise)):
            continue
        is_kept = (
            answer is not None
            and view.seen(answer)
            and clock.seconds(handed_back_at, answer) <= promise
        )
        yield Part(trip.dims, int(is_kept), 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_hand_back_answer_within_sla(verifier: Verifier, case: Case) -> None:
    verifier.check("hand_back_answer_within_sla", case, parts, ratio)
