"""Why one run's pool is not the other's, as JSON and as a table."""

from metrics.errors import PlanError
from metrics.formats import table_text
from metrics.planning.pool_json import Json, money_json
from metrics.pool.bridge import Bridge, bridge
from metrics.pool.reading import plan_hash
from metrics.pool.shares import Run
from metrics.pool.wording import fixed

CENTS = 2


def bridge_between(before: Run, after: Run) -> Bridge:
    """The bars from one run's pool to the other's.

    Raises: PlanError for pools in two currencies, between which no difference is money.
    """
    first, second = before.plan, after.plan
    if first.currency != second.currency:
        raise PlanError(
            f"plan '{second.name}' pays in {second.currency} and '{first.name}' in "
            f"{first.currency}: a bridge needs one currency; restate one of the plans"
        )
    return bridge(before, after)


def bridge_json(before: Run, found: Bridge) -> Json:
    """The bars, their printed amounts summing exactly from opening to closing."""
    return {
        "from": {
            "plan": before.plan.name,
            "plan_hash": plan_hash(before.plan),
            "period": before.plan.period,
        },
        "opening": money_json(found.opening),
        "bars": [
            {"name": bar.name, "amount": money_json(bar.printed), "words": bar.words}
            for bar in found.bars
        ],
        "closing": money_json(found.closing),
        "order": found.order,
    }


def bridge_text(before: Run, after: Run, found: Bridge) -> str:
    """One row a bar, from the first plan's pool to the second's."""
    bars = [
        (f"  {bar.name}", ("+" if bar.printed > 0 else "") + fixed(bar.printed, CENTS))
        for bar in found.bars
    ]
    rows = [
        (f"{before.plan.name}, {before.plan.period}", fixed(found.opening, CENTS)),
        *bars,
        (f"{after.plan.name}, {after.plan.period}", fixed(found.closing, CENTS)),
    ]
    return table_text(("From one pool to the other", after.plan.currency), rows, left=1)
