"""Business time against goldens and against a count of minutes on the wall clock."""

import json
import random
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from data.calendar import (
    DayException,
    OpeningHours,
    business_days,
    business_windows,
    exceptions_in,
)
from data.engine import build_facts
from data.workspace import Workspace
from tests.data.models.company import build, create_tables, fill

GOLDEN = json.loads(
    (Path(__file__).parents[2] / "goldens" / "business_hours_response.json").read_text()
)
# The golden's case: zone of the owner, zone of the clocks, handover, response, off-hours, before.
CASES = {
    "Tue 10:00->12:30": ("UTC", "UTC", "2025-01-07 10:00", "2025-01-07 12:30", ""),
    "Fri 16:30->Mon 09:30": ("UTC", "UTC", "2025-01-10 16:30", "2025-01-13 09:30", ""),
    "Sat 11:00->Mon 10:00": ("UTC", "UTC", "2025-01-11 11:00", "2025-01-13 10:00", ""),
    "America/New_York Fri 2025-03-07 16:30->Mon 2025-03-10 09:30 (DST starts Sun)": (
        "America/New_York",
        "America/New_York",
        "2025-03-07 16:30",
        "2025-03-10 09:30",
        "",
    ),
    "Thu 2025-07-03 16:00->Mon 2025-07-07 10:00 with 4 Jul holiday": (
        "America/New_York",
        "America/New_York",
        "2025-07-03 16:00",
        "2025-07-07 10:00",
        "",
    ),
    "Tue 18:00->Wed 08:00 (both outside hours)": (
        "UTC",
        "UTC",
        "2025-01-07 18:00",
        "2025-01-08 08:00",
        "off-hours",
    ),
    "response before creation": (
        "UTC",
        "UTC",
        "2025-01-07 12:00",
        "2025-01-07 10:00",
        "before",
    ),
    "lead 10:00 New York, owner calendar Berlin 09-17, reply 04:00 New York next day": (
        "Europe/Berlin",
        "America/New_York",
        "2025-01-07 10:00",
        "2025-01-08 04:00",
        "",
    ),
}


def utc(clock: str, zone: str) -> str:
    """The UTC moment of a wall clock."""
    local = datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))
    return f"{local.astimezone(UTC):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["case"])
def test_golden_case(con: duckdb.DuckDBPyConnection, case: dict[str, object]) -> None:
    owner_zone, clock_zone, handover, response, flag = CASES[str(case["case"])]
    build(
        con,
        people=f"person_id|name|team|time_zone\np|Ann|sales|{owner_zone}",
        calendar_exceptions="on|region|kind\n2025-07-04||holiday",
        leads=f"""lead_id|created_at|owner_id|handed_over_at|first_response_at
            l|2025-01-01|p|{utc(handover, clock_zone)}|{utc(response, clock_zone)}""",
    )
    assert con.execute(
        "select response_business_seconds, is_answered_off_hours, is_response_before_handover"
        " from lead_journey"
    ).fetchall() == [
        (int(str(case["expected_minutes"])) * 60, flag == "off-hours", flag == "before")
    ]


START = datetime(2024, 12, 31)  # noqa: DTZ001


def minutes_opened(zone: str, holidays: set[date], extra: set[date]) -> list[int]:
    """Opened minutes before each minute of 2025 and the month after, counted on the clock.

    Zones change their offset on whole hours, so the clock is read once an hour.
    """

    def works(day: date) -> bool:
        return day in extra or (day.weekday() < 5 and day not in holidays)

    opened = []
    for hour in range(400 * 24):
        local = (START.replace(tzinfo=UTC) + timedelta(hours=hour)).astimezone(ZoneInfo(zone))
        today, tomorrow = works(local.date()), works(local.date() + timedelta(days=1))
        for minute in range(local.hour * 60 + local.minute, local.hour * 60 + local.minute + 60):
            is_day = tomorrow if minute >= 1440 else today
            opened.append(int(is_day and 540 <= minute % 1440 < 1020))
    return list(accumulate(opened, initial=0))


