"""The basis of a period from what was decided and what the warehouse says: read once, exact.

Source: docs/decisions/0018-a-change-inside-a-period.md
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from metrics.errors import PlanError
from metrics.known import known
from metrics.kpi import Flow
from metrics.lifecycle.basis import Basis, Paid, PlanPart
from metrics.lifecycle.records import Treatment
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.lifecycle.takers import Carried, takers
from metrics.periods import DAY, FiscalCalendar, Period
from metrics.planning.individual import individual_results
from metrics.planning.results import (
    known_keys,
    refuse_missing_external,
    results_from_warehouse,
    wants_of,
)
from metrics.pool.inputs import KnownKey, Payee, Result, Results, Span
from metrics.pool.plan import Plan
from metrics.reader import Reader
from metrics.registry import all_kpis

# What is added up day by day: sums and counts.
GROWING = frozenset(
    one.key for one in all_kpis() if isinstance(one.method, Flow) and one.is_additive
)


@dataclass(frozen=True)
class PlanDays:
    """A plan and the days of the period that it holds, both ends inside."""

    plan: Plan
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Held:
    """The plans that hold in a period and how a change between them is treated."""

    treatment: Treatment
    plans: tuple[PlanDays, ...]


def held_in(state: State, period: Period) -> Held:
    """The plans in force for the period; the treatment signed last holds for all of it.

    Raises: Refused unsigned where no plan is in force.
    """
    versions = state.plans_of(period.name)
    if not versions:
        raise Refused(
            "unsigned", f"no plan is in force for {period.name}: both heads sign one first"
        )
    return _held_by([(one.plan, one.effective_on, one.treatment) for one in versions], period)


def held_with(state: State, period: Period, terms: tuple[str, date, Treatment], plan: Plan) -> Held:
    """The plans that would hold in the period once this one is in force too, on these terms."""
    _, on, treatment = terms
    stand = [(one.plan, one.effective_on, one.treatment) for one in state.plans_of(period.name)]
    return _held_by([*stand, (plan, on, treatment)], period)


def _held_by(versions: Sequence[tuple[Plan, date, Treatment]], period: Period) -> Held:
    """The plans of versions, at least one, in the order in which they came in force."""
    starts: list[tuple[date, Plan]] = [(period.start_on, versions[0][0])]
    for plan, effective_on, treatment in versions[1:]:
        on = min(max(effective_on, period.start_on), period.last_on)
        if treatment == "whole" or on == period.start_on:
            starts = [(period.start_on, plan)]
        else:
            starts = [*(one for one in starts if one[0] < on), (on, plan)]
    ends = [*(on - DAY for on, _ in starts[1:]), period.last_on]
    plans = tuple(PlanDays(plan, on, end) for (on, plan), end in zip(starts, ends, strict=True))
    return Held(versions[-1][2] if len(plans) > 1 else "whole", plans)


@dataclass(frozen=True)
class Source:
    """Where results come from: a load, seen as of a day."""

    reader: Reader
    as_of: date


def basis_of(source: Source, state: State, period: Period, held: Held, carried: Carried) -> Basis:
    """Everything that the pay of the period depends on, as the load has it.

    Raises: MissingResultError for a figure a plan needs, PayeeError for a payee without a rate,
    Refused no_payees where nobody is to be paid.
    """
    payees = payees_of(source.reader, state, period, held.plans[-1].plan, carried)
    if not payees:
        raise Refused(
            "no_payees", f"nobody is to be paid for {period.name}: finance loads the payees"
        )
    own = [one.payee for one in payees]
    asked = _Asked(source, period, own, entered(state, period.name))
    return Basis(
        period.name,
        period.start_on,
        period.last_on,
        held.treatment,
        tuple(asked.part(one, held.treatment) for one in held.plans),
        payees,
        carried.carry_over,
    )


def entered(state: State, period: str) -> dict[str, Result]:
    """The external figures that finance has entered for the period, by key."""
    found = {}
    for (name, key), event in state.results.items():
        if name == period:
            target = event.body.get("target")
            found[key] = Result(
                Fraction(str(event.body["value"])),
                None if target is None else Fraction(str(target)),
                "",
                f"{event.body['source']}, entered by {event.actor}",
            )
    return found


@dataclass(frozen=True)
class _Asked:
    """One reading of the warehouse for a period."""

    source: Source
    period: Period
    payees: Sequence[Payee]
    external: Mapping[str, Result]

    def part(self, held: PlanDays, treatment: Treatment) -> PlanPart:
        """One plan with its results, over the whole period or over its own days."""
        plan = held.plan
        whole = self._results(plan, self.period)
        results, first_on, last_on = whole, self.period.start_on, self.period.last_on
        if treatment == "segments":
            first_on, last_on = held.first_on, held.last_on
            days = FiscalCalendar(self.source.reader.load.workspace).span(first_on, last_on)
            results = _paced(self._results(plan, days), whole, days, self.period)
        span = Span(first_on, last_on, self._workdays(plan, first_on, last_on))
        return PlanPart(plan, held.first_on, held.last_on, span, results, _known(plan, results))

    def _results(self, plan: Plan, days: Period) -> Results:
        own = {one.key for one in plan.external}
        external = {key: one for key, one in self.external.items() if key.partition("[")[0] in own}
        refuse_missing_external(plan, external)
        reader, as_of = self.source.reader, self.source.as_of
        found = results_from_warehouse(reader, plan, days, as_of, external)
        people = individual_results(reader, plan, self.payees, days, as_of)
        return {**people, **found}

    def _workdays(self, plan: Plan, first_on: date, last_on: date) -> frozenset[date]:
        if plan.proration.days != "workdays":
            return frozenset()
        days = known(self.source.reader).working_days
        return frozenset(day for day in days if first_on <= day <= last_on)


def _paced(part: Results, whole: Results, days: Period, period: Period) -> dict[str, Result]:
    """Results of a part of the period against the whole period's targets.

    What is added up day by day counts at the pace of the part; a rate or a state as it is.
    """
    pace = Fraction(period.days, days.days)
    found = {}
    for key, one in part.items():
        target = whole[key].target
        if one.value is None or key.partition("[")[0] not in GROWING:
            found[key] = replace(one, target=target)
            continue
        said = f"{one.source}, {days.name} x {period.days}/{days.days} days"
        found[key] = Result(one.value * pace, target, one.reason, said)
    return found


def _known(plan: Plan, results: Results) -> dict[str, KnownKey]:
    """What the plan's keys were called; only those it reads."""
    used = {want.kpi for want in wants_of(plan)} | {key.partition("[")[0] for key in results}
    return {key: one for key, one in known_keys(plan).items() if key in used}


