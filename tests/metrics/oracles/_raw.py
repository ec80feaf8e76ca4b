"""The export files as plain rows, with the quarantine rules applied a second time.

Written from the data model alone: what cannot be read, lacks a required value or repeats
a key is out. Nothing here imports the loader, so agreement means something.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

Row = Mapping[str, object]
Tables = Mapping[str, list[dict[str, object]]]

# name: (key, {kind: columns}); a star is a required value, "a|b" the only ones allowed.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "people": (
        "person_id",
        {
            "text": "person_id* name* email team*=marketing|sales|success|other role region"
            " manager_id time_zone",
            "date": "started_on ended_on",
        },
    ),
    "accounts": (
        "account_id",
        {
            "text": "account_id* name* industry region country size_band icp_tier=A|B|C"
            " owner_id parent_id",
            "date": "created_on",
        },
    ),
    "campaigns": (
        "campaign_id",
        {
            "text": "campaign_id* name* channel source region industry message",
            "date": "started_on ended_on",
            "money": "budget",
        },
    ),
    "spend": (
        "",
        {
            "date": "spent_on*",
            "money": "amount*",
            "text": "currency kind=program|people|tools team source campaign_id region"
            " industry size_band",
        },
    ),
    "leads": (
        "lead_id",
        {
            "text": "lead_id* source campaign_id account_id owner_id region industry size_band"
            " icp_tier=A|B|C first_response_kind=human|automated hand_back_reason"
            " recycled_from opportunity_id",
            "moment": "created_at* handed_over_at assigned_at first_response_at accepted_at"
            " handed_back_at hand_back_answered_at disqualified_at converted_at",
        },
    ),
    "opportunities": (
        "opportunity_id",
        {
            "text": "opportunity_id* account_id lead_id name owner_id source channel"
            " campaign_id product_id icp_tier=A|B|C stage* currency loss_reason competitor"
            " sourced_by=marketing|sales|success|partner outcome=open|won|lost"
            " strategy=acquisition|retention|development|substitution"
            " region industry size_band",
            "moment": "created_at* entered_pipeline_at closed_at",
            "money": "amount",
            "number": "probability",
            "date": "expected_close_on",
        },
    ),
    "opportunity_history": (
        "opportunity_id changed_at",
        {
            "text": "opportunity_id* stage forecast_category owner_id outcome=open|won|lost"
            " region source industry size_band",
            "moment": "changed_at*",
            "money": "amount",
            "date": "expected_close_on",
            "number": "probability",
            "flag": "is_deleted",
        },
    ),
    "products": ("product_id", {"text": "product_id* name* category"}),
    "stages": (
        "stage",
        {
            "text": "stage* kind*=open|won|lost forecast_category",
            "number": "position* probability",
            "flag": "in_pipeline",
        },
    ),
    "bookings": (
        "booking_id",
        {
            "text": "booking_id* kind*=new|expansion|renewal|contraction|churn currency"
            " opportunity_id account_id owner_id product_id"
            " strategy=acquisition|retention|development|substitution",
            "date": "booked_on*",
            "money": "amount* recurring_monthly",
            "number": "term_months",
        },
    ),
    "touches": (
        "touch_id",
        {
            "text": "touch_id* channel* source campaign_id account_id lead_id opportunity_id kind",
            "moment": "touched_at*",
        },
    ),
    "activities": (
        "activity_id",
        {
            "text": "activity_id* person_id* kind account_id lead_id opportunity_id joint_with",
            "moment": "at*",
            "number": "minutes",
            "flag": "with_customer",
        },
    ),
    "targets": (
        "kpi period team region industry size_band owner_id",
        {"text": "kpi* period* team region industry size_band owner_id", "number": "value*"},
    ),
    "fx_rates": ("currency on", {"text": "currency*", "date": "on*", "number": "rate*"}),
    "calendar_exceptions": (
        "on region",
        {"text": "region kind=holiday|working_day", "date": "on*"},
    ),
}


class UnreadableError(ValueError):
    """A value that is not what its column holds."""


def moment(text: str, zone: ZoneInfo) -> datetime:
    """The UTC moment of an ISO text: its own offset, else the workspace's zone."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            read = datetime.combine(date.fromisoformat(text), time())
        else:
            read = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(text) from error
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def day(text: str) -> date:
    """The calendar day of an ISO text."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise UnreadableError(text)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(text) from error


def number(text: str, places: int = 6, digits: int = 18) -> Fraction:
    """The exact number of a text that fits the column's decimal."""
    found = re.fullmatch(r"[+-]?(\d*)(?:\.(\d*))?", text)
    if not found or not (found[1] or found[2]):
        raise UnreadableError(text)
    if len((found[2] or "").rstrip("0")) > places:
        raise UnreadableError(text)
    if len(found[1].lstrip("0")) > digits - places:
        raise UnreadableError(text)
    return Fraction(text)


def flag(text: str) -> bool:
    """True or false of the words that mean it."""
    if text.lower() not in {"true", "false"}:
        raise UnreadableError(text)
    return text.lower() == "true"


def columns_of(table: str) -> Iterator[tuple[str, str, bool, frozenset[str]]]:
    """Each column of a table: name, kind, whether required, the values allowed (none: any)."""
    for kind, texts in TABLES[table][1].items():
        for text in texts.split():
            name, _, allowed = text.partition("=")
            values = frozenset(allowed.split("|")) if allowed else frozenset()
            yield name.rstrip("*"), kind, name.endswith("*"), values


def read_table(folder: Path, table: str, zone: ZoneInfo) -> list[dict[str, object]]:
    """The rows of one export file that load, typed; empty when the file is absent."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    readers: dict[str, Callable[[str], object]] = {
        "text": str,
        "date": day,
        "moment": lambda text: moment(text, zone),
        "money": lambda text: number(text, places=2),
        "number": number,
        "flag": flag,
    }
    columns = [
        (name, readers[kind], must, values) for name, kind, must, values in columns_of(table)
    ]
    key = TABLES[table][0].split()
    seen: set[tuple[object, ...]] = set()
    rows: list[dict[str, object]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for raw in csv.DictReader(file):
            try:
                row = typed(raw, columns)
            except UnreadableError:
                continue
            identity = tuple(row[name] for name in key)
            if key and identity in seen:
                continue
            seen.add(identity)
            rows.append(row)
    return rows


def typed(
    raw: Mapping[str, str | None],
    columns: list[tuple[str, Callable[[str], object], bool, frozenset[str]]],
) -> dict[str, object]:
    """One row with the canonical columns read; raises UnreadableError where one cannot be."""
    row: dict[str, object] = {}
    for name, read, must, values in columns:
        text = (raw.get(name) or "").strip()
        if must and not text:
            raise UnreadableError(name)
        if values and text and text not in values:
            raise UnreadableError(text)
        row[name] = read(text) if text else None
    return row


def read_folder(folder: Path, zone: ZoneInfo) -> Tables:
    """Every canonical table of an export folder."""
    return {table: read_table(folder, table, zone) for table in TABLES}
