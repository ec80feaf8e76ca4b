"""Bookings over their target."""

from datetime import timedelta
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import PAST, Case, Verifier, View, grouped, shown, total
from tests.metrics.oracles._company import as_decimal
from tests.metrics.oracles._deals import booked_parts, bookings
from tests.metrics.oracles._periods import quarter_holding, span
from tests.metrics.oracles._targets import target

CASES = [
    Case("this quarter", ("2026-Q4",)),
    Case("a past quarter, month and year", ("2025-Q3", "2026-02", "2026")),
    Case("by region", ("2026-Q3",), by=("region",)),
    Case("by owner", ("2026-Q3",), by=("owner",)),
    Case("in one scope", ("2026-Q3", "2026-Q4"), scope=(("region", "EMEA"),)),
    Case("as of a day in the past", ("2026-Q2",), as_of=PAST),
    Case("some weeks", ("2026-W20", "2026-W44")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bookings_attainment(verifier: Verifier, case: Case) -> None:
    said = {
        key: (answer.value, answer.numerator, answer.denominator)
        for key, answer in verifier.answered("bookings_attainment", case).items()
    }
    right = {}
    for name, view in verifier.views(case).items():
        groups = grouped(booked_parts(view), view)
        for key in groups if case.by else [()]:
            booked = total(groups.get(key, [])).value or Fraction(0)
            members = dict(case.scope) | dict(zip(case.by, key, strict=True))
            goal = target(verifier.company, "bookings", name, members)
            value = booked / goal if goal else None
            right[name, key] = (shown(value), shown(booked) if goal else None, shown(goal))
    assert said == right


def test_pace_holds_what_is_booked_against_the_same_business_day(verifier: Verifier) -> None:
    (answer,) = verifier.answered("bookings_attainment", Case("pace", ("2026-Q4",))).values()
    clock = verifier.company.clock(None, None)
    view = View(verifier.company, Case("", ()), span("2026-Q4"), verifier.company.data_date)
    days = clock.working_days_of(view.period.start, view.period.end)
    nth = sum(day <= view.as_of for day in days)
    assert answer.beside["linear_pace_share"] == shown(Fraction(nth, len(days)))
    quarter, by_now, in_all = view.period, Fraction(0), Fraction(0)
    for _ in range(8):
        quarter = quarter_holding(quarter.start - timedelta(days=1))
        that_day = clock.working_days_of(quarter.start, quarter.end)[nth - 1]
        for row, amount in bookings(view, quarter.start, quarter.end):
            in_all += amount
            by_now += amount if row["booked_on"] <= that_day else 0
    share = by_now / in_all
    goal = target(verifier.company, "bookings", "2026-Q4", {})
    booked = total(list(booked_parts(view))).numerator
    assert goal
    assert booked
    assert answer.beside["pace_share"] == shown(share)
    # The share is shown in Decimal's precision; the pace is made of the share as shown.
    assert answer.beside["pace"] == as_decimal(booked) / (as_decimal(goal) * as_decimal(share))
