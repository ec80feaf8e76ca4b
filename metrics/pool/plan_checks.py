"""Whether a plan contradicts itself or asks for what is not known; the first fault is named."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from metrics.pool.curve_checks import curve_faults
from metrics.pool.funding_checks import funding_faults
from metrics.pool.inputs import KnownKey, result_key
from metrics.pool.key_checks import (
    Fault,
    Known,
    is_of_registry,
    key_fault,
    known_key,
    negative,
    never_paid_fault,
    unit_fault,
    with_externals,
)
from metrics.pool.plan import External, Gate, Kicker, Measure, Plan, Rounding
from metrics.pool.plan_fields import Path, entry_name, fault, number_text, one_line
from metrics.pool.sharing_checks import (
    bound_faults,
    share_faults,
    split_faults,
    time_faults,
    to_hundred,
)

FORMS = "2026-Q4, 2026-11, 2026-W47, 2026 or 2026-10-01..2026-12-31"
SHAPES = r"\d{4}|\d{4}-Q[1-4]|\d{4}-(0[1-9]|1[0-2])"
FINEST, COARSEST_MONEY, FINEST_MONEY = 9, -9, 2


def checked(plan: Plan, known: Known) -> Plan:
    """The plan itself when it holds against the known keys, its own external ones among them.

    `known` are the registry's KPIs, payable or not, and the keys of a results file.
    Raises: PlanError, one sentence on the first fault in the document's order.
    """
    for path, said in _faults(plan, known):
        raise fault(plan.name, path, said)
    return plan


def _faults(plan: Plan, registry: Known) -> Iterator[Fault]:
    """Every fault of the plan, in the order of the document."""
    known = with_externals(plan, registry)
    yield from _head(plan)
    yield from funding_faults(plan.funding, known)
    yield from _measures(plan, known)
    yield from _external(plan.external, registry)
    for place, gate in enumerate(plan.gates, 1):
        yield from _mark(gate, (entry_name("gates", place, gate.kpi),), known)
    for place, kicker in enumerate(plan.kickers, 1):
        yield from _kicker(kicker, (entry_name("kickers", place, kicker.kpi),), known)
    yield from _combine(plan)
    yield from _rounding(plan.rounding)
    yield from split_faults(plan.split)
    yield from share_faults(plan.allocation)
    yield from _individual(plan, known)
    yield from bound_faults(plan.allocation)
    yield from time_faults(plan)


def _head(plan: Plan) -> Iterator[Fault]:
    if not _is_period(plan.period):
        yield ("period",), f"'{plan.period}' is no period to pay for; write {FORMS}"
    if not re.fullmatch(r"[A-Z]{3}", plan.currency):
        said = f"'{plan.currency}' is no currency code; write three capitals such as EUR"
        yield ("currency",), said


def _is_period(text: str) -> bool:
    """Whether the text has a period's form; which days it means, the fiscal calendar says."""
    if not text.isascii():
        return False
    if re.fullmatch(SHAPES, text):
        return int(text[:4]) > 0
    try:
        if week := re.fullmatch(r"(\d{4})-W(\d{2})", text):
            date.fromisocalendar(int(week.group(1)), int(week.group(2)), 1)
            return True
        if span := re.fullmatch(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", text):
            return date.fromisoformat(span.group(1)) <= date.fromisoformat(span.group(2))
    except ValueError:
        return False
    return False


def _measures(plan: Plan, known: Known) -> Iterator[Fault]:
    """What is wrong with each measure, then with all of them."""
    if not plan.measures:
        if plan.funding.method == "target_incentives":
            yield ("measures",), "there are none; add one, or set the funding's method to fixed"
        return
    yield from _listed("measures", plan.measures, (), known, plan.combine.method == "payouts")


def _listed(
    field: str, measures: Sequence[Measure], inside: Path, known: Known, is_by_curve: bool
) -> Iterator[Fault]:
    """Faults of a list of measures; the weights of the list sum to 100."""
    seen: dict[str, int] = {}
    for place, measure in enumerate(measures, 1):
        path = (*inside, entry_name(field, place, measure.kpi))
        yield from _measure(measure, path, known, is_by_curve)
        first = seen.setdefault(result_key(measure.kpi, measure.scope), place)
        if first != place:
            yield path, f"measure {first} pays by it too; put their weights into one"
    total = sum((measure.weight for measure in measures), Decimal(0))
    if total != 100:
        said = f"weights sum to {number_text(total)}, not 100; {to_hundred(total)}"
        yield (*inside, field), said


def _measure(measure: Measure, path: Path, known: Known, is_by_curve: bool) -> Iterator[Fault]:
    if said := key_fault(measure.kpi, known):
        yield (*path, "kpi"), said
    yield from negative(path, {"weight": measure.weight})
    if is_by_curve:
        for said in curve_faults(measure, known_key(measure.kpi, known)):
            yield (*path, "points"), said
    elif measure.points:
        said = "combine by attainments has one curve for all; move the points to [combine]"
        yield (*path, "points"), said
    if measure.limit:
        yield from _limit(measure, (*path, "limit"), known)
    for name, value in measure.scope:
        if not name.strip() or not value.strip():
            yield (*path, "scope"), 'it is empty; write it such as {region = "EMEA"}'


def _limit(measure: Measure, path: Path, known: Known) -> Iterator[Fault]:
    own = known_key(measure.kpi, known)
    if measure.limit == measure.kpi and not measure.scope:
        yield path, f"'{measure.limit}' cannot limit itself; name another KPI or remove it"
    if said := key_fault(measure.limit, known):
        yield path, said
    if own and (said := unit_fault(measure.limit, own.unit, f"'{measure.kpi}'", known)):
        yield path, said


def _external(external: Sequence[External], registry: Known) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for place, one in enumerate(external, 1):
        path = (entry_name("external", place, one.key),)
        first = seen.setdefault(one.key, place)
        if not re.fullmatch(r"[A-Za-z]\w*", one.key, re.ASCII):
            said = f"'{one_line(one.key)}' is no key; write letters, digits and _, a letter first"
            yield (*path, "key"), said
        elif first != place:
            yield (*path, "key"), f"external figure {first} has it too; keep one of them"
        elif barred := never_paid_fault(one.key):
            yield (*path, "key"), barred
        elif is_of_registry(one, registry):
            yield (*path, "key"), f"a KPI is called '{one.key}' already; choose another key"
        for field, text in (("label", one.label), ("source", one.source)):
            if not text.strip():
                mend = "the name that people read" if field == "label" else "where it comes from"
                yield (*path, field), f"it is empty; write {mend}"


def _mark(one: Gate | Kicker, path: Path, known: Known) -> Iterator[Fault]:
    """Faults of the KPI and the mark of a gate or a kicker."""
    if said := key_fault(one.kpi, known):
        yield (*path, "kpi"), said
    if (one.at_least is None) == (one.at_most is None):
        both = "at_least and at_most are both there; keep one of them"
        neither = "neither at_least nor at_most is there; write one of them"
        yield path, neither if one.at_least is None else both
    found: KnownKey | None = known_key(one.kpi, known)
    if found and found.better == "higher" and one.at_most is not None:
        yield (*path, "at_most"), f"higher is better for {one.kpi}; write at_least"
    if found and found.better == "lower" and one.at_least is not None:
        yield (*path, "at_least"), f"lower is better for {one.kpi}; write at_most"


def _kicker(kicker: Kicker, path: Path, known: Known) -> Iterator[Fault]:
    yield from _mark(kicker, path, known)
    if kicker.points <= 0:
        said = f"{number_text(kicker.points)} adds nothing; write the points it adds, above 0"
        yield (*path, "points"), said


def _combine(plan: Plan) -> Iterator[Fault]:
    path = ("combine", "points")
    if plan.combine.method == "payouts":
        if plan.combine.points:
            yield path, "method payouts does not read them; remove them or set it to attainments"
        return
    if not plan.measures:
        yield ("combine", "method"), "there are no measures to combine; set it to payouts"
        return
    for said in curve_faults(plan.combine, None, is_higher=True):
        yield path, said


def _rounding(rounding: Rounding) -> Iterator[Fault]:
    for field in ("attainment", "measure", "weighted", "funding", "proration"):
        places = getattr(rounding, field)
        if places != "none" and not 0 <= places <= FINEST:
            yield ("rounding", field), f'{places} is out of range; write 0 to {FINEST} or "none"'
    if not COARSEST_MONEY <= rounding.money <= FINEST_MONEY:
        said = f"{rounding.money} is out of range; write {COARSEST_MONEY} to {FINEST_MONEY}"
        yield ("rounding", "money"), said


def _individual(plan: Plan, known: Known) -> Iterator[Fault]:
    """Faults of the individual measures; their scope is the payee, so they name none."""
    individual = plan.allocation.individual
    for place, measure in enumerate(individual, 1):
        if measure.scope:
            path = ("allocation", entry_name("individual", place, measure.kpi), "scope")
            yield path, "an individual measure looks at the payee alone; leave it out"
    if individual:
        yield from _listed("individual", individual, ("allocation",), known, True)
