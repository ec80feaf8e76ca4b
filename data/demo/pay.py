"""The demo company's plan for the current quarter, and who takes part in it on which terms.

Pay is no export: these files never lie in the folder that is loaded.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.demo.company import OTHER, TEAMS
from data.demo.people import Staff
from data.demo.span import day_number, quarter_start
from data.demo.world import build_world

PLAN_FILE, PAYEES_FILE = "plan.toml", "payees.csv"
COLUMNS = ("person_id", "team", "role", "target_incentive", "valid_from", "valid_to", "fte")
# Target incentive of a quarter at full time, in the workspace's currency.
TARGETS = {
    "Head of marketing": 15_000,
    "Head of sales": 18_000,
    "Head of customer success": 13_500,
    "Sales manager Americas": 12_000,
    "Sales manager EMEA": 12_000,
    "Sales manager APAC": 11_000,
    "Demand generation manager": 7_500,
    "Field sales": 9_000,
    "Inside sales": 4_800,
    "Customer success manager": 4_500,
    "Field marketing": 3_600,
    "Content": 2_700,
    "Digital marketing": 3_000,
    "Marketing operations": 2_400,
}
# The first of a role who joins the plan in the second month, leaves at its end, works part time.
JOINER, LEAVER, PART_TIMER = "Digital marketing", "Customer success manager", "Content"
PROMOTED, NEW_ROLE = "Inside sales", "Field sales"
PART_TIME = "0.6"


@dataclass(frozen=True)
class Quarter:
    """The current quarter, and the days on which terms change in it."""

    first_on: date
    second_month_on: date
    third_month_on: date
    last_on: date

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that holds `day`."""
        first_on = quarter_start(day)
        months = [first_on.replace(month=first_on.month + ahead) for ahead in (1, 2)]
        return cls(first_on, months[0], months[1], quarter_start(day, 1) - timedelta(days=1))

    @property
    def name(self) -> str:
        """Q1 to Q4."""
        return f"Q{(self.first_on.month - 1) // 3 + 1}"


def write_pay(folder: Path, *, until: date, seed: int = 7) -> None:
    """Writes the plan and its payees; the same arguments give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    quarter = Quarter.of(until)
    (folder / PLAN_FILE).write_text(plan_text(until), encoding="utf-8")
    with (folder / PAYEES_FILE).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(_rows(build_world(until, seed, 1).staff, quarter))


def plan_text(day: date) -> str:
    """The plan of the quarter that holds `day`, as its document."""
    quarter = Quarter.of(day)
    form = (Path(__file__).parent / "plan.toml").read_text(encoding="utf-8")
    return form.replace("{year}", str(quarter.first_on.year)).replace("{quarter}", quarter.name)


def _rows(staff: Staff, quarter: Quarter) -> Iterator[tuple[str, ...]]:
    """The terms of everyone in the three teams who is there in the quarter, in order of id."""
    seen: set[str] = set()
    for number, role in enumerate(staff.role):
        team, ended = int(staff.team[number]), int(staff.ended[number])
        is_gone = 0 <= ended < day_number(quarter.first_on)
        if team == OTHER or is_gone:
            continue
        is_first = role not in seen
        seen.add(role)
        for who, since, till, fte in _terms(role, is_first, quarter):
            target = str(TARGETS[who])
            yield f"P{number:03d}", TEAMS[team], who, target, since, till, fte


def _terms(role: str, is_first: bool, quarter: Quarter) -> Iterator[tuple[str, str, str, str]]:
    """Role, first and last day (empty: the quarter's) and share of full time."""
    changes_on = quarter.second_month_on
    if is_first and role == JOINER:
        yield role, changes_on.isoformat(), "", "1"
    elif is_first and role == LEAVER:
        yield role, "", (quarter.third_month_on - timedelta(days=1)).isoformat(), "1"
    elif is_first and role == PROMOTED:
        yield role, "", (changes_on - timedelta(days=1)).isoformat(), "1"
        yield NEW_ROLE, changes_on.isoformat(), "", "1"
    else:
        yield role, "", "", PART_TIME if is_first and role == PART_TIMER else "1"
