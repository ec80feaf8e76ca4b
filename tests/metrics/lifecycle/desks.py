"""A small company for the lifecycle's tests: who is who, a plan, and a desk at a moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import RevenueError
from data.ledger import Event
from metrics.lifecycle.desk import Desk
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan

NOW = datetime(2026, 11, 8, 12, tzinfo=UTC)
ROLES = """
[roles]
admin = ["ann"]
operations = ["ops"]
finance = ["fin", "flo"]
head_of_marketing = ["mia"]
head_of_sales = ["sam"]
member = ["pam"]
viewer = ["vic"]
display = ["wall"]
"""
PLAN = """
name = "Shared pool"
period = "{period}"
[[measures]]
kpi = "bookings"
weight = {weight}
points = [[1000, 50], [2000, 100]]
[[measures]]
kpi = "win_rate"
weight = {rest}
points = [[0.2, 50], [0.3, 100]]
"""


def plan_text(period: str = "2026-Q4", weight: int = 50) -> str:
    """A plan document on two measures."""
    return PLAN.format(period=period, weight=weight, rest=100 - weight)


def plan(period: str = "2026-Q4", weight: int = 50) -> Plan:
    """The same as read."""
    return read_plan(plan_text(period, weight), form="toml", name="test")


def desk_in(store: Path, now: datetime = NOW, roles: str = ROLES) -> Desk:
    """The desk of a store with those people; an own connection each time."""
    store.mkdir(parents=True, exist_ok=True)
    (store / "tandem.toml").write_text(roles, encoding="utf-8")
    return Desk.open(store, now)


def kinds(desk: Desk) -> list[str]:
    """The kinds of all events, in order."""
    return [one.kind for one in desk.ledger.events()]


def refused(desk: Desk, act: Callable[[], object]) -> tuple[str, str]:
    """The code and sentence of what is refused; exactly one event tells it, nothing else moves."""
    before = desk.state
    with pytest.raises(RevenueError) as found:
        act()
    (event,) = desk.ledger.events(after=before.seq)
    assert (event.kind, event.body["code"]) == ("refused", found.value.code)
    after = vars(desk.state)
    assert {name: after[name] for name in after if name != "seq"} == {
        name: value for name, value in vars(before).items() if name != "seq"
    }
    return found.value.code, found.value.message


def only(desk: Desk, kind: str) -> tuple[Event, ...]:
    """The events of that kind."""
    return tuple(one for one in desk.ledger.events() if one.kind == kind)
