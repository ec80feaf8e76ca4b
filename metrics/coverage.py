"""The recipe of pipeline coverage: what is open over what is still to be booked."""

from collections.abc import Mapping
from decimal import Decimal

from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.bench import ZERO, Bench, Headline, Needs, cell_of, no_parts, past_periods
from metrics.methods import default_window
from metrics.periods import DAY, Period
from metrics.question import Cell
from metrics.registry import part


def _coverage_window(cell: Cell, bench: Bench) -> Period:
    """The window to be covered; 'all' has no target."""
    if isinstance(cell.window, Period):
        return cell.window
    return bench.view.calendar.all if cell.window else default_window(cell, bench.view)


def coverage_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """The open pipeline and bookings of the window, and those of up to eight before it."""
    window, view = _coverage_window(cell, bench), bench.view
    cut_on = view.cut_on(cell.period)
    needs = {"open": cell_of("open_pipeline", cell.period, cell, window)}
    if cut_on > window.start_on:
        last_on = min(window.last_on, cut_on - DAY)
        needs["booked"] = cell_of("bookings", view.calendar.span(window.start_on, last_on), cell)
    # What was needed is said for the present only: past weeks would each need eight more.
    if cut_on != view.end_on or window.grain == "all" or not bench.has_real_history:
        return needs
    shift = cut_on - window.start_on
    for number, past in enumerate(past_periods(window, bench)):
        day = min(past.start_on + shift, past.end_on_exclusive - DAY)
        if past.end_on_exclusive <= view.end_on:
            eve = view.calendar.day(day - DAY)
            rest = view.calendar.span(max(day, past.start_on), past.last_on)
            needs[f"open_{number}"] = cell_of("open_pipeline", eve, cell, past)
            needs[f"rest_{number}"] = cell_of("bookings", rest, cell)
    return needs


def coverage(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Open pipeline over what is still to be booked, full and needed form beside."""
    window = _coverage_window(cell, bench)
    target = bench.target(part("bookings"), window, member)
    missing = no_parts(answers, *(name for name in ("open", "booked") if name in answers))
    if missing:
        return missing
    open_now = answers["open"].value or ZERO
    booked = (answers["booked"].value or ZERO) if "booked" in answers else ZERO
    rows = answers["open"].rows
    if not target:
        reason = "there is no bookings target for this window"
        return Parts(open_now, None, rows, reason=reason)
    beside = {
        "full": open_now / target,
        "needed": _needed(answers),
        "target": target,
        "booked": booked,
        "open": open_now,
        "window": window.name,
    }
    return Parts(open_now, target - booked, rows, beside=beside)


def _needed(answers: Mapping[str, Answer]) -> Decimal | None:
    """Open pipeline of past windows over what was booked in the rest of them."""
    numbers = [name.removeprefix("open_") for name in answers if name.startswith("open_")]
    pairs = [(answers[f"open_{n}"].value, answers[f"rest_{n}"].value) for n in numbers]
    told = [(opened, rest) for opened, rest in pairs if opened and rest]
    if not told:
        return None
    return sum((opened for opened, _ in told), ZERO) / sum((rest for _, rest in told), ZERO)
