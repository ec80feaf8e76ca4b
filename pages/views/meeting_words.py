"""How a meeting's amounts, people and days are said."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from data.workspace import Workspace
from metrics.kpi import Kpi, Unit
from metrics.meeting.records import Commitment, Snapshot
from metrics.wording import MINUS, counted, day, difference, number, short_day, weekday
from pages.views.words import member_name

HOW_MUCH = {
    Unit.PERCENT: "in points of percent, such as +5",
    Unit.MONEY: "in money, such as +40k",
    Unit.MONEY_PER_DAY: "in money a day, such as +2k",
    Unit.COUNT: "how many more or fewer, such as +30 or -5",
    Unit.RATIO: "as it is written, such as +0.1",
    Unit.HOURS: "in hours, such as -2",
    Unit.DAYS: "in days, such as -3",
    Unit.MONTHS: "in months, such as -1",
}


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


def day_of(value: date) -> str:
    """'Thu 12 Nov'."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return f"{names[value.weekday()]} {short_day(value)}"


def meeting_name(held: Snapshot, workspace: Workspace) -> str:
    """'Meeting 2, as of 15 Nov 2026'."""
    return f"Meeting {held.number}, as of {day(held.as_of, workspace)}"


def held_words(held: Snapshot, names: Mapping[str, str], workspace: Workspace) -> str:
    """What stands once a meeting is held: its number, day, load and the name of its rows."""
    return (
        f"Meeting {held.number} is held, as of {weekday(held.as_of, workspace)}: load "
        f"{held.fingerprint[:8]}, snapshot {held.digest[:8]}, by {person(held.held_by, names)}"
    )
