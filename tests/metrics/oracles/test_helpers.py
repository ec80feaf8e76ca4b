"""The oracles' own tools on cases that anyone can check by hand."""

from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.metrics.oracles._cases import Part
from tests.metrics.oracles._company import rounded
from tests.metrics.oracles._periods import quarter_holding, span, year_before
from tests.metrics.oracles._raw import UnreadableError, day, moment, number, read_table
from tests.metrics.oracles._time import Clock
from tests.metrics.oracles.test_median_response_hours import survival_median

WEEK = frozenset({"mon", "tue", "wed", "thu", "fri"})
NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
FOURTH = date(2025, 7, 4)


def clock(zone: ZoneInfo, *holidays: date) -> Clock:
    return Clock(zone, time(9), time(17), WEEK, frozenset(holidays), frozenset())


# The cases of the business-hours golden: zone, from, to, minutes.
MINUTES = [
    (clock(ZoneInfo("UTC")), "2025-03-04 10:00Z", "2025-03-04 12:30Z", 150),
    (clock(ZoneInfo("UTC")), "2025-03-07 16:30Z", "2025-03-10 09:30Z", 60),
    (clock(ZoneInfo("UTC")), "2025-03-08 11:00Z", "2025-03-10 10:00Z", 60),
    (clock(NEW_YORK), "2025-03-07 16:30-05:00", "2025-03-10 09:30-04:00", 60),
    (clock(ZoneInfo("UTC"), FOURTH), "2025-07-03 16:00Z", "2025-07-07 10:00Z", 120),
    (clock(ZoneInfo("UTC")), "2025-03-04 18:00Z", "2025-03-05 08:00Z", 0),
    (clock(ZoneInfo("UTC")), "2025-03-04 12:00Z", "2025-03-04 10:00Z", 0),
    (clock(BERLIN), "2025-01-14 10:00-05:00", "2025-01-15 04:00-05:00", 120),
]


@pytest.mark.parametrize(("hours", "start", "end", "minutes"), MINUTES)
def test_business_minutes(hours: Clock, start: str, end: str, minutes: int) -> None:
    utc = ZoneInfo("UTC")
    assert hours.seconds(moment(start, utc), moment(end, utc)) == minutes * 60


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2025-03-04 10:00-05:00", 4, "2025-03-04 14:00-05:00"),
        ("2025-03-07 16:30-05:00", 4, "2025-03-10 12:30-04:00"),
        ("2025-03-04 13:00-05:00", 4, "2025-03-04 17:00-05:00"),
        ("2025-03-04 20:00-05:00", 40, "2025-03-11 17:00-04:00"),
    ],
)
def test_due_moments(start: str, hours: int, due: str) -> None:
    found = clock(NEW_YORK).due(moment(start, NEW_YORK), hours * 3600)
    assert found == moment(due, NEW_YORK)


def test_a_working_day_beats_the_weekend() -> None:
    saturday = date(2025, 3, 8)
    open_saturday = Clock(
        ZoneInfo("UTC"), time(9), time(17), WEEK, frozenset(), frozenset({saturday})
    )
    start, end = datetime(2025, 3, 8, 16, tzinfo=UTC), datetime(2025, 3, 10, 10, tzinfo=UTC)
    assert open_saturday.seconds(start, end) == 2 * 3600


def test_moments_take_their_own_offset_else_the_workspaces() -> None:
    assert moment("2026-03-08", NEW_YORK) == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert moment("2026-03-09", NEW_YORK) == datetime(2026, 3, 9, 4, tzinfo=UTC)
    assert moment("2026-03-08 12:00:00Z", NEW_YORK) == datetime(2026, 3, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1,000", "nan", "inf", "1e3", "", ".", "12.345", "1" * 17])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        number(text, places=2)


def test_days_are_iso_days() -> None:
    assert day("2026-02-28") == date(2026, 2, 28)
    for text in ("2026-02-30", "20260228", "28.02.2026"):
        with pytest.raises(UnreadableError):
            day(text)


def test_bad_rows_are_out(tmp_path: Path) -> None:
    text = (
        "booking_id,booked_on,amount,kind\n"
        "a,2026-01-02,10.60,new\n"
        "b,2026-02-30,10.60,new\n"
        "c,2026-01-02,,new\n"
        "a,2026-01-03,11.00,new\n"
        "d,2026-01-02,12,gift\n"
        ",2026-01-02,12,new\n"
    )
    (tmp_path / "bookings.csv").write_text(text)
    rows = read_table(tmp_path, "bookings", NEW_YORK)
    assert [(row["booking_id"], row["amount"]) for row in rows] == [("a", Fraction("10.6"))]


def test_periods() -> None:
    def days(name: str) -> tuple[str, str]:
        found = span(name)
        return found.start.isoformat(), found.end.isoformat()

    assert days("2026-Q4") == ("2026-10-01", "2027-01-01")
    assert days("2026-12") == ("2026-12-01", "2027-01-01")
    assert days("2026-W01") == ("2025-12-29", "2026-01-05")
    assert days("2026") == ("2026-01-01", "2027-01-01")
    assert days("2026-10-01..2026-12-31") == ("2026-10-01", "2027-01-01")
    assert quarter_holding(date(2026, 11, 15)) == span("2026-Q4")
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)


def test_cents_round_half_away_from_zero() -> None:
    amounts = (Fraction("0.125"), Fraction("-0.125"), Fraction("0.1249"))
    assert [rounded(amount) for amount in amounts] == [
        Fraction("0.13"),
        Fraction("-0.13"),
        Fraction("0.12"),
    ]


def test_the_survival_median_counts_who_still_waits() -> None:
    waits = [
        Part({}, hours * 3600, answered)
        for hours, answered in [(1, 1), (2, 0), (3, 1), (4, 1), (5, 0)]
    ]
    # 4/5 after hour 1, 4/5 x 2/3 = 8/15 after hour 3, 8/15 x 1/2 after hour 4.
    assert survival_median(waits).value == 4
    assert survival_median([waits[0], waits[1], waits[1]]).value is None
