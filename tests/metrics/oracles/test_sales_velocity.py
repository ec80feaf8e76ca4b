"""Open deals times win rate times average deal over cycle days: money a day."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from tests.metrics.oracles._cases import (
    DEAL_CASES,
    Case,
    Part,
    Verifier,
    View,
    grouped,
    middle,
    ratio,
    shown,
)
from tests.metrics.oracles._deals import closings, open_deals


def open_parts(view: View) -> Iterator[Part]:
    for _, version in open_deals(view, view.seen_at):
        yield Part(version.dims, 1)


def velocity(view: View) -> dict[Any, Fraction | None]:
    """Money a day by the members of the case."""
    finished = list(closings(view))
    won = [closing for closing in finished if closing.is_won]
    still_open = grouped(open_parts(view), view)
    rate = grouped((Part(c.dims, int(c.is_won), 1) for c in finished), view)
    amounts = [(closing.dims, closing.amount(view.as_of_at)) for closing in won]
    size = grouped((Part(dims, amount, 1) for dims, amount in amounts if amount), view)
    cycle = grouped((Part(c.dims, c.cycle_days) for c in won), view)
    found: dict[Any, Fraction | None] = {}
    for key in {*still_open, *rate} if view.case.by else {()}:
        days = middle(cycle.get(key, [])).value
        win_rate, average = ratio(rate.get(key, [])).value, ratio(size.get(key, [])).value
        if days is None or days <= 0 or win_rate is None or average is None:
            found[key] = None
        else:
            found[key] = len(still_open.get(key, [])) * win_rate * average / days
    return found


@pytest.mark.parametrize("case", DEAL_CASES, ids=lambda case: case.name)
def test_sales_velocity(verifier: Verifier, case: Case) -> None:
    said = {key: answer.value for key, answer in verifier.answered("sales_velocity", case).items()}
    right = {
        (name, key): shown(value)
        for name, view in verifier.views(case).items()
        for key, value in velocity(view).items()
    }
    assert any(right.values())
    assert said == right
