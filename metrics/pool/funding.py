"""From results to the funding in percent points of target: measures, kickers, gates.

Exact. A result that is missing where the plan needs it refuses the run; it never counts as 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from metrics.pool.attainment import attainment, multiple
from metrics.pool.curve import Curve
from metrics.pool.figures import measure_figures, named, no_target, value_of
from metrics.pool.funding_words import funding_node
from metrics.pool.inputs import HUNDRED, ZERO, Inputs
from metrics.pool.lines import Funding, GateLine, KickerLine, MeasureLine
from metrics.pool.plan import Gate, Kicker, Measure, Plan
from metrics.pool.tree import Node
from metrics.pool.wording import exact, rounded_by

CEILINGS = {"zero": ZERO, "half": Fraction(50), "cap_at_target": HUNDRED}


def fund(plan: Plan, inputs: Inputs) -> Funding:
    """The funding in percent points, before floor and cap, with every line that led to it.

    Raises: MissingResultError when a measure with weight, a gate or a kicker has no result.
    """
    lines = measure_lines(plan, inputs, plan.measures)
    weighted_sum = sum((line.weighted for line in lines), ZERO) if lines else HUNDRED
    combined = weighted_sum
    if lines and plan.combine.method == "attainments":
        combined = combining_curve(plan).payout(weighted_sum)
    kickers = tuple(_kicker_lines(plan, inputs))
    with_kickers = combined + sum((kicker.points for kicker in kickers), ZERO)
    gates = tuple(_gate_lines(plan, inputs))
    ceilings = [gate.ceiling for gate in gates if not gate.is_passed]
    after_gates = min([with_kickers, *ceilings])
    funding = rounded_by(after_gates, plan.rounding.funding, plan.rounding.mode)

    def explained() -> Node:
        return funding_node(plan, found)

    found = Funding(
        lines, kickers, gates, weighted_sum, combined, with_kickers, after_gates, funding, explained
    )
    return found


def measure_lines(
    plan: Plan, inputs: Inputs, measures: tuple[Measure, ...]
) -> tuple[MeasureLine, ...]:
    """One line a measure, in order; also for the individual measures of a payee.

    Raises: MissingResultError that names the KPI, the reason and the mend.
    """
    return tuple(_measure_line(plan, inputs, measure) for measure in measures)


def combining_curve(plan: Plan) -> Curve:
    """The curve over the weighted attainment, both axes in percent points."""
    combine = plan.combine
    return Curve.of(combine.points, combine.shape, combine.below, combine.above)


def measure_curve(measure: Measure, is_lower_better: bool = False) -> Curve:
    """The measure's own curve. Raises: PlanError for a measure without points."""
    return Curve.of(measure.points, measure.shape, measure.below, measure.above, is_lower_better)


@dataclass(frozen=True)
class _Terms:
    """What of a measure does not depend on its result."""

    weight: Fraction  # 0 to 1
    curve: Curve | None  # None: its attainment goes into the plan's one curve
    is_lower_better: bool
    is_by_target: bool


@lru_cache(maxsize=1024)
def _terms(measure: Measure, is_known_lower: bool, is_combined: bool) -> _Terms:
    has_curve = bool(measure.points) or not is_combined
    curve = measure_curve(measure, is_known_lower) if has_curve else None
    is_by_target = curve is None or measure.basis == "target"
    # On raw units the curve itself says which way is better; multiples of a target may go up
    # for a KPI that is better lower, because attainment turns it round.
    is_turned = is_by_target and is_known_lower
    is_lower_better = is_turned or (curve is not None and curve.is_descending)
    return _Terms(exact(measure.weight) / HUNDRED, curve, is_lower_better, is_by_target)


def _measure_line(plan: Plan, inputs: Inputs, measure: Measure) -> MeasureLine:
    name = named(plan, inputs, measure.kpi, measure.scope)
    terms = _terms(measure, name.is_lower_better, plan.combine.method == "attainments")
    figures = measure_figures(plan, inputs, measure, terms.is_lower_better)
    reached = attainment(figures.credited, figures.target, terms.is_lower_better)
    if reached is None and terms.is_by_target and measure.weight:
        raise no_target(plan, measure, figures.target)
    kept, position = _position(plan, terms, figures.credited, reached)
    exact_payout, payout = _payout(plan, terms.curve, position)
    weighs = kept if terms.curve is None else payout
    exact_weighted = ZERO if weighs is None else terms.weight * weighs
    return MeasureLine(
        measure=measure,
        label=name.label,
        unit=name.unit,
        is_lower_better=terms.is_lower_better,
        result=figures.result,
        limit=figures.limit,
        credited=figures.credited,
        target=figures.target,
        exact_attainment=reached,
        attainment=kept,
        position=position,
        exact_payout=exact_payout,
        payout=payout,
        exact_weighted=exact_weighted,
        weighted=rounded_by(exact_weighted, plan.rounding.weighted, plan.rounding.mode),
    )


def _position(
    plan: Plan, terms: _Terms, credited: Fraction | None, reached: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """The attainment as the plan rounds it, and where the measure's curve is read."""
    if not terms.is_by_target:
        return reached, credited
    if reached is None:
        return None, None
    kept = rounded_by(reached, plan.rounding.attainment, plan.rounding.mode)
    if terms.curve is None:
        return kept, None
    return kept, multiple(kept, terms.curve.is_descending)


def _payout(
    plan: Plan, curve: Curve | None, position: Fraction | None
) -> tuple[Fraction | None, Fraction | None]:
    """The payout as the curve gives it and as the plan rounds it, in percent points."""
    if curve is None or position is None:
        return None, None
    payout = curve.payout(position)
    return payout, rounded_by(payout, plan.rounding.measure, plan.rounding.mode)


def is_met(mark: Gate | Kicker, result: Fraction) -> bool:
    """Whether a result is at the mark of a gate or kicker, or on its better side."""
    if mark.at_least is not None and result < exact(mark.at_least):
        return False
    return mark.at_most is None or result <= exact(mark.at_most)


def _kicker_lines(plan: Plan, inputs: Inputs) -> Iterator[KickerLine]:
    for kicker in plan.kickers:
        name = named(plan, inputs, kicker.kpi)
        result = value_of(plan, inputs, kicker.kpi, "a kicker", "or take the kicker out")
        is_reached = is_met(kicker, result)
        points = exact(kicker.points) if is_reached else ZERO
        yield KickerLine(kicker, name.label, name.unit, result, is_reached, points)


def _gate_lines(plan: Plan, inputs: Inputs) -> Iterator[GateLine]:
    for gate in plan.gates:
        name = named(plan, inputs, gate.kpi)
        result = value_of(plan, inputs, gate.kpi, "a gate", "or take the gate out")
        ceiling = CEILINGS[gate.otherwise]
        yield GateLine(gate, name.label, name.unit, result, is_met(gate, result), ceiling)
