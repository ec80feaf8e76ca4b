"""The figures a plan reads from the results: named, in their own unit, or refused with the mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from metrics.errors import MissingResultError
from metrics.pool.inputs import Inputs, KnownKey, Result, Scope, result_key
from metrics.pool.plan import External, Measure, Plan
from metrics.pool.wording import number


@dataclass(frozen=True)
class Named:
    """How a KPI or an external figure is called, its unit, and which way is better."""

    label: str
    unit: str  # "" where nobody says
    is_lower_better: bool


@dataclass(frozen=True)
class MeasureFigures:
    """What the results say about a measure, in the KPI's unit; None: missing at weight 0."""

    result: Fraction | None
    limit: Fraction | None  # None also where the plan sets no limit
    credited: Fraction | None
    target: Fraction | None


def named(plan: Plan, inputs: Inputs, kpi: str, scope: Scope = ()) -> Named:
    """The name, unit and better side of a key; the key itself where nobody names it."""
    return _named(kpi, scope, inputs.known.get(kpi), plan.external)


@lru_cache(maxsize=1024)
def _named(
    kpi: str, scope: Scope, known: KnownKey | None, externals: tuple[External, ...]
) -> Named:
    inside = ", ".join(f"{name} {value}" for name, value in sorted(scope))
    suffix = f" ({inside})" if inside else ""
    is_lower_better = known is not None and known.better == "lower"
    external = next((one for one in externals if one.key == kpi), None)
    if external is not None:
        return Named(external.label + suffix, external.unit, is_lower_better)
    if known is None:
        return Named(kpi + suffix, "", is_lower_better)
    return Named(known.label + suffix, known.unit, is_lower_better)


def value_of(plan: Plan, inputs: Inputs, kpi: str, use: str, mend: str) -> Fraction:
    """The result of an unscoped KPI that the plan cannot do without.

    Raises: MissingResultError with the KPI, what it is used for, the reason and the mend.
    """
    found = inputs.results.get(kpi)
    if found is None or found.value is None:
        raise missing(plan, kpi, found, use, mend)
    return found.value


def measure_figures(
    plan: Plan, inputs: Inputs, measure: Measure, is_lower_better: bool
) -> MeasureFigures:
    """A measure's result, limit, credited result and target.

    The credited result is never better than the limit, which is read in the measure's scope.
    Raises: MissingResultError when the measure has weight and a result is missing.
    """
    key, kpi = result_key(measure.kpi, measure.scope), measure.kpi
    result, target = _found(inputs.results, key)
    if result is None and measure.weight:
        mend = f"or move the weight of '{kpi}' to another measure"
        use = f"a measure of weight {measure.weight:f}"
        raise missing(plan, key, inputs.results.get(key), use, mend)
    if not measure.limit:
        return MeasureFigures(result, None, result, target)
    limit_key = result_key(measure.limit, measure.scope)
    limit, _ = _found(inputs.results, limit_key)
    if limit is None and measure.weight:
        use, mend = f"the limit of measure '{kpi}'", f"or take the limit off '{kpi}'"
        raise missing(plan, limit_key, inputs.results.get(limit_key), use, mend)
    if result is None or limit is None:
        return MeasureFigures(result, limit, None, target)
    credited = max(result, limit) if is_lower_better else min(result, limit)
    return MeasureFigures(result, limit, credited, target)


def _found(results: Mapping[str, Result], key: str) -> tuple[Fraction | None, Fraction | None]:
    """Value and target under a key."""
    found = results.get(key)
    return (None, None) if found is None else (found.value, found.target)


def missing(plan: Plan, key: str, found: Result | None, use: str, mend: str) -> MissingResultError:
    """The refusal of a run whose result is missing: KPI, use, reason, and what to do."""
    reason = "it is not among the results" if found is None else (found.reason or "no data")
    return MissingResultError(
        f"plan '{plan.name}', {plan.period}: '{key}' has no result and is {use} ({reason}); "
        f"give its result, {mend}"
    )


def no_target(plan: Plan, measure: Measure, target: Fraction | None) -> MissingResultError:
    """The refusal of a measure that is read at its attainment and has no target to attain."""
    key = result_key(measure.kpi, measure.scope)
    reason = "it has none" if target is None else f"its target is {number(target)}"
    way = 'basis "target"' if plan.combine.method == "payouts" else "combined attainments"
    return MissingResultError(
        f"plan '{plan.name}', {plan.period}: '{key}' is paid by {way} and needs a target above 0, "
        f'and {reason}: attainment is not meaningful; set a target, or use basis "value" with '
        "points in the KPI's own unit"
    )
