"""How composed KPIs are made of other KPIs' answers; none computes a number of its own twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TypeAlias

from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.known import Known
from metrics.kpi import Kpi
from metrics.methods import default_window
from metrics.periods import DAY, Period
from metrics.question import Cell
from metrics.registry import part
from metrics.sql.view import View

# The parts that a cell needs, by a name of the recipe's own.
Needs: TypeAlias = dict[str, Cell]
Headline: TypeAlias = Callable[[Cell], Answer | None]
PAST_PERIODS = 8
ZERO = Decimal(0)


@dataclass(frozen=True)
class Bench:
    """What a recipe works with: the view, what is known of the load, and its targets."""

    view: View
    known: Known
    growth_goal: Decimal
    has_real_history: bool

    def target(self, kpi: Kpi, period: Period, member: tuple[str, ...]) -> Decimal | None:
        """The target of `kpi` for the scope and one member of the split."""
        members = dict(self.view.scope.members())
        for dimension, name in zip(self.view.grouping, member, strict=True):
            members[dimension] = (name,)
        return self.known.targets.value(kpi, period, members)


@dataclass(frozen=True)
class Recipe:
    """`needs` names the cells, in rounds: a round may look at the headline of cells known.

    `compose` makes the parts of the answer from one member's answers.
    """

    needs: Callable[[Cell, Bench, Headline], Needs]
    compose: Callable[[Cell, Bench, tuple[str, ...], Mapping[str, Answer]], Parts]


def _cell(key: str, period: Period, cell: Cell, window: Period | None = None) -> Cell:
    return Cell(part(key), period, window, cell.within)


def _missing(answers: Mapping[str, Answer], *names: str) -> Parts | None:
    """The parts of no answer, when one of the answers is none; says which and why."""
    for name in names:
        if answers[name].value is None:
            label = part(answers[name].kpi).label.lower()
            return Parts(None, None, 0, maturity=None, note=f"{label}: {answers[name].note}")
    return None


def _growth_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    if cell.period.grain == "all":
        return {}
    calendar = bench.view.calendar
    seen = calendar.to_date(cell.period, bench.view.as_of)
    return {
        "now": _cell("bookings", seen, cell),
        "base": _cell("bookings", calendar.year_before(seen), cell),
    }


def _growth(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Growth against the same dates a year before; from nothing or less it means nothing."""
    if not answers:
        return Parts(None, None, 0, maturity=None, note="'all' has no year before")
    missing = _missing(answers, "now", "base")
    if missing:
        return missing
    now, base = answers["now"].value or ZERO, answers["base"].value or ZERO
    beside = {"bookings": now, "base": base, "goal": bench.growth_goal}
    rows = answers["now"].rows
    if base <= 0:
        return Parts(None, base, rows, beside=beside, note=cell.kpi.nothing)
    return Parts(now - base, base, rows, beside=beside)


def _attainment_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """Bookings, and for a period that still runs those of up to eight periods before it."""
    needs = {"booked": _cell("bookings", cell.period, cell)}
    view, known = bench.view, bench.known
    if not cell.period.holds(view.as_of) or cell.period.grain == "all":
        return needs
    count = known.working_day_count(cell.period.start_on, view.end_on)
    for number, past in enumerate(_past(cell.period, bench, "booking", "booked_on")):
        cut_on = known.day_after_working_days(past, count)
        needs[f"whole_{number}"] = _cell("bookings", past, cell)
        if cut_on > past.start_on:
            so_far = view.calendar.span(past.start_on, cut_on - DAY)
            needs[f"so_far_{number}"] = _cell("bookings", so_far, cell)
    return needs


def _past(period: Period, bench: Bench, fact: str, dated_by: str) -> list[Period]:
    """Up to eight whole periods before, none that starts before the records do."""
    extent = bench.known.extents.get((fact, dated_by))
    past: list[Period] = []
    earlier = period
    while extent is not None and len(past) < PAST_PERIODS:
        earlier = bench.view.calendar.previous(earlier)
        if earlier.end_on_exclusive <= extent[0]:
            break
        past.append(earlier)
    return past


