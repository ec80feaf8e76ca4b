"""Small plans, results and points for the tests of the funding, as short as a table."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.pool.inputs import Inputs, KnownKey, Result, Span
from metrics.pool.plan import Measure, Plan, Points, Tier
from metrics.pool.tree import Node

Number = int | str | Fraction
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def exact(value: Number | float) -> Fraction:
    """A number of a table as a fraction; decimals are read as they are written."""
    return Fraction(str(value))


def points(*pairs: tuple[Number | float, Number | float]) -> Points:
    """Points of a curve as a plan holds them."""
    return tuple((Decimal(str(result)), Decimal(str(payout))) for result, payout in pairs)


def measure(kpi: str, weight: Number | float, *pairs: Any, **changes: Any) -> Measure:
    """A measure with these points."""
    return Measure(kpi=kpi, weight=Decimal(str(weight)), points=points(*pairs), **changes)


def plan(*measures: Measure, **changes: Any) -> Plan:
    """A plan with these measures."""
    return Plan(name="Shared pool", period="2026", measures=measures, **changes)


def tiers(*slices: tuple[Any, Any, Any]) -> tuple[Tier, ...]:
    """Marginal slices; 'inf' for no end."""
    return tuple(
        Tier(
            start=Decimal(str(start)),
            end=None if end == "inf" else Decimal(str(end)),
            rate=Decimal(str(rate)),
        )
        for start, end, rate in slices
    )


def inputs(
    results: Mapping[str, Any],
    lower: tuple[str, ...] = (),
    units: Mapping[str, str] | None = None,
    carry_over: Number = 0,
) -> Inputs:
    """Results by key: a value, or (value, target); those in `lower` are better lower."""
    found = {}
    for key, given in results.items():
        value, target = given if isinstance(given, tuple) else (given, None)
        found[key] = Result(
            None if value is None else exact(value),
            None if target is None else exact(target),
            "nothing was closed in the period" if value is None else "",
            "a table",
        )
    known = {
        key: KnownKey(
            key,
            key.replace("_", " ").capitalize(),
            (units or {}).get(key, ""),
            "lower" if key in lower else "higher",
            is_payable=True,
        )
        for key in {name.partition("[")[0] for name in results}
    }
    return Inputs(found, (), YEAR, exact(carry_over), known)


def step_named(node: Node, name: str) -> Node:
    """The first step of that name, parents first."""
    return next(step for step in node.walk() if step.name == name)
