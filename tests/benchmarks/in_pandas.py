"""The same five KPIs as a careful analyst computes them in pandas, on the same CSV files.

Run as a program (`python -m tests.benchmarks.in_pandas FOLDER ASKED.json`): frames of millions of
rows belong in a process of their own. Floats, one load, no as-of in the past, no reopened deals:
what a notebook does.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.calendar import DayException, OpeningHours, business_windows, exceptions_in
from data.workspace import Workspace

Frames = Mapping[str, pd.DataFrame]
Result = tuple[float, float]
Seconds = npt.NDArray[np.float64]
REPEATS = 7
_COLUMNS = {
    "leads": [
        *("lead_id", "owner_id", "opportunity_id", "handed_over_at", "first_response_at"),
        *("first_response_kind", "accepted_at", "handed_back_at", "converted_at"),
    ],
    "opportunities": [
        *("opportunity_id", "amount", "currency", "expected_close_on", "closed_at", "outcome"),
    ],
    "bookings": ["booking_id", "booked_on", "amount", "currency", "kind"],
    "fx_rates": ["currency", "on", "rate"],
    "people": ["person_id", "region", "time_zone"],
    "calendar_exceptions": ["on", "region", "kind"],
}


class Notebook:
    """The frames of one export, and what is asked: the period's edges and the as-of."""

    def __init__(self, folder: Path, workspace: Workspace, days: tuple[date, date, date]) -> None:
        self.workspace = workspace
        self.start, self.end, as_of = (pd.Timestamp(day) for day in days)
        zone = workspace.time_zone
        self.now = (as_of + pd.Timedelta(days=1)).tz_localize(zone).tz_convert("UTC")
        self.start_at = self.start.tz_localize(zone).tz_convert("UTC")
        self.end_at = self.end.tz_localize(zone).tz_convert("UTC")
        self.frames = {name: _frame(folder, name) for name in _COLUMNS}
        self.rates = self.frames["fx_rates"].sort_values("on")
        self.clocks = _Clocks(self.frames, workspace)

    def win_rate(self) -> Result:
        """Deals won over deals closed in the period."""
        deals = self.frames["opportunities"]
        closed = deals[deals.closed_at.between(self.start_at, self.end_at, inclusive="left")]
        won = (closed.outcome == "won").sum()
        return float(won), float(closed.outcome.isin(["won", "lost"]).sum())

    def bookings(self) -> Result:
        """The amount booked in the period, in the reporting currency of the day."""
        rows = self.frames["bookings"]
        kinds = rows.kind.isin(["new", "expansion", "renewal"])
        rows = rows[kinds & rows.booked_on.between(self.start, self.end, inclusive="left")]
        rated = pd.merge_asof(
            rows.sort_values("booked_on"),
            self.rates,
            left_on="booked_on",
            right_on="on",
            by="currency",
        )
        rate = rated.rate.where(rated.currency != self.workspace.currency, 1.0)
        return float((rated.amount * rate).round(2).sum()), 0.0

    def open_pipeline(self) -> Result:
        """The amount of open deals expected to close in the period, at the last rates."""
        deals = self.frames["opportunities"]
        inside = deals.expected_close_on.between(self.start, self.end, inclusive="left")
        deals = deals[(deals.outcome == "open") & inside]
        last = self.rates.drop_duplicates("currency", keep="last").set_index("currency").rate
        rate = deals.currency.map(last).where(deals.currency != self.workspace.currency, 1.0)
        return float((deals.amount * rate).round(2).sum()), 0.0

    def acceptance_rate(self) -> Result:
        """Leads accepted over leads decided in the period; the first decision counts."""
        leads = self.frames["leads"]
        accepted = leads.accepted_at.fillna(leads.converted_at)
        decided = np.minimum(accepted.fillna(_NEVER), leads.handed_back_at.fillna(_NEVER))
        inside = decided.between(self.start_at, self.end_at, inclusive="left")
        is_accepted = accepted.notna() & (accepted == decided)
        return float((inside & is_accepted).sum()), float(inside.sum())

    def response_within_sla(self) -> Result:
        """Answers within the agreed business hours over those that fell due in the period."""
        leads = self.frames["leads"]
        leads = leads[leads.handed_over_at.notna()]
        human = leads.first_response_at.where(leads.first_response_kind != "automated")
        calendars = leads.owner_id.map(self.clocks.owner).fillna(self.clocks.company)
        sla = float(self.workspace.response_sla_seconds)
        in_time = due_inside = 0
        for key, clock in self.clocks.by_key.items():
            mine = calendars == key
            begun = clock.passed(leads.handed_over_at[mine])
            taken = clock.passed(human[mine].fillna(_NEVER)) - begun
            due = clock.moment(begun + sla)
            until = min(self.end_at, self.now).timestamp()
            inside = (due >= self.start_at.timestamp()) & (due < until)
            due_inside += int(inside.sum())
            in_time += int((inside & (taken <= sla) & human[mine].notna().to_numpy()).sum())
        return float(in_time), float(due_inside)


