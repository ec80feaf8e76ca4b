"""How the pool's percent comes about, for the all-hands: exact, without a payee or an amount."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import inf
from statistics import NormalDist

from metrics.compute import answer
from metrics.known import known
from metrics.kpi import Flow, Unit
from metrics.lifecycle.records import Version
from metrics.meeting.headlines import Moment
from metrics.meeting.pool_today import Worked
from metrics.meeting.story import GateStory, KickerStory, MeasureStory, PoolStory
from metrics.money import rounded
from metrics.periods import DAY, Period
from metrics.planning.forecast import Forecast
from metrics.pool.attainment import attainment
from metrics.pool.inputs import result_key
from metrics.pool.lines import MeasureLine
from metrics.reader import Reader
from metrics.registry import all_kpis
from metrics.scope import Scope

HUNDRED = Fraction(100)
PAST_PERIODS = 8
_P90 = NormalDist().inv_cdf(0.9)
# Of amounts to the cent, of rates to the hundredth of a percent: an estimate knows no more.
_PLACES = {Unit.MONEY: 2, Unit.MONEY_PER_DAY: 2}
_OTHER_PLACES = 4
_KPIS = {one.key: one for one in all_kpis()}


@dataclass(frozen=True)
class _Where:
    """What a measure is asked for."""

    reader: Reader
    kpi: str
    scope: Scope
    period: Period
    as_of: date

    def value(self, period: Period, as_of: date) -> Decimal | None:
        """The measure's KPI in another period, or as of another day."""
        return answer(self.reader, self.kpi, period, scope=self.scope, as_of=as_of).value


def pool_story(
    reader: Reader, version: Version, moment: Moment, worked: Worked
) -> PoolStory | None:
    """The calculation behind the pool's answer; None where there is no answer."""
    done = worked.run
    if done is None:
        return None
    funding, plan = done.funding, version.plan
    period = known(reader).calendar.parse(plan.period)
    return PoolStory(
        plan=version.number,
        name=version.name,
        period=plan.period,
        measures=tuple(
            _measure(reader, period, moment.as_of, line, worked.expected) for line in funding.lines
        ),
        kickers=tuple(KickerStory(one.label, one.points) for one in funding.kickers),
        gates=tuple(GateStory(one.label, one.is_passed, one.ceiling) for one in funding.gates),
        is_of_payouts=plan.combine.method == "payouts",
        weighted_sum=funding.weighted_sum,
        with_kickers=funding.with_kickers,
        after_gates=funding.after_gates,
        floor=Fraction(plan.funding.floor),
        cap=Fraction(plan.funding.cap),
        funding=done.pool.funding,
        low=worked.answer.low,
        high=worked.answer.high,
    )


def _measure(
    reader: Reader,
    period: Period,
    as_of: date,
    line: MeasureLine,
    expected: Mapping[str, Forecast],
) -> MeasureStory:
    measure, target = line.measure, line.target
    guess = expected.get(result_key(measure.kpi, measure.scope))
    where = _Where(reader, measure.kpi, Scope(measure.scope), period, as_of)
    is_known = measure.kpi in _KPIS
    now = answer(reader, measure.kpi, period, scope=where.scope, as_of=as_of) if is_known else None
    amount = None if target is None else _amount(target, line.unit)
    return MeasureStory(
        kpi=measure.kpi,
        label=line.label,
        unit=line.unit,
        is_lower_better=line.is_lower_better,
        weight=Fraction(measure.weight),
        now=now if now is None else replace(now, target=now.target or amount),
        year_before=_year_before(where) if is_known else None,
        target=amount,
        pace=_pace(where, amount) if is_known and amount is not None else None,
        expected=None if line.result is None else _amount(line.result, line.unit),
        low=None if guess is None else _edge(guess, -_P90, line.unit),
        high=None if guess is None else _edge(guess, _P90, line.unit),
        attainment=line.attainment,
        payout=line.payout,
        weighted=line.weighted,
        points=_points(line),
        shape=measure.shape,
        below=measure.below,
        above=measure.above,
    )


def _edge(guess: Forecast, spreads: float, unit: str) -> Decimal:
    """P10 or P90 of what is expected, inside what is possible, as the draws have it."""
    at = float(guess.value) + spreads * guess.sd
    low, high = (
        -inf if guess.low is None else guess.low,
        inf if guess.high is None else guess.high,
    )
    return _amount(min(max(at, low), high), unit)


def _amount(value: Fraction | float, unit: str) -> Decimal:
    exact = Fraction(value)
    places = next((places for one, places in _PLACES.items() if one.value == unit), _OTHER_PLACES)
    return rounded(Decimal(exact.numerator) / Decimal(exact.denominator), places)


def _points(line: MeasureLine) -> tuple[tuple[Fraction, Fraction], ...]:
    """The measure's curve over percent of target; none where it has no target."""
    found = []
    for at, pays in line.measure.points:
        if line.measure.basis == "target":
            share: Fraction | None = HUNDRED * Fraction(at)
        else:
            share = attainment(Fraction(at), line.target, line.is_lower_better)
        if share is None:
            return ()
        found.append((share, Fraction(pays)))
    return tuple(sorted(found))


def _year_before(where: _Where) -> Decimal | None:
    """The same days a year before, seen as of then."""
    calendar = known(where.reader).calendar
    seen = calendar.to_date(where.period, where.as_of)
    as_of = where.as_of
    if where.period.holds(where.as_of):
        as_of = calendar.year_before(seen).last_on
    return where.value(calendar.year_before(where.period), as_of)


def _pace(where: _Where, target: Decimal) -> Decimal | None:
    """What past periods had of their end by this business day, of the target.

    None for what does not grow day by day, in a period that has ended, and without a past.
    """
    declared, of_load = _KPIS[where.kpi], known(where.reader)
    grows = isinstance(declared.method, Flow) and declared.is_additive
    if not grows or not where.period.holds(where.as_of) or where.period.last_on == where.as_of:
        return None
    passed = of_load.working_day_count(where.period.start_on, where.as_of + DAY)
    whole = so_far = Decimal(0)
    past = where.period
    for _ in range(PAST_PERIODS):
        past = of_load.calendar.previous(past)
        if of_load.off_record(declared.fact, declared.dated_by, past) is not None:
            break
        whole += where.value(past, where.as_of) or Decimal(0)
        end = of_load.day_after_working_days(past, passed)
        if end > past.start_on:
            span = of_load.calendar.span(past.start_on, end - DAY)
            so_far += where.value(span, where.as_of) or Decimal(0)
    return rounded(target * so_far / whole, 2) if whole > 0 else None
