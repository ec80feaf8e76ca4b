"""Handovers whose leak limit ran out in the period: nobody had done anything by then."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import LEAD_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._leads import due_in


def parts(view: View) -> Iterator[Part]:
    workspace = view.company.workspace
    opens, closes = (workspace.business_hours.opens, workspace.business_hours.closes)
    minutes = [int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes)]
    limit = int(workspace.service_levels.leak_limit_days * (minutes[1] - minutes[0]) * 60)
    for trip in view.company.trips:
        due = due_in(view, trip.row["handed_over_at"], limit, trip)
        if due is None:
            continue
        actions = (trip.human_response_at, trip.accepted_at, trip.row["handed_back_at"])
        is_leaked = not any(action is not None and action <= due for action in actions)
        yield Part(trip.dims, int(is_leaked), 1)


@pytest.mark.parametrize("case", LEAD_CASES, ids=lambda case: case.name)
def test_lead_leakage(verifier: Verifier, case: Case) -> None:
    verifier.check("lead_leakage", case, parts, ratio)
