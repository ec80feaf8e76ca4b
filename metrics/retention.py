"""Net and gross retention: the twelve months they look at, their parts, and the rows behind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from metrics.answer import RowSet
from metrics.assemble import Parts
from metrics.bench import Bench
from metrics.methods import Member, counted_sql, shared_parts
from metrics.periods import DAY, Period, months_earlier
from metrics.question import Cell
from metrics.reader import Reader
from metrics.sql.retained import CUSTOMER, Retained, RetainedWant, Span, retained_figures
from metrics.sql.view import View

MONTHS = 12
SHOWN = ("recurring_at_start", "expansion", "contraction", "churn", "recurring_at_end")
NUMBERS = ("numerator", "denominator")


def twelve_months(period: Period, view: View) -> Span:
    """The twelve months that end with the last day seen of `period`."""
    end = view.cut_on(period)
    return months_earlier(end, MONTHS), end


def retained_wants(cell: Cell, view: View) -> dict[str, RetainedWant]:
    """The aggregates over customers that the cell needs, by their role in the answer."""
    kpi, span = cell.kpi, twelve_months(cell.period, view)
    columns = {figure.key: figure.sql for figure in cell.beside}
    columns |= {"numerator": kpi.numerator, "denominator": kpi.denominator}
    columns["rows"] = counted_sql(kpi)
    return {role: RetainedWant(sql, span) for role, sql in columns.items()}


def retained_parts(
    cell: Cell, member: Member, wants: Mapping[str, RetainedWant], found: Retained, bench: Bench
) -> Parts:
    """The parts of retention; none where the records begin within the twelve months."""
    start, end = twelve_months(cell.period, bench.view)
    first = bench.known.extents["booking", "booked_on"]
    if first is not None and first[0] >= start:
        return Parts(None, None, 0, maturity=None, note=_unknown(first[0], start))
    parts = shared_parts(cell, {role: found[want].get(member) for role, want in wants.items()})
    named = bench.view.calendar.span(start, end - DAY).name
    note = _young(first[0], start) if first is not None and parts.rows else None
    return replace(parts, beside={"twelve_months": named, **parts.beside}, note=note)


def _unknown(first: date, start: date) -> str:
    """Why nobody knows who was a customer at the start."""
    return (
        f"no data: the twelve months began on {start} and bookings are on record only since "
        f"{first}, so nobody can tell who was a customer then"
    )


def _young(first: date, start: date) -> str | None:
    """What to know where the records reach back less than a year before the start."""
    if first <= months_earlier(start, MONTHS):
        return None
    return f"bookings are on record since {first}; customers won before it are not counted"


def retained_rows(reader: Reader, cell: Cell, view: View) -> RowSet:
    """One row a customer active at the start: what it had, how it moved, what it has.

    `view` is split by CUSTOMER. Sums of numerators and denominators are those of the answer.
    """
    wants = retained_wants(replace(cell, is_part=False), view)
    found = retained_figures(reader, wants.values(), view)
    by_role = {role: found[want] for role, want in wants.items()}
    rows = [
        (*member, *(by_role[role][member] for role in (*SHOWN, *NUMBERS)))
        for member in by_role["rows"]
    ]
    return RowSet((*CUSTOMER, *SHOWN, *NUMBERS), tuple(sorted(rows, key=_order)))


def _order(row: tuple[object, ...]) -> tuple[Decimal, str]:
    return -Decimal(str(row[-2])), str(row[0])
