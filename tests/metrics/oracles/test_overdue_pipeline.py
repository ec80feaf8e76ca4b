"""The share of open money whose expected close has passed."""

from collections.abc import Iterator

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._deals import open_deals, worth


def parts(view: View) -> Iterator[Part]:
    for deal, version in open_deals(view, view.seen_at):
        amount = worth(view.company, deal, version, view.seen_on)
        closes = version.expected_close_on
        is_overdue = closes is not None and closes < view.seen_on
        yield Part(version.dims, amount * is_overdue, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_overdue_pipeline(verifier: Verifier, case: Case) -> None:
    verifier.check("overdue_pipeline", case, parts, ratio)
