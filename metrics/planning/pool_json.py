"""A run as one JSON document: what `metrics pool --json` prints and an export holds.

Money is text with two decimals; percent points, rates and factors are numbers. Where a printed
figure is not the exact one, the tree's node holds that beside it as `exact`.
"""

from decimal import Decimal
from fractions import Fraction

from metrics.money import rounded_units
from metrics.pool.inputs import Result, Results
from metrics.pool.lines import GateLine, KickerLine, MeasureLine
from metrics.pool.plan import Gate, Kicker
from metrics.pool.reading import plan_hash
from metrics.pool.shares import Run, Share
from metrics.pool.tree import Node

MONEY = ("money", "money_per_day")
PLACES = 2
Json = dict[str, object]


def run_json(run: Run) -> Json:
    """The stable document of a run, whole calculation tree included."""
    plan, pool = run.plan, run.pool
    return {
        "plan": plan.name,
        "plan_hash": plan_hash(plan),
        "period": plan.period,
        "currency": plan.currency,
        "first_on": run.inputs.span.first_on.isoformat(),
        "last_on": run.inputs.span.last_on.isoformat(),
        "measures": [measure_json(line) for line in run.funding.lines],
        "kickers": [kicker_json(line) for line in run.funding.kickers],
        "gates": [gate_json(line) for line in run.funding.gates],
        "weighted_sum": number_json(run.funding.weighted_sum),
        "funding": number_json(pool.funding),
        "target_pool": money_json(pool.target_pool),
        "carry_over": money_json(pool.carry_over),
        "pool": money_json(run.pool_total),
        "reserve": money_json(run.reserve),
        "undistributed": money_json(run.undistributed),
        "payees": [share_json(share) for share in run.shares],
        "results": results_json(run.inputs.results, run),
        "tree": node_json(run.tree),
    }


def measure_json(line: MeasureLine) -> Json:
    """One measure: its figures in the KPI's unit, the rest in percent points."""
    measure = line.measure
    return {
        "kpi": measure.kpi,
        "label": line.label,
        "scope": dict(measure.scope),
        "unit": line.unit,
        "basis": measure.basis,
        "weight": number_json(Fraction(measure.weight)),
        "result": value_json(line.result, line.unit),
        "limit": value_json(line.limit, line.unit),
        "credited": value_json(line.credited, line.unit),
        "target": value_json(line.target, line.unit),
        "attainment": number_json(line.attainment),
        "payout": number_json(line.payout),
        "weighted": number_json(line.weighted),
    }


def gate_json(line: GateLine) -> Json:
    """One gate: its mark, the result, and what it leaves when it is not passed."""
    return {
        **_mark_json(line.gate, line.label, line.unit, line.result),
        "otherwise": line.gate.otherwise,
        "passed": line.is_passed,
    }


def kicker_json(line: KickerLine) -> Json:
    """One kicker: its mark, the result, and the percent points it has added."""
    return {
        **_mark_json(line.kicker, line.label, line.unit, line.result),
        "reached": line.is_reached,
        "points": number_json(line.points),
    }


def _mark_json(mark: Gate | Kicker, label: str, unit: str, result: Fraction) -> Json:
    at_least = None if mark.at_least is None else Fraction(mark.at_least)
    at_most = None if mark.at_most is None else Fraction(mark.at_most)
    return {
        "kpi": mark.kpi,
        "label": label,
        "unit": unit,
        "result": value_json(result, unit),
        "at_least": value_json(at_least, unit),
        "at_most": value_json(at_most, unit),
    }


def share_json(share: Share) -> Json:
    """One payee: target for the period at FTE 1, factors, parts and payout."""
    return {
        "person_id": share.person_id,
        "team": share.team,
        "target": money_json(share.target),
        "proration": number_json(share.proration),
        "prorated_target": money_json(share.prorated_target),
        "modifier": number_json(share.modifier),
        "individual": number_json(share.individual),
        "pool_part": money_json(share.pool_part),
        "individual_part": money_json(share.individual_part),
        "restatement": money_json(share.restatement),
        "restatement_carried": money_json(share.restatement_carried),
        "payout": money_json(share.payout),
        "capped": share.is_capped,
    }


def results_json(results: Results, run: Run) -> Json:
    """Where each result came from, by result key."""
    return {key: _result_json(key, result, run) for key, result in sorted(results.items())}


def _result_json(key: str, result: Result, run: Run) -> Json:
    known = run.inputs.known.get(key.partition("[")[0])
    unit = known.unit if known else ""
    return {
        "value": value_json(result.value, unit),
        "target": value_json(result.target, unit),
        "reason": result.reason or None,
        "source": result.source,
    }


def node_json(node: Node) -> Json:
    """A step with everything below it."""
    shown = value_json(node.value, node.unit)
    found: Json = {
        "name": node.name,
        "value": shown,
        "unit": node.unit,
        "formula": node.formula,
        "rounding": node.rounding,
    }
    if node.value is not None and not _is_exact(node.value, node.unit):
        found["exact"] = f"{node.value.numerator}/{node.value.denominator}"
    found["children"] = [node_json(child) for child in node.children]
    return found


def _is_exact(value: Fraction, unit: str) -> bool:
    """Whether `value_json` writes the very same value."""
    if unit in MONEY:
        return bool(10**PLACES % value.denominator == 0)
    written = Decimal(str(number_json(value)))
    return written.as_integer_ratio() == (value.numerator, value.denominator)


def value_json(value: Fraction | None, unit: str) -> str | int | float | None:
    """A value in its unit: money as text with two decimals, anything else a number."""
    return money_json(value) if unit in MONEY else number_json(value)


def money_json(value: Fraction | None) -> str | None:
    """Money as text with two decimals, half away from zero; never '-0.00'."""
    if value is None:
        return None
    cents = rounded_units(value, PLACES, "half_up")
    whole, rest = divmod(abs(cents), 10**PLACES)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:0{PLACES}d}"


def number_json(value: Fraction | None) -> int | float | None:
    """A number for JSON: whole numbers whole, the rest the nearest that JSON can hold."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else value.numerator / value.denominator
