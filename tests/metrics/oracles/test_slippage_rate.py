"""Of money open when the period began and due in it: the share moved beyond its end."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.metrics.oracles._cases import DEAL_CASES, Case, Part, Verifier, View, ratio
from tests.metrics.oracles._deals import open_deals, worth


def parts(view: View) -> Iterator[Part]:
    eve = view.period.start - timedelta(days=1)
    for deal, version in open_deals(view, view.start_at):
        if not view.period.holds(version.expected_close_on):
            continue
        amount = worth(view.company, deal, version, eve)
        later = deal.version_at(view.seen_at)
        is_moved = (
            later is not None
            and later.is_open
            and later.expected_close_on is not None
            and later.expected_close_on >= view.period.end
        )
        yield Part(version.dims, amount * is_moved, amount)


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_slippage_rate(verifier: Verifier, case: Case) -> None:
    verifier.check("slippage_rate", case, parts, ratio)
