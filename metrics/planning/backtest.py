"""A plan re-run on closed periods: what its weights would have funded on those periods' targets.

Basis "target" reads each period's own target by itself. Points in the KPI's own unit, and the
marks of gates and kickers, are moved by the ratio of that period's target to the plan period's:
a mark set for this year's size says nothing about last year's. Exactly the same, and what is
done here, is to bring the result and its target to the plan period's size and leave the plan as
it stands. Without both targets, points and marks stand as they are, and the row says so.
Source: docs/decisions/0016-where-a-plans-figures-come-from.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from metrics.errors import MissingResultError
from metrics.periods import Period
from metrics.planning.history import History
from metrics.pool.funding import fund, measure_lines
from metrics.pool.inputs import ONE, Inputs, KnownKey, Result, Results, Span, result_key
from metrics.pool.lines import Funding, GateLine, KickerLine, MeasureLine, Pool
from metrics.pool.plan import Measure, Plan
from metrics.pool.pool_money import pool_of
from metrics.pool.roster import Roster


@dataclass(frozen=True)
class BacktestLine:
    """One measure in a closed period: figures in the KPI's own unit, the rest percent points.

    `moved_by` is the factor on the plan's points; 1 where they stand as they are.
    """

    measure: Measure
    key: str
    result: Result
    attainment: Fraction | None
    payout: Fraction | None
    weighted: Fraction | None
    moved_by: Fraction


@dataclass(frozen=True)
class BacktestRow:
    """One closed period under the plan; no funding: `reason` says why, and it is never 0.

    `funding` is in percent points, within floor and cap. `target_pool` and `pool` are money in
    the plan's currency for the roster given: today's people and targets, not that period's.
    Results of gates and kickers are as brought to the plan period's size; `moved_by` holds the
    factor under each key that has one.
    """

    period: Period
    lines: tuple[BacktestLine, ...]
    gates: tuple[GateLine, ...]
    kickers: tuple[KickerLine, ...]
    weighted_sum: Fraction | None
    funding: Fraction | None
    target_pool: Fraction | None
    pool: Fraction | None
    reason: str
    moved_by: Mapping[str, Fraction]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Backtest:
    """The plan on every period of a history, oldest first."""

    plan: Plan
    history: History
    known: Mapping[str, KnownKey]
    rows: tuple[BacktestRow, ...]

    @property
    def fundings(self) -> tuple[Fraction, ...]:
        """The fundings in percent points of the periods that have one, oldest first."""
        return tuple(row.funding for row in self.rows if row.funding is not None)


def replay(
    plan: Plan, history: History, known: Mapping[str, KnownKey], roster: Roster | None = None
) -> Backtest:
    """`plan` on the results of `history`; reads nothing, so a draft can be replayed at will."""
    rows = tuple(_row(plan, history, place, known, roster) for place in range(len(history.periods)))
    return Backtest(plan, history, known, rows)


@dataclass(frozen=True)
class _Moved:
    """What a period's figures are divided by, per result key, to stand at the plan's size."""

    by: Mapping[str, Fraction]
    notes: tuple[str, ...]

    def of(self, key: str) -> Fraction:
        """The factor of a key; 1 where nothing moves."""
        return self.by.get(key, ONE)


def _row(
    plan: Plan,
    history: History,
    place: int,
    known: Mapping[str, KnownKey],
    roster: Roster | None,
) -> BacktestRow:
    period, own = history.periods[place], history.of(place)
    moved = _moved(plan, own, history.current)
    span = Span(period.start_on, period.last_on)
    dated = _dated(plan, period.name)
    apart = _with_own_limits(dated)
    inputs = Inputs(_at_plan_size(plan, own, moved), (), span, known=known)
    pool: Pool | None = None
    funding: Funding | None = None
    reason = ""
    try:
        funding = fund(apart, inputs)
        as_they_were = Inputs(own, (), span, known=known)
        pool = pool_of(dated, funding, roster.target_pool if roster else None, as_they_were)
    except MissingResultError as error:
        reason = error.message
    lines = funding.lines if funding else tuple(_line(apart, inputs, m) for m in apart.measures)
    return BacktestRow(
        period=period,
        lines=tuple(
            _told(measure, line, own, moved)
            for measure, line in zip(plan.measures, lines, strict=True)
        ),
        gates=funding.gates if funding else (),
        kickers=funding.kickers if funding else (),
        weighted_sum=funding.weighted_sum if funding else None,
        funding=pool.funding if pool else None,
        target_pool=pool.target_pool if pool else None,
        pool=pool.total if pool else None,
        reason=reason,
        moved_by=moved.by,
        notes=moved.notes,
    )


@lru_cache(maxsize=256)
def _dated(plan: Plan, period: str) -> Plan:
    """The plan under the period's name, so that a refusal names the period it is about."""
    return plan.model_copy(update={"period": period})


