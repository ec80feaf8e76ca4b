"""Open deals that are expected to close in the window, as they stood on the day."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.metrics.oracles._cases import (
    DEAL_CASES,
    PAST,
    WINDOW_CASES,
    Case,
    Part,
    Verifier,
    View,
    shown,
    total,
)
from tests.metrics.oracles._deals import in_window, open_deals, worth


def parts(view: View) -> Iterator[Part]:
    for _, version, amount in in_window(view):
        yield Part(version.dims, amount)


@pytest.mark.parametrize("case", [*DEAL_CASES, *WINDOW_CASES], ids=lambda case: case.name)
def test_open_pipeline(verifier: Verifier, case: Case) -> None:
    verifier.check("open_pipeline", case, parts, total)


@pytest.mark.parametrize("as_of", [None, PAST], ids=str)
def test_overdue_deals_stand_beside(verifier: Verifier, as_of: date | None) -> None:
    case = Case("beside", ("2026-Q4" if as_of is None else "2026-Q2",), as_of=as_of)
    (answer,) = verifier.answered("open_pipeline", case).values()
    (view,) = verifier.views(case).values()
    before, inside = [], []
    for deal, version in open_deals(view, view.seen_at):
        closes, amount = (
            version.expected_close_on,
            worth(verifier.company, deal, version, view.seen_on),
        )
        if closes is not None and closes < view.window.start:
            before.append(amount)
        elif view.window.holds(closes) and closes < view.seen_on:
            inside.append(amount)
    assert before
    assert inside
    assert answer.beside["overdue_before_window_amount"] == shown(sum(before))
    assert answer.beside["overdue_before_window_count"] == len(before)
    assert answer.beside["overdue_in_window_amount"] == shown(sum(inside))
    assert answer.beside["overdue_in_window_count"] == len(inside)