_NEVER = pd.Timestamp("2100-01-01", tz="UTC")


class _Clock:
    """Business seconds that have passed on one calendar, both ways."""

    def __init__(self, key: str, exceptions: list[DayException], workspace: Workspace) -> None:
        zone, _, region = key.partition("|")
        hours = workspace.business_hours
        windows = business_windows(
            ZoneInfo(zone),
            OpeningHours.of(hours.opens, hours.closes, hours.days),
            exceptions_in(region or None, exceptions),
            date(2010, 1, 1),
            date(2101, 1, 1),
        )
        self.opens = np.array([window.opens_at for window in windows], dtype=np.float64)
        self.closes = np.array([window.closes_at for window in windows], dtype=np.float64)
        self.before = np.array([window.seconds_before for window in windows], dtype=np.float64)

    def passed(self, moments: pd.Series) -> Seconds:
        """Business seconds up to each moment."""
        at = moments.to_numpy("datetime64[s]").astype(np.float64)
        place = np.searchsorted(self.opens, at, side="right") - 1
        inside: Seconds = np.minimum(at, self.closes[place]) - self.opens[place]
        passed: Seconds = inside + self.before[place]
        return passed

    def moment(self, seconds: Seconds) -> Seconds:
        """The first moment (epoch seconds) by which that many business seconds had passed."""
        place = np.searchsorted(self.before, seconds, side="left") - 1
        moments: Seconds = self.opens[place] + seconds - self.before[place]
        return moments


class _Clocks:
    """The calendar of each owner: the zone they live in with the holidays of their region."""

    def __init__(self, frames: Frames, workspace: Workspace) -> None:
        people = frames["people"]
        zones = people.time_zone.fillna(workspace.time_zone)
        keys = zones + "|" + people.region.fillna("")
        self.owner = pd.Series(keys.to_numpy(), index=people.person_id)
        self.company = f"{workspace.time_zone}|"
        exceptions = [
            DayException(on.date(), None if pd.isna(region) else region, kind)
            for on, region, kind in frames["calendar_exceptions"].itertuples(index=False)
        ]
        self.by_key = {
            key: _Clock(key, exceptions, workspace) for key in {self.company, *self.owner}
        }


def _frame(folder: Path, name: str) -> pd.DataFrame:
    """One file's columns with moments in UTC and dates; what cannot be read is missing."""
    frame = pd.read_csv(
        folder / f"{name}.csv",
        usecols=_COLUMNS[name],
        dtype=dict.fromkeys(_COLUMNS[name], "str"),
        on_bad_lines="skip",
    )[_COLUMNS[name]]
    for column in frame.columns:
        if column.endswith("_at"):
            frame[column] = pd.to_datetime(frame[column], errors="coerce", utc=True)
        elif column == "on" or column.endswith("_on"):
            frame[column] = pd.to_datetime(frame[column], errors="coerce").astype("datetime64[us]")
        elif column in {"amount", "rate"}:
            frame[column] = pd.to_numeric(frame[column], errors="coerce")
    key = _COLUMNS[name][0]
    return frame.drop_duplicates(key) if key.endswith("_id") else frame


def main(folder: Path, asked: Path) -> None:
    """Print what the five cost and give: medians in seconds, and the time to read the files."""
    question = json.loads(asked.read_text(encoding="utf-8"))
    start_on, end_on, as_of = (date.fromisoformat(day) for day in question["days"])
    begun = time.perf_counter()
    notebook = Notebook(
        folder, Workspace.from_json(question["workspace"]), (start_on, end_on, as_of)
    )
    reading = time.perf_counter() - begun
    kpis = {name: _timed(getattr(notebook, name)) for name in question["kpis"]}
    print(json.dumps({"reading_seconds": reading, "kpis": kpis}))


def _timed(ask: Callable[[], Result]) -> dict[str, float]:
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        numerator, denominator = ask()
        took.append(time.perf_counter() - begun)
    return {
        "seconds": statistics.median(took),
        "numerator": numerator,
        "denominator": denominator,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
