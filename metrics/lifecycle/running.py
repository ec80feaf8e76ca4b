"""A period that is not closed yet: its pay by what is known, as expected, and at the next step."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from metrics.errors import MissingResultError, PeriodError
from metrics.lifecycle.basis import Basis, PlanPart
from metrics.lifecycle.calculation import Calculation, calculate
from metrics.lifecycle.carried import carried_into
from metrics.lifecycle.gathering import GROWING, Source, basis_of, held_in
from metrics.lifecycle.periods import Moment, source_of
from metrics.lifecycle.state import State
from metrics.lifecycle.statements import Step, line_of
from metrics.periods import Period
from metrics.planning.forecast import MOST_PERIODS, outlook
from metrics.planning.history import gather
from metrics.pool.inputs import ZERO, Result
from metrics.pool.lines import MeasureLine
from metrics.pool.marginal import in_unit
from metrics.pool.whatif import curve_of, key_of
from metrics.reader import Reader


@dataclass(frozen=True)
class Running:
    """An open period: by what is known so far, and as expected at its end.

    `expected` is None once the period has ended, or with `why_not` where nothing tells it.
    """

    period: Period
    as_of: date
    now: Calculation
    expected: Calculation | None
    why_not: str

    @property
    def best(self) -> Calculation:
        """The calculation to look ahead from: as expected, else by what is known."""
        return self.expected or self.now

    @property
    def is_over(self) -> bool:
        """Whether the period has ended and the data was loaded after that."""
        return self.as_of >= self.period.last_on


def running(reader: Reader, state: State, name: str, moment: Moment) -> Running:
    """An open period as the published load has it.

    Raises: Refused where no plan is in force or nobody is paid; MissingResultError.
    """
    period = moment.period(name)
    is_over = reader.load.published_at >= moment.calendar.moment(period.end_on_exclusive)
    so_far = Source(reader, min(moment.today, reader.load.data_date or moment.today))
    source = source_of(reader, period) if is_over else so_far
    as_of = source.as_of
    basis = basis_of(source, state, period, held_in(state, period), carried_into(state, period))
    now = calculate(basis)
    if is_over:
        return Running(period, as_of, now, None, "the period has ended")
    try:
        ahead = replace(basis, parts=_expected_parts(reader, basis))
        return Running(period, as_of, now, calculate(ahead), "")
    except (MissingResultError, PeriodError) as error:
        # A young company has no past to expect anything from; what is known still stands.
        return Running(period, as_of, now, None, error.message)


def _expected_parts(reader: Reader, basis: Basis) -> tuple[PlanPart, ...]:
    """The parts with forecasts in the place of results; parts that are over stay as they are."""
    if basis.treatment != "segments":
        return tuple(
            replace(part, results={**part.results, **_forecasts(reader, part)})
            for part in basis.parts
        )
    last = basis.parts[-1]
    share = Fraction(last.days, basis.days)
    results = dict(last.results)
    for key, whole in _forecasts(reader, last).items():
        value = whole.value
        if value is not None and key.partition("[")[0] in GROWING:
            value = (value - _counted(basis, key)) / share
        results[key] = replace(whole, value=value)
    return (*basis.parts[:-1], replace(last, results=results))


def _forecasts(reader: Reader, part: PlanPart) -> dict[str, Result]:
    history = gather(reader, part.plan, MOST_PERIODS)
    return dict(outlook(reader, part.plan, history, part.results).results())


def _counted(basis: Basis, key: str) -> Fraction:
    """What the parts before the last have brought in."""
    found = ZERO
    for part in basis.parts[:-1]:
        result = part.results.get(key)
        if result is not None and result.value is not None:
            found += result.value * part.days / basis.days
    return found


def next_steps(calculation: Calculation, person_id: str) -> tuple[Step, ...]:
    """What reaching each measure's next breakpoint would add to this payee, one by one."""
    before = line_of(calculation, person_id).payout
    found = []
    for line in calculation.runs[-1].funding.lines:
        at = _next(line)
        if at is None or line.result is None or line.measure.weight <= 0:
            continue
        reached = calculate(_reaching(calculation.basis, key_of(line), at))
        adds = line_of(reached, person_id).payout - before
        found.append(Step(key_of(line), line.label, line.unit, line.result, at, adds))
    return tuple(found)


def _next(line: MeasureLine) -> Fraction | None:
    """The result at the measure's next breakpoint toward better, in the KPI's unit."""
    curve = curve_of(line)
    if curve is None or line.position is None:
        return None
    point = curve.next_breakpoint(line.position)
    return None if point is None else in_unit(line, point.result)


def _reaching(basis: Basis, key: str, value: Fraction) -> Basis:
    """The basis with another result; with "segments" only in the part that still runs."""
    last = len(basis.parts) - 1
    parts = [
        replace(part, results={**part.results, key: replace(part.results[key], value=value)})
        if key in part.results and (place == last or basis.treatment != "segments")
        else part
        for place, part in enumerate(basis.parts)
    ]
    return replace(basis, parts=tuple(parts))
