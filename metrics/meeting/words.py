"""How a meeting's amounts, people and days are said: on Weekly and in the digest."""

from collections.abc import Mapping
from decimal import Decimal

from data.workspace import Workspace
from metrics.kpi import Kpi, Unit
from metrics.meeting.records import Commitment, Snapshot
from metrics.wording import MINUS, counted, day, difference, member_name, number


def signed(value: Decimal, unit: Unit, currency: str) -> str:
    """'+5 points', '−$40k', '+30'."""
    size = difference(value, None, unit, currency)
    return f"{MINUS if value < 0 else '+'}{size}"


def should_move(one: Commitment, kpi: Kpi, currency: str) -> str:
    """'Open pipeline, +$40k', 'Leads created, +30 in EMEA'."""
    where = [member_name(dimension, member) for dimension, member in one.scope.filters]
    scope = f" in {', '.join(where)}" if where else ""
    return f"{kpi.label}, {signed(one.expected, kpi.unit, currency)}{scope}"


def from_to(then: Decimal, now: Decimal, unit: Unit, currency: str) -> str:
    """'72 % to 78 %'."""
    return f"{number(then, unit, currency)} to {number(now, unit, currency)}"


def person(person_id: str, names: Mapping[str, str]) -> str:
    """A name; the id of somebody the load does not know."""
    return names.get(person_id, person_id)


def days_left(days: int) -> str:
    """'due in 11 days', 'due today', 'overdue by 3 days'."""
    if not days:
        return "due today"
    size = counted(abs(days), "days")
    return f"due in {size}" if days > 0 else f"overdue by {size}"


def meeting_name(held: Snapshot, workspace: Workspace) -> str:
    """'Meeting 2, as of 15 Nov 2026'."""
    return f"Meeting {held.number}, as of {day(held.as_of, workspace)}"
