"""The words of the bridge: what its bars are called, and what happened to a deal."""

from datetime import date

from metrics.bridge import Deal
from metrics.wording import short_day

NAMES = {
    "opening": "Opening",
    "created": "Created",
    "pulled_in": "Pulled in",
    "pushed_in": "Pushed in",
    "transferred_in": "Taken over",
    "reopened": "Reopened",
    "increased": "Increased",
    "decreased": "Decreased",
    "pushed_out": "Pushed out",
    "pulled_out": "Pulled out",
    "transferred_out": "Handed over",
    "deleted": "Deleted",
    "lost": "Lost",
    "won": "Won",
    "currency": "Rates",
    "closing": "Closing",
    "moved_in": "Moved in",
    "repriced": "Repriced",
    "moved_out": "Moved out",
}
MEANINGS = {
    "opening": "Open pipeline of the window at the end of the first day.",
    "created": "Not on record on the first day; at what it is worth on the last.",
    "pulled_in": "Its close came earlier, into the window.",
    "pushed_in": "It was overdue from before the window; its close moved into it.",
    "transferred_in": "It came into this scope: another owner, region or source.",
    "reopened": "It was won, lost or deleted on the first day, and is open again.",
    "increased": "Its amount rose, at the first day's rates.",
    "decreased": "Its amount fell, at the first day's rates.",
    "pushed_out": "Its close moved beyond the window, or it has none any more.",
    "pulled_out": "Its close moved to before the window, or it closed there.",
    "transferred_out": "It left this scope: another owner, region or source.",
    "deleted": "It was deleted.",
    "lost": "It was lost.",
    "won": "It was won inside the window, at what was booked.",
    "currency": "The same amount at another day's rate.",
    "closing": "Open pipeline of the window at the end of the last day.",
}


def place_words(reason: str | None) -> str:
    """Where a deal was or went that is in no stage of the window."""
    return NAMES.get(reason or "", "Outside")


def happened(deal: Deal, movement: str) -> str:
    """'Pushed out to 12 Jan', 'Lost, price', 'Pulled in from 3 Feb', 'Increased'."""
    name = NAMES[movement]
    if movement in ("pushed_out", "pulled_out") and deal.close_after:
        return f"{name} to {_day(deal.close_after, deal.close_before)}"
    if movement in ("pulled_in", "pushed_in") and deal.close_before:
        return f"{name} from {_day(deal.close_before, deal.close_after)}"
    if movement == "lost" and deal.loss_reason:
        return f"{name}, {deal.loss_reason.lower()}"
    return name


def _day(value: date, other: date | None) -> str:
    """A day, with its year where that is not the other one's."""
    is_same = other is None or other.year == value.year
    return short_day(value) if is_same else f"{short_day(value)} {value.year}"
