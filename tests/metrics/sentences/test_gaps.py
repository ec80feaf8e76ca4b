"""When bookings are held against a pace, and when too little is due for that."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.answer import Answer
from metrics.periods import Period
from metrics.sentences.gaps import Aim, gap_to_pace

QUARTER = Period("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "quarter")


def attained(pace_share: str) -> Answer:
    """Bookings of 30 of a target of 1,000, with the part of it that is due by now."""
    return Answer(
        "bookings_attainment", QUARTER, None, Decimal("0.03"), Decimal(30), Decimal(1000), 2,
        date(2026, 10, 2), Decimal(1), None, None, None, None,
        {"pace_share": Decimal(pace_share)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pace_share", "amount"), [("0.05", -20), ("0.2", -170), ("0.049", None), ("0.001", None)]
)
def test_a_pace_is_told_once_a_twentieth_is_due(pace_share: str, amount: int | None) -> None:
    found = gap_to_pace(attained(pace_share), is_running=True)
    assert (found and found.amount) == (None if amount is None else Fraction(amount))


def test_over_all_of_the_target_is_due() -> None:
    found = gap_to_pace(attained("1"), is_running=False)
    assert found is not None
    assert (found.aim, found.amount) == (Aim.TARGET, Fraction(-970))
