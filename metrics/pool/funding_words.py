"""The funding as a calculation tree: every step with its sum in words."""

from fractions import Fraction

from metrics.pool.curve import Curve
from metrics.pool.curve_words import curve_words
from metrics.pool.lines import Funding, GateLine, KickerLine, MeasureLine
from metrics.pool.plan import Gate, Kicker, Measure, Plan
from metrics.pool.tree import Node, node
from metrics.pool.wording import amount, exact, number, rounding_note

# The axis of a curve on basis "target": multiples of the target.
MULTIPLE = "multiple"


def funding_node(plan: Plan, funding: Funding) -> Node:
    """The funding in percent points with one child a step, in the order of calculation."""
    rounding = plan.rounding
    return Node(
        "Funding",
        funding.funding,
        "points",
        "the sum after kickers and gates, in percent points of target",
        rounding_note(funding.after_gates, rounding.funding, rounding.mode),
        lambda: tuple(_steps(plan, funding)),
    )


def measure_node(plan: Plan, line: MeasureLine) -> Node:
    """A measure's part of the funding in percent points, from its result on."""
    measure, rounding = line.measure, plan.rounding
    weighs = line.attainment if _is_combined(plan, measure) else line.payout
    words = "weight 0 and no data: adds nothing"
    if weighs is not None:
        weight = number(exact(measure.weight))
        words = f"weight {weight} % x {number(weighs)} = {number(line.exact_weighted)}"
    return Node(
        line.label,
        line.weighted,
        "points",
        words,
        rounding_note(line.exact_weighted, rounding.weighted, rounding.mode),
        lambda: tuple(_measure_steps(plan, line)),
    )


def _steps(plan: Plan, funding: Funding) -> list[Node]:
    steps = [measure_node(plan, line) for line in funding.lines]
    steps.append(_sum_node(plan, funding))
    if funding.lines and plan.combine.method == "attainments":
        combine = plan.combine
        curve = Curve.of(combine.points, combine.shape, combine.below, combine.above)
        words = curve_words(curve, funding.weighted_sum, "")
        steps.append(node("Payout of the weighted attainment", funding.combined, "points", words))
    if funding.kickers:
        steps.append(_kickers_node(funding))
    if funding.gates:
        steps.append(_gates_node(funding))
    return steps


def _sum_node(plan: Plan, funding: Funding) -> Node:
    """The weighted sum, or the 100 of a plan without measures."""
    if not funding.lines:
        return node("Weighted sum", funding.weighted_sum, "points", "no measures: 100")
    is_combined = plan.combine.method == "attainments"
    name = "Weighted attainment" if is_combined else "Weighted sum"
    terms = " + ".join(number(line.weighted) for line in funding.lines)
    words = f"{terms} = {number(funding.weighted_sum)}"
    return node(name, funding.weighted_sum, "points", words)


def _measure_steps(plan: Plan, line: MeasureLine) -> list[Node]:
    measure = line.measure
    steps = [node("Result", line.result, line.unit, _result_words(line))]
    if measure.limit:
        steps.append(node("Limit", line.limit, line.unit, f"the result of '{measure.limit}'"))
        steps.append(node("Credited result", line.credited, line.unit, _credited_words(line)))
    if line.credited is not None:
        steps.append(_attainment_node(plan, line))
    if line.payout is not None and line.position is not None:
        steps.append(_payout_node(plan, line, line.position))
    return steps


def _result_words(line: MeasureLine) -> str:
    if line.result is None:
        return "no data"
    target = "no target" if line.target is None else f"target {amount(line.target, line.unit)}"
    side = "lower" if line.is_lower_better else "higher"
    return f"{amount(line.result, line.unit)}; {target}, {side} is better"


def _credited_words(line: MeasureLine) -> str:
    if line.credited is None or line.result is None:
        return "no data"
    shown = amount(line.credited, line.unit)
    if line.credited == line.result:
        return f"{shown}: the limit does not bind"
    return f"not better than the limit: {shown} instead of {amount(line.result, line.unit)}"


