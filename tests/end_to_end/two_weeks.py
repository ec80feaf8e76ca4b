"""The demo company's export as it was on an earlier evening, and one with entries put right."""

import csv
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

Row = dict[str, str]
ZONE = ZoneInfo("America/New_York")
_STANDS = ("stage", "amount", "expected_close_on", "probability", "owner_id", "outcome")
_STANDS += ("region", "source", "industry", "size_band")
# What of a lead is known only from a moment on: the moment, and what comes with it.
_LEAD = {
    "handed_over_at": (),
    "assigned_at": (),
    "first_response_at": ("first_response_kind",),
    "accepted_at": (),
    "handed_back_at": ("hand_back_reason",),
    "hand_back_answered_at": (),
    "disqualified_at": (),
    "converted_at": ("opportunity_id",),
}


class Evening:
    """The end of a day of the company: what had been written down by then."""

    def __init__(self, day: date) -> None:
        midnight = datetime.combine(day + timedelta(days=1), time(), ZONE)
        self.moment = midnight.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        self.day = day.isoformat()

    def knows(self, moment: str) -> bool:
        """Whether the moment, as the export writes it, had come."""
        return bool(moment) and moment < self.moment


def cut(whole: Path, folder: Path, day: date) -> Path:
    """The export as it would have been on that evening: nothing of later is in it."""
    shutil.copytree(whole, folder)
    evening = Evening(day)
    history = list(rows_of(whole / "opportunity_history.csv"))
    last = {row["opportunity_id"]: row for row in history if evening.knows(row["changed_at"])}
    leads = {
        row["lead_id"] for row in rows_of(whole / "leads.csv") if evening.knows(row["created_at"])
    }
    changes: dict[str, Callable[[Iterable[Row]], list[Row]]] = {
        "bookings": lambda rows: [row for row in rows if row["booked_on"] <= evening.day],
        "spend": lambda rows: [row for row in rows if row["spent_on"] <= evening.day],
        "fx_rates": lambda rows: [row for row in rows if row["on"] <= evening.day],
        "accounts": lambda rows: [row for row in rows if row["created_on"] <= evening.day],
        "activities": lambda rows: [row for row in rows if evening.knows(row["at"])],
        "leads": lambda rows: [_lead(row, evening) for row in rows if row["lead_id"] in leads],
        "opportunity_history": lambda rows: [
            row for row in rows if evening.knows(row["changed_at"])
        ],
        "opportunities": lambda rows: [
            _deal(row, last[row["opportunity_id"]], evening)
            for row in rows
            if row["opportunity_id"] in last and evening.knows(row["created_at"])
        ],
        "touches": lambda rows: [
            {
                **row,
                "lead_id": row["lead_id"] if row["lead_id"] in leads else "",
                "opportunity_id": row["opportunity_id"] if row["opportunity_id"] in last else "",
            }
            for row in rows
            if evening.knows(row["touched_at"])
        ],
    }
    for name, change in changes.items():
        rewrite(folder / f"{name}.csv", change)
    return folder


def _lead(row: Row, evening: Evening) -> Row:
    """The lead without what came of it later."""
    kept = dict(row)
    for moment, beside in _LEAD.items():
        if not evening.knows(kept[moment]):
            kept.update(dict.fromkeys((moment, *beside), ""))
    return kept


def _deal(row: Row, stood: Row, evening: Evening) -> Row:
    """The deal as its last change by that evening left it."""
    kept = {**row, **{name: stood[name] for name in _STANDS}}
    if not evening.knows(kept["entered_pipeline_at"]):
        kept["entered_pipeline_at"] = ""
    if not evening.knows(kept["closed_at"]) or kept["outcome"] in ("", "open"):
        kept.update(closed_at="", loss_reason="")
    return kept


def put_right(whole: Path, folder: Path, first: date) -> Path:
    """The whole export with a booking of the week before the first evening that came late, and
    one of that week corrected.
    """
    shutil.copytree(whole, folder)
    week = (first - timedelta(days=6)).isoformat()

    def change(rows: Iterable[Row]) -> list[Row]:
        found = list(rows)
        mine = [
            row
            for row in found
            if week <= row["booked_on"] <= first.isoformat()
            and row["kind"] in ("new", "expansion", "renewal")
            and row["currency"] == "USD"
        ]
        corrected = mine[0]
        late = {
            **corrected,
            "booking_id": "LATE1",
            "booked_on": first.isoformat(),
            "amount": "12345.67",
            "currency": "USD",
            "kind": "new",
            "opportunity_id": "",
        }
        corrected["amount"] = f"{float(corrected['amount']) + 1000.1:.2f}"
        return [*found, late]

    rewrite(folder / "bookings.csv", change)
    return folder


def rows_of(path: Path) -> Iterable[Row]:
    """The rows of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def rewrite(path: Path, change: Callable[[Iterable[Row]], list[Row]]) -> None:
    """The file with its rows changed, its columns as they were."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(change(rows))
