"""Bookings whose strategy is development."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import STRATEGY_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._deals import booked_parts


def parts(view: View) -> Iterator[Part]:
    return (part for part in booked_parts(view) if part.dims["strategy"] == "development")


@pytest.mark.parametrize("case", STRATEGY_CASES, ids=lambda case: case.name)
def test_development_bookings(verifier: Verifier, case: Case) -> None:
    verifier.check("development_bookings", case, parts, total)
