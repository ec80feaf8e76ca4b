"""The part of the pipeline created that is in tier A or B."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._deals import A_SECOND


def parts(view: View) -> Iterator[Part]:
    company = view.company
    for deal in company.deals.values():
        entered_at = deal.row["entered_pipeline_at"] or deal.row["created_at"]
        if not view.holds(entered_at):
            continue
        version = deal.version_at(entered_at + A_SECOND) or deal.versions[0]
        on = company.day_of(entered_at)
        amount = company.cents(version.amount, deal.row["currency"], on) or Fraction(0)
        account = company.accounts.get(deal.row["account_id"] or "", {})
        tier = deal.row["icp_tier"] or account.get("icp_tier")
        yield Part(version.dims, amount if tier in ("A", "B") else 0, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_icp_share(verifier: Verifier, case: Case) -> None:
    verifier.check("icp_share", case, parts, ratio)
