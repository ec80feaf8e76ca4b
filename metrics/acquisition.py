"""The recipes of what a new customer costs, its payback, and the magic number."""

from collections.abc import Mapping
from decimal import Decimal

from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.bench import ZERO, Bench, Headline, Needs, Recipe, cell_of, no_parts
from metrics.periods import DAY, Period, months_earlier
from metrics.question import Cell
from metrics.registry import part
from metrics.sql.view import View

NO_SPEND = "no spend is on record in the period"
QUARTER_MONTHS, QUARTERS = 3, 4


def _cost_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    return {
        "spend": cell_of("spend", cell.period, cell),
        "count": cell_of("new_customers", cell.period, cell),
    }


def _payback_needs(cell: Cell, bench: Bench, headline: Headline) -> Needs:
    recurring = cell_of("new_recurring", cell.period, cell)
    return {**_cost_needs(cell, bench, headline), "recurring": recurring}


def _cac(cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]) -> Parts:
    """All spend over new customers."""
    missing = no_parts(answers, "spend", "count")
    if missing:
        return missing
    count = int(answers["count"].value or ZERO)
    reason = _unspent(answers, count)
    return Parts(answers["spend"].value, Decimal(count), count, sample=count, reason=reason)


def _unspent(answers: Mapping[str, Answer], count: int) -> str | None:
    """Why there is no cost although there are customers: it may be booked elsewhere, or nowhere."""
    return NO_SPEND if count and not answers["spend"].rows else None


def _payback(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Acquisition cost over the margin of a new customer's month; the customers cancel out."""
    missing = no_parts(answers, "spend", "count", "recurring")
    if missing:
        return missing
    spend, recurring = (answers[name].value or ZERO for name in ("spend", "recurring"))
    count = int(answers["count"].value or ZERO)
    if not count:
        return Parts(None, None, 0, maturity=None, note=part("new_customers").nothing)
    beside: dict[str, object] = {
        "acquisition_cost": spend / count,
        "new_customers": count,
        "recurring_per_customer": recurring / count,
        "gross_margin": bench.gross_margin,
    }
    margin, reason = recurring * bench.gross_margin, _unspent(answers, count)
    return Parts(spend, margin, count, sample=count, beside=beside, reason=reason)


def quarter_of(period: Period, view: View) -> Period:
    """The three months that end with the last day seen of `period`."""
    end = view.cut_on(period)
    return view.calendar.span(months_earlier(end, QUARTER_MONTHS), end - DAY)


def _quarter_before(period: Period, view: View) -> Period:
    """The three months before those."""
    start = months_earlier(view.cut_on(period), 2 * QUARTER_MONTHS)
    return view.calendar.span(start, quarter_of(period, view).start_on - DAY)


def _magic_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """The movement of the three months that end with the period, and the spend before them."""
    quarter = quarter_of(cell.period, bench.view)
    needs = {
        "now": cell_of("recurring_moved", quarter, cell),
        "spend": cell_of("spend", _quarter_before(cell.period, bench.view), cell),
    }
    extent = bench.known.extents.get(("booking", "booked_on"))
    if extent is not None and extent[0] < quarter.start_on:
        earlier = bench.view.calendar.span(extent[0], quarter.start_on - DAY)
        needs["before"] = cell_of("recurring_moved", earlier, cell)
    return needs


def _magic(
    cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]
) -> Parts:
    """Growth of the quarter's recurring revenue times four, over the quarter before's spend."""
    missing = no_parts(answers, "now", "spend")
    if missing:
        return missing
    earlier = answers.get("before")
    monthly_before = (earlier.value or ZERO) if earlier else ZERO
    moved, rows = answers["now"].value or ZERO, answers["now"].rows
    beside: dict[str, object] = {
        "monthly_recurring": monthly_before + moved,
        "monthly_recurring_before": monthly_before,
        "quarter": quarter_of(cell.period, bench.view).name,
        "quarter_before": _quarter_before(cell.period, bench.view).name,
    }
    growth = moved * QUARTER_MONTHS * QUARTERS
    reason = None
    if not rows and not (earlier and earlier.rows):
        reason = "no booking on record says what recurs monthly"
    elif not answers["spend"].rows:
        reason = "no spend is on record in the quarter before"
    return Parts(growth, answers["spend"].value, rows, beside=beside, reason=reason)


RECIPES: Mapping[str, Recipe] = {
    "blended_cac": Recipe(_cost_needs, _cac),
    "cac_payback_months": Recipe(_payback_needs, _payback),
    "magic_number": Recipe(_magic_needs, _magic),
}
