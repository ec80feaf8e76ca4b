"""The sentences over the blocks of the meeting: what moved, the handover, the demand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from metrics.compared import Against, Compared, Moment, Wanted, compared
from metrics.compute import calendar_of
from metrics.handover.words import unknown_all
from metrics.intervals import FEW
from metrics.kpi import Better
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.headline import Sentence
from metrics.sentences.standing import Standing, standing
from metrics.sentences.weeks import CLOCKS, FLOWS, Week, in_order, is_foreign, of_loaded, weeks
from metrics.sentences.words import week_words
from metrics.wording import counted, difference, number, period_text, short_day, shows_change

READY = "sales_ready_leads"
# Less than a point is a handful of leads: neither faster nor slower.
STILL = Decimal("0.01")
# Sales' clock first, marketing's second: whether they moved the good way, and reach what is agreed.
MOVED: Mapping[tuple[bool | None, ...], str] = {
    (True, True): "both clocks are faster",
    (False, False): "both clocks are slower",
    (True, False): "sales answers faster, marketing slower",
    (False, True): "marketing answers faster, sales slower",
}
REACHED: Mapping[tuple[bool | None, ...], str] = {
    (True, True): "both keep what was agreed",
    (False, False): "both are short of target",
    (True, False): "marketing is short of target",
    (False, True): "sales is short of target",
    (False, None): "sales is short of target",
    (None, False): "marketing is short of target",
}


def block_sentences(reader: Reader, moment: Moment) -> Mapping[str, Sentence]:
    """The sentence of each block by its name: number, moved, handover, demand."""
    asked = [key for key in (*CLOCKS, READY) if not is_foreign(kpi(key), moment)]
    found = compared(reader, [Wanted(key) for key in asked], moment, calendar_of(reader))
    by_key = {one.declared.key: one for one in found}
    return {
        "number": number_sentence(standing(reader, moment)),
        "moved": moved_sentence(reader, moment),
        "handover": handover_sentence([by_key[key] for key in CLOCKS if key in by_key]),
        "demand": demand_sentence(by_key.get(READY)),
    }


def number_sentence(found: Standing) -> Sentence:
    """'The number: 6 % behind pace'."""
    rows = found.booked.now.rows
    return Sentence(f"The number: {found.words}", "happened", ("bookings",), rows)


def moved_sentence(reader: Reader, moment: Moment) -> Sentence:
    """What is unusual about the flows of the last week seen, two at most; calm otherwise."""
    judged = weeks(reader, moment, FLOWS)
    return moved_of(judged, reader.load.workspace.currency)


def moved_of(judged: Sequence[Week], currency: str) -> Sentence:
    """The same of weeks that are judged: a change that is usual is no news, however large."""
    strange = in_order(judged)
    outside = [week for week in strange if week.unusual and week.unusual.run is None]
    shown = outside[:2] or strange[:1] or [week for week in judged if week.is_judged]
    keys = tuple(week.declared.key for week in shown)
    rows = sum(week.rows for week in shown)
    if len(outside) > 1:
        return Sentence(f"What moved: {_sides(shown)} what is usual", "unusual", keys, rows)
    if strange:
        words = Sentence(week_words(shown[0], currency), "unusual", keys, rows).clause
        return Sentence(f"What moved: {words}", "unusual", keys, rows)
    if not shown:
        return Sentence("What moved, against the week before", "none", (), 0)
    day = short_day(shown[0].period.last_on)
    words = f"nothing unusual in the week to {day}{of_loaded(judged)}"
    return Sentence(f"What moved: {words}", "calm", keys, rows)


def _sides(outside: Sequence[Week]) -> str:
    """'bookings above, accepted leads below'."""
    return ", ".join(
        f"{week.declared.label.lower()} {'above' if week.unusual.is_above else 'below'}"
        for week in outside
        if week.unusual
    )


def handover_sentence(clocks: Sequence[Compared]) -> Sentence:
    """'The handover: both clocks are faster and both are short of target'."""
    moved = MOVED.get(tuple(_is_better(one) for one in clocks), "")
    if moved:
        moved = f"{moved} {_than(clocks)}"
    reached = REACHED.get(tuple(_is_reached(one) for one in clocks), "")
    if not moved and reached.startswith("both"):
        reached = f"both clocks{reached.removeprefix('both')}"
    are_alike = moved.startswith("both") and reached.startswith("both")
    said = (" and " if are_alike else "; ").join(part for part in (moved, reached) if part)
    said = said or unknown_all(one.now for one in clocks) or "both clocks"
    keys = tuple(one.declared.key for one in clocks)
    rows = sum(one.now.rows for one in clocks)
    return Sentence(f"The handover: {said}", "happened", keys, rows)


def demand_sentence(ready: Compared | None) -> Sentence:
    """'Demand: 560 sales-ready leads, up 6 % on last year'."""
    if ready is None or ready.now.value is None:
        return Sentence("Demand: sales-ready leads are not counted here", "none", (READY,), 0)
    said = f"Demand: {counted(int(ready.now.value), 'sales-ready leads')}"
    for change in ready.changes:
        if change.against is Against.YEAR:
            size = difference(change.difference, change.then, ready.declared.unit, "")
            way = "up" if change.difference > 0 else "down"
            moved = f"{way} {size}" if shows_change(size) else "no change"
            said = f"{said}, {moved} on last year"
    return Sentence(said, "happened", (READY,), ready.now.rows)


def _than(clocks: Sequence[Compared]) -> str:
    """What both are faster or slower than: 'than last week'."""
    changes = {one.changes[0].against: one.changes[0] for one in clocks if one.changes}
    if len(changes) > 1:
        return "than before"
    ((against, change),) = changes.items()
    then = {Against.WEEK: "last week", Against.YEAR: "last year"}
    return f"than {then.get(against) or f'in {period_text(change.period)}'}"


def _is_better(clock: Compared) -> bool | None:
    """Whether a rate moved the good way; None where it did not move or nobody can tell."""
    if not clock.changes or clock.now.rows < FEW:
        return None
    change, declared = clock.changes[0], clock.declared
    if abs(change.difference) < STILL or declared.better is Better.NEITHER:
        return None
    return (change.difference > 0) == (declared.better is Better.HIGHER)


def _is_reached(clock: Compared) -> bool | None:
    """Whether a number reaches its target, in the figures that are shown; None where few say so."""
    value, target, unit = clock.now.value, clock.now.target, clock.declared.unit
    if value is None or target is None or clock.now.rows < FEW:
        return None
    return value >= target or number(value, unit, "") == number(target, unit, "")
