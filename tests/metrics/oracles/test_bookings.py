"""New, expansion and renewal bookings by the day they were booked."""

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Verifier, total
from tests.metrics.oracles._deals import booked_parts


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_bookings(verifier: Verifier, case: Case) -> None:
    verifier.check("bookings", case, booked_parts, total)
