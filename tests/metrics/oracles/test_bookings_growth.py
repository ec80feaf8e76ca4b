"""Bookings against the same dates a year before; weeks against the week 364 days before."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Expected, Part, Verifier, View
from tests.metrics.oracles._deals import booking_dims, bookings
from tests.metrics.oracles._periods import year_before

A_DAY = timedelta(days=1)


def base(view: View) -> tuple[date, date]:
    """The days a year before those of the period that are seen."""
    if (view.period.end - view.period.start).days == 7:
        return view.period.start - 364 * A_DAY, view.last_on - 364 * A_DAY
    return year_before(view.period.start), year_before(view.last_on - A_DAY) + A_DAY


def parts(view: View) -> Iterator[Part]:
    """This year's money above, the year before's below (None marks this year's)."""
    for row, amount in bookings(view, view.period.start, view.last_on):
        yield Part(booking_dims(view.company, row), amount)
    for row, amount in bookings(view, *base(view)):
        yield Part(booking_dims(view.company, row), Fraction(0), amount)


def growth(parts: Sequence[Part]) -> Expected:
    """What was added over what there was; from nothing there is no growth."""
    now = sum((Fraction(part.numerator) for part in parts), Fraction(0))
    before = sum((Fraction(part.denominator or 0) for part in parts), Fraction(0))
    rows = sum(part.denominator is None for part in parts)
    value = (now - before) / before if before > 0 else None
    return Expected(value, now - before, before, rows)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_bookings_growth(verifier: Verifier, case: Case) -> None:
    verifier.check("bookings_growth", case, parts, growth)
