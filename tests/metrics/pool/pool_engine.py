"""The engine, asked about a world that the oracle reads too."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.pool.inputs import Inputs, KnownKey, Payee, Result, Span, Terms
from metrics.pool.plan import Plan
from metrics.pool.plan_checks import checked
from metrics.pool.reading import read_plan
from metrics.pool.run import run
from metrics.pool.shares import Run

World = dict[str, Any]


def written(value: Any) -> str:
    """JSON whose numbers keep every digit."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{json.dumps(k)}: {written(v)}" for k, v in value.items())
        return "{" + inside + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(v) for v in value) + "]"
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return json.dumps(value)


def known_keys(world: World) -> dict[str, KnownKey]:
    """Every key of the results, as a results file makes them known."""
    better = world.get("better", {})
    return {
        key: KnownKey(key, key, "", better.get(key, ""), True)
        for key in {name.partition("[")[0] for name in world["results"]}
    }


def plan_of(world: World) -> Plan:
    """The world's plan, read from a document and checked."""
    plan = read_plan(written(world["plan"]), form="json", name="P")
    return checked(plan, known_keys(world))


def inputs_of(world: World) -> Inputs:
    """What the calculation reads besides the plan."""
    results = {
        key: Result(found["value"], found["target"], "no data", "test")
        for key, found in world["results"].items()
    }
    payees = tuple(
        Payee(
            payee["id"],
            tuple(
                Terms(
                    *(t["from"], t["to"], t["team"], "", t["fte"], t["target"], t["modifier"]),
                    t["individual"],
                    t["eligible"],
                )
                for t in payee["terms"]
            ),
            rate=payee.get("rate", Fraction(1)),
            restatement=payee.get("restatement", Fraction(0)),
        )
        for payee in world["payees"]
    )
    span = Span(world["first"], world["last"], world.get("workdays", frozenset()))
    return Inputs(results, payees, span, world.get("carry", Fraction(0)), known_keys(world))


def engine(world: World) -> Run:
    """The engine's run of a world."""
    return run(plan_of(world), inputs_of(world))
