"""The landing against plain Python over the export files, to the cent and to the fraction."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.forecast import forecast
from metrics.forecast.records import Kind
from metrics.scope import Scope
from tests.metrics.forecast.oracle import DAY, Oracle, Said
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._periods import span

CASES = (
    ("2026-Q4", date(2026, 11, 15), {}),
    ("2026-Q4", date(2026, 10, 11), {}),
    ("2026-Q3", date(2026, 8, 16), {"region": "EMEA"}),
    ("2026-Q2", date(2026, 6, 21), {"team": "sales", "region": "East"}),
    ("2025-Q4", date(2025, 10, 1), {"industry": "Life sciences"}),
    ("2027-Q1", date(2026, 11, 15), {}),
    ("2024-Q2", date(2024, 5, 12), {}),
)


def cents(value: Fraction) -> Decimal:
    """Half a cent goes away from zero."""
    units = (abs(value) * 200 + 1) // 2
    return Decimal(int(units)).scaleb(-2)


@pytest.mark.parametrize(("name", "as_of", "scope"), CASES, ids=str)
def test_every_part_is_what_the_files_say(
    reader: Reader, company: Company, name: str, as_of: date, scope: dict[str, str]
) -> None:
    oracle, window, cut = Oracle(company, scope), span(name), as_of + DAY
    left = oracle.left(cut, window)
    said = oracle.said(window, cut, left)
    assert said is not None
    found = forecast(reader, calendar_of(reader).parse(name), as_of, Scope.of(**scope))
    assert found.booked == cents(said.booked)
    of_stage = {part.stage: part for part in found.parts if part.kind is Kind.OPEN}
    assert {stage: part.amount for stage, part in of_stage.items()} == {
        stage: cents(amount) for (stage, is_in), amount in said.open.items() if is_in
    }
    for stage, part in of_stage.items():
        chance = said.chances[stage, True]
        assert part.chance == Decimal(chance.numerator) / chance.denominator
    elsewhere = sum((one for (_, is_in), one in said.open.items() if not is_in), Fraction(0))
    assert found.of(Kind.ELSEWHERE) == cents(elsewhere)
    assert found.of(Kind.CREATE_AND_CLOSE) == cents(said.created)
    assert found.of(Kind.WITHOUT_DEAL) == cents(said.without)
    assert found.value == sum((part.amount for part in found.parts), Decimal(0))
    _same_range(found.low, found.high, said, oracle.factor(window, cut, left))


def _same_range(low: Decimal | None, high: Decimal | None, said: Said, factor: Fraction) -> None:
    """The range of a gamma distribution by its cube, in floats: to a cent of a hundredth."""
    if said.variance is None:
        assert (low, high) == (None, None)
        return
    assert low is not None
    assert high is not None
    relative = float(said.variance * factor / said.mean**2)
    for found, way in ((low, -1), (high, 1)):
        side = 1 - relative / 9 + way * 1.2815515655446004 * (relative / 9) ** 0.5
        expected = float(said.booked) + float(said.mean) * max(0.0, side) ** 3
        assert float(found) == pytest.approx(expected, abs=0.011)
