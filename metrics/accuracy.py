"""The recipe of forecast accuracy: frozen forecasts against what was booked in the end."""

from collections.abc import Mapping
from decimal import Decimal

from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.bench import ZERO, Bench, Headline, Needs, cell_of, no_parts
from metrics.handed import FrozenForecast
from metrics.periods import Period
from metrics.question import Cell

# Half way through a quarter: its pipeline is known, and there is time to act.
DEFAULT_WEEK = 7


def accuracy_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """The bookings of every window of the period that has ended."""
    windows = _windows(cell.period, bench)
    return {window.name: cell_of("bookings", window, cell) for window in windows}


def accuracy(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Actual bookings less the absolute errors, over actual bookings; bias beside."""
    week = bench.week or DEFAULT_WEEK
    if not answers:
        return Parts(None, None, 0, maturity=None, note=_why_none(cell.period, bench))
    said = {one.window: one for one in _seen(bench) if one.week == week}
    missing = [name for name in answers if name not in said]
    if missing:
        note = f"no data: no forecast of {', '.join(missing)} was frozen in week {week}"
        return Parts(None, None, 0, maturity=None, note=note + _other_weeks(missing[0], bench))
    unbooked = no_parts(answers, *answers)
    if unbooked:
        return unbooked
    actual = {name: answer.value or ZERO for name, answer in answers.items()}
    errors = [said[name].value - came for name, came in actual.items()]
    total, off = sum(actual.values(), ZERO), sum(map(abs, errors), ZERO)
    inside = [_is_inside(said[name], came) for name, came in actual.items()]
    beside = {
        "bias": sum(errors, ZERO) / total if total > 0 else None,
        "forecast": sum((said[name].value for name in actual), ZERO),
        "actual": total,
        "week": week,
        "inside_range": sum(one is True for one in inside),
        "with_range": sum(one is not None for one in inside),
    }
    return Parts(total - off, total, len(actual), beside=beside)


def _is_inside(said: FrozenForecast, came: Decimal) -> bool | None:
    if said.low is None or said.high is None:
        return None
    return said.low <= came <= said.high


def _seen(bench: Bench) -> list[FrozenForecast]:
    """The forecasts frozen of days that the as-of can see."""
    return [one for one in bench.handed.forecasts if one.as_of <= bench.view.as_of]


def _windows(period: Period, bench: Bench) -> list[Period]:
    """The windows to hold forecasts against: ended by the as-of, oldest first."""
    calendar, frozen = bench.view.calendar, {one.window for one in _seen(bench)}
    if not frozen:
        return []
    if period.name in frozen:
        found = [period]
    elif period.grain == "all":
        found = [window for name in sorted(frozen) if _is_quarter(window := calendar.parse(name))]
    else:
        found = [window for window in calendar.each(period, "quarter") if _is_quarter(window)]
    return [window for window in found if window.end_on_exclusive <= bench.view.end_on]


def _is_quarter(window: Period) -> bool:
    return window.grain == "quarter"


def _why_none(period: Period, bench: Bench) -> str:
    """Why there is no window to look at."""
    if not _seen(bench):
        return (
            f"no data: no forecast was frozen by {bench.view.as_of}; "
            "`python -m metrics forecast freeze` freezes one a week"
        )
    if period.end_on_exclusive > bench.view.end_on:
        return f"no data: no window with a frozen forecast has ended in {period.name} yet"
    return f"no data: no forecast of {period.name} or of a quarter in it was frozen"


def _other_weeks(window: str, bench: Bench) -> str:
    """'; frozen in weeks 3, 5', or nothing."""
    weeks = sorted({one.week for one in _seen(bench) if one.window == window})
    return f"; frozen in week {', '.join(map(str, weeks))}" if weeks else ""
