"""Then and now in words: what was restated, each number and its change, what has to be known."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.kpi import Unit
from metrics.meeting.printed import Printed
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow
from metrics.wording import (
    MINUS,
    NARROW,
    counted,
    joined,
    lowered,
    number,
    rounded,
    short_day,
    symbol,
)

_MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)
_NAMED = 2


def restated_means(held: Snapshot) -> str:
    """What restated is, what real is, and that they add up."""
    return (
        f"Restated is what was put right of {short_day(held.as_of)} and before; real is what has "
        "happened since. They add up to the change."
    )


def then_now_title(found: Sequence[ThenNow], held: Snapshot) -> str:
    """'Then and now: bookings and open pipeline were restated since meeting 2'."""
    if not found:
        return "Then and now"
    names = [one.headline.label for one in found if one.restated]
    since = f"since meeting {held.number}"
    if not names:
        return f"Then and now: nothing was restated {since}"
    if len(names) > _NAMED:
        return f"Then and now: {counted(len(names), 'numbers')} were restated {since}"
    said = joined([lowered(name) for name in names])
    return f"Then and now: {said} {'was' if len(names) == 1 else 'were'} restated {since}"


def amount_words(value: Decimal | None, seen: Printed, unit: Unit, currency: str) -> str:
    """'$2,062,970.61', '64.77 %', '2.36×', '357'."""
    if value is None:
        return number(None, unit, currency)
    text = rounded(abs(value), seen.places)
    if unit in _MONEY:
        text = f"{symbol(currency)}{text}"
    elif unit is Unit.PERCENT:
        text = f"{text}{NARROW}%"
    elif unit is Unit.RATIO:
        text = f"{text}×"
    return f"{MINUS}{text}" if value < 0 else text


def change_words(value: Decimal | None, seen: Printed, unit: Unit, currency: str) -> str:
    """'+$169,849.00', '−0.77 points'; a plain 0 where nothing moved."""
    if value is None:
        return "–"
    if not value:
        return "0"
    text = amount_words(value, seen, unit, currency).replace(f"{NARROW}%", " points")
    return f"+{text}" if value > 0 else text


def then_now_notes(found: Sequence[ThenNow]) -> tuple[str, ...]:
    """What has to be known, each sentence once, with the numbers it is about."""
    about: dict[str, list[str]] = {}
    for one in found:
        if one.note:
            about.setdefault(one.note, []).append(one.headline.label)
    everything = len(found)
    return tuple(
        f"{'All' if len(names) == everything else joined(names)}: {note}."
        for note, names in about.items()
    )