ZONES = {
    "Europe/Berlin": "DACH",
    "America/New_York": "AMER",
    "Asia/Kolkata": "APAC",
    "Pacific/Auckland": "ANZ",
    "UTC": "DACH",
}


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_random_intervals_equals_a_count_of_minutes(
    con: duckdb.DuckDBPyConnection, zone: str
) -> None:
    region = ZONES[zone]
    holidays = {date(2025, 12, 25)} | ({date(2025, 10, 3)} if region == "DACH" else set())
    extra = {date(2025, 9, 6)} if region == "APAC" else set()
    counted = minutes_opened(zone, holidays, extra)
    dice = random.Random(7)
    pairs = []
    for _ in range(1000):
        begin = dice.randrange(1440, 360 * 1440)
        end = begin + dice.choice([1, 30, 240, 1440, 9000, 40000])
        pairs.append((begin, dice.randrange(begin, end + 1), end))
    create_tables(con)
    fill(con, "people", f"person_id|name|region|time_zone\np|Ann|{region}|{zone}")
    fill(
        con,
        "calendar_exceptions",
        """on|region|kind
        2025-12-25||holiday
        2025-10-03|DACH|holiday
        2025-09-06|APAC|working_day""",
    )
    con.executemany(
        "insert into leads by name select ? as lead_id, timestamp '2024-12-31' as created_at,"
        " 'p' as owner_id, ? as handed_over_at, ? as assigned_at, ? as first_response_at",
        [
            (str(number), *(START + timedelta(minutes=minute) for minute in three))
            for number, three in enumerate(pairs)
        ],
    )
    build_facts(con, Workspace())
    found = con.execute(
        "select response_business_seconds,"
        " assigned_business_seconds - handed_over_business_seconds,"
        " response_due_at, leak_due_at from lead_journey order by cast(lead_id as int)"
    ).fetchall()
    assert found == [
        (
            (counted[end] - counted[begin]) * 60,
            (counted[middle] - counted[begin]) * 60,
            START + timedelta(minutes=bisect_left(counted, counted[begin] + 4 * 60)),
            START + timedelta(minutes=bisect_left(counted, counted[begin] + 40 * 60)),
        )
        for begin, middle, end in pairs
    ]


@pytest.mark.parametrize(
    ("handed_over", "due"),
    [
        ("2025-01-07 09:00", "2025-01-07 13:00"),
        ("2025-01-07 08:00", "2025-01-07 13:00"),
        ("2025-01-07 13:00", "2025-01-07 17:00"),
        ("2025-01-07 13:01", "2025-01-08 09:01"),
        ("2025-01-10 17:00", "2025-01-13 13:00"),
        ("2025-01-11 12:00", "2025-01-13 13:00"),
    ],
)
def test_an_answer_falls_due_after_four_opened_hours(
    con: duckdb.DuckDBPyConnection, handed_over: str, due: str
) -> None:
    build(con, leads=f"lead_id|created_at|handed_over_at\nl|2025-01-01|{handed_over}")
    assert con.execute("select cast(response_due_at as varchar) from lead_journey").fetchall() == [
        (f"{due}:00",)
    ]


def test_marketing_answers_on_the_companys_calendar(con: duckdb.DuckDBPyConnection) -> None:
    build(
        con,
        Workspace(time_zone="Europe/Berlin"),
        people="person_id|name|region|time_zone\np|Ann|AMER|America/New_York",
        calendar_exceptions="on|region|kind\n2025-01-08|AMER|holiday",
        leads="""lead_id|created_at|owner_id|handed_over_at|handed_back_at|hand_back_answered_at
            l|2025-01-06|p|2025-01-07 15:00|2025-01-07 15:00|2025-01-08 09:30""",
    )
    # 16:00 in Berlin, two business days on: one hour today, eight, seven.
    assert con.execute(
        "select calendar_key, hand_back_answer_business_seconds,"
        " cast(hand_back_due_at as varchar), cast(response_due_at as varchar) from lead_journey"
    ).fetchall() == [
        (
            "America/New_York|AMER",
            int(2.5 * 3600),
            "2025-01-09 15:00:00",
            "2025-01-07 19:00:00",
        )
    ]


