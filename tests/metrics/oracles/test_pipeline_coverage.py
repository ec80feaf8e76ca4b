"""Open pipeline of the window over what is still to book in it."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import PAST, Case, Part, Verifier, View, grouped, shown, total
from tests.metrics.oracles._deals import booking_dims, bookings, in_window
from tests.metrics.oracles._periods import quarter_holding
from tests.metrics.oracles._targets import target

CASES = [
    Case("this quarter", ("2026-Q4",)),
    Case("past quarters", ("2025-Q3", "2026-Q1")),
    Case("by region", ("2026-Q4",), by=("region",)),
    Case("in one scope", ("2026-Q4",), scope=(("region", "EMEA"),)),
    Case("as of a day in the past", ("2026-Q2",), as_of=PAST),
    Case("some weeks", ("2026-W20", "2026-W44")),
    Case("next quarter's window", ("2026-Q4",), window="2027-Q1"),
]


def booked(view: View) -> Iterator[Part]:
    """What was booked in the window when the day ended."""
    end = min(view.window.end, view.seen_on + timedelta(days=1))
    for row, amount in bookings(view, view.window.start, end):
        yield Part(booking_dims(view.company, row), amount)


def open_parts(view: View) -> Iterator[Part]:
    for _, version, amount in in_window(view):
        yield Part(version.dims, amount)


def quarter_name(view: View) -> str:
    return f"{view.window.start.year}-Q{(view.window.start.month + 2) // 3}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_pipeline_coverage(verifier: Verifier, case: Case) -> None:
    said = {
        key: (answer.value, answer.numerator, answer.denominator)
        for key, answer in verifier.answered("pipeline_coverage", case).items()
    }
    right = {}
    for name, view in verifier.views(case).items():
        groups, done = grouped(open_parts(view), view), grouped(booked(view), view)
        for key in {*groups, *done} if case.by else {()}:
            pipeline = total(groups.get(key, [])).value or Fraction(0)
            members = dict(case.scope) | dict(zip(case.by, key, strict=True))
            goal = target(verifier.company, "bookings", quarter_name(view), members)
            left = None if goal is None else goal - (total(done.get(key, [])).value or 0)
            value = pipeline / left if left is not None and left > 0 else None
            right[name, key] = (
                shown(value),
                shown(pipeline),
                shown(left),
            )
    assert said == right


def earlier(verifier: Verifier, case: Case, view: View) -> Iterator[View]:
    """The same day of each of the eight quarters before the view's window."""
    offset, quarter = view.seen_on - view.window.start, view.window
    for _ in range(8):
        quarter = quarter_holding(quarter.start - timedelta(days=1))
        day = min(quarter.start + offset, quarter.end - timedelta(days=1))
        yield View(verifier.company, case, quarter, day)


@pytest.mark.parametrize("scope", [(), (("region", "EMEA"),)], ids=str)
def test_full_and_needed_stand_beside(
    verifier: Verifier, scope: tuple[tuple[str, str], ...]
) -> None:
    case = Case("beside", ("2026-Q4",), scope=scope)
    (answer,) = verifier.answered("pipeline_coverage", case).values()
    (view,) = verifier.views(case).values()
    pipeline = total(grouped(open_parts(view), view)[()]).numerator or 0
    goal = target(verifier.company, "bookings", "2026-Q4", dict(scope))
    assert goal
    assert answer.beside["full"] == shown(pipeline / goal)
    was_open, was_booked = Fraction(0), Fraction(0)
    for past in earlier(verifier, case, view):
        was_open += total(grouped(open_parts(past), past)[()]).numerator or 0
        rest = bookings(past, past.seen_on + timedelta(days=1), past.window.end)
        parts = (Part(booking_dims(verifier.company, row), amount) for row, amount in rest)
        was_booked += total(grouped(parts, past)[()]).numerator or 0
    assert answer.beside["needed"] == shown(was_open / was_booked)
