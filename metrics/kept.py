"""The recipe of commitments kept: promises whose day has come, and those that were kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from metrics.answer import Answer, RowSet
from metrics.assemble import Parts
from metrics.bench import Bench, Headline, Needs
from metrics.handed import PromisedDay
from metrics.periods import Period
from metrics.question import Cell

COLUMNS = ("commitment", "owner", "due_on", "outcome", "numerator", "denominator")
NOTHING_SAID = "no data: no commitment was made by {}"


def kept_needs(cell: Cell, bench: Bench, _: Headline) -> Needs:
    """Nothing of the facts: all of it is handed in."""
    return {}


def kept(cell: Cell, bench: Bench, member: tuple[str, ...], answers: Mapping[str, Answer]) -> Parts:
    """Kept over due; what was moved, dropped or passed in silence, and what is to come, beside."""
    as_of = bench.view.as_of
    seen = _seen(bench.handed.promises, as_of)
    if not seen:
        return Parts(None, None, 0, maturity=None, note=NOTHING_SAID.format(as_of))
    due = due_in(seen, cell.period, as_of)
    told = [outcome_by(one, as_of) for one in due]
    beside = {
        "moved": told.count("moved"),
        "dropped": told.count("dropped"),
        "overdue": told.count(""),
        "not_yet_due": sum(cell.period.holds(one.due_on) for one in seen) - len(due),
    }
    is_kept = Decimal(told.count("kept"))
    return Parts(is_kept, Decimal(len(due)), len(due), sample=len(due), beside=beside)


def _seen(promises: Iterable[PromisedDay], as_of: date) -> list[PromisedDay]:
    return [one for one in promises if one.as_of <= as_of]


def due_in(seen: Iterable[PromisedDay], period: Period, as_of: date) -> list[PromisedDay]:
    """The promises of the period whose day has come, or that were settled before it."""
    return [
        one
        for one in seen
        if period.holds(one.due_on) and (one.due_on <= as_of or outcome_by(one, as_of))
    ]


def outcome_by(one: PromisedDay, as_of: date) -> str:
    """What had come of it by then; empty where nothing was said."""
    return one.outcome if one.settled_as_of is not None and one.settled_as_of <= as_of else ""


def promise_rows(promises: Iterable[PromisedDay], period: Period, as_of: date) -> RowSet:
    """The promises behind the number: one row each, with whether it was kept."""
    due = sorted(
        due_in(_seen(promises, as_of), period, as_of),
        key=lambda one: (outcome_by(one, as_of) != "kept", one.due_on, one.number),
    )
    return RowSet(
        COLUMNS,
        tuple(
            (
                str(one.number),
                one.owner,
                one.due_on,
                outcome_by(one, as_of) or "overdue",
                Decimal(outcome_by(one, as_of) == "kept"),
                Decimal(1),
            )
            for one in due
        ),
    )
