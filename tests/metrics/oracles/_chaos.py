"""A company that does everything the data model allows and few companies do.

Fiscal years from April, half-past opening hours, holidays of one region, working Saturdays,
moments in four notations, deals that reopen, flip, vanish and come back, leads decided twice
or claimed by two deals, names borne twice, currencies without a rate. Small and seeded.
"""

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2024, 10, 1, tzinfo=UTC), datetime(2025, 12, 10, tzinfo=UTC)
WORKSPACE = """\
company = "Chaos"
currency = "EUR"
time_zone = "Europe/Berlin"
fiscal_year_start = 4
max_bad_percent = 50

[business_hours]
opens = "08:30"
closes = "18:00"
days = ["mon", "tue", "wed", "thu", "fri"]

[service_levels]
response_hours = 3.5
hand_back_hours = 11
leak_limit_days = 2
"""
PEOPLE = (
    ("P1", "Kim", "sales", "North", "P4", "Europe/Berlin"),
    ("P2", "Kim", "sales", "South", "P4", "America/New_York"),
    ("P3", "Lou", "sales", "", "", "Asia/Kolkata"),
    ("P4", "Mo", "sales", "North", "PX", ""),
    ("P5", "Nia", "marketing", "South", "", "Australia/Lord_Howe"),
)
STAGES = (("Talk", 1, "open"), ("Offer", 2, "open"), ("Done", 3, "won"), ("Gone", 4, "lost"))


