"""How a question looks at the facts: as of when, in which scope, split by what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from data.workspace import CustomerHours
from metrics.periods import FiscalCalendar, Period
from metrics.rates import Rates
from metrics.scope import Scope

# What a statement gives back: per want, per member of the grouping, one exact number.
Members: TypeAlias = Mapping[tuple[str, ...], Decimal]

DAY = timedelta(days=1)
WITHIN = "within_days_"
# 'Ever' as a number of days: longer than any record.
NEVER = 36_500


@dataclass(frozen=True)
class View:
    """Everything that all statements of one question share."""

    calendar: FiscalCalendar
    as_of: date
    scope: Scope
    grouping: tuple[str, ...]
    response_sla_seconds: int
    hand_back_sla_seconds: int
    rates: Rates
    customer_hours: CustomerHours

    @property
    def end_on(self) -> date:
        """The day after the last one that is seen."""
        return self.as_of + DAY

    @property
    def as_of_at(self) -> datetime:
        """The end of the as-of day, in naive UTC."""
        return self.calendar.moment(self.end_on)

    def cut_on(self, period: Period) -> date:
        """The day after the last one of `period` that is seen."""
        return min(period.end_on_exclusive, self.end_on)

    def bound(self, column: str, day: date) -> date | datetime:
        """`day` as a value to compare `column` with: a moment for `_at`, a date for `_on`."""
        return self.calendar.moment(day) if column.endswith("_at") else day


class Parameters:
    """The values of one statement, each under a name; equal values share one."""

    def __init__(self, view: View) -> None:
        self._named: dict[str, object] = {
            "as_of_at": view.as_of_at,
            "as_of_on": view.as_of,
            "response_sla_seconds": view.response_sla_seconds,
            "hand_back_sla_seconds": view.hand_back_sla_seconds,
            "executive_hours": view.customer_hours.executive,
            "marketing_hours": view.customer_hours.marketing,
            "sales_hours": view.customer_hours.sales,
        }
        self._names: dict[tuple[str, object], str] = {}

    def name(self, kind: str, value: object) -> str:
        """The placeholder of `value`, numbered within its kind: $edge_1, $scope_2, …"""
        if (kind, value) not in self._names:
            number = sum(known == kind for known, _ in self._names) + 1
            self._names[kind, value] = f"{kind}_{number}"
            self._named[f"{kind}_{number}"] = value
        return f"${self._names[kind, value]}"

    def used_in(self, sql: str) -> dict[str, object]:
        """The values whose placeholders `sql` holds; the engine refuses any more."""
        names = sorted(set(re.findall(r"\$(\w+)", sql)))
        return {name: self._value(name) for name in names}

    def _value(self, name: str) -> object:
        if name.startswith(WITHIN):
            return int(name.removeprefix(WITHIN))
        return self._named[name]


def grouping_sql(view: View) -> list[str]:
    """The select list of what the figures are split by."""
    return [f"{name} as by_{number}" for number, name in enumerate(view.grouping, 1)]


def scope_sql(view: View, parameters: Parameters) -> list[str]:
    """The conditions of the scope; members are parameters, dimensions come from the registry."""
    conditions = []
    for dimension, members in view.scope.members().items():
        names = ", ".join(parameters.name("scope", member) for member in members)
        conditions.append(f"{dimension} in ({names})")
    return conditions


def lines(items: list[str], joint: str, indent: int = 4) -> str:
    """`items` one a line, indented, with `joint` between them."""
    return f"{joint}".join(f"\n{' ' * indent}{item}" for item in items)


def within_named(sql: str, within_days: int | None) -> str:
    """`sql` with the cohort's limit under a name of its own, so that limits can differ."""
    return sql.replace(
        "$within_days", f"$within_days_{NEVER if within_days is None else within_days}"
    )


# 'Ever' as a number of days: longer than any record.
NEVER = 36_500
