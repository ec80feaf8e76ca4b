"""Open deals in the window times the probability the CRM gives them."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, WINDOW_CASES, Case, Part, Verifier, View, total
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import in_window


def percent(company: Company) -> int:
    """What a probability is a share of: 100 when any of them says more than 1."""
    tables = ("opportunities", "opportunity_history")
    said = [row["probability"] or 0 for table in tables for row in company.tables[table]]
    return 100 if max(said) > 1 else 1  # type: ignore[type-var,operator]


def parts(view: View) -> Iterator[Part]:
    whole = percent(view.company)
    for _, version, amount in in_window(view):
        yield Part(version.dims, amount * (version.probability or Fraction(0)) / whole)


@pytest.mark.parametrize("case", [*DEAL_CASES, *WINDOW_CASES], ids=lambda case: case.name)
def test_weighted_pipeline_crm(verifier: Verifier, case: Case) -> None:
    verifier.check("weighted_pipeline_crm", case, parts, total)
