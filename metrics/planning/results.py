"""What a plan's KPIs came to in a period, from the warehouse: exact, with the reason if nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from metrics.answer import Answer
from metrics.compute import answers
from metrics.errors import MissingResultError
from metrics.kpi import Better
from metrics.members import refuse_unknown_members
from metrics.periods import Period
from metrics.pool.inputs import KnownKey, Result, Results, Scope, result_key
from metrics.pool.plan import External, Plan
from metrics.question import Question, check_dimensions
from metrics.reader import Reader
from metrics.registry import all_kpis
from metrics.registry import kpi as kpi_called
from metrics.scope import Scope as Filter

NOTHING: Results = MappingProxyType({})
PERCENT = Decimal(100)
_BETTER: Mapping[Better, Literal["higher", "lower", ""]] = {
    Better.HIGHER: "higher",
    Better.LOWER: "lower",
    Better.NEITHER: "",
}


@dataclass(frozen=True)
class Want:
    """A result that a plan asks for; one that is not needed may be missing."""

    kpi: str
    scope: Scope
    is_needed: bool

    @property
    def key(self) -> str:
        """The key of its result."""
        return result_key(self.kpi, self.scope)


def known_keys(plan: Plan, file_keys: Iterable[str] = ()) -> Mapping[str, KnownKey]:
    """Every key that `plan` may use: KPIs, its external figures, the keys of a results file.

    KPIs that may not be paid on are among them, marked so that they can be refused by name. A
    results file says no unit and no direction.
    """
    found = {
        base: KnownKey(base, base, "", "", is_payable=True)
        for base in (key.partition("[")[0] for key in file_keys)
    }
    for one in plan.external:
        found[one.key] = KnownKey(one.key, one.label, one.unit, "", is_payable=True)
    for kpi in all_kpis():
        better = _BETTER[kpi.better]
        found[kpi.key] = KnownKey(kpi.key, kpi.label, kpi.unit.value, better, kpi.payable)
    return MappingProxyType(found)


def wants_of(plan: Plan) -> tuple[Want, ...]:
    """The results that `plan` reads, each once; those of weight 0 are welcome, not needed."""
    found: dict[tuple[str, Scope], bool] = defaultdict(bool)
    for kpi, scope, is_needed in _read_by(plan):
        found[kpi, tuple(sorted(scope))] |= is_needed
    return tuple(Want(kpi, scope, is_needed) for (kpi, scope), is_needed in found.items())


def _read_by(plan: Plan) -> Iterator[tuple[str, Scope, bool]]:
    for measure in plan.measures:
        yield measure.kpi, measure.scope, measure.weight > 0
        if measure.limit:
            yield measure.limit, measure.scope, measure.weight > 0
    for gate in plan.gates:
        yield gate.kpi, (), True
    for kicker in plan.kickers:
        yield kicker.kpi, (), True
    if plan.funding.method == "share":
        yield plan.funding.kpi, (), True
    if plan.funding.afford.kpi:
        yield plan.funding.afford.kpi, (), True


def results_from_warehouse(
    reader: Reader,
    plan: Plan,
    period: Period,
    as_of: date | None = None,
    external: Results = NOTHING,
) -> Results:
    """The results of `period` that `plan` reads, by result key; as of the data date or `as_of`.

    `external` holds the figures that no warehouse gives.
    Raises: MissingResultError where the plan needs one of those and it is not there; ScopeError
    for a dimension or member that the KPI does not have.
    """
    refuse_missing_external(plan, external)
    by_key = results_of_periods(reader, plan, (period,), as_of)
    return MappingProxyType({**{key: found[0] for key, found in by_key.items()}, **external})


def results_of_periods(
    reader: Reader, plan: Plan, periods: Sequence[Period], as_of: date | None = None
) -> dict[str, tuple[Result, ...]]:
    """One result a period for every KPI that `plan` reads; an external figure has a reason."""
    externals = {one.key: one for one in plan.external}
    by_scope: dict[Scope, list[Want]] = defaultdict(list)
    found: dict[str, tuple[Result, ...]] = {}
    for want in wants_of(plan):
        if want.kpi in externals:
            nothing = Result(None, None, _not_here(externals[want.kpi], want.key), "")
            found[want.key] = (nothing,) * len(periods)
        else:
            by_scope[want.scope].append(want)
    for scope, wants in by_scope.items():
        limits = Filter(scope)
        for want in wants:
            check_dimensions(kpi_called(want.kpi), (), limits)
        refuse_unknown_members(reader, limits)
        question = Question(tuple(w.kpi for w in wants), tuple(periods), limits, as_of=as_of)
        told = answers(reader, question)
        for place, want in enumerate(wants):
            mine = told[place * len(periods) : (place + 1) * len(periods)]
            found[want.key] = tuple(result_of(answer, reader) for answer in mine)
    return found


def refuse_missing_external(plan: Plan, given: Results) -> None:
    """Nothing, when `given` holds every external figure that `plan` needs.

    Raises: MissingResultError that names the figure, who gives it, and the mend.
    """
    externals = {one.key: one for one in plan.external}
    for want in wants_of(plan):
        if want.is_needed and want.kpi in externals and want.key not in given:
            raise MissingResultError(
                f"plan '{plan.name}': {_not_here(externals[want.kpi], want.key)}"
            )


def _not_here(one: External, key: str) -> str:
    """Why the warehouse has no result of an external figure, and the mend."""
    return (
        f"{one.label} ({key}) is no KPI of the warehouse, it comes from {one.source}; give it in "
        f'a results file as {{"{key}": {{"value": "…", "target": null}}}}'
    )


def result_of(answer: Answer, reader: Reader) -> Result:
    """The answer as a result; without a value, the answer's note says why."""
    source = f"warehouse {reader.load.fingerprint[:12]}, as of {answer.as_of}"
    if answer.as_of < answer.period.last_on:
        source += ", while the period still runs"
    if answer.maturity is not None and answer.maturity < 1:
        grown = Fraction(answer.maturity * PERCENT)
        source += f", {grown.numerator // grown.denominator} % of the cohort old enough"
    value = _exact(answer)
    target = None if answer.target is None else Fraction(answer.target)
    reason = (answer.note or "no data") if value is None else ""
    return Result(value, target, reason, source)


def _exact(answer: Answer) -> Fraction | None:
    """The value without rounding: a ratio is divided anew, as its Decimal ends after 28 digits."""
    if answer.value is None:
        return None
    if answer.numerator is not None and answer.denominator:
        return Fraction(answer.numerator) / Fraction(answer.denominator)
    return Fraction(answer.value)
