"""What one more unit of each KPI is worth in pool money, and where the next jump is.

Exact. Money where payees are known or the pool is fixed or a share; percent points of target
otherwise. Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from metrics.pool.affordability import after_bonus, is_after_bonus
from metrics.pool.figures import named, value_of
from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.lines import GateLine, KickerLine, MeasureLine
from metrics.pool.whatif import Prospects, curve_of, key_of, rate_at, slope_of


@dataclass(frozen=True)
class Ahead:
    """The next breakpoint toward better: where, how far, and what the pool gains by reaching it."""

    result: Fraction
    distance: Fraction
    money: Fraction


@dataclass(frozen=True)
class Jump:
    """A result at which the pool jumps, in the KPI's unit, and by how much, before any bound."""

    result: Fraction
    points: Fraction  # percent points of the measure's payout
    money: Fraction


@dataclass(frozen=True)
class Marginal:
    """One measure: pool money per unit of improvement of its KPI at the forecast.

    0 has a `reason`. `ahead` is None where nothing better is paid more.
    """

    key: str
    label: str
    unit: str
    result: Fraction | None
    per_unit: Fraction
    reason: str
    ahead: Ahead | None
    cliffs: tuple[Jump, ...]


@dataclass(frozen=True)
class Mark:
    """A gate or kicker: the mark, how far the forecast is on its better side, and its money.

    `margin` is below 0 where the mark is missed. `money` is the pool with the mark reached less
    the pool without, everything else at the forecast.
    """

    kind: str  # 'gate' or 'kicker'
    key: str
    label: str
    unit: str
    mark: Fraction
    is_reached: bool
    margin: Fraction
    money: Fraction


def marginal(prospects: Prospects) -> tuple[Marginal, ...]:
    """The measures with weight in the plan's order, then the KPI that the pool is a share of."""
    held = bound_by(prospects)
    found = [
        _marginal(prospects, line, held)
        for line in prospects.funding.lines
        if line.measure.weight > 0
    ]
    if prospects.plan.funding.method == "share":
        found.append(_share(prospects, held))
    return tuple(found)


def _share(prospects: Prospects, held: str) -> Marginal:
    """What a unit more of the shared KPI adds by itself."""
    terms = prospects.plan.funding
    kpi = value_of(prospects.plan, prospects.inputs, terms.kpi, "the share", "or fund otherwise")
    factor = max(prospects.funding.funding, ZERO) / HUNDRED
    rate = factor * rate_at(terms, kpi)
    if is_after_bonus(terms):
        rate = factor * rate_at(terms, after_bonus(terms.tiers, kpi, factor))
        rate /= 1 + rate
    name = named(prospects.plan, prospects.inputs, terms.kpi)
    # A gate lowers the funding, not what a share of it is worth.
    reason = "" if held.startswith("gate") else held
    per_unit = ZERO if reason else rate
    return Marginal(
        key=terms.kpi,
        label=f"{name.label}, shared",
        unit=name.unit,
        result=kpi,
        per_unit=per_unit,
        reason="" if per_unit else reason or "no slice of the tiers pays here",
        ahead=None,
        cliffs=(),
    )


def bound_by(prospects: Prospects) -> str:
    """Why one more percent point of payout would not raise the pool; '' where it would."""
    funding, terms, pool = prospects.funding, prospects.plan.funding, prospects.pool
    ceilings = [gate for gate in funding.gates if not gate.is_passed]
    for gate in ceilings:
        if funding.with_kickers >= gate.ceiling == funding.after_gates:
            return f"gate {gate.gate.kpi} is missed: {gate.gate.otherwise.replace('_', ' ')}"
    base = HUNDRED if terms.method == "target_incentives" else prospects.target_pool
    reached = funding.funding if terms.method == "target_incentives" else pool.funded
    if base is not None and reached is not None:
        if terms.cap and reached >= Fraction(terms.cap) * base / HUNDRED:
            return "the pool is at its cap"
        if terms.floor and reached < Fraction(terms.floor) * base / HUNDRED:
            return "the pool is at its floor"
    if pool.limited is not None and pool.affordable is not None:
        bound = prospects.money_after_gates(funding.after_gates + 1)
        if terms.afford.kpi and pool.affordable <= pool.limited and bound == pool.affordable:
            return f"{terms.afford.kpi} affords no more"
    return ""


