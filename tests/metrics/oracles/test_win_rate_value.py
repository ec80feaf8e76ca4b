"""Won of the money finished in the period, each deal at its closing day's rate."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._deals import closings


def parts(view: View) -> Iterator[Part]:
    for closing in closings(view):
        amount = closing.amount(view.as_of_at)
        yield Part(closing.dims, amount * closing.is_won, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_win_rate_value(verifier: Verifier, case: Case) -> None:
    verifier.check("win_rate_value", case, parts, ratio)
