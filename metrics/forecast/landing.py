"""Where bookings of windows land, with range, target, parts, back-tests and calibration.

Source: docs/decisions/0021-where-bookings-land.md
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.compute import bench_of
from metrics.errors import NothingDatedError, PeriodError
from metrics.forecast.bands import bands
from metrics.forecast.estimate import LEAST_FOR_RANGE
from metrics.forecast.line import MOST, Line
from metrics.forecast.moments import Mark, days_left, mark_with, week_of, windows_before
from metrics.forecast.record import Record
from metrics.forecast.records import VERSION, Forecast
from metrics.forecast.snapshot import snapshots
from metrics.known import Known, known
from metrics.periods import DAY, Period
from metrics.question import Question, check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope

NO_HISTORY = "this load has no opportunity history, only versions derived from deals' dates"


@dataclass(frozen=True)
class Ask:
    """A window, and the day from whose end it is looked at."""

    window: Period
    as_of: date


def forecast(
    reader: Reader, window: Period | None = None, as_of: date | None = None, scope: Scope = ALL
) -> Forecast:
    """Where the bookings of the window land; by default the fiscal quarter of the as-of.

    Raises: PeriodError for a window without an end or a load without a date; ScopeError.
    """
    of_load = known(reader)
    seen = as_of or of_load.data_date
    if seen is None:
        raise NothingDatedError
    asked = Ask(window or of_load.calendar.containing(seen, "quarter"), seen)
    return forecasts(reader, (asked,), scope)[0]


def forecasts(reader: Reader, asks: Sequence[Ask], scope: Scope = ALL) -> tuple[Forecast, ...]:
    """The forecast of each ask, in their order; the facts are read once for all of them.

    Raises: PeriodError for a window without an end; ScopeError for an unknown dimension.
    """
    if not asks:
        return ()
    if any(ask.window.grain == "all" for ask in asks):
        raise PeriodError(
            "'all' never ends, so nothing lands there; choose a period such as 2026-Q4"
        )
    check_dimensions(kpi("bookings"), (), scope)
    check_dimensions(kpi("open_pipeline"), (), scope)
    of_load = known(reader)
    latest = max(ask.as_of for ask in asks)
    view = bench_of(reader, Question((), (), scope, as_of=latest)).view
    chains = [_chain(of_load, ask) for ask in asks]
    record = Record.read(reader, view)
    found = {}
    if reader.load.has_real_history:
        found = snapshots(reader, (mark for chain in chains for mark in chain), view)
    lines = [Line(chain, found, record) for chain in chains]
    return tuple(_forecast(reader, ask, scope, line) for ask, line in zip(asks, lines, strict=True))


def _chain(of_load: Known, ask: Ask) -> tuple[Mark, ...]:
    """The ask's moment, and the same moment of the windows before it, latest first."""
    now = Mark(ask.window, ask.as_of + DAY)
    left = days_left(of_load, now)
    marks = [now]
    for window in windows_before(of_load.calendar, ask.window, MOST):
        mark = mark_with(of_load, window, left)
        if mark is None:
            break
        marks.append(mark)
    return tuple(marks)


def _forecast(reader: Reader, ask: Ask, scope: Scope, line: Line) -> Forecast:
    of_load = known(reader)
    has_history, is_over = reader.load.has_real_history, _is_over(ask)
    said = line.landing(0) if has_history and not is_over else None
    parts = said.parts if said else (line.booked(0),)
    value = said.value if said else line.booked(0).amount if is_over else None
    learned = line.learned(0) if said else ()
    estimate = line.estimate(0) if said else None
    price = estimate.odds.price if estimate else None
    return Forecast(
        window=ask.window,
        as_of=ask.as_of,
        scope=scope,
        week=week_of(ask.window, ask.as_of, of_load.calendar),
        value=value,
        low=said.low if said else value,
        high=said.high if said else value,
        target=of_load.targets.value(kpi("bookings"), ask.window, scope.members()),
        parts=parts,
        rows=sum(part.rows for part in parts),
        price=None if price is None else Decimal(price.numerator) / price.denominator,
        past=tuple(line.marks[place].window.name for place in learned),
        tests=line.tests(0) if said else (),
        bands=bands(line, 0) if said else (),
        note=_note(ask, has_history, learned),
        fingerprint=reader.load.fingerprint,
        version=VERSION,
    )


def _is_over(ask: Ask) -> bool:
    return ask.as_of >= ask.window.last_on


def _note(ask: Ask, has_history: bool, learned: Sequence[int]) -> str | None:
    """Why there is no number, or no range; None where both are told."""
    if _is_over(ask):
        return f"{ask.window.name} has ended: it landed where it is booked"
    if not has_history:
        return NO_HISTORY
    unit = "window" if ask.window.grain in ("span", "day") else ask.window.grain
    if not learned:
        return (
            f"no past {unit} was recorded deal by deal from this moment on: nothing to learn from"
        )
    if len(learned) < LEAST_FOR_RANGE:
        return f"too few past {unit}s: no range ({len(learned)} of {LEAST_FOR_RANGE})"
    return None
