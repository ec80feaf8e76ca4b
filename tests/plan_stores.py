"""A demo store with roles, payees and a plan in force, written through the desk as people would."""

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from data.demo import write_pay
from data.demo.pay import PAYEES_FILE, PLAN_FILE
from data.ledger import Ledger
from data.warehouse import Warehouse
from data.workspace import Workspace
from metrics.lifecycle.desk import Desk
from metrics.planning.asked import plan_of
from metrics.pool.plan import Plan

HEAD_OF_MARKETING, HEAD_OF_SALES, FINANCE, ADMIN, OPERATIONS = (
    "P002",
    "P003",
    "P001",
    "P000",
    "P040",
)
UNTIL = date(2026, 11, 15)
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
QUARTERS = 4
PERIOD = "2026-Q4"
ROLES = f"""
[roles]
admin = ["{ADMIN}"]
finance = ["{FINANCE}"]
operations = ["{OPERATIONS}"]
head_of_marketing = ["{HEAD_OF_MARKETING}"]
head_of_sales = ["{HEAD_OF_SALES}"]
"""


def with_roles(demo: Path, folder: Path) -> Path:
    """A copy of the demo store at `folder` whose settings name who is who."""
    shutil.copytree(demo, folder, ignore=shutil.ignore_patterns("ledger", "demo", "benchmarks"))
    settings = folder / "tandem.toml"
    text = settings.read_text(encoding="utf-8").partition("[roles]")[0]
    settings.write_text(text + ROLES, encoding="utf-8")
    return folder


def desk_at(store: Path, now: datetime = NOW) -> Desk:
    """The store's desk at a moment."""
    ledger = Ledger.open(store, clock=lambda: now)
    return Desk(ledger, Warehouse(store), Workspace.read(store), now)


def demo_plan(folder: Path) -> Plan:
    """The demo company's plan of the quarter."""
    write_pay(folder, until=UNTIL)
    return plan_of(folder / PLAN_FILE)


def yearly_payees(folder: Path) -> Path:
    """The demo company's payees as the register takes them: targets of a year, first day given."""
    write_pay(folder, until=UNTIL)
    rows = csv.DictReader((folder / PAYEES_FILE).read_text(encoding="utf-8").splitlines())
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("person_id", "valid_from", "valid_to", "role", "team", "fte",
                      "annual_target_incentive", "payroll_id"))  # fmt: skip
        for row in rows:
            out.writerow((
                row["person_id"], row["valid_from"] or "2026-01-01", row["valid_to"], row["role"],
                row["team"], row["fte"], int(row["target_incentive"]) * QUARTERS,
                f"PAY-{row['person_id']}",
            ))  # fmt: skip
    return path


def planned_store(demo: Path, folder: Path, *, has_payees: bool = True) -> Path:
    """The demo store with payees, and the quarter's plan signed by both heads and in force."""
    store = with_roles(demo, folder / "store")
    desk = desk_at(store)
    if has_payees:
        desk.load_payees(FINANCE, yearly_payees(folder / "pay"))
    made = desk.propose(
        HEAD_OF_MARKETING, demo_plan(folder / "pay"), effective_on=date(2026, 10, 1)
    )
    desk.sign(HEAD_OF_SALES, made.number, made.plan_hash, key="first")
    desk.ledger.close()
    return store
