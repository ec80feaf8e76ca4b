"""What a week usually is: limits by hand, in a second form, and what moves them."""

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.sentences.limits import WEEKS, limits, unusual

# Moving ranges 2, 1, 3, 1, 2, 1, 3, 1, 2, 1, 3, 1: 21 over 12 = 1.75; the mean is 138/13.
STEADY = (10, 12, 11, 8, 9, 11, 12, 9, 10, 12, 13, 10, 11)


def known(*values: int | None) -> list[Decimal | None]:
    """Weeks as answers give them."""
    return [None if value is None else Decimal(value) for value in values]


def test_limits_are_the_mean_and_what_neighbours_differ_by() -> None:
    found = limits(known(*STEADY))
    assert found is not None
    centre = Fraction(138, 13)
    reach = Fraction(266, 100) * Fraction(21, 12)
    assert (found.centre, found.low, found.high) == (centre, centre - reach, centre + reach)
    assert found.points == 13


@pytest.mark.parametrize(
    ("judged", "is_above"),
    # 138/13 ± 4.655 = 5.9604 … 15.2704
    [(6, None), (15, None), (5, False), (16, True)],
)
def test_a_week_on_the_limit_or_inside_is_usual(judged: int, is_above: bool | None) -> None:
    found = unusual(known(*STEADY, judged))
    assert (None if found is None else found.is_above) == is_above
    assert found is None or found.run is None


def test_exactly_on_a_limit_is_usual_and_a_cent_beyond_is_not() -> None:
    # Mean 10, moving range 1 throughout: 10 ± 2.66.
    weeks = [Decimal("9.5"), Decimal("10.5")] * 6
    assert unusual([*weeks, Decimal("12.66")]) is None
    beyond = unusual([*weeks, Decimal("12.67")])
    assert beyond is not None
    assert (beyond.is_above, beyond.run) == (True, None)
    assert unusual([*weeks, Decimal("7.34")]) is None
    assert unusual([*weeks, Decimal("7.33")]) is not None


@pytest.mark.parametrize(("weeks", "is_known"), [(7, False), (8, True)])
def test_under_eight_weeks_nobody_knows_what_is_usual(weeks: int, is_known: bool) -> None:
    values = known(*STEADY[:weeks])
    assert (limits(values) is not None) is is_known
    assert (unusual([*values, Decimal(500)]) is not None) is is_known


def test_weeks_without_an_answer_are_not_zero() -> None:
    gaps = known(10, None, 11, 8, 9, 11, None, 9, 10, 12, 13, 10, 11)
    found = limits(gaps)
    assert found is not None
    assert found.points == 11
    assert found.centre == Fraction(114, 11)
    # Steps to and from a gap do not count: 3, 1, 2 and 1, 2, 1, 3, 1.
    assert found.high - found.centre == Fraction(266, 100) * Fraction(14, 8)
    assert unusual([*gaps, None]) is None
    assert limits([None] * WEEKS) is None


def test_four_deals_that_rise_by_253_percent_are_calm() -> None:
    """Thirteen weeks of bookings as few deals make them, then 48,150 -> 169,849."""
    weeks = (211, 120, 189, 224, 264, 389, 722, 255, 299, 445, 88, 459, 48)
    assert unusual(known(*weeks, 169)) is None


@pytest.mark.parametrize(
    ("last", "run"),
    [
        ((12, 12, 12, 12, 12, 12, 12, 12), 8),
        ((8, 8, 8, 8, 8, 8, 8, 8), 8),
        ((12, 12, 12, 12, 12, 12, 12), None),
        ((12, 12, 12, 8, 12, 12, 12, 12), None),
        ((12, 12, 12, None, 12, 12, 12, 12), None),
    ],
)
def test_eight_in_a_row_on_one_side_are_no_accident(
    last: tuple[int | None, ...], run: int | None
) -> None:
    opposite = 8 if last[0] == 12 else 12
    before = (opposite, 10) * 10
    found = unusual(known(*before[: 14 - len(last)], *last))
    assert (None if found is None else found.run) == run
    if found is not None:
        assert found.is_above is (last[0] == 12)


def test_only_the_thirteen_weeks_before_are_looked_at() -> None:
    long_ago = known(900, 900, 900)
    assert unusual([*long_ago, *known(*STEADY, 16)]) == unusual(known(*STEADY, 16))


def test_where_no_week_differs_nobody_knows_how_far_one_can_lie() -> None:
    assert limits(known(*[7] * 13)) is None
    assert unusual(known(*[7] * 13, 8)) is None


WHOLE = st.integers(-(10**9), 10**9)
MAYBE = st.lists(st.one_of(st.none(), WHOLE), min_size=0, max_size=16)


@given(MAYBE)
def test_limits_in_a_second_form(values: list[int | None]) -> None:
    found = limits(known(*values))
    told = [value for value in values if value is not None]
    steps = [
        abs(values[place + 1] - values[place])  # type: ignore[operator]
        for place in range(len(values) - 1)
        if values[place] is not None and values[place + 1] is not None
    ]
    if len(told) < 8 or not any(steps):
        assert found is None
        return
    assert found is not None
    assert found.centre == statistics.mean(Fraction(value) for value in told)
    reach = Fraction(133, 50) * statistics.mean(Fraction(step) for step in steps)
    assert (found.high - found.centre, found.centre - found.low) == (reach, reach)


@given(st.lists(WHOLE, min_size=9, max_size=14), st.integers(1, 1000), WHOLE)
def test_another_unit_changes_no_verdict(values: list[int], times: int, more: int) -> None:
    moved = [times * value + more for value in values]
    first, second = unusual(known(*values)), unusual(known(*moved))
    assert (first is None) == (second is None)
    if first and second:
        assert (first.is_above, first.run) == (second.is_above, second.run)
