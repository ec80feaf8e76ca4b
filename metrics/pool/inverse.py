"""What must be true to fund 100 %: each measure alone, and all of them together in proportion.

Between two neighbouring breakpoints the funding is a straight line in the results, so the answer
is exact; where a plan rounds on the way it is found by halving, to a billionth of the step.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from metrics.pool.inputs import HUNDRED, ONE, ZERO
from metrics.pool.lines import MeasureLine
from metrics.pool.marginal import in_unit
from metrics.pool.marginal import marks as gate_and_kicker_marks
from metrics.pool.whatif import Prospects, curve_of, key_of
from metrics.pool.wording import amount, number

_FINEST = Fraction(1, 10**9)
# A curve that goes on above its last point is followed a thousand times as far as its points.
_DOUBLINGS = 10


@dataclass(frozen=True)
class Needed:
    """A result that funds 100 % with all others at the forecast, in the KPI's unit.

    Where the plan funds that much already, it is the least that still does. None: `reason`.
    """

    key: str
    label: str
    unit: str
    now: Fraction | None
    result: Fraction | None
    reason: str


@dataclass(frozen=True)
class Inverse:
    """What funds 100 %; `together` is the part by which every result improves (0.04 = 4 %)."""

    funding: Fraction  # at the forecast, percent points, before floor and cap
    alone: tuple[Needed, ...]
    together: Fraction | None
    results: Mapping[str, Fraction]  # of all measures, then; empty where there is no answer
    reason: str


@dataclass(frozen=True)
class _Path:
    """Results that move by `step` per unit of t, toward better."""

    prospects: Prospects
    lines: tuple[MeasureLine, ...]
    steps: tuple[Fraction, ...]

    def results(self, t: Fraction) -> dict[str, Fraction]:
        """The results at t, by key."""
        return {
            key_of(line): (line.result or ZERO) + t * step
            for line, step in zip(self.lines, self.steps, strict=True)
        }

    def funding(self, t: Fraction) -> Fraction:
        """The funding at t in percent points."""
        return self.prospects.changed(self.results(t)).funding.funding

    def before_gates(self, t: Fraction) -> Fraction:
        """What the measures and kickers come to at t in percent points."""
        return self.prospects.changed(self.results(t)).funding.with_kickers

    def breakpoints(self) -> list[Fraction]:
        """Where a curve bends, a limit is met, or a gate or kicker turns, in order."""
        found, turns = {ZERO}, gate_and_kicker_marks(self.prospects)
        limits = [line.limit for line in self.prospects.funding.lines if line.limit is not None]
        for line, step in zip(self.lines, self.steps, strict=True):
            now, key = line.result or ZERO, key_of(line)
            curve = curve_of(line)
            marks = [] if curve is None else [in_unit(line, p.result) for p in curve.points]
            # A measure meets its own limit, and may be the limit of another.
            marks += limits + [
                other.result
                for other in self.prospects.funding.lines
                if other.result is not None and other.measure.limit == line.measure.kpi
            ]
            marks += [mark.mark for mark in turns if mark.key == key]
            found |= {(mark - now) / step for mark in marks}
        return sorted(found | self._combined(sorted(found)))

    def _combined(self, found: Sequence[Fraction]) -> set[Fraction]:
        """Where the weighted attainment meets a point of one curve over all measures."""
        plan = self.prospects.plan
        if plan.combine.method != "attainments":
            return set()
        extra: set[Fraction] = set()
        edges = [found[0] - 1, *found, found[-1] + 1]
        for start, end in pairwise(edges):
            first = self.prospects.changed(self.results(start)).funding.weighted_sum
            last = self.prospects.changed(self.results(end)).funding.weighted_sum
            if first != last:
                extra |= {
                    start + (Fraction(x) - first) * (end - start) / (last - first)
                    for x, _ in plan.combine.points
                }
        return extra


def inverse(prospects: Prospects, aim: Fraction = HUNDRED) -> Inverse:
    """What it takes to fund `aim` percent points, from the forecast on."""
    lines = tuple(
        line
        for line in prospects.funding.lines
        if line.measure.weight > 0 and line.result is not None
    )
    alone = tuple(_alone(prospects, line, aim) for line in lines)
    ways = [_way(line) * abs(line.result or ZERO) for line in lines]
    if not lines or not all(ways):
        reason = "the plan has no measures with weight" if not lines else (
            "a result of 0 does not grow in proportion"
        )  # fmt: skip
        return Inverse(prospects.funding.funding, alone, None, {}, reason)
    path = _Path(prospects, lines, tuple(ways))
    if capped := _capped(prospects, aim):
        return Inverse(prospects.funding.funding, alone, None, {}, capped)
    t = _least(path, aim)
    reason = _short(path, aim) if t is None else _impossible(lines, path.results(t))
    if t is None or reason:
        return Inverse(prospects.funding.funding, alone, None, {}, reason)
    return Inverse(prospects.funding.funding, alone, t, path.results(t), "")


def _way(line: MeasureLine) -> Fraction:
    return -ONE if line.is_lower_better else ONE


def _alone(prospects: Prospects, line: MeasureLine, aim: Fraction) -> Needed:
    path = _Path(prospects, (line,), (_way(line),))
    if capped := _capped(prospects, aim):
        return Needed(key_of(line), line.label, line.unit, line.result, None, capped)
    t = _least(path, aim)
    reason = _short(path, aim) if t is None else _impossible((line,), path.results(t))
    result = None if t is None or reason else path.results(t)[key_of(line)]
    return Needed(key_of(line), line.label, line.unit, line.result, result, reason)


def _capped(prospects: Prospects, aim: Fraction) -> str:
    """Why the plan never funds that much, whatever its measures do."""
    cap = Fraction(prospects.plan.funding.cap)
    return f"out of reach: the plan's cap is {number(cap)} %" if 0 < cap < aim else ""


def _short(path: _Path, aim: Fraction) -> str:
    """Why no result is enough, or why none is needed."""
    points = path.breakpoints()
    span = points[-1] - points[0] + 1
    best = path.funding(points[-1] + span)
    if best >= aim:
        return f"whatever it comes to, the others fund {number(aim)} %"
    return f"out of reach: at its best it funds {number(best)} %, not {number(aim)} %"


def _impossible(lines: Sequence[MeasureLine], results: Mapping[str, Fraction]) -> str:
    """Why a KPI cannot come to what it takes."""
    for line in lines:
        result = results[key_of(line)]
        if line.unit == "percent" and result > 1 >= (line.result or ZERO):
            return f"out of reach: {line.label} would have to be {amount(result, line.unit)}"
        if result < 0 <= (line.result or ZERO):
            return f"out of reach: {line.label} would have to be below 0"
    return ""


def _least(path: _Path, aim: Fraction) -> Fraction | None:
    """The least t at which the funding is `aim` or more; None where none is, or all are."""
    points = path.breakpoints()
    span = points[-1] - points[0] + 1
    below = _far(path, points[0], -span, lambda funding: funding < aim)
    if below is None:
        return None
    edges = [below, *points]
    for before, at in pairwise(edges):
        if path.funding(at) >= aim:
            return _between(path, before, at, aim)
    beyond = _far(path, points[-1], span, lambda funding: funding >= aim)
    return None if beyond is None else _between(path, points[-1], beyond, aim)


def _far(
    path: _Path, start: Fraction, step: Fraction, is_there: Callable[[Fraction], bool]
) -> Fraction | None:
    """A t beyond every breakpoint where the funding is so; None where it never is."""
    for _ in range(_DOUBLINGS):
        if is_there(path.funding(start + step)):
            return start + step
        step *= 2
    return None


def _between(path: _Path, before: Fraction, at: Fraction, aim: Fraction) -> Fraction:
    """The least t in (before, at] that funds `aim`; the funding is one line inside."""
    if _rounds(path.prospects):
        return _halved(path, before, at, aim)
    first, second = before + (at - before) / 3, before + (at - before) * 2 / 3
    # A missed gate bends what is funded where its ceiling is met, not what the measures pay.
    low, high = path.before_gates(first), path.before_gates(second)
    if high > low:
        t = first + (aim - low) * (second - first) / (high - low)
        if before < t < at and path.funding(t) >= aim:
            return t
    return at


def _halved(path: _Path, before: Fraction, at: Fraction, aim: Fraction) -> Fraction:
    """The same where roundings make steps of the line."""
    finest = (at - before) * _FINEST
    while at - before > finest:
        middle = (before + at) / 2
        before, at = (before, middle) if path.funding(middle) >= aim else (middle, at)
    return at


def _rounds(prospects: Prospects) -> bool:
    """Whether anything is rounded on the way to the funding."""
    rounding = prospects.plan.rounding
    steps = (rounding.attainment, rounding.measure, rounding.weighted, rounding.funding)
    return any(places != "none" for places in steps)
