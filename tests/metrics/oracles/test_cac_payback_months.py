"""Acquisition cost over a new customer's margin a month."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from tests.metrics.oracles._buyers import customer_parts, recurring
from tests.metrics.oracles._cases import COST_CASES, NOTHING, Case, Expected, Part, Verifier, View
from tests.metrics.oracles._deals import spent_parts

MARGIN = Fraction(3, 4)


class Recurs(Part):
    """What recurs monthly of one booking, in its numerator."""


def parts(view: View) -> Iterator[Part]:
    assert Fraction(view.company.workspace.gross_margin) == MARGIN
    yield from spent_parts(view)
    yield from customer_parts(view)
    new = frozenset({"new"})
    for dims, monthly in recurring(view.company, view.period.start, view.last_on, new):
        yield Recurs(dims, monthly)


def payback(found: Sequence[Part]) -> Expected:
    counted = [part for part in found if not isinstance(part, Recurs)]
    customers = sum(part.denominator or 0 for part in counted)
    spends = [Fraction(part.numerator) for part in counted if part.denominator == 0]
    monthly = sum((part.numerator for part in found if isinstance(part, Recurs)), Fraction(0))
    if not customers:
        return NOTHING
    spend, margin = sum(spends, Fraction(0)), monthly * MARGIN
    each = spend / customers
    value = each / (monthly / customers * MARGIN) if spends and monthly else None
    return Expected(value, spend, margin, int(customers))


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_cac_payback_months(verifier: Verifier, case: Case) -> None:
    verifier.check("cac_payback_months", case, parts, payback)
