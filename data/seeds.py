"""What the models need that SQL cannot say: the settings, business time, the calendar's days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo, available_timezones

import duckdb

from data.calendar import (
    DayException,
    OpeningHours,
    Window,
    buckets_of,
    business_days,
    business_windows,
    exceptions_in,
    fiscal_start,
    is_working_day,
    week_start,
)
from data.schema import TABLES, ColumnType
from data.workspace import Workspace

SETTING = "workspace_setting"
SEEDS = (
    SETTING,
    "business_calendar",
    "business_day",
    "business_bucket",
    "calendar_day",
)

# Moments beyond these are typing errors (data_problem tells); no calendar is made for them.
_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 1, 1)
_EPOCH = date(1970, 1, 1)
# When people came and accounts were opened may lie long before anything that is counted.
_UNDATED = ("people", "accounts")
# How a list of values becomes a column; moments come as epoch seconds, days as days.
_TEXT = "unnest($values::varchar[])"
_WHOLE = "unnest($values::bigint[])"
_FLAG = "unnest($values::boolean[])"
_DAY = "date '1970-01-01' + unnest($values::integer[])"
_MOMENT = "make_timestamp(unnest($values::bigint[]) * 1000000)"

Columns = Mapping[str, tuple[str, Sequence[object]]]


@dataclass(frozen=True)
class _Calendar:
    """One business calendar: the key that facts carry and its windows."""

    key: str
    windows: tuple[Window, ...]


def create_setting(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Create the seed table of the settings."""
    _create(con, SETTING, _settings(workspace, _hours(workspace)))


