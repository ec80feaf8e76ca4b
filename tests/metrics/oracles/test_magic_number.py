"""Growth of a quarter's recurring revenue a year, over the spend of the quarter before."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

import pytest

from tests.metrics.oracles._buyers import recurring
from tests.metrics.oracles._cases import COST_CASES, Case, Expected, Part, Verifier, View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import spend_dims

KINDS = frozenset({"new", "expansion", "renewal", "contraction", "churn"})
LONG_AGO = date(1990, 1, 1)


class Moved(Part):
    """What one booking of the quarter moved monthly."""


class Earlier(Part):
    """What one booking before the quarter moved monthly."""


def months_before(day: date, months: int) -> date:
    """The same day of the month that many months earlier, or that month's last day."""
    year, month = day.year, day.month - months
    while month < 1:
        year, month = year - 1, month + 12
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def spent(company: Company, start: date, end: date) -> Iterator[Part]:
    for row in company.tables["spend"]:
        on = row["spent_on"]
        if start <= on < end:  # type: ignore[operator]
            amount = company.cents(row["amount"], row["currency"], on)  # type: ignore[arg-type]
            if amount is not None:
                yield Part(spend_dims(company, row), amount)


def parts(view: View) -> Iterator[Part]:
    company, end = view.company, view.last_on
    start, before = months_before(end, 3), months_before(end, 6)
    yield from spent(company, before, start)
    for dims, monthly in recurring(company, start, end, KINDS):
        yield Moved(dims, monthly)
    for dims, monthly in recurring(company, LONG_AGO, start, KINDS):
        yield Earlier(dims, monthly)


def magic(found: Sequence[Part]) -> Expected:
    moved = [part for part in found if isinstance(part, Moved)]
    earlier = [part for part in found if isinstance(part, Earlier)]
    spends = [part for part in found if not isinstance(part, Moved | Earlier)]
    spend = sum((Fraction(part.numerator) for part in spends), Fraction(0))
    monthly_then = sum((Fraction(part.numerator) for part in earlier), Fraction(0))
    monthly_now = monthly_then + sum((Fraction(part.numerator) for part in moved), Fraction(0))
    growth = (3 * monthly_now - 3 * monthly_then) * 4
    is_known = bool(spends) and bool(moved or earlier)
    return Expected(growth / spend if is_known else None, growth, spend, len(moved))


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_magic_number(verifier: Verifier, case: Case) -> None:
    verifier.check("magic_number", case, parts, magic)
