"""Where bookings stand: against pace, against target, or against last year, in a few words."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.answer import Answer
from metrics.compared import Against, Compared, Moment, Wanted, compared
from metrics.compute import answer, calendar_of
from metrics.handover.words import unknown
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.gaps import Aim, Gap, gap_to_pace, gap_to_year
from metrics.sentences.weeks import is_foreign
from metrics.wording import decimal, money, percent


@dataclass(frozen=True)
class Standing:
    """Bookings beside their past, their attainment, the gap that is told, and its words.

    `attained` is None where targets are not kept by the scope's dimensions.
    """

    booked: Compared
    attained: Answer | None
    gap: Gap | None
    words: str


def standing(reader: Reader, moment: Moment) -> Standing:
    """Where bookings of the period stand on the last day seen."""
    booked = compared(reader, (Wanted("bookings"),), moment, calendar_of(reader))[0]
    attained = None
    if not is_foreign(kpi("bookings_attainment"), moment):
        scope, as_of = moment.scope, moment.as_of
        attained = answer(reader, "bookings_attainment", moment.period, scope=scope, as_of=as_of)
    gap = gap_to_pace(attained, moment.is_running)
    # A target without a pace is told as such: last year is told where there is no target.
    if gap is None and (attained is None or attained.value is None):
        gap = _year(booked)
    currency = reader.load.workspace.currency
    words = unknown(booked.now) or (
        "nothing is booked yet" if moment.is_running else "nothing was booked"
    )
    if booked.now.value is not None and booked.now.rows:
        words = _words(booked.now.value, attained, gap, currency)
    return Standing(booked, attained, gap, words)


def _year(booked: Compared) -> Gap | None:
    changes = (one for one in booked.changes if one.against is Against.YEAR)
    change = next(changes, None)
    if change is None or change.share is None:
        return None
    return gap_to_year("bookings", change.now, change.then)


def _words(booked: Decimal, attained: Answer | None, gap: Gap | None, currency: str) -> str:
    """'6 % behind pace', '4 % over target' once it is over, or what is known without one."""
    if gap is None or gap.share is None:
        if attained is not None and attained.value is not None:
            return f"at {percent(attained.value)} of target"
        return f"at {money(booked, currency)}, no target set"
    size = percent(abs(decimal(gap.share)))
    if gap.aim is Aim.YEAR and gap.is_calm:
        return "level with last year, no target set"
    if gap.aim is Aim.YEAR:
        return f"{size} {'over' if gap.amount >= 0 else 'under'} last year, no target set"
    if gap.is_calm:
        return f"on {gap.aim.value}"
    over, under = ("ahead of", "behind") if gap.aim is Aim.PACE else ("over", "under")
    return f"{size} {over if gap.amount > 0 else under} {gap.aim.value}"