def create_calendars(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> None:
    """Create the other seed tables from the people and the calendar exceptions."""
    hours = _hours(workspace)
    exceptions = tuple(
        DayException(on, region, kind or "holiday")
        for on, region, kind in con.execute(
            'select "on", region, kind from calendar_exceptions'
        ).fetchall()
    )
    first_day, last_day = _days_covered(con)
    names = _calendar_names(con, workspace)
    calendars = tuple(
        _calendar(key, hours, exceptions, first_day, last_day)
        for key in sorted(set(names.values()))
    )
    _create(con, "business_calendar", _business_calendar(names))
    _create(con, "business_day", _business_day(calendars, first_day, last_day))
    _create(con, "business_bucket", _business_bucket(calendars, hours.seconds))
    _create(con, "calendar_day", _calendar_day(workspace, hours, exceptions, first_day, last_day))


def _hours(workspace: Workspace) -> OpeningHours:
    hours = workspace.business_hours
    return OpeningHours.of(hours.opens, hours.closes, hours.days)


def _days_covered(con: duckdb.DuckDBPyConnection) -> tuple[date, date]:
    """Whole years around every date and moment of the data, and one year after them."""
    found: list[date] = []
    for table in TABLES.values():
        dated = [
            column.name
            for column in table.columns
            if column.type in (ColumnType.DATE, ColumnType.MOMENT)
        ]
        if dated and table.name not in _UNDATED:
            edges = ", ".join(
                f'cast(min("{name}") as date), cast(max("{name}") as date)' for name in dated
            )
            row = con.execute(f'select {edges} from "{table.name}"').fetchone() or ()
            found.extend(day for day in row if day is not None and _EARLIEST <= day < _LATEST)
    first, last = (min(found), max(found)) if found else (date(2000, 1, 1), date(2000, 1, 1))
    return date(first.year - 1, 1, 1), date(last.year + 2, 12, 31)


def _calendar_names(
    con: duckdb.DuckDBPyConnection, workspace: Workspace
) -> dict[tuple[str, str, bool], str]:
    """The calendar key of each (time zone, region, zone is known) that people have.

    People without a zone, or with one that does not exist, live in the workspace's.
    """
    known = available_timezones()
    names = {("", "", True): f"{workspace.time_zone}|"}
    for zone, region in con.execute(
        "select distinct coalesce(time_zone, ''), coalesce(region, '') from people"
    ).fetchall():
        is_known = zone == "" or zone in known
        lived_in = zone if zone and is_known else workspace.time_zone
        names[zone, region, is_known] = f"{lived_in}|{region}"
    return names


def _calendar(
    key: str,
    hours: OpeningHours,
    exceptions: Sequence[DayException],
    first_day: date,
    last_day: date,
) -> _Calendar:
    zone, _, region = key.partition("|")
    own = exceptions_in(region or None, exceptions)
    # One local day more on both sides: its window may reach into the first or last UTC day.
    day = timedelta(days=1)
    windows = business_windows(ZoneInfo(zone), hours, own, first_day - day, last_day + day)
    return _Calendar(key, windows)


def _settings(workspace: Workspace, hours: OpeningHours) -> Columns:
    return {
        "currency": (_TEXT, [workspace.currency]),
        "time_zone": (_TEXT, [workspace.time_zone]),
        "company_calendar_key": (_TEXT, [f"{workspace.time_zone}|"]),
        "fiscal_year_start": (_WHOLE, [workspace.fiscal_year_start]),
        "look_back_days": (_WHOLE, [workspace.look_back_days]),
        "opening_seconds": (_WHOLE, [hours.seconds]),
        "response_sla_seconds": (_WHOLE, [workspace.response_sla_seconds]),
        "hand_back_sla_seconds": (_WHOLE, [workspace.hand_back_sla_seconds]),
        "leak_limit_seconds": (_WHOLE, [workspace.leak_limit_seconds]),
    }


def _business_calendar(names: Mapping[tuple[str, str, bool], str]) -> Columns:
    ordered = sorted(names)
    return {
        "time_zone": (_TEXT, [name[0] for name in ordered]),
        "region": (_TEXT, [name[1] for name in ordered]),
        "calendar_key": (_TEXT, [names[name] for name in ordered]),
        "is_known_zone": (_FLAG, [name[2] for name in ordered]),
    }


def _business_day(calendars: Sequence[_Calendar], first_day: date, last_day: date) -> Columns:
    rows = [
        (calendar.key, day)
        for calendar in calendars
        for day in business_days(calendar.windows, first_day, last_day)
    ]
    first = [day.first or (None, None) for _, day in rows]
    second = [day.second or (None, None) for _, day in rows]
    return {
        "calendar_key": (_TEXT, [key for key, _ in rows]),
        "utc_day": (_DAY, [day.utc_day for _, day in rows]),
        "seconds_before": (_WHOLE, [day.seconds_before for _, day in rows]),
        "first_opens_at": (_MOMENT, [window[0] for window in first]),
        "first_closes_at": (_MOMENT, [window[1] for window in first]),
        "second_opens_at": (_MOMENT, [window[0] for window in second]),
        "second_closes_at": (_MOMENT, [window[1] for window in second]),
    }


def _business_bucket(calendars: Sequence[_Calendar], bucket_seconds: int) -> Columns:
    rows = [
        (calendar.key, bucket, window)
        for calendar in calendars
        for window in calendar.windows
        for bucket in buckets_of(window, bucket_seconds)
    ]
    return {
        "calendar_key": (_TEXT, [key for key, _, _ in rows]),
        "bucket": (_WHOLE, [bucket for _, bucket, _ in rows]),
        "opens_at": (_MOMENT, [window.opens_at for _, _, window in rows]),
        "seconds_before": (_WHOLE, [window.seconds_before for _, _, window in rows]),
        "seconds_after": (_WHOLE, [window.seconds_after for _, _, window in rows]),
    }


def _calendar_day(
    workspace: Workspace,
    hours: OpeningHours,
    exceptions: Sequence[DayException],
    first_day: date,
    last_day: date,
) -> Columns:
    everyone = exceptions_in(None, exceptions)
    ordinals = range(first_day.toordinal(), last_day.toordinal() + 1)
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    starts = [fiscal_start(day, workspace.fiscal_year_start) for day in days]
    return {
        "day": (_DAY, [_days(day) for day in days]),
        "week_start": (_DAY, [_days(week_start(day)) for day in days]),
        "fiscal_year_start": (_DAY, [_days(day) for day in starts]),
        "is_working_day": (_FLAG, [is_working_day(day, hours, everyone) for day in days]),
    }


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _create(con: duckdb.DuckDBPyConnection, name: str, columns: Columns) -> None:
    """Create the table `name`; the columns' types hold for an empty one too."""
    listed = ", ".join(
        f"{form.replace('$values', f'${column}')} as {column}"
        for column, (form, _) in columns.items()
    )
    values = {column: list(rows) for column, (_, rows) in columns.items()}
    con.execute(f"create table {name} as select {listed}", values)
