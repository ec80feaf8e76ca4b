"""The words of the bridge: what its bars are called, what happened to a deal, what it comes to."""

from datetime import date
from decimal import Decimal

from metrics.bridge.hygiene import Hygiene
from metrics.bridge.parts import ZERO, Bridge, Deal
from metrics.bridge.steps import Step, Steps, main_movement, moved_together
from metrics.members import NONE
from metrics.money import money_text
from metrics.wording import (
    counted,
    joined,
    money,
    note_sentence,
    number_word,
    period_text,
    short_day,
    signed_money,
    symbol,
)

MOST_MOVERS = 10
_THREE_DIGITS = 100

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


def bridge_title(found: Bridge, steps: Steps, currency: str) -> str:
    """'What changed: open pipeline shrank $197k'."""
    if found.why_unknown:
        return f"What changed: {found.why_unknown}"
    if found.unknown:
        return "What changed: nothing is on record of the first day"
    if not steps.steps:
        return "What changed: nothing moved"
    if not found.change:
        return "What changed: as much came in as went out"
    verb = "grew" if found.change > 0 else "shrank"
    return f"What changed: open pipeline {verb} {money(abs(found.change), currency)}"


def flow_sentence(steps: Steps, currency: str) -> str:
    """'$561k came in, most of it created; $758k left, most of it pushed out'."""
    rising = [step for step in steps.steps if step.amount > 0]
    falling = [step for step in steps.steps if step.amount < 0]
    came = f"{_together(rising, steps, currency)} came in{_first(rising, steps.came_in)}"
    left = f"{_together(falling, steps, currency)} left{_first(falling, steps.went_out)}"
    if not rising:
        return f"Nothing came in; {left}"
    return f"{came}; {left}" if falling else f"{came}; nothing left"


def _together(parts: list[Step], steps: Steps, currency: str) -> str:
    """What the parts come to: the sum of their printed digits, where money prints no finer."""
    digits = abs(sum((step.digits for step in parts), ZERO))
    is_printed = digits.scaleb(steps.places) >= _THREE_DIGITS
    exact = abs(sum((step.amount for step in parts), ZERO))
    return money(digits * steps.unit if is_printed else exact, currency)


def _first(steps: list[Step], whole: Decimal) -> str:
    """What most of an amount is, or its two largest parts."""
    if not steps:
        return ""
    ordered = sorted(steps, key=lambda step: -abs(step.amount))
    names = [NAMES[step.key].lower() for step in ordered[:2]]
    if len(steps) == 1:
        return f", all {names[0]}"
    is_most = abs(ordered[0].amount) * 2 > whole
    return f", most of it {names[0]}" if is_most else f", mostly {joined(names)}"


def bridge_foot(found: Bridge, steps: Steps, currency: str) -> str:
    """'In $k · $6.98M became $6.78M · residual $0.00 · load 0c03cedd'."""
    letter = {Decimal(1): "", Decimal(1000): "k", Decimal(1_000_000): "M"}[steps.unit]
    ends = (money(found.amounts[bar], currency) for bar in ("opening", "closing"))
    parts = [
        f"In {symbol(currency)}{letter}",
        " became ".join(ends),
        f"residual {symbol(currency)}{money_text(found.residual)}",
        f"load {found.fingerprint[:8]}",
    ]
    missing = max(found.missing_amounts)
    if missing:
        verb = "counts" if missing == 1 else "count"
        parts.append(f"{counted(missing, 'deals')} without an amount {verb} 0")
    if found.not_booked:
        parts.append(f"{counted(found.not_booked, 'deals')} won without a booking: at deal amount")
    return " · ".join(parts)


def bridge_note(found: Bridge) -> str:
    """What has to be known to read it, as a sentence; '' where nothing has."""
    return note_sentence(found.note)


def movers_title(movers: tuple[Deal, ...], currency: str) -> str:
    """'Ten biggest movers, −$254k together'."""
    if not movers:
        return "No deal moved the pipeline"
    together = signed_money(moved_together(movers), currency)
    if len(movers) == 1:
        return f"The one mover, {together}"
    if len(movers) == MOST_MOVERS:
        return f"Ten biggest movers, {together} together"
    all_of_them = "Both" if len(movers) == 2 else f"All {number_word(len(movers)).lower()}"
    return f"{all_of_them} movers, {together} together"


def mover_words(deal: Deal) -> str:
    """'Pushed out to 13 Feb 2027, EMEA'; without a region where none is on record."""
    what = happened(deal, main_movement(deal))
    return what if deal.region == NONE else f"{what}, {deal.region}"


def bridge_dates(found: Bridge) -> str:
    """'15 Nov to 22 Nov · closing in Q4 2026'."""
    span = f"{short_day(found.from_on)} to {short_day(found.to_on)}"
    if found.from_on.year != found.to_on.year:
        span = f"{found.from_on} to {found.to_on}"
    if found.window.grain == "all":
        return f"{span} · whenever it closes"
    return f"{span} · closing in {period_text(found.window)}"


def hygiene_title(found: Hygiene) -> str:
    """'Hygiene: 24 deals need a hand'."""
    if not found.looked_at:
        return "Hygiene: no open deal is on record"
    if not found.deals:
        return "Hygiene: every open deal is in order"
    verb = "needs" if found.deals == 1 else "need"
    return f"Hygiene: {counted(found.deals, 'deals')} {verb} a hand"
