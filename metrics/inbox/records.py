"""One thing that waits, in words. No pay in any of them: not an amount, not whose statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal[
    "signature",
    "activation",
    "acknowledgement",
    "reopening",
    "question",
    "close",
    "approval",
    "payment",
    "commitment",
    "definition",
    "field",
    "hand_backs",
    "leads",
    "quarantine",
    "old_data",
]
PLAN, PAYOUTS, WEEKLY = "pages/plan.py", "pages/payouts.py", "pages/weekly.py"
FUNNEL, DEFINITIONS, DATA = "pages/funnel.py", "pages/definitions.py", "pages/data.py"


@dataclass(frozen=True)
class Waits:
    """What waits: what to do, a quiet word under it, since which day, where it is done.

    `count` is how many things of the kind it stands for, `where` the path of the page.
    What people have typed stands in it as typed: whoever draws it escapes it.
    """

    kind: Kind
    text: str
    under: str
    since: date | None
    where: str
    count: int = 1
    is_late: bool = False


@dataclass(frozen=True)
class Looking:
    """Who looks, on which day of the company; without a moment `now` at the end of it."""

    person_id: str
    today: date
    now: datetime | None = None
