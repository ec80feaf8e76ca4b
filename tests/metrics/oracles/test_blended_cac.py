"""All spend of the period for each account that first bought in it."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._buyers import customer_parts, first_purchases
from tests.metrics.oracles._cases import COST_CASES, Case, Part, Verifier, View, cost
from tests.metrics.oracles._deals import spent_parts


def parts(view: View) -> Iterator[Part]:
    yield from spent_parts(view)
    yield from customer_parts(view)


@pytest.mark.parametrize("case", COST_CASES, ids=lambda case: case.name)
def test_blended_cac(verifier: Verifier, case: Case) -> None:
    verifier.check("blended_cac", case, parts, cost)


def test_an_account_becomes_a_customer_once(verifier: Verifier) -> None:
    company = verifier.company
    new = [row for row in company.tables["bookings"] if row["kind"] == "new"]
    firsts = first_purchases(company)
    # Some bought anew later: they are the difference, and no customers a second time.
    assert (len(new), len(firsts)) == (544, 537)
    sql = "select count(*), count(distinct account_id) from booking where is_new_customer"
    assert verifier.reader.exact_rows(sql, {}) == [(537, 537)]
