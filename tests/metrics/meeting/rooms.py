"""The small company in its weekly meeting: who may write, who may hold, and days between."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import Said
from tests.metrics.lifecycle.company import MARCH, make_store

# The company's data reach up to 2026-02-20; its week after.
MONDAY = datetime(2026, 2, 23, 10, tzinfo=UTC)
ROLES = """
member = ["mo"]
operations = ["opa"]
display = ["wall"]
"""
WEEK = timedelta(days=7)


def room(store: Path, now: datetime = MONDAY) -> Desk:
    """The company's desk on a Monday, with a member, operations and a wall screen."""
    make_store(store, MARCH)
    toml = (store / "tandem.toml").read_text(encoding="utf-8")
    (store / "tandem.toml").write_text(toml + ROLES, encoding="utf-8")
    return Desk.open(store, now)


def said(what: str = "Call the two oldest leads", **given: object) -> Said:
    """A commitment to raise the win rate by five points until the Friday after."""
    told: dict[str, object] = {
        "what": what,
        "owner": "hugo",
        "due_on": date(2026, 2, 27),
        "kpi": "win_rate",
        "expected": Decimal("0.05"),
        **given,
    }
    return Said(**told)  # type: ignore[arg-type]
