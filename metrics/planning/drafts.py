"""A draft edited on a screen: its terms as typed rows and back, each refusal one sentence.

Typed results are in what people read: percent of target on basis "target", percent for rates,
the KPI's own unit otherwise.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from metrics.errors import PlanError
from metrics.planning.results import known_keys
from metrics.pool.inputs import KnownKey
from metrics.pool.plan import Gate, Kicker, Measure, Plan
from metrics.pool.plan_checks import checked
from metrics.pool.reading import plan_json

HUNDRED, ONE = Decimal(100), Decimal(1)
Otherwise = Literal["zero", "half", "cap_at_target"]
Row = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class MarkRow:
    """A gate or kicker as typed: the mark in what people read, and what hangs on it.

    `ends` is a gate's outcome when it is missed, `points` what a kicker adds.
    """

    kpi: str
    at_least: Decimal | None
    at_most: Decimal | None
    ends: str = ""
    points: Decimal | None = None


def terms_hash(plan: Plan) -> str:
    """What of a plan does not move with its weights, as a hash."""
    kept = _TERMS.get(id(plan))
    if kept is None or kept[0] is not plan:
        if len(_TERMS) >= _MOST_TERMS:
            _TERMS.clear()
        kept = _TERMS[id(plan)] = (plan, _terms_hash(plan))
    return kept[1]


# By object: a run asks some ten times for the same few plans, which nobody changes in place.
_TERMS: dict[int, tuple[Plan, str]] = {}
_MOST_TERMS = 64


def _terms_hash(plan: Plan) -> str:
    even = tuple(measure.model_copy(update={"weight": Decimal(0)}) for measure in plan.measures)
    text = plan_json(plan.model_copy(update={"measures": even}))
    return hashlib.sha256(text.encode()).hexdigest()


def weights_key(plan: Plan) -> str:
    """What of a plan its terms' hash leaves out: the weights, in their plainest form."""
    return " ".join(f"{measure.weight.normalize():f}" for measure in plan.measures)


def scale_of(measure: Measure, known: Mapping[str, KnownKey]) -> Decimal:
    """What a result of the measure's curve is multiplied by to be read: 100 for shares."""
    return HUNDRED if measure.basis == "target" else mark_scale(measure.kpi, known)


def mark_scale(kpi: str, known: Mapping[str, KnownKey]) -> Decimal:
    """The same for the mark of a gate or kicker."""
    found = known.get(kpi)
    return HUNDRED if found is not None and found.unit == "percent" else ONE


def point_rows(measure: Measure, known: Mapping[str, KnownKey]) -> tuple[Row, ...]:
    """The measure's points as people read them."""
    scale = scale_of(measure, known)
    return tuple((result * scale, payout) for result, payout in measure.points)


def with_points(plan: Plan, place: int, rows: Sequence[Row]) -> Plan:
    """The plan with other points of one measure, as typed; empty rows fall away.

    Raises: PlanError where the curve cannot be read, or a row lacks a figure.
    """
    measure = plan.measures[place]
    scale = scale_of(measure, known_keys(plan))
    points = []
    for number, (result, payout) in enumerate(rows, 1):
        if result is None and payout is None:
            continue
        if result is None or payout is None:
            raise PlanError(f"point {number} has one figure; type the result and what it pays")
        points.append((result / scale, payout))
    measures = list(plan.measures)
    measures[place] = measure.model_copy(update={"points": tuple(points)})
    return sound(plan.model_copy(update={"measures": tuple(measures)}))


def gate_rows(plan: Plan, known: Mapping[str, KnownKey]) -> tuple[MarkRow, ...]:
    """The plan's gates as people read them."""
    return tuple(
        MarkRow(one.kpi, *_read(one, mark_scale(one.kpi, known)), ends=one.otherwise)
        for one in plan.gates
    )


def kicker_rows(plan: Plan, known: Mapping[str, KnownKey]) -> tuple[MarkRow, ...]:
    """The plan's kickers as people read them."""
    return tuple(
        MarkRow(one.kpi, *_read(one, mark_scale(one.kpi, known)), points=one.points)
        for one in plan.kickers
    )


def with_gates(plan: Plan, rows: Sequence[MarkRow]) -> Plan:
    """The plan with these gates. Raises: PlanError where one does not hold."""
    known = known_keys(plan)
    gates = []
    for number, row in enumerate(rows, 1):
        least, most = _written(row, known, f"gate {number}")
        gates.append(Gate(kpi=row.kpi, at_least=least, at_most=most, otherwise=_ends(row, number)))
    return sound(plan.model_copy(update={"gates": tuple(gates)}))


def with_kickers(plan: Plan, rows: Sequence[MarkRow]) -> Plan:
    """The plan with these kickers. Raises: PlanError where one does not hold."""
    known = known_keys(plan)
    kickers = []
    for number, row in enumerate(rows, 1):
        least, most = _written(row, known, f"kicker {number}")
        if row.points is None:
            raise PlanError(f"kicker {number} adds no points; type how many")
        kickers.append(Kicker(kpi=row.kpi, at_least=least, at_most=most, points=row.points))
    return sound(plan.model_copy(update={"kickers": tuple(kickers)}))


def sound(plan: Plan) -> Plan:
    """The plan. Raises: PlanError where it contradicts itself or names what is not known."""
    return checked(plan, known_keys(plan))


def _ends(row: MarkRow, number: int) -> Otherwise:
    for one in ("zero", "half", "cap_at_target"):
        if row.ends == one:
            return one
    raise PlanError(f"gate {number} says nothing of a missed mark; choose what is paid then")


def _read(mark: Gate | Kicker, scale: Decimal) -> tuple[Decimal | None, Decimal | None]:
    least, most = mark.at_least, mark.at_most
    return (
        None if least is None else least * scale,
        None if most is None else most * scale,
    )


def _written(
    row: MarkRow, known: Mapping[str, KnownKey], name: str
) -> tuple[Decimal | None, Decimal | None]:
    """The mark in the KPI's own unit. Raises: PlanError without a KPI or without one mark."""
    if not row.kpi:
        raise PlanError(f"{name} names no KPI; choose one or take the row out")
    if (row.at_least is None) == (row.at_most is None):
        raise PlanError(f"{name} has one mark, at least or at most; type exactly one")
    scale = mark_scale(row.kpi, known)
    return (
        None if row.at_least is None else row.at_least / scale,
        None if row.at_most is None else row.at_most / scale,
    )
