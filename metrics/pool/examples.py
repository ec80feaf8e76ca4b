"""Worked examples of a plan: results and payees made up for it, paid by the real calculation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from metrics.pool.inputs import HUNDRED, ONE, Inputs, Payee, Result, Span, Terms, result_key
from metrics.pool.key_checks import Known, known_key, with_externals
from metrics.pool.plan import Gate, Kicker, Measure, Plan, Points
from metrics.pool.run import run
from metrics.pool.shares import Run

Case = Literal["threshold", "target", "top"]
TITLES: Mapping[Case, tuple[str, str]] = {
    "threshold": (
        "Example: at threshold",
        "Every measure just reaches the first point of its curve.",
    ),
    "target": (
        "Example: at target",
        "Every measure comes to what its curve pays 100 for, or to the point nearest to it.",
    ),
    "top": (
        "Example: at the top",
        "Every measure comes to the last point of its curve, and every kicker is reached.",
    ),
}
# What a target is in an example when nothing in the plan says how large results are.
USUAL_TARGET = {
    "money": Fraction(1_000_000),
    "percent": Fraction(1, 4),
    "days": Fraction(40),
    "hours": Fraction(40),
    "ratio": Fraction(3),
}
FULL_TARGET, JOINER_TARGET = Fraction(10_000), Fraction(6_000)
WEEKEND = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Example:
    """One worked example: what is assumed (the run's inputs) and what comes of it."""

    title: str
    said: str
    run: Run


def examples_of(plan: Plan, known: Known, span: Span) -> tuple[Example, ...]:
    """The plan at threshold, at target and at the top, each with a joiner in mid-period."""
    return tuple(
        Example(*TITLES[case], run(plan, _inputs(plan, known, span, case))) for case in TITLES
    )


def inputs_for(
    plan: Plan, known: Known, span: Span, results: Mapping[str, Result], payees: tuple[Payee, ...]
) -> Inputs:
    """The inputs of an example: the plan's days, its keys, and what is assumed."""
    days = span
    if plan.proration.days == "workdays" and not span.workdays:
        count = (span.last_on - span.first_on).days + 1
        every = (span.first_on + number * ONE_DAY for number in range(count))
        week = frozenset(day for day in every if day.weekday() < WEEKEND)
        days = Span(span.first_on, span.last_on, week)
    return Inputs(results, payees, days, known=with_externals(plan, known))


def joined_on(span: Span) -> date:
    """The day the joiner starts: a first of a month near the middle, else the middle."""
    middle = span.first_on + (span.last_on - span.first_on) / 2
    first = middle.replace(day=1)
    return first if first > span.first_on else middle


def example_payee(
    name: str, team: str, target: Fraction, joined: date | None, individual: Fraction | None
) -> Payee:
    """A payee of an example: full time, modifier 1, from `joined` on or the whole period."""
    terms = Terms(joined, None, team, "", ONE, target, ONE, individual, True)
    return Payee(name, (terms,))


def individual_payout(plan: Plan) -> Fraction | None:
    """The individual payout assumed, in percent points; None where all rides on the pool."""
    return HUNDRED if plan.allocation.pool_share < 100 else None


def _inputs(plan: Plan, known: Known, span: Span, case: Case) -> Inputs:
    figures = _Figures(plan, with_externals(plan, known), case)
    return inputs_for(plan, known, span, figures.results(), tuple(_payees(plan, span)))


def _payees(plan: Plan, span: Span) -> Iterator[Payee]:
    """One payee a team, or one alone, and one who joins in mid-period."""
    own = individual_payout(plan)
    # A plan that pays in ten thousands needs targets that it does not round away.
    size = 10 ** max(0, -plan.rounding.money)
    teams = [team for team, percent in plan.split.teams if percent > 0] or [""]
    digits = len(str(len(teams)))
    for number, team in enumerate(teams, 1):
        yield example_payee(f"Payee {number:0{digits}d}", team, size * FULL_TARGET, None, own)
    joined = joined_on(span)
    yield example_payee("Payee who joins", teams[0], size * JOINER_TARGET, joined, own)


class _Figures:
    """The results that an example assumes, one a key."""

    def __init__(self, plan: Plan, known: Known, case: Case) -> None:
        self._plan, self._known, self._case = plan, known, case
        self._found: dict[str, Result] = {}

    def results(self) -> dict[str, Result]:
        """Every result the plan reads: measures first, then what else it looks at."""
        for measure in self._plan.measures:
            self._put(result_key(measure.kpi, measure.scope), *self._result(measure))
        for measure in self._plan.measures:
            if measure.limit:
                own = self._found[result_key(measure.kpi, measure.scope)].value
                self._put(result_key(measure.limit, measure.scope), own, None)
        for kpi in [gate.kpi for gate in self._plan.gates]:
            self._put(kpi, self._marked(kpi), None)
        for kpi in [kicker.kpi for kicker in self._plan.kickers]:
            self._put(kpi, self._marked(kpi), None)
        funding = self._plan.funding
        if funding.method == "share":
            last = funding.tiers[-1]
            amount = last.end if last.end is not None else 2 * last.start or 1_000_000
            self._put(funding.kpi, Fraction(amount), None)
        if funding.afford.kpi:
            ample = 10 * max(Fraction(funding.amount), Fraction(100_000))
            self._put(funding.afford.kpi, Fraction(funding.afford.floor) + ample, None)
        return self._found

    def _put(self, key: str, value: Fraction | None, target: Fraction | None) -> None:
        self._found.setdefault(key, Result(value, target, "", "assumed for this example"))

    def _result(self, measure: Measure) -> tuple[Fraction, Fraction | None]:
        """The measure's result and target, in the KPI's unit."""
        is_combined = self._plan.combine.method == "attainments"
        points = self._plan.combine.points if is_combined else measure.points
        is_by_target = is_combined or measure.basis == "target"
        at_target = (HUNDRED if is_combined else ONE) if is_by_target else None
        position = position_of(points, self._case, at_target)
        if not is_by_target:
            return position, None
        target = self._target(measure)
        times = position / HUNDRED if is_combined else position
        is_down = len(points) > 1 and points[1][0] < points[0][0]
        if self._is_lower(measure.kpi) and not is_down:
            times = 2 - times
        return times * target, target

    def _target(self, measure: Measure) -> Fraction:
        """A target such that the gates on the KPI are passed where it is reached."""
        marks = [gate for gate in self._plan.gates if gate.kpi == measure.kpi and not measure.scope]
        least = [Fraction(gate.at_least) for gate in marks if gate.at_least is not None]
        most = [Fraction(gate.at_most) for gate in marks if gate.at_most is not None]
        if least and max(least) > 0:
            return 2 * max(least)
        if most and min(most) > 0:
            return min(most) / 2
        found = known_key(measure.kpi, self._known)
        return USUAL_TARGET.get(found.unit if found else "", HUNDRED)

    def _is_lower(self, kpi: str) -> bool:
        found = known_key(kpi, self._known)
        return found is not None and found.better == "lower"

    def _marked(self, kpi: str) -> Fraction:
        """A result that passes the gates on the KPI; its kickers are reached at the top only."""
        gates = [gate for gate in self._plan.gates if gate.kpi == kpi]
        kickers = [kicker for kicker in self._plan.kickers if kicker.kpi == kpi]
        marks: list[Gate | Kicker] = [*gates, *(kickers if self._case == "top" else ())]
        if not marks:
            return _short_of(kickers[0])
        least = [Fraction(mark.at_least) for mark in marks if mark.at_least is not None]
        most = [Fraction(mark.at_most) for mark in marks if mark.at_most is not None]
        return max(least) if least else min(most)


def position_of(points: Points, case: Case, at_target: Fraction | None) -> Fraction:
    """Where on the curve's result axis an example stands."""
    if case == "threshold":
        return Fraction(points[0][0])
    if case == "top":
        return Fraction(points[-1][0])
    if at_target is not None:
        return at_target
    return Fraction(min(points, key=lambda point: abs(point[1] - 100))[0])


def _short_of(mark: Kicker) -> Fraction:
    """A result that does not reach the mark: half of it, or one beside it."""
    if mark.at_least is not None:
        least = Fraction(mark.at_least)
        return least / 2 if least > 0 else least - 1
    most = Fraction(mark.at_most or 0)
    return most * 2 if most > 0 else most + 1
