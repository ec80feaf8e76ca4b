"""Bookings whose strategy is retention."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import STRATEGY_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._deals import booked_parts


def parts(view: View) -> Iterator[Part]:
    return (part for part in booked_parts(view) if part.dims["strategy"] == "retention")


@pytest.mark.parametrize("case", STRATEGY_CASES, ids=lambda case: case.name)
def test_retention_bookings(verifier: Verifier, case: Case) -> None:
    verifier.check("retention_bookings", case, parts, total)
