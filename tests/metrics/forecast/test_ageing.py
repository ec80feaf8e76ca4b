"""How old open deals are, against plain Python over the export files."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.forecast.ageing import Age, age_of, ageing
from metrics.scope import ALL, Scope
from metrics.stages.stays import stays
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._records import Deal

CASES = ((date(2026, 11, 15), {}), (date(2026, 3, 1), {"region": "EMEA"}))


def entered_on(company: Company, deal: Deal, as_of: date) -> date:
    """The local day on which the deal came to the stage it is in: without a break since."""
    at = company.moment(as_of + timedelta(days=1))
    past = [version for version in deal.versions if version.valid_from < at]
    first = past[-1]
    for version in reversed(past):
        if version.stage != past[-1].stage or not version.is_open:
            break
        first = version
    return company.day_of(first.valid_from)


@pytest.mark.parametrize(("as_of", "scope"), CASES, ids=str)
def test_every_deal_has_its_age(
    reader: Reader, company: Company, as_of: date, scope: dict[str, str]
) -> None:
    calendar = calendar_of(reader)
    moment = Moment(calendar.containing(as_of, "quarter"), as_of, Scope.of(**scope))
    found = {one.stage: one for one in ageing(reader, moment).stages}
    year = calendar.span(as_of - timedelta(days=364), as_of)
    typical = {
        one.stage: one.curve.median for one in stays(reader, Moment(year, as_of, ALL)).stages
    }
    at = company.moment(as_of + timedelta(days=1))
    amounts: dict[tuple[str, Age], list[Fraction]] = defaultdict(list)
    days_in: dict[str, list[int]] = defaultdict(list)
    days_open: dict[str, list[int]] = defaultdict(list)
    for deal in company.deals.values():
        version = deal.version_at(at)
        if version is None or not version.is_open:
            continue
        if any(version.dims[name] != member for name, member in scope.items()):
            continue
        stage = version.stage or "(none)"
        days = (as_of - entered_on(company, deal, as_of)).days
        cents = company.cents(version.amount, deal.row["currency"], as_of) or Fraction(0)
        amounts[stage, age_of(days, typical[stage])].append(cents)
        days_in[stage].append(days)
        days_open[stage].append((as_of - company.day_of(deal.row["created_at"])).days)
    assert set(found) == set(days_in)
    for stage, one in found.items():
        assert one.typical == typical[stage]
        for age in Age:
            held = amounts.get((stage, age), [])
            assert one.of(age).deals == len(held)
            assert Fraction(one.of(age).amount) == sum(held, Fraction(0))
        assert one.days_in_stage == sorted(days_in[stage])[(len(days_in[stage]) - 1) // 2]
        assert one.days_open == sorted(days_open[stage])[(len(days_open[stage]) - 1) // 2]


@pytest.mark.parametrize(
    ("days", "typical", "age"),
    [
        (10, 10, Age.WITHIN),
        (11, 10, Age.LONGER),
        (20, 10, Age.LONGER),
        (21, 10, Age.TWICE),
        (None, 10, Age.UNKNOWN),
        (3, None, Age.UNKNOWN),
        (0, 0, Age.WITHIN),
        (1, 0, Age.TWICE),
    ],
)
def test_ages(days: int | None, typical: int | None, age: Age) -> None:
    assert age_of(days, typical) is age
