"""Won of the deals finished in the period, by count."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._deals import closings


def parts(view: View) -> Iterator[Part]:
    for closing in closings(view):
        yield Part(closing.dims, int(closing.is_won), 1)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_win_rate(verifier: Verifier, case: Case) -> None:
    verifier.check("win_rate", case, parts, ratio)
