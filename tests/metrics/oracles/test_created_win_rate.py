"""Won by now of the deals created in the period."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio


def parts(view: View) -> Iterator[Part]:
    for deal in view.company.deals.values():
        if not view.holds(deal.row["created_at"]):
            continue
        is_won = any(
            closing.is_won and view.seen(closing.closed_at) and not view.seen(closing.reopened_at)
            for closing in deal.closings
        )
        yield Part(deal.versions[0].dims, int(is_won), 1)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_created_win_rate(verifier: Verifier, case: Case) -> None:
    verifier.check("created_win_rate", case, parts, ratio)
