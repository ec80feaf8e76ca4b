"""What moves the pool of a running period: each KPI's last week, and its next breakpoint."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from metrics.errors import MissingResultError, PeriodError
from metrics.lifecycle.basis import Basis
from metrics.lifecycle.calculation import Calculation
from metrics.lifecycle.running import Running
from metrics.planning.forecast import MOST_PERIODS, outlook
from metrics.planning.history import gather
from metrics.planning.results import results_from_warehouse
from metrics.pool.inputs import HUNDRED, Result
from metrics.pool.marginal import marginal, marks
from metrics.pool.whatif import Prospects
from metrics.reader import Reader

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Moved:
    """A share of the pool: in money, and in percent points of the target pool where there is one.

    Exact, in the plan's currency.
    """

    money: Fraction
    points: Fraction | None


@dataclass(frozen=True)
class Movement:
    """One figure that the pool reads, and what it does to the pool as expected.

    `now` is what is known, `expected` the forecast for the period's end and `before` that of a
    week ago, in the KPI's unit; `week` is what the pool gained by the change of the forecast
    alone. `mark` is where more is paid next, `ahead` what the pool gains by reaching it.
    """

    kind: str  # 'measure', 'gate' or 'kicker'
    key: str
    label: str
    unit: str
    now: Fraction | None
    expected: Fraction | None
    before: Fraction | None
    week: Moved | None
    mark: Fraction | None
    ahead: Moved | None
    is_reached: bool


def movements(reader: Reader, found: Running) -> tuple[Movement, ...]:
    """The measures, then gates and kickers, of the plan that holds at the period's end.

    Empty where nothing can be expected of the period.
    """
    if found.expected is None:
        return ()
    calculation = found.expected
    done = calculation.runs[-1]
    target_pool = done.pool.target_pool
    prospects = Prospects(done.plan, done.inputs, target_pool, done.funding, done.pool)
    earlier = _week_ago(reader, calculation.basis, found.as_of - WEEK)
    scale = _Scale(_share(calculation), target_pool)
    told = _Told(found.now, calculation, earlier, prospects, scale)
    measures = tuple(
        told.movement(
            "measure",
            one.key,
            (one.label, one.unit),
            (one.ahead.result, one.ahead.money) if one.ahead else None,
        )
        for one in marginal(prospects)
        if one.key in done.inputs.results
    )
    others = tuple(
        told.movement(one.kind, one.key, (one.label, one.unit), (one.mark, one.money), one)
        for one in marks(prospects)
    )
    return measures + others


@dataclass(frozen=True)
class _Scale:
    """How money of the last plan becomes the period's, and percent points."""

    share: Fraction
    target_pool: Fraction | None

    def moved(self, money: Fraction) -> Moved:
        own = money * self.share
        points = own / self.target_pool * HUNDRED if self.target_pool else None
        return Moved(own, points)


@dataclass(frozen=True)
class _Told:
    """What is known, what is expected, and what was expected a week ago."""

    now: Calculation
    expected: Calculation
    earlier: dict[str, Result]
    prospects: Prospects
    scale: _Scale

    def movement(
        self,
        kind: str,
        key: str,
        named: tuple[str, str],
        mark: tuple[Fraction, Fraction] | None,
        reached: object = None,
    ) -> Movement:
        """One figure's movement."""
        is_reached = bool(getattr(reached, "is_reached", False))
        return Movement(
            kind,
            key,
            *named,
            _value(self.now, key),
            _value(self.expected, key),
            self._before(key),
            self._week(key),
            mark[0] if mark else None,
            self.scale.moved(mark[1]) if mark else None,
            is_reached,
        )

    def _before(self, key: str) -> Fraction | None:
        found = self.earlier.get(key)
        return None if found is None else found.value

    def _week(self, key: str) -> Moved | None:
        """The pool as expected less the pool if this one figure stood as a week ago."""
        before = self._before(key)
        if before is None or _value(self.expected, key) is None:
            return None
        gained = self.prospects.money() - self.prospects.changed({key: before}).money()
        return self.scale.moved(gained)


def _value(calculation: Calculation, key: str) -> Fraction | None:
    found = calculation.basis.parts[-1].results.get(key)
    return None if found is None else found.value


def _share(calculation: Calculation) -> Fraction:
    """The part of the period that the last plan pays for."""
    basis = calculation.basis
    return Fraction(basis.parts[-1].days, basis.days) if len(basis.parts) > 1 else Fraction(1)


def _week_ago(reader: Reader, basis: Basis, as_of: date) -> dict[str, Result]:
    """What was expected on that day; empty where the past was too short to expect anything."""
    part = basis.parts[-1]
    external = {key: one for key, one in part.results.items() if key in _external(basis)}
    try:
        history = gather(reader, part.plan, MOST_PERIODS, as_of)
        found = results_from_warehouse(reader, part.plan, history.plan_period, as_of, external)
        return dict(outlook(reader, part.plan, history, found).results())
    except (MissingResultError, PeriodError):
        # A quarter's first week has no week before it in which the plan's figures were known.
        return {}


def _external(basis: Basis) -> frozenset[str]:
    return frozenset(one.key for one in basis.plan.external)
