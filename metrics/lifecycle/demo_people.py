"""Who takes part in the demo company: its decision makers, and everyone's terms as of a day."""

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from data.csv_out import csv_text
from data.demo.pay import TARGETS
from data.errors import StoreError
from metrics.lifecycle.payees_table import NAMES
from metrics.periods import DAY
from metrics.reader import Reader

QUARTERS_OF_A_YEAR = 4
# Not on the company's list of people: whoever has these accounts is paid by no pool.
ADMIN, CONTROLLER, DATA_OPERATIONS = "administrator", "controller", "data-operations"
BOARD_MEMBER = "board-member"
_TEAMS = ("marketing", "sales", "success")
_PEOPLE = "select person_id, team, role, started_on, ended_on from people order by person_id"


@dataclass(frozen=True)
class Cast:
    """Who decides, by person id."""

    head_of_marketing: str
    head_of_sales: str
    finance: str


@dataclass(frozen=True)
class DemoTerms:
    """A row of the register: from when to when, as what, for how much of full time."""

    person_id: str
    team: str
    role: str
    first_on: date
    last_on: date | None
    fte: Decimal

    def known_by(self, day: date) -> "DemoTerms | None":
        """The row as it could be known on a day; None before it begins."""
        if self.first_on > day:
            return None
        is_open = self.last_on is not None and self.last_on > day
        return replace(self, last_on=None) if is_open else self

    @property
    def cells(self) -> tuple[str, ...]:
        """The row in the columns of a file of payees."""
        ends = self.last_on.isoformat() if self.last_on else ""
        year = QUARTERS_OF_A_YEAR * TARGETS[self.role]
        number = f"NB-{self.person_id.removeprefix('P')}"
        given = (self.first_on.isoformat(), ends, self.role, self.team, f"{self.fte:f}")
        return (self.person_id, *given, f"{year}", "USD", number, "true", "", "")


def cast_of(reader: Reader) -> Cast:
    """The people who decide. Raises: StoreError where the load is not the demo company's."""
    found = {role: person_id for person_id, _, role, *_ in reversed(_people(reader))}
    wanted = ("Head of marketing", "Head of sales", "Chief financial officer")
    missing = [role for role in wanted if role not in found]
    if missing:
        raise StoreError(
            f"the load has no {missing[0].lower()}, so it is not the demo company's; "
            "`python -m data demo` into another store builds that"
        )
    return Cast(*(found[role] for role in wanted))


def terms_of(reader: Reader, file: Path) -> tuple[DemoTerms, ...]:
    """Everyone's terms over the years, as the demo's plan file and its people have them.

    Raises: StoreError where `file` is not there.
    """
    try:
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
    except OSError as error:
        raise StoreError(
            f"{file} cannot be read; `python -m data demo` writes it with the demo company"
        ) from error
    now: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        now[row["person_id"]].append(row)
    found: list[DemoTerms] = []
    for person_id, team, role, started_on, ended_on in _people(reader):
        if team in _TEAMS and role in TARGETS and started_on is not None:
            own = now.get(person_id) or [{"role": role, "fte": "1"}]
            found += _of_person((person_id, team, started_on, ended_on), own)
    return tuple(found)


def _people(reader: Reader) -> list[tuple[str, str, str, date | None, date | None]]:
    return [(str(a), str(b), str(c), d, e) for a, b, c, d, e in reader.exact_rows(_PEOPLE, {})]


def _of_person(
    who: tuple[str, str, date, date | None], rows: Sequence[Mapping[str, str]]
) -> list[DemoTerms]:
    person_id, team, started_on, ended_on = who
    found = []
    for row in rows:
        since, till = row.get("valid_from"), row.get("valid_to")
        first_on = date.fromisoformat(since) if since else started_on
        last_on = date.fromisoformat(till) if till else ended_on
        fte = Decimal(row["fte"])
        found.append(DemoTerms(person_id, team, row["role"], first_on, last_on, fte))
    return found


def payees_text(terms: Sequence[DemoTerms], day: date, hours: Mapping[str, Decimal]) -> str:
    """The file of payees as finance had it on a day; `hours` are shares of full time then."""
    known = [one.known_by(day + DAY) for one in terms]
    rows = [
        replace(one, fte=hours.get(one.person_id, one.fte)).cells
        for one in known
        if one is not None
    ]
    return csv_text(NAMES, rows)


def part_timer(terms: Sequence[DemoTerms]) -> DemoTerms | None:
    """The first who works part time; None where nobody does."""
    return next((one for one in terms if one.fte != 1), None)
