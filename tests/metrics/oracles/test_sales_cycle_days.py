"""The median of days from creation to the win, of the deals won in the period."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, middle, shown
from tests.metrics.oracles._deals import closings


def parts(view: View) -> Iterator[Part]:
    for closing in closings(view):
        if closing.is_won:
            yield Part(closing.dims, closing.cycle_days)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_sales_cycle_days(verifier: Verifier, case: Case) -> None:
    verifier.check("sales_cycle_days", case, parts, middle)


def test_the_third_quartile_stands_beside(verifier: Verifier) -> None:
    case = Case("beside", ("2026-Q3",))
    (answer,) = verifier.answered("sales_cycle_days", case).values()
    (view,) = verifier.views(case).values()
    days = sorted(part.numerator for part in parts(view))
    place = Fraction(3 * (len(days) - 1), 4)
    low = int(place)
    between = days[low] + (place - low) * (days[min(low + 1, len(days) - 1)] - days[low])
    assert answer.beside["p75"] == shown(between)