def _attainment_node(plan: Plan, line: MeasureLine) -> Node:
    """The attainment in percent points; where the payout does not read it, for people's eyes."""
    if line.exact_attainment is None or line.credited is None or line.target is None:
        words = (
            "not meaningful: no target"
            if line.target is None
            else (f"not meaningful: the target {amount(line.target, line.unit)} is not above 0")
        )
        return node("Attainment", None, "points", words)
    ratio = f"{amount(line.credited, line.unit)} / {amount(line.target, line.unit)}"
    words = f"2 - {ratio}" if line.is_lower_better else ratio
    words += f" = {number(line.exact_attainment)} %"
    note = ""
    if line.measure.basis == "target" or _is_combined(plan, line.measure):
        rounding = plan.rounding
        note = rounding_note(line.exact_attainment, rounding.attainment, rounding.mode)
    return node("Attainment", line.attainment, "points", words, rounding=note)


def _payout_node(plan: Plan, line: MeasureLine, position: Fraction) -> Node:
    """The measure's payout in percent points, read from its curve."""
    measure, rounding = line.measure, plan.rounding
    is_by_target = measure.basis == "target"
    curve = Curve.of(
        measure.points, measure.shape, measure.below, measure.above, line.is_lower_better
    )
    words = curve_words(curve, position, MULTIPLE if is_by_target else line.unit)
    note = ""
    if line.exact_payout is not None:
        note = rounding_note(line.exact_payout, rounding.measure, rounding.mode)
    return node("Payout", line.payout, "points", words, rounding=note)


def _kickers_node(funding: Funding) -> Node:
    """The sum with kickers, one child a kicker."""
    terms = "".join(f" + {number(line.points)}" for line in funding.kickers)
    words = f"{number(funding.combined)}{terms} = {number(funding.with_kickers)}"
    lines = [_kicker_node(line) for line in funding.kickers]
    return node("With kickers", funding.with_kickers, "points", words, *lines)


def _kicker_node(line: KickerLine) -> Node:
    """One kicker: the points it adds and why."""
    state = "reached" if line.is_reached else "not reached"
    words = f"{amount(line.result, line.unit)}, {_mark(line.kicker, line.unit)}: {state}"
    return node(f"Kicker: {line.label}", line.points, "points", words)


def _gates_node(funding: Funding) -> Node:
    """The sum after gates, one child a gate."""
    failed = [line for line in funding.gates if not line.is_passed]
    if not failed:
        words = "every gate is passed: the sum stays"
    else:
        strictest = min(failed, key=lambda line: line.ceiling)
        words = (
            f"{strictest.label} is not passed: at most {number(strictest.ceiling)} of "
            f"{number(funding.with_kickers)}"
        )
        words += " (the strictest gate that failed)" if len(failed) > 1 else ""
    lines = [_gate_node(line) for line in funding.gates]
    return node("After gates", funding.after_gates, "points", words, *lines)


def _gate_node(line: GateLine) -> Node:
    """One gate: the KPI's result beside its mark."""
    state = "passed" if line.is_passed else f"not passed, at most {number(line.ceiling)}"
    words = f"{amount(line.result, line.unit)}, {_mark(line.gate, line.unit)}: {state}"
    return node(f"Gate: {line.label}", line.result, line.unit, words)


def _mark(mark: Gate | Kicker, unit: str) -> str:
    """The mark of a gate or kicker: 'at least 2,800,000'."""
    if mark.at_least is not None:
        return f"at least {amount(exact(mark.at_least), unit)}"
    return "" if mark.at_most is None else f"at most {amount(exact(mark.at_most), unit)}"


def _is_combined(plan: Plan, measure: Measure) -> bool:
    """Whether the measure's attainment is what is weighted."""
    return plan.combine.method == "attainments" and not measure.points
