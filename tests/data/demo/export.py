"""The demo export read back as text, and the plain arithmetic its tests judge it with."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

UNTIL = date(2026, 11, 15)
END = pd.Timestamp("2026-11-16 05:00:00+00:00")  # midnight after UNTIL in New York
QUARTER = pd.Timestamp("2026-10-01 04:00:00+00:00")
DIRTY_IDS = {"", "L9000001", "L9000002", "O9000001", "O9000002", "O9000003"}
DIRTY_IDS |= {"A9000001", "A9000002", "A9000003"}


def table(folder: Path, name: str) -> pd.DataFrame:
    """All rows of a file, each cell as text, empty where nothing stands."""
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def clean(folder: Path, name: str, key: str) -> pd.DataFrame:
    """The rows without those that a load would quarantine; the first of a key stays."""
    rows = table(folder, name)
    rows = rows[~rows[key].isin(DIRTY_IDS)]
    return rows.drop_duplicates(key).reset_index(drop=True)


def moments(column: pd.Series) -> pd.Series:
    """Text as moments in UTC, NaT where nothing stands."""
    return pd.to_datetime(column.where(column != ""), utc=True)


class WorkingHours:
    """Working seconds on one clock, counted day by day: slow, and plainly right."""

    def __init__(self, folder: Path, zone: str, region: str) -> None:
        rows = table(folder, "calendar_exceptions")
        here = rows[(rows["region"] == "") | (rows["region"] == region)]
        self.holidays = set(here["on"])
        self.zone = ZoneInfo(zone)

    def seconds(self, start: datetime, end: datetime) -> float:
        """Working seconds from start to end; 0 when the end comes first."""
        total = 0.0
        day = start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            if day.weekday() < 5 and day.isoformat() not in self.holidays:
                opens = datetime(day.year, day.month, day.day, 9, tzinfo=self.zone)
                closes = datetime(day.year, day.month, day.day, 17, tzinfo=self.zone)
                first = max(opens.astimezone(UTC), start)
                last = min(closes.astimezone(UTC), end)
                total += max((last - first).total_seconds(), 0.0)
            day += timedelta(days=1)
        return total
