"""A company small enough to check by hand, with people who may close, sign, pay and be paid."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from data.load import load
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan

TINY = Path(__file__).parents[2] / "tiny"
ROLES = """
[roles]
admin = ["root"]
head_of_marketing = ["hana"]
head_of_sales = ["hugo"]
finance = ["fay", "fred", "finn"]
viewer = ["vera"]
"""
PAYEES = """person_id,valid_from,valid_to,role,team,fte,annual_target_incentive,currency,payroll_id
P1,2026-01-01,,Marketer,marketing,1,12000,USD,=A1
P2,2026-01-01,,Seller,sales,1,24000,USD,A2
P3,2026-01-01,2026-02-14,Sales manager,sales,0.5,60000,EUR,A3
P4,2026-03-01,,Seller,sales,1,36000,USD,A4
"""
PLAN = """
name = "{name}"
period = "{period}"
[funding]
cap = {cap}
[[measures]]
kpi = "bookings"
weight = {bookings}
basis = "target"
points = [[0.5, 50], [1.0, 100], [1.5, 200]]
[[measures]]
kpi = "win_rate"
weight = {win_rate}
points = [[0.2, 50], [0.5, 100], [1.0, 200]]
{more}
"""
MARCH = datetime(2026, 3, 5, 15, tzinfo=UTC)


def plan(period: str = "2026-02", *, bookings: int = 60, cap: int = 200, more: str = "") -> Plan:
    """A plan of two measures; `more` is added to its document."""
    text = PLAN.format(
        name=f"Pool {period} {bookings}",
        period=period,
        bookings=bookings,
        win_rate=100 - bookings,
        cap=cap,
        more=more,
    )
    return read_plan(text, form="toml", name="plan")


def make_store(store: Path, now: datetime = MARCH, extra: Sequence[str] = ()) -> None:
    """A store with the company's load; `extra` are further rows of bookings.csv."""
    store.mkdir(parents=True, exist_ok=True)
    toml = (TINY / "tandem.toml").read_text(encoding="utf-8")
    (store / "tandem.toml").write_text(toml + ROLES, encoding="utf-8")
    load_again(store, now, extra)


def load_again(store: Path, now: datetime, extra: Sequence[str] = ()) -> None:
    """Replaces the warehouse: the same company with further bookings."""
    folder = store.parent / f"export-{store.name}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TINY, folder)
    with (folder / "bookings.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in extra)
    load([folder], store, now=now)


@dataclass(frozen=True)
class Company:
    """An open desk on a store."""

    store: Path
    desk: Desk

    @property
    def periods(self) -> PeriodDesk:
        """The commands around a period."""
        return PeriodDesk(self.desk)

    def at(self, now: datetime) -> "Company":
        """The same at another moment."""
        return Company(self.store, Desk.open(self.store, now))

    def load_payees(self, text: str = PAYEES) -> None:
        """Finance loads these payees."""
        file = self.store.parent / "payees.csv"
        file.write_text(text, encoding="utf-8")
        self.desk.load_payees("fay", file, force="test")

    def in_force(self, document: Plan, on: date | None = None, treatment: str = "whole") -> None:
        """Both heads sign the plan, which is in force at once."""
        made = self.desk.propose("hana", document, effective_on=on, treatment=treatment)
        self.desk.sign("hugo", made.number, made.plan_hash)

    def paid(self, period: str) -> None:
        """One of finance approves, another pays."""
        self.periods.approve("fay", period)
        self.periods.pay("fred", period)


def open_company(store: Path, now: datetime = MARCH) -> Company:
    """The company's desk at a moment."""
    return Company(store, Desk.open(store, now))


def csv_rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV document."""
    return list(csv.DictReader(text.splitlines()))


def amount(text: object) -> Decimal:
    """Money as a number."""
    return Decimal(str(text))
