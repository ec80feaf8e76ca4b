"""The part of what was booked that each side sourced; the parts add up to 1."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from metrics.answer import Answer
from tests.metrics.oracles._buyers import full_dims
from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._company import as_decimal
from tests.metrics.oracles._deals import bookings

EVERYONE = {("(none)",), ("marketing",), ("partner",), ("sales",), ("success",)}


def parts(view: View) -> Iterator[Part]:
    for row, amount in bookings(view, view.period.start, view.last_on):
        dims = full_dims(view.company, row)
        yield Part(dims, amount if dims["sourced_by"] == "marketing" else 0, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_marketing_sourced_share(verifier: Verifier, case: Case) -> None:
    verifier.check("marketing_sourced_share", case, parts, ratio)


def test_the_sides_add_up_to_the_whole(verifier: Verifier) -> None:
    case = Case("by sourced_by", ("2026-Q3", "2026"), by=("sourced_by",))
    said = verifier.answered("marketing_sourced_share", case)
    for name, view in verifier.views(case).items():
        sums: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
        counts: dict[tuple[str, ...], int] = defaultdict(int)
        for part in parts(view):
            side = (part.dims["sourced_by"],)
            sums[side] += Fraction(part.denominator or 0)
            counts[side] += 1
        whole = sum(sums.values(), Fraction(0))
        found = {side: one for (period, side), one in said.items() if period == name}
        assert set(found) == set(sums) == EVERYONE
        assert {side: numbers(one) for side, one in found.items()} == {
            side: (as_decimal(value / whole), value, whole, counts[side])
            for side, value in sums.items()
        }
        numerators = [one.numerator for one in found.values()]
        assert sum(number or 0 for number in numerators) == whole


def test_the_sides_inside_a_region_are_over_that_region(verifier: Verifier) -> None:
    by_both = Case("both", ("2026",), by=("region", "sourced_by"))
    cut = replace(by_both, by=("sourced_by",), scope=(("region", "EMEA"),))
    inside = verifier.answered("marketing_sourced_share", cut)
    both = verifier.answered("marketing_sourced_share", by_both)
    emea = {by[1:]: numbers(one) for (_, by), one in both.items() if by[0] == "EMEA"}
    assert emea == {by: numbers(one) for (_, by), one in inside.items()}
    assert (
        sum(Fraction(one.numerator or 0) for one in inside.values())
        == next(iter(inside.values())).denominator
    )


def numbers(one: Answer) -> tuple[object, object, object, int]:
    """What an answer counts."""
    return one.value, one.numerator, one.denominator, one.rows
