"""How composed KPIs are made of other KPIs' answers; none computes a number of its own twice."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal, localcontext

from metrics import acquisition
from metrics.accuracy import accuracy, accuracy_needs
from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.bench import ZERO, Bench, Headline, Needs, Recipe, cell_of, no_parts, past_periods
from metrics.coverage import coverage, coverage_needs
from metrics.kept import kept, kept_needs
from metrics.periods import DAY, Period
from metrics.question import Cell
from metrics.registry import part

# Digits enough that products of ratios are exact where it shows.
EXACT = 60


def _growth_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    if cell.period.grain == "all":
        return {}
    calendar = bench.view.calendar
    seen = calendar.to_date(cell.period, bench.view.as_of)
    return {
        "now": cell_of("bookings", seen, cell),
        "base": cell_of("bookings", calendar.year_before(seen), cell),
    }


def _growth(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Growth against the same dates a year before; from nothing or less it means nothing."""
    if not answers:
        return Parts(None, None, 0, maturity=None, note="'all' has no year before")
    missing = no_parts(answers, "now", "base")
    if missing:
        return missing
    now, base = answers["now"].value or ZERO, answers["base"].value or ZERO
    beside = {"bookings": now, "base": base, "goal": bench.growth_goal}
    return Parts(now - base, base, answers["now"].rows, beside=beside)


def _attainment_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """Bookings, and for a period that still runs those of up to eight periods before it."""
    needs = {"booked": cell_of("bookings", cell.period, cell)}
    view, known = bench.view, bench.known
    if not cell.period.holds(view.as_of) or cell.period.grain == "all":
        return needs
    count = known.working_day_count(cell.period.start_on, view.end_on)
    for number, past in enumerate(past_periods(cell.period, bench)):
        cut_on = known.day_after_working_days(past, count)
        needs[f"whole_{number}"] = cell_of("bookings", past, cell)
        if cut_on > past.start_on:
            so_far = view.calendar.span(past.start_on, cut_on - DAY)
            needs[f"so_far_{number}"] = cell_of("bookings", so_far, cell)
    return needs


def _attainment(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Bookings over target, with the pace beside."""
    target = bench.target(part("bookings"), cell.period, member)
    missing = no_parts(answers, "booked")
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


def _velocity_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    window = cell.window if isinstance(cell.window, Period) else bench.view.calendar.all
    return {
        "open": cell_of("open_pipeline", cell.period, cell, window),
        "win_rate": cell_of("win_rate", cell.period, cell),
        "average": cell_of("average_deal", cell.period, cell),
        "cycle": cell_of("sales_cycle_days", cell.period, cell),
    }


def _velocity(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Open deals x win rate x average deal over the cycle in days."""
    missing = no_parts(answers, "open", "win_rate", "average", "cycle")
    if missing:
        return missing
    opened = answers["open"].rows
    rate, average, days = (answers[n].value or ZERO for n in ("win_rate", "average", "cycle"))
    beside = {"open_count": opened, "win_rate": rate, "average_deal": average, "cycle_days": days}
    sample = min(answers[name].rows for name in ("win_rate", "average", "cycle"))
    # From the counts and sums themselves, so that only the last division rounds.
    with localcontext(prec=EXACT):
        numerator = opened * _undivided(answers["win_rate"]) * _undivided(answers["average"])
    return Parts(numerator, days, opened, sample=sample, beside=beside)


def _undivided(answer: Answer) -> Decimal:
    """The answer's ratio with every digit that the surrounding context allows."""
    return (answer.numerator or ZERO) / (answer.denominator or Decimal(1))


def _cost_needs(thing: str, counted: str) -> Callable[[Cell, Bench, Headline], Needs]:
    def needs(cell: Cell, bench: Bench, headline: Headline) -> Needs:
        found = {
            "spend": cell_of("spend", cell.period, cell),
            "count": cell_of(counted, cell.period, cell),
        }
        # The lag is one number for the whole; the members of a split have no form of their own.
        if bench.view.grouping or cell.period.grain == "all":
            return found
        found["lag"] = cell_of(f"days_to_{thing}", cell.period, cell)
        lag = headline(found["lag"])
        if lag is not None and lag.value is not None:
            shift = timedelta(days=int(lag.value))
            seen = bench.view.calendar.to_date(cell.period, bench.view.as_of)
            earlier = bench.view.calendar.span(seen.start_on - shift, seen.last_on - shift)
            found["lagged"] = cell_of("spend", earlier, cell)
        return found

    return needs


def _cost_compose(
    count_of: Callable[[Answer], Decimal | None],
) -> Callable[[Cell, Bench, tuple[str, ...], Mapping[str, Answer]], Parts]:
    def compose(
        cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
    ) -> Parts:
        missing = no_parts(answers, "spend")
        if missing:
            return missing
        count = count_of(answers["count"])
        if count is None:
            note = f"{part(answers['count'].kpi).label.lower()}: {answers['count'].note}"
            return Parts(None, None, 0, maturity=None, note=note)
        beside: dict[str, object] = {}
        if "lag" in answers:
            earlier = answers.get("lagged")
            lagged = earlier.value if earlier and earlier.rows else None
            beside["lag_days"] = answers["lag"].value
            beside["lagged"] = lagged / count if lagged is not None and count else None
        # Nothing recorded as spent is not a cost of 0: it may be booked elsewhere, or nowhere.
        reason = acquisition.NO_SPEND if count and not answers["spend"].rows else None
        return Parts(
            answers["spend"].value,
            count,
            int(count),
            sample=int(count),
            beside=beside,
            reason=reason,
        )

    return compose


def _recipe_of_cost(
    thing: str, counted: str, count_of: Callable[[Answer], Decimal | None]
) -> Recipe:
    return Recipe(_cost_needs(thing, counted), _cost_compose(count_of))


RECIPES: Mapping[str, Recipe] = {
    "bookings_growth": Recipe(_growth_needs, _growth),
    "bookings_attainment": Recipe(_attainment_needs, _attainment),
    "pipeline_coverage": Recipe(coverage_needs, coverage),
    "sales_velocity": Recipe(_velocity_needs, _velocity),
    "cost_per_sales_ready_lead": _recipe_of_cost(
        "sales_ready_lead", "sales_ready_leads", lambda answer: answer.value
    ),
    "cost_per_opportunity": _recipe_of_cost(
        "opportunity", "created_win_rate", lambda answer: answer.denominator
    ),
    "cost_per_won": _recipe_of_cost("won", "win_rate", lambda answer: answer.numerator),
    "forecast_accuracy": Recipe(accuracy_needs, accuracy),
    "commitments_kept": Recipe(kept_needs, kept),
    **acquisition.RECIPES,
}
