"""Won money over won deals, those without an amount left out."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import (
    DEAL_CASES,
    Case,
    Part,
    Verifier,
    View,
    middle,
    ratio,
    shown,
)
from tests.metrics.oracles._deals import closings


def parts(view: View) -> Iterator[Part]:
    for closing in closings(view):
        amount = closing.amount(view.as_of_at)
        if closing.is_won and amount:
            yield Part(closing.dims, amount, 1)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_average_deal(verifier: Verifier, case: Case) -> None:
    verifier.check("average_deal", case, parts, ratio)


def test_the_median_stands_beside(verifier: Verifier) -> None:
    case = Case("beside", ("2026-Q3",))
    (answer,) = verifier.answered("average_deal", case).values()
    (view,) = verifier.views(case).values()
    assert answer.beside["median"] == shown(middle(list(parts(view))).value)