def test_marketings_answers_over_a_year_equal_a_count_of_minutes(
    con: duckdb.DuckDBPyConnection,
) -> None:
    zone = "America/New_York"
    counted = minutes_opened(zone, {date(2025, 12, 25)}, set())
    dice = random.Random(11)
    pairs = []
    for _ in range(1000):
        begin = dice.randrange(1440, 360 * 1440)
        pairs.append((begin, begin + dice.choice([1, 30, 240, 1440, 9000, 40000])))
    create_tables(con)
    fill(con, "calendar_exceptions", "on|region|kind\n2025-12-25||holiday")
    con.executemany(
        "insert into leads by name select ? as lead_id, timestamp '2024-12-31' as created_at,"
        " ? as handed_back_at, ? as hand_back_answered_at",
        [
            (str(number), START + timedelta(minutes=begin), START + timedelta(minutes=end))
            for number, (begin, end) in enumerate(pairs)
        ],
    )
    build_facts(con, Workspace(time_zone=zone))
    found = con.execute(
        "select hand_back_answer_business_seconds, hand_back_due_at from lead_journey"
        " order by cast(lead_id as int)"
    ).fetchall()
    assert found == [
        (
            (counted[end] - counted[begin]) * 60,
            START + timedelta(minutes=bisect_left(counted, counted[begin] + 16 * 60)),
        )
        for begin, end in pairs
    ]


def test_a_clock_change_inside_the_day_makes_it_longer_or_shorter() -> None:
    hours = OpeningHours.of("00:00", "23:59", ("sat", "sun"))
    berlin = ZoneInfo("Europe/Berlin")
    spring = business_windows(berlin, hours, {}, date(2025, 3, 29), date(2025, 3, 30))
    autumn = business_windows(berlin, hours, {}, date(2025, 10, 25), date(2025, 10, 26))
    nominal = 24 * 3600 - 60
    assert [one.closes_at - one.opens_at for one in spring] == [nominal, nominal - 3600]
    assert [one.closes_at - one.opens_at for one in autumn] == [nominal, nominal + 3600]


def test_a_utc_day_that_overlaps_two_windows_keeps_both() -> None:
    hours = OpeningHours.of("09:00", "17:00", ("mon", "tue", "wed", "thu", "fri"))
    auckland = ZoneInfo("Pacific/Auckland")
    windows = business_windows(auckland, hours, {}, date(2025, 1, 6), date(2025, 1, 8))
    (day,) = business_days(windows, date(2025, 1, 6), date(2025, 1, 6))
    starts = day.utc_day * 86_400
    # Monday's window runs 20:00 to 04:00 UTC, Tuesday's begins at 20:00.
    assert day.seconds_before == 4 * 3600
    assert day.first == (starts, starts + 4 * 3600)
    assert day.second == (starts + 20 * 3600, starts + 24 * 3600)


def test_the_regions_own_word_beats_everyones() -> None:
    days = [
        DayException(date(2025, 12, 24), "DACH", "working_day"),
        DayException(date(2025, 12, 24), None, "holiday"),
        DayException(date(2025, 10, 3), "DACH", "holiday"),
    ]
    assert exceptions_in("DACH", days) == {
        date(2025, 12, 24): "working_day",
        date(2025, 10, 3): "holiday",
    }
    assert exceptions_in("AMER", days) == {date(2025, 12, 24): "holiday"}


def test_a_zone_nobody_knows_is_the_companys_and_a_problem(
    con: duckdb.DuckDBPyConnection,
) -> None:
    build(
        con,
        Workspace(time_zone="Asia/Kolkata"),
        people="person_id|name|time_zone\np|Ann|Mars/Olympus",
        leads="lead_id|created_at|owner_id|handed_over_at\nl|2025-01-06|p|2025-01-07 03:30",
    )
    assert con.execute(
        "select calendar_key, cast(response_due_at as varchar) from lead_journey"
    ).fetchall() == [("Asia/Kolkata|", "2025-01-07 07:30:00")]
    assert con.execute(
        "select table_name, key, problem from data_problem where table_name = 'people'"
    ).fetchall() == [("people", "p", "time zone is unknown")]