class Chaos:
    """Rows by table, drawn from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.tables: dict[str, list[dict[str, Any]]] = {}

    def add(self, table: str, **row: Any) -> None:
        """One row of a table."""
        self.tables.setdefault(table, []).append(row)

    def some(self, values: Sequence[Any], empty: float = 0.0) -> Any:
        """One of the values, or nothing so often."""
        return "" if self.random.random() < empty else self.random.choice(values)

    def moment(self) -> datetime:
        """Any moment, to the second."""
        seconds = self.random.randrange(int((LAST - FIRST).total_seconds()))
        return FIRST + timedelta(seconds=seconds)

    def after(self, moment: datetime, days: float) -> datetime:
        """A moment within so many days after another, or now and then before it."""
        shift = self.random.uniform(-0.03 * days, days)
        return (moment + timedelta(days=shift)).replace(microsecond=0)

    def written(self, moment: datetime | None) -> str:
        """The moment in one of four notations; a bare day where it is a midnight at home."""
        if moment is None:
            return ""
        local = moment.astimezone(HOME)
        # The hour that happens twice in autumn can only be told with an offset.
        forms = [f"{moment:%Y-%m-%d %H:%M:%S}Z", local.isoformat()]
        forms.append(moment.astimezone(ZoneInfo("Asia/Kolkata")).isoformat(" "))
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            forms.append(f"{local:%Y-%m-%d %H:%M:%S}")
        if local.hour == local.minute == local.second == 0:
            forms.append(f"{local:%Y-%m-%d}")
        return str(self.random.choice(forms))

    def write(self, folder: Path) -> None:
        """The tables as files."""
        for table, rows in self.tables.items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)


def write_chaos(folder: Path, seed: int) -> None:
    """The export files of the company of a seed."""
    chaos = Chaos(seed)
    base_tables(chaos)
    leads = [f"L{number}" for number in range(260)]
    for number in range(150):
        opportunity(chaos, f"O{number}", leads)
    for lead in leads:
        a_lead(chaos, lead)
    for number in range(160):
        booking(chaos, f"B{number}")
    chaos.write(folder)


def base_tables(chaos: Chaos) -> None:
    """People, accounts, campaigns, stages, rates, holidays, spend."""
    for person, name, team, region, boss, zone in PEOPLE:
        chaos.add(
            "people",
            person_id=person,
            name=name,
            team=team,
            region=region,
            manager_id=boss,
            time_zone=zone,
        )
    for number in range(20):
        chaos.add(
            "accounts",
            account_id=f"A{number}",
            name=f"Account {number}",
            industry=chaos.some(["Steel", "Glass"], 0.2),
            region=chaos.some(["North", "South", "West"], 0.2),
            size_band=chaos.some(["Small", "Big"], 0.2),
        )
    for number, name in enumerate(["Fair", "Fair", "Mail", "Post"]):
        chaos.add(
            "campaigns",
            campaign_id=f"C{number}",
            name=name,
            channel=["Events", "Events", "", "Print"][number],
        )
    for stage, position, kind in STAGES:
        chaos.add(
            "stages", stage=stage, position=position, kind=kind, in_pipeline="true", probability=""
        )
    for number in range(0, 420, 9):
        on = date(2024, 12, 1) + timedelta(days=number)
        chaos.add("fx_rates", currency="USD", on=on, rate=f"{chaos.random.uniform(0.8, 1.1):.6f}")
    chaos.add("calendar_exceptions", on="2025-05-01", region="", kind="holiday")
    for on, region, kind in (
        ("2025-06-12", "North", "holiday"),
        ("2025-08-15", "South", ""),
        ("2025-09-06", "South", "working_day"),
        ("2025-10-03", "", "holiday"),
        ("2025-11-22", "", "working_day"),
    ):
        chaos.add("calendar_exceptions", on=on, region=region, kind=kind)
    for _ in range(120):
        chaos.add(
            "spend",
            spent_on=chaos.moment().date(),
            amount=f"{chaos.random.uniform(1, 900):.2f}",
            currency=chaos.some(["EUR", "USD"], 0.2),
            kind=chaos.some(["program", "people", "tools"], 0.1),
            campaign_id=chaos.some(["C0", "C2", "C9"], 0.4),
            source=chaos.some(["Web", "Fair"], 0.3),
            region=chaos.some(["North", "South"], 0.3),
        )


def opportunity(chaos: Chaos, key: str, leads: Sequence[str]) -> None:
    """One deal: three in four with a history, which may reopen, flip, vanish and return."""
    random = chaos.random
    created = began = chaos.moment()
    at, versions = created, []
    state = {
        "stage": "Talk",
        "outcome": "open",
        "is_deleted": "false",
        "amount": chaos.some(["0", "100.10", "2500", "33.33", "71000.05"], 0.15),
        "expected_close_on": (created + timedelta(days=random.randrange(-20, 160))).date(),
        "probability": chaos.some(["0.1", "0.25", "1", "0"], 0.2),
        "owner_id": chaos.some(["P1", "P2", "P3", "P9"], 0.1),
        "region": chaos.some(["North", "South", "West"], 0.4),
    }
    for _ in range(random.randrange(1, 8)):
        if not versions or versions[-1]["outcome"] != state["outcome"]:
            began = at
        versions.append({"opportunity_id": key, "changed_at": chaos.written(at), **state})
        at += timedelta(seconds=random.randrange(60, 40 * 86400))
        if at >= LAST:
            break
        change(chaos, state)
    has_history = random.random() < 0.75
    if not has_history:
        versions, at = versions[-1:], chaos.after(created, 90)
        at = max(at, created + timedelta(minutes=1))
        versions[0]["is_deleted"] = "false"
    last = versions[-1]
    closed = last["outcome"] != "open"
    # Now and then the closing is dated back; without a history only its date is known.
    back = timedelta(hours=random.choice([0, 0, 0, 0, 30]))
    closed_at = chaos.written(max(began - back, created) if has_history else min(at, LAST))
    if has_history:
        for version in versions:
            chaos.add("opportunity_history", **version)
    entered = chaos.after(created, 30) if random.random() < 0.7 else None
    chaos.add(
        "opportunities",
        opportunity_id=key,
        account_id=f"A{random.randrange(22)}",
        lead_id=chaos.some(leads, 0.5),
        name=key,
        created_at=chaos.written(created),
        entered_pipeline_at=chaos.written(entered if entered and entered < LAST else None),
        closed_at=closed_at if closed else "",
        source=chaos.some(["Web", "Fair", "Call"], 0.2),
        channel=chaos.some(["Events", "Phone"], 0.5),
        campaign_id=chaos.some(["C0", "C1", "C3"], 0.4),
        product_id="",
        currency=chaos.some(["EUR", "USD", "GBP"], 0.2),
        strategy=chaos.some(["acquisition", "retention", "development", "substitution"], 0.2),
        **{
            name: last[name]
            for name in (
                "stage",
                "amount",
                "expected_close_on",
                "probability",
                "owner_id",
                "region",
                "outcome",
            )
        },
    )


def change(chaos: Chaos, state: dict[str, Any]) -> None:
    """One thing that happens to a deal."""
    what = chaos.random.random()
    if what < 0.25:
        state |= {"stage": "Offer", "outcome": "open"}
    elif what < 0.45:
        # Who closes it may be somebody who never had it before.
        state |= {"stage": "Done", "outcome": "won", "owner_id": chaos.some(["P1", "P2", "P3"])}
    elif what < 0.6:
        state |= {"stage": "Gone", "outcome": "lost"}
    elif what < 0.65:
        state["is_deleted"] = "true" if state["is_deleted"] == "false" else "false"
    elif what < 0.75:
        state["owner_id"] = chaos.some(["P1", "P2", "P3"], 0.1)
        state["region"] = chaos.some(["North", "South", "West"], 0.2)
    elif what < 0.85 and state["outcome"] == "open":
        state["amount"] = chaos.some(["500", "12.34", "8000"], 0.1)
    else:
        moved = state["expected_close_on"] + timedelta(days=chaos.random.randrange(-30, 90))
        state["expected_close_on"] = moved


def a_lead(chaos: Chaos, key: str) -> None:
    """One trip, in any order that can be typed in."""
    random = chaos.random
    created = chaos.moment()
    handed = chaos.after(created, 12) if random.random() < 0.75 else None

    def later(share: float, days: float) -> datetime | None:
        moment = chaos.after(handed or created, days)
        return moment if random.random() < share and moment < LAST else None

    answered, back = later(0.7, 2), later(0.3, 6)
    reply = chaos.after(back, 4) if back and random.random() < 0.7 else None
    chaos.add(
        "leads",
        lead_id=key,
        created_at=chaos.written(created),
        source=chaos.some(["Web", "Fair"], 0.2),
        campaign_id=chaos.some(["C0", "C2", "C9"], 0.4),
        account_id=f"A{random.randrange(22)}" if random.random() < 0.8 else "",
        owner_id=chaos.some(["P1", "P2", "P3", "P4", "P5", "P9"], 0.1),
        region=chaos.some(["North", "South"], 0.4),
        industry=chaos.some(["Steel"], 0.6),
        size_band="",
        handed_over_at=chaos.written(handed if handed and handed < LAST else None),
        first_response_at=chaos.written(answered),
        first_response_kind=chaos.some(["human", "automated"], 0.3) if answered else "",
        accepted_at=chaos.written(later(0.4, 5)),
        handed_back_at=chaos.written(back),
        hand_back_answered_at=chaos.written(reply if reply and reply < LAST else None),
        opportunity_id=chaos.some([f"O{random.randrange(155)}"], 0.6),
        converted_at=chaos.written(later(0.3, 20)),
    )


def booking(chaos: Chaos, key: str) -> None:
    """One booking, linked or not."""
    random = chaos.random
    chaos.add(
        "bookings",
        booking_id=key,
        booked_on=chaos.moment().date(),
        amount=f"{random.uniform(1, 90000):.2f}",
        currency=chaos.some(["EUR", "USD"], 0.3),
        kind=chaos.some(["new", "expansion", "renewal", "contraction", "churn"]),
        opportunity_id=chaos.some([f"O{random.randrange(155)}"], 0.5),
        account_id=chaos.some([f"A{random.randrange(22)}"], 0.3),
        owner_id=chaos.some(["P1", "P2", "P3", "P9"], 0.4),
        strategy=chaos.some(["acquisition", "retention", "development", "substitution"], 0.4),
    )