def _marginal(prospects: Prospects, line: MeasureLine, held: str) -> Marginal:
    slope = slope_of(prospects.plan, prospects.funding, line)
    weight = Fraction(line.measure.weight) / HUNDRED
    reason = held or slope.reason
    per_unit = ZERO if held else slope.better * weight * prospects.money_per_point()
    return Marginal(
        key=key_of(line),
        label=line.label,
        unit=line.unit,
        result=line.result,
        per_unit=per_unit,
        reason="" if per_unit else reason,
        ahead=_ahead(prospects, line),
        cliffs=tuple(_cliffs(prospects, line)),
    )


def _ahead(prospects: Prospects, line: MeasureLine) -> Ahead | None:
    """The measure's next point, and the pool that the engine pays there."""
    curve = curve_of(line)
    if curve is None or line.position is None or line.result is None:
        return None
    point = curve.next_breakpoint(line.position)
    if point is None:
        return None
    result = in_unit(line, point.result)
    gained = prospects.changed({key_of(line): result}).money() - prospects.money()
    return Ahead(result, abs(result - line.result), gained)


def in_unit(line: MeasureLine, position: Fraction) -> Fraction:
    """A position on the curve's axis as a result in the KPI's unit."""
    curve = curve_of(line)
    if line.measure.basis == "value" or line.target is None or curve is None:
        return position
    # Ascending points of a KPI that is better lower are read at 2 - result / target.
    is_turned = line.is_lower_better and not curve.is_descending
    return (2 - position if is_turned else position) * line.target


def _cliffs(prospects: Prospects, line: MeasureLine) -> Iterator[Jump]:
    curve = curve_of(line)
    if curve is None:
        return
    weight = Fraction(line.measure.weight) / HUNDRED
    for cliff in curve.cliffs():
        money = cliff.size * weight * prospects.money_per_point()
        yield Jump(in_unit(line, cliff.result), cliff.size, money)


def marks(prospects: Prospects) -> tuple[Mark, ...]:
    """Every gate and kicker with the money that hangs on it, in the plan's order."""
    funding = prospects.funding
    found = [_gate(prospects, gate) for gate in funding.gates]
    return (*found, *(_kicker(prospects, line) for line in funding.kickers))


def _gate(prospects: Prospects, line: GateLine) -> Mark:
    funding = prospects.funding
    others = [gate.ceiling for gate in funding.gates if gate is not line and not gate.is_passed]
    passed = prospects.money_after_gates(min([funding.with_kickers, *others]))
    missed = prospects.money_after_gates(min([funding.with_kickers, line.ceiling, *others]))
    mark, margin = _margin(line.gate.at_least, line.gate.at_most, line.result)
    return Mark(
        kind="gate",
        key=line.gate.kpi,
        label=line.label,
        unit=line.unit,
        mark=mark,
        is_reached=line.is_passed,
        margin=margin,
        money=passed - missed,
    )


def _kicker(prospects: Prospects, line: KickerLine) -> Mark:
    funding = prospects.funding
    points = Fraction(line.kicker.points)
    without = funding.with_kickers - line.points
    ceilings = [gate.ceiling for gate in funding.gates if not gate.is_passed]
    reached = prospects.money_after_gates(min([without + points, *ceilings]))
    missed = prospects.money_after_gates(min([without, *ceilings]))
    mark, margin = _margin(line.kicker.at_least, line.kicker.at_most, line.result)
    return Mark(
        kind="kicker",
        key=line.kicker.kpi,
        label=line.label,
        unit=line.unit,
        mark=mark,
        is_reached=line.is_reached,
        margin=margin,
        money=reached - missed,
    )


def _margin(
    at_least: object | None, at_most: object | None, result: Fraction
) -> tuple[Fraction, Fraction]:
    """The mark, and by how much the result is on its better side."""
    if at_least is not None:
        mark = Fraction(str(at_least))
        return mark, result - mark
    mark = Fraction(str(at_most))
    return mark, mark - result
