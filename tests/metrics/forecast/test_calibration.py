"""How the demo's forecasts did: the numbers of the calibration, and what a range must keep."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.forecast import forecast, forecasts
from metrics.forecast.estimate import tenths, widened
from metrics.forecast.landing import Ask
from metrics.forecast.odds import odds_of
from metrics.forecast.shape import way_to
from metrics.forecast.snapshot import Snapshot, Standing

AMOUNT = Fraction(1, 100)
# Where each band begins, how many deals stood in it, and how many of them were booked.
BANDS = [
    (Decimal("0"), 526, 5),
    (Decimal("0.05"), 438, 43),
    (Decimal("0.2"), 251, 95),
    (Decimal("0.4"), 42, 28),
    (Decimal("0.6"), 43, 25),
]
# P10 to P90 should hold eight in ten.
INSIDE = (80, 104)


def test_the_bands_of_the_demo(reader: Reader) -> None:
    found = forecast(reader)
    told = [(one.low, one.deals, one.booked) for one in found.bands]
    assert told == BANDS
    for one in found.bands:
        assert one.low * one.deals <= one.expected <= one.high * one.deals


def test_eight_in_ten_ended_inside_their_range(reader: Reader) -> None:
    """Every week of the eight closed quarters, each range from what was known then."""
    calendar = calendar_of(reader)
    asks, actual = [], {}
    window = calendar.parse("2026-Q3")
    for _ in range(8):
        over = forecast(reader, window, window.last_on)
        actual[window] = over.value
        day = window.start_on + timedelta(days=(6 - window.start_on.weekday()))
        while day < window.last_on:
            asks.append(Ask(window, day))
            day += timedelta(days=7)
        window = calendar.previous(window)
    found = forecasts(reader, asks)
    inside = sum(one.low <= actual[one.window] <= one.high for one in found)  # type: ignore[operator]
    assert (inside, len(found)) == INSIDE
    off = sum(abs(one.value - actual[one.window]) for one in found)  # type: ignore[operator,misc]
    # On average over all weeks the forecast missed by less than a tenth.
    assert off / sum(actual[one.window] for one in found) < Decimal("0.1")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        # Of all (3+1)/(6+2) = 1/2; due in the window (3+2/2)/(4+2) = 2/3; the stage (3+4/3)/(4+2).
        ({("Propose", True): (4, 3), ("Qualify", False): (2, 0)}, Fraction(13, 18)),
        ({("Qualify", True): (4, 0)}, Fraction(1, 18)),
        ({}, Fraction(1, 2)),
    ],
)
def test_chances_are_smoothed_from_the_whole_down(
    seen: dict[tuple[str, bool], tuple[int, int]], expected: Fraction
) -> None:
    zero = Decimal(0)
    standings = {
        place: Standing(1, deals, booked, zero, zero, 0, zero, zero)
        for place, (deals, booked) in seen.items()
    }
    assert odds_of([Snapshot(standings)]).chance("Propose", True) == expected


@given(
    mean=st.integers(1, 10**11).map(lambda cents: cents * AMOUNT),
    spread=st.fractions(0, 4),
    more=st.fractions(1, 3),
)
def test_a_range_holds_the_mean_and_grows_with_the_variance(
    mean: Fraction, spread: Fraction, more: Fraction
) -> None:
    low, high = tenths(mean, spread * mean**2)
    exact = Decimal(mean.numerator) / Decimal(mean.denominator)
    assert 0 <= low <= exact <= high
    wider = tenths(mean, more * spread * mean**2)
    assert wider[0] <= low
    if spread <= 1:
        assert wider[1] >= high or more * spread > 1


@given(errors=st.lists(st.fractions(0, 9), max_size=8), variance=st.fractions(0, 10**6))
def test_the_past_widens_or_narrows_by_its_errors(
    errors: list[Fraction], variance: Fraction
) -> None:
    found = widened(variance, errors)
    if not errors:
        assert found == variance
    elif sum(errors) > len(errors):
        assert found >= variance
    else:
        assert found <= variance


def test_a_gamma_of_a_tenth_has_its_tenths_where_tables_say() -> None:
    # Shape 10, mean 10: the tables say 6.221 and 14.206.
    low, high = tenths(Fraction(10), Fraction(10))
    assert float(low) == pytest.approx(6.221, abs=0.01)
    assert float(high) == pytest.approx(14.206, abs=0.01)
    assert tenths(Fraction(0), Fraction(5)) == (0, 0)
    assert tenths(Fraction(7), Fraction(0)) == (7, 7)


def test_the_way_to_the_landing_bends_as_the_pace_does() -> None:
    pace = ((0.0, 0.0), (10.0, 20.0), (20.0, 40.0), (30.0, 100.0))
    assert way_to(90.0, (10.0, 30.0), 30.0, pace) == ((10.0, 30.0), (20.0, 45.0), (30.0, 90.0))
    assert way_to(90.0, (10.0, 30.0), 30.0, ()) == ((10.0, 30.0), (30.0, 90.0))


def test_a_month_and_a_week_can_be_windows(reader: Reader) -> None:
    calendar = calendar_of(reader)
    month = forecast(reader, calendar.parse("2026-11"), date(2026, 11, 15))
    assert month.past[:2] == ("2026-10", "2026-09")
    assert month.value is not None
    year = forecast(reader, calendar.parse("2026"), date(2026, 11, 15))
    assert year.past == ("2025", "2024")
    assert year.note == "too few past years: no range (2 of 4)"
