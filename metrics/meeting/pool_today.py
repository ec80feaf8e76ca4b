"""What the plan in force funds at the forecast: percent and nothing else, for everybody to see.

Nobody's pay is read on the way: the calculation knows no payee and no target incentive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from metrics.answer import Answer
from metrics.errors import RevenueError
from metrics.known import known
from metrics.lifecycle.gathering import entered
from metrics.lifecycle.records import Version
from metrics.lifecycle.state import State
from metrics.meeting.headlines import POOL, Moment
from metrics.money import rounded
from metrics.periods import Period
from metrics.planning.forecast import MOST_PERIODS, Forecast, Outlook, outlook
from metrics.planning.history import gather
from metrics.planning.prospect import prospect_of
from metrics.planning.results import known_keys
from metrics.pool.inputs import HUNDRED, Inputs, Span
from metrics.pool.lines import MeasureLine
from metrics.pool.plan import Plan
from metrics.pool.run import run
from metrics.pool.shares import Run
from metrics.pool.simulation import Outcome
from metrics.reader import Reader

DRAWS, SEED = 10_000, 1
# Of a share: a tenth of a point of percent is what a screen shows, and draws know no more.
_PLACES = 4


def plan_in_force(reader: Reader, state: State, day: date) -> Version | None:
    """The version in force whose period holds the day; of several the shortest period's."""
    calendar = known(reader).calendar
    held = [
        (calendar.parse(one.period).days, one.number, one)
        for one in state.versions
        if one.status == "in_force" and calendar.parse(one.period).holds(day)
    ]
    return min(held)[2] if held else None


@dataclass(frozen=True)
class Worked:
    """The pool's answer, and the calculation behind it: no run where there is no answer."""

    answer: Answer
    run: Run | None = None
    expected: Mapping[str, Forecast] = field(default_factory=lambda: MappingProxyType({}))


def pool_today(reader: Reader, state: State, moment: Moment, version: Version | None) -> Answer:
    """The pool in percent of target (1 is 100 %), P10 to P90 beside; None with the reason.

    `beside` holds each measure's KPI, weight, forecast and what it pays.
    """
    return pool_worked(reader, state, moment, version).answer


def pool_worked(reader: Reader, state: State, moment: Moment, version: Version | None) -> Worked:
    """The same with the calculation that gave it."""
    if version is None:
        return Worked(_none(moment, f"no data: no plan is in force on {moment.as_of}"))
    try:
        done, outcome, expected = _calculated(reader, state, version.plan, moment)
    except RevenueError as error:
        return Worked(_none(moment, f"no data: {error.message}"))
    told = {one.key: one for one in expected.forecasts}
    period = known(reader).calendar.parse(version.plan.period)
    return Worked(_answer(version, period, moment, done, outcome), done, told)


def _answer(
    version: Version, period: Period, moment: Moment, done: Run, outcome: Outcome
) -> Answer:
    low, high = (None, None) if outcome.is_money else (_share(outcome.p10), _share(outcome.p90))
    funding = _decimal(done.pool.funding / HUNDRED)
    return Answer(
        kpi=POOL,
        period=period,
        by=None,
        value=funding,
        numerator=funding,
        denominator=None,
        rows=len(done.funding.lines),
        as_of=moment.as_of,
        maturity=Decimal(1),
        low=low,
        high=high,
        target=Decimal(1),
        note=None,
        beside={
            "plan": version.number,
            "plan_name": version.name,
            "measures": tuple(_measure(line) for line in done.funding.lines),
        },
    )


def _calculated(
    reader: Reader, state: State, plan: Plan, moment: Moment
) -> tuple[Run, Outcome, Outlook]:
    """The run at the forecast, over the draws, and the forecasts, from what was known then.

    Raises: MissingResultError, PeriodError, PlanError with the reason.
    """
    period = known(reader).calendar.parse(plan.period)
    own = {one.key for one in plan.external}
    given = {
        key: one for key, one in entered(state, period.name).items() if key.partition("[")[0] in own
    }
    inputs = Inputs(
        results=given,
        payees=(),
        span=Span(period.start_on, period.last_on, frozenset()),
        known=known_keys(plan),
    )
    history = gather(reader, plan, MOST_PERIODS, moment.as_of)
    expected = outlook(reader, plan, history, given)
    ready = prospect_of(plan, inputs, history, expected, draws=DRAWS, seed=SEED)
    outcome = ready.outcome([Fraction(one.weight) for one in plan.measures])
    return run(plan, ready.inputs, ready.roster), outcome, expected


def _measure(line: MeasureLine) -> dict[str, object]:
    """A measure in shares: its weight, what it attains, what that pays."""
    return {
        "kpi": line.measure.kpi,
        "label": line.label,
        "weight": Decimal(line.measure.weight) / 100,
        "attainment": None if line.attainment is None else _decimal(line.attainment / HUNDRED),
        "payout": None if line.payout is None else _decimal(line.payout / HUNDRED),
    }


def _decimal(share: Fraction) -> Decimal:
    return rounded(Decimal(share.numerator) / Decimal(share.denominator), _PLACES)


def _share(points: float) -> Decimal:
    return rounded(Decimal(points) / 100, _PLACES)


def _none(moment: Moment, reason: str) -> Answer:
    nothing = (None, None, None)
    return Answer(
        POOL, moment.period, None, *nothing, 0, moment.as_of, None, None, None, None, reason
    )