def _attainment(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Bookings over target, with the pace beside."""
    target = bench.target(part("bookings"), cell.period, member)
    missing = _missing(answers, "booked")
    if missing:
        return missing
    booked = answers["booked"].value or ZERO
    rows = answers["booked"].rows
    if not target:
        return Parts(None, None, rows, maturity=None, note=cell.kpi.nothing)
    beside: dict[str, object] = {"booked": booked, "target": target}
    for name, share in (
        ("pace", _expected_share(answers, cell, bench)),
        ("linear_pace", _linear_share(cell, bench)),
    ):
        beside[name] = booked / (target * share) if share else None
        beside[f"{name}_share"] = share
    return Parts(booked, target, rows, beside=beside)


def _expected_share(answers: Mapping[str, Answer], cell: Cell, bench: Bench) -> Decimal | None:
    """The part of a period's bookings that was booked by this business day, in the past."""
    if bench.view.end_on >= cell.period.end_on_exclusive:
        return Decimal(1)
    whole = sum((a.value or ZERO for n, a in answers.items() if n.startswith("whole_")), ZERO)
    so_far = sum((a.value or ZERO for n, a in answers.items() if n.startswith("so_far_")), ZERO)
    return so_far / whole if whole > 0 else None


def _linear_share(cell: Cell, bench: Bench) -> Decimal | None:
    """The part of the period's business days that have passed."""
    start, known = cell.period.start_on, bench.known
    in_all = known.working_day_count(start, cell.period.end_on_exclusive)
    passed = known.working_day_count(start, bench.view.cut_on(cell.period))
    return Decimal(passed) / in_all if in_all else None


def _coverage_window(cell: Cell, bench: Bench) -> Period:
    """The window to be covered; 'all' has no target."""
    if isinstance(cell.window, Period):
        return cell.window
    return bench.view.calendar.all if cell.window else default_window(cell, bench.view)


def _coverage_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    window, view = _coverage_window(cell, bench), bench.view
    cut_on = view.cut_on(cell.period)
    needs = {"open": _cell("open_pipeline", cell.period, cell, window)}
    if cut_on > window.start_on:
        last_on = min(window.last_on, cut_on - DAY)
        needs["booked"] = _cell("bookings", view.calendar.span(window.start_on, last_on), cell)
    # What was needed is said for the present only: past weeks would each need eight more.
    if cut_on != view.end_on or window.grain == "all" or not bench.has_real_history:
        return needs
    shift = cut_on - window.start_on
    for number, past in enumerate(_past(window, bench, "booking", "booked_on")):
        day = min(past.start_on + shift, past.end_on_exclusive - DAY)
        if past.end_on_exclusive <= view.end_on:
            eve = view.calendar.day(day - DAY)
            rest = view.calendar.span(max(day, past.start_on), past.last_on)
            needs[f"open_{number}"] = _cell("open_pipeline", eve, cell, past)
            needs[f"rest_{number}"] = _cell("bookings", rest, cell)
    return needs


def _coverage(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Open pipeline over what is still to be booked, full and needed form beside."""
    window = _coverage_window(cell, bench)
    target = bench.target(part("bookings"), window, member)
    missing = _missing(answers, *(name for name in ("open", "booked") if name in answers))
    if missing:
        return missing
    open_now = answers["open"].value or ZERO
    booked = (answers["booked"].value or ZERO) if "booked" in answers else ZERO
    rows = answers["open"].rows
    if not target:
        reason = f"there is no bookings target for {window.name}"
        return Parts(None, None, rows, maturity=None, note=reason)
    beside = {
        "full": open_now / target,
        "needed": _needed(answers),
        "target": target,
        "booked": booked,
        "open": open_now,
        "window": window.name,
    }
    to_go = target - booked
    if to_go <= 0:
        return Parts(None, to_go, rows, beside=beside, note=cell.kpi.nothing)
    return Parts(open_now, to_go, rows, beside=beside)


def _needed(answers: Mapping[str, Answer]) -> Decimal | None:
    """Open pipeline of past windows over what was booked in the rest of them."""
    numbers = [name.removeprefix("open_") for name in answers if name.startswith("open_")]
    pairs = [(answers[f"open_{n}"].value, answers[f"rest_{n}"].value) for n in numbers]
    told = [(opened, rest) for opened, rest in pairs if opened and rest]
    if not told:
        return None
    return sum((opened for opened, _ in told), ZERO) / sum((rest for _, rest in told), ZERO)


def _velocity_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    window = cell.window if isinstance(cell.window, Period) else bench.view.calendar.all
    return {
        "open": _cell("open_pipeline", cell.period, cell, window),
        "win_rate": Cell(part("win_rate"), cell.period, None, None),
        "average": Cell(part("average_deal"), cell.period, None, None),
        "cycle": Cell(part("sales_cycle_days"), cell.period, None, None),
    }


def _velocity(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Open deals x win rate x average deal over the cycle in days."""
    missing = _missing(answers, "open", "win_rate", "average", "cycle")
    if missing:
        return missing
    opened = answers["open"].rows
    rate, average, days = (answers[n].value or ZERO for n in ("win_rate", "average", "cycle"))
    beside = {"open_count": opened, "win_rate": rate, "average_deal": average, "cycle_days": days}
    sample = min(answers[name].rows for name in ("win_rate", "average", "cycle"))
    if days <= 0:
        return Parts(None, days, opened, beside=beside, note=cell.kpi.nothing)
    return Parts(opened * rate * average, days, opened, sample=sample, beside=beside)


def _cost_needs(thing: str, counted: str) -> Callable[[Cell, Bench, Headline], Needs]:
    def needs(cell: Cell, bench: Bench, headline: Headline) -> Needs:
        found = {
            "spend": _cell("spend", cell.period, cell),
            "count": _cell(counted, cell.period, cell),
        }
        # The lag is one number for the whole; the members of a split have no form of their own.
        if bench.view.grouping or cell.period.grain == "all":
            return found
        found["lag"] = _cell(f"days_to_{thing}", cell.period, cell)
        lag = headline(found["lag"])
        if lag is not None and lag.value is not None:
            shift = timedelta(days=int(lag.value))
            seen = bench.view.calendar.to_date(cell.period, bench.view.as_of)
            earlier = bench.view.calendar.span(seen.start_on - shift, seen.last_on - shift)
            found["lagged"] = _cell("spend", earlier, cell)
        return found

    return needs


def _cost_compose(
    count_of: Callable[[Answer], Decimal | None],
) -> Callable[[Cell, Bench, tuple[str, ...], Mapping[str, Answer]], Parts]:
    def compose(
        cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
    ) -> Parts:
        missing = _missing(answers, "spend")
        if missing:
            return missing
        count = count_of(answers["count"])
        if count is None:
            note = f"{part(answers['count'].kpi).label.lower()}: {answers['count'].note}"
            return Parts(None, None, 0, maturity=None, note=note)
        beside: dict[str, object] = {}
        if "lag" in answers:
            lagged = answers["lagged"].value if "lagged" in answers else None
            beside["lag_days"] = answers["lag"].value
            beside["lagged"] = lagged / count if lagged is not None and count else None
        return Parts(answers["spend"].value, count, int(count), sample=int(count), beside=beside)

    return compose


def _recipe_of_cost(
    thing: str, counted: str, count_of: Callable[[Answer], Decimal | None]
) -> Recipe:
    return Recipe(_cost_needs(thing, counted), _cost_compose(count_of))


RECIPES: Mapping[str, Recipe] = {
    "bookings_growth": Recipe(_growth_needs, _growth),
    "bookings_attainment": Recipe(_attainment_needs, _attainment),
    "pipeline_coverage": Recipe(_coverage_needs, _coverage),
    "sales_velocity": Recipe(_velocity_needs, _velocity),
    "cost_per_sales_ready_lead": _recipe_of_cost(
        "sales_ready_lead", "sales_ready_leads", lambda answer: answer.value
    ),
    "cost_per_opportunity": _recipe_of_cost(
        "opportunity", "created_win_rate", lambda answer: answer.denominator
    ),
    "cost_per_won": _recipe_of_cost("won", "win_rate", lambda answer: answer.numerator),
}
