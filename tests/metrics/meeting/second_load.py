"""The demo company's export a week later: what happened since, and what was put right."""

import csv
import shutil
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

Row = dict[str, str]
Change = Callable[[list[Row]], list[Row]]
WEEK = timedelta(days=7)
QUARTER = "2026-10-01"
AS_OF = "2026-11-15"


def second_export(first: Path, folder: Path) -> Path:
    """A copy of the export with late, corrected and deleted records, and a week more."""
    shutil.copytree(first, folder)
    for name, change in (
        ("bookings", _bookings),
        ("leads", _leads),
        ("spend", _spend),
        ("opportunity_history", _history),
    ):
        _rewritten(folder / f"{name}.csv", change)
    return folder


def _rewritten(path: Path, change: Change) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = list(reader.fieldnames or ()), list(reader)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(change(rows))


def _bookings(rows: list[Row]) -> list[Row]:
    """Two late, one of them of another currency; one dearer; one gone; three of the week after."""
    mine = [
        row
        for row in rows
        if row["booked_on"] >= QUARTER
        and row["kind"] in ("new", "expansion", "renewal")
        and not row["opportunity_id"]
    ]
    dearer, gone = mine[0], mine[1]
    dearer["amount"] = f"{float(dearer['amount']) + 1000.1:.2f}"
    kept = [row for row in rows if row is not gone]
    like = {**mine[2], "currency": "USD", "kind": "new"}
    late = [
        {**like, "booking_id": "LATE1", "booked_on": "2026-11-05", "amount": "12345.67"},
        {**like, "booking_id": "LATE2", "booked_on": AS_OF, "amount": "0.01", "currency": "EUR"},
    ]
    after = [
        {**like, "booking_id": f"NEW{day}", "booked_on": f"2026-11-{day}", "amount": f"{day}00.33"}
        for day in (16, 18, 22)
    ]
    return [*kept, *late, *after]


def _leads(rows: list[Row]) -> list[Row]:
    """Answers written down late, some leads gone, and those of the last week once more."""
    handed = [row for row in rows if row["handed_over_at"] >= QUARTER]
    unanswered = [row for row in handed if not row["first_response_at"]]
    for row in unanswered[:5]:
        row["first_response_at"] = row["handed_over_at"]
        row["first_response_kind"] = "human"
    gone = {row["lead_id"] for row in handed if not row["opportunity_id"]}
    gone = set(sorted(gone)[3:6])
    kept = [row for row in rows if row["lead_id"] not in gone]
    numbers = count()
    again = [
        _later(row, f"AGAIN{next(numbers)}")
        for row in handed
        if row["created_at"] >= "2026-11-09" and row["lead_id"] not in gone
    ]
    return [*kept, *again]


def _later(row: Row, lead_id: str) -> Row:
    """The same lead a week later; nothing has become of it beyond the handover."""
    moved = {
        name: _shifted(value) if name.endswith("_at") and value else value
        for name, value in row.items()
    }
    return {
        **moved,
        "lead_id": lead_id,
        "opportunity_id": "",
        "converted_at": "",
        "recycled_from": "",
    }


def _shifted(text: str) -> str:
    from datetime import datetime

    moment = datetime.fromisoformat(text.replace("Z", "+00:00")) + WEEK
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")


def _spend(rows: list[Row]) -> list[Row]:
    """A bill of October that came late, and one of the week after."""
    like = {**rows[-1], "currency": "USD"}
    return [
        *rows,
        {**like, "spent_on": "2026-10-20", "amount": "777.77"},
        {**like, "spent_on": "2026-11-17", "amount": "1500.00"},
    ]


def _history(rows: list[Row]) -> list[Row]:
    """Two open deals that were deleted in the week before, as is found out only now."""
    last = {row["opportunity_id"]: row for row in rows}
    opened = [
        row
        for row in last.values()
        if row["outcome"] in ("", "open")
        and "2026-11-20" <= row["expected_close_on"] <= "2026-12-31"
        and row["changed_at"] < "2026-11-10"
        and row["is_deleted"] in ("", "false", "False")
    ]
    deleted = [
        {**row, "changed_at": "2026-11-12 10:00:00Z", "is_deleted": "true"} for row in opened[:2]
    ]
    return [*rows, *deleted]