@lru_cache(maxsize=256)
def _with_own_limits(plan: Plan) -> Plan:
    """The plan whose limits are read under names of their own.

    A limit moves with the measure that it limits, also where the same KPI is a measure itself.
    """
    measures = tuple(
        measure.model_copy(update={"limit": _limit_name(measure)}) if measure.limit else measure
        for measure in plan.measures
    )
    return plan.model_copy(update={"measures": measures})


def _limit_name(measure: Measure) -> str:
    return f"{measure.limit} (limit of {measure.kpi})"


def _moved(plan: Plan, own: Results, current: Results) -> _Moved:
    """By what each key with points or marks in its own unit has moved since, and what has not."""
    by: dict[str, Fraction] = {}
    notes: dict[str, None] = {}
    is_by_value = plan.combine.method == "payouts"
    keys = [
        *(_key(one) for one in plan.measures if is_by_value and one.basis == "value"),
        *(gate.kpi for gate in plan.gates),
        *(kicker.kpi for kicker in plan.kickers),
    ]
    for key in dict.fromkeys(keys):
        then, now = _target(own, key), _target(current, key)
        if then is not None and now is not None:
            by[key] = then / now
        else:
            when = "in the plan's period" if then is not None else "in this period"
            notes[f"{key}: points and marks as they stand, as there is no target {when}"] = None
    return _Moved(by, tuple(notes))


def _key(measure: Measure) -> str:
    return result_key(measure.kpi, measure.scope)


def _target(results: Results, key: str) -> Fraction | None:
    """The target above 0 under a key."""
    target = results[key].target if key in results else None
    return target if target is not None and target > 0 else None


def _at_plan_size(plan: Plan, own: Results, moved: _Moved) -> Results:
    """The period's results as if its targets were the plan period's; limits under own names."""
    sized = {key: _divided(result, moved.of(key)) for key, result in own.items()}
    for measure in plan.measures:
        limit = result_key(measure.limit, measure.scope)
        if measure.limit and limit in own:
            by = moved.of(_key(measure))
            sized[result_key(_limit_name(measure), measure.scope)] = _divided(own[limit], by)
    return sized


def _divided(result: Result, by: Fraction) -> Result:
    if by == ONE:
        return result
    value = None if result.value is None else result.value / by
    target = None if result.target is None else result.target / by
    return Result(value, target, result.reason, result.source)


def _line(plan: Plan, inputs: Inputs, measure: Measure) -> MeasureLine | None:
    """A measure's line of a period whose funding is refused; None where this is what lacks."""
    try:
        return measure_lines(plan, inputs, (measure,))[0]
    except MissingResultError:
        return None


def _told(measure: Measure, line: MeasureLine | None, own: Results, moved: _Moved) -> BacktestLine:
    key = _key(measure)
    nothing = Result(None, None, "it is not among the results", "")
    return BacktestLine(
        measure=measure,
        key=key,
        result=own.get(key, nothing),
        attainment=line.attainment if line else None,
        payout=line.payout if line else None,
        weighted=line.weighted if line else None,
        moved_by=moved.of(key),
    )
