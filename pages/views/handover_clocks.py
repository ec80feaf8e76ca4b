"""Both clocks side by side: how long each team lets the other wait, in business hours."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.handover.clocks import MARKETING, SALES, Clock, Clocks, clocks
from metrics.handover.waits import Wait
from metrics.registry import kpi
from metrics.wording import NARROW, count, counted, percent, plain, rounded
from pages.views.asked import Asked, moment_of
from pages.views.table import Cell, Column, ShortTable
from pages.views.tiles import foreign


@dataclass(frozen=True)
class ClocksView:
    """Both sides' waits in business hours, side by side on one scale."""

    title: str
    table: ShortTable
    foot: str


def build_clocks(reader: Reader, asked: Asked) -> ClocksView | None:
    """How long each side lets the other wait; None where the scope does not fit leads."""
    if any(foreign(kpi(key), asked) for key in (SALES, MARKETING)):
        return None
    found = clocks(reader, moment_of(asked))
    columns = (
        Column("Who waits for whom", is_wide=True),
        Column("Median wait"),
        Column("Business hours", True),
        Column("Agreed", True),
        Column("In time", True),
        Column("Waits", True),
        Column("Not over yet", True),
    )
    return ClocksView(
        title=_clocks_title(found),
        table=ShortTable(columns, _clock_rows(found)),
        foot=_clocks_foot(found),
    )


def _clocks_title(found: Clocks) -> str:
    """'Half of the handovers wait over 2.6 h for sales; half of the hand-backs 8.8 h for …'."""
    sales, marketing = found.sales.wait.median_hours, found.marketing.wait.median_hours
    if sales is None or marketing is None:
        return "Both clocks, in business hours of whoever answers"
    return (
        f"Half of the handovers wait {_hours(sales)} or more for sales, "
        f"half of the hand-backs {_hours(marketing)} or more for marketing"
    )


def _clock_rows(found: Clocks) -> tuple[tuple[Cell, ...], ...]:
    longest = found.longest_hours
    parts = found.delays
    return (
        _clock_row("A handover for sales’ answer", found.sales, longest),
        _part_row("… until the system assigns it", parts.system, longest),
        _part_row("… until a person answers", parts.human, longest),
        _clock_row("A hand-back for marketing’s answer", found.marketing, longest),
    )


def _clock_row(name: str, one: Clock, longest: Decimal) -> tuple[Cell, ...]:
    within = one.within
    said = "no data" if within.value is None else percent(within.value)
    due = within.beside.get("not_yet_due")
    second = ""
    if within.numerator is not None and within.denominator:
        second = f"{count(within.numerator)} of {count(within.denominator)}"
    if isinstance(due, int) and due:
        second = f"{second}; {count(due)} not due".removeprefix("; ")
    return (
        Cell(name, is_strong=True),
        _wait_bar(one.wait, longest, is_quiet=False),
        Cell(_median(one.wait), is_strong=True),
        Cell(f"{plain(one.limit_hours)}{NARROW}h"),
        Cell(said, second=second),
        *_wait_counts(one.wait),
    )


def _part_row(name: str, wait: Wait, longest: Decimal) -> tuple[Cell, ...]:
    return (
        Cell(name, is_quiet=True),
        _wait_bar(wait, longest, is_quiet=True),
        Cell(_median(wait), second=(wait.note or "") if not wait.count else ""),
        Cell(""),
        Cell(""),
        *(_wait_counts(wait) if wait.count else (Cell(""), Cell(""))),
    )


def _wait_bar(wait: Wait, longest: Decimal, is_quiet: bool) -> Cell:
    bar = 0.0 if wait.median_hours is None else float(100 * wait.median_hours / longest)
    return Cell("", bar=bar, is_quiet=is_quiet)


def _wait_counts(wait: Wait) -> tuple[Cell, Cell]:
    return Cell(count(wait.count)), Cell(count(wait.waiting))


def _median(wait: Wait) -> str:
    if wait.median_hours is not None:
        return _hours(wait.median_hours)
    return "not reached" if wait.count else "no data"


def _hours(hours: Decimal) -> str:
    """Hours with one decimal, short waits in minutes."""
    if 0 < hours < 1:
        return f"{rounded(hours * 60, 0)}{NARROW}min"
    return f"{rounded(hours, 1)}{NARROW}h"


def _clocks_foot(found: Clocks) -> str:
    parts = found.delays
    said = [
        "Kaplan-Meier medians in opened hours of whoever answers; what is not over counts as "
        "waiting until now."
    ]
    if parts.system.count:
        said.append("The system’s part ends when a lead is assigned, the person’s begins there.")
    elif parts.system.note:
        said.append(f"The wait cannot be split: {parts.system.note}.")
    if parts.automated.median_hours is not None:
        leads = counted(parts.automated.count, "leads")
        said.append(
            f"A machine answered {leads} first, after {_hours(parts.automated.median_hours)}; "
            "that stops no clock."
        )
    if parts.unassigned:
        leads = counted(parts.unassigned, "leads")
        said.append(f"{leads} answered without an assignment on record are in no part.")
    flagged = parts.system.flagged + parts.human.flagged
    if flagged:
        said.append(f"{counted(flagged, 'leads')} have these moments in another order: 0 there.")
    return " ".join(said)