def payees_of(
    reader: Reader, state: State, period: Period, plan: Plan, carried: Carried
) -> tuple[Paid, ...]:
    """Who is paid for the period, with the rate of its first day and lines of earlier periods.

    Raises: PayeeError for a payee without a rate.
    """
    rates = rates_to(reader, plan.currency, period.start_on)
    return takers(state, period, plan.currency, rates, carried)


def rates_to(reader: Reader, currency: str, on: date) -> dict[str, Fraction]:
    """What turns each currency into the plan's on a day; none where the plan's has no rate."""
    rates = dict(known(reader).rates.on(on))
    own = rates.get(currency)
    if own is None:
        return {}
    return {name: Fraction(rate) / Fraction(own) for name, rate in rates.items()}


def refuse_unlike(held: Held, period: Period) -> None:
    """Refuses a change whose parts cannot be paid.

    Raises: PlanError for another currency, or whole months cut by "segments".
    """
    currencies = sorted({one.plan.currency for one in held.plans})
    if len(currencies) > 1:
        raise PlanError(
            f"plans of {period.name} pay in {' and '.join(currencies)}; a change inside a period "
            "keeps the currency"
        )
    months = any(one.plan.proration.days == "months" for one in held.plans)
    if held.treatment == "segments" and months:
        cut = [one.first_on for one in held.plans if one.first_on.day != 1]
        if cut:
            raise PlanError(
                f"a plan of {period.name} counts whole months and the change on {cut[0]} cuts "
                "one; let it begin on the first of a month, or blend by days"
            )
