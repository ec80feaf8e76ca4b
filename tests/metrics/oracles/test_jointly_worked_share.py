"""The part of what was booked whose deal both teams worked on before it closed."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._buyers import full_dims, jointly_worked
from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import bookings

_JOINT: dict[int, set[str]] = {}


def joint(company: Company) -> set[str]:
    """The deals that both worked, found once."""
    if id(company) not in _JOINT:
        _JOINT[id(company)] = jointly_worked(company)
    return _JOINT[id(company)]


def parts(view: View) -> Iterator[Part]:
    deals = joint(view.company)
    for row, amount in bookings(view, view.period.start, view.last_on):
        is_joint = row["opportunity_id"] in deals
        yield Part(full_dims(view.company, row), amount if is_joint else 0, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_jointly_worked_share(verifier: Verifier, case: Case) -> None:
    verifier.check("jointly_worked_share", case, parts, ratio)


def test_by_who_sourced_it(verifier: Verifier) -> None:
    case = Case("by sourced_by", ("2026-Q3", "2026"), by=("sourced_by",))
    verifier.check("jointly_worked_share", case, parts, ratio)
