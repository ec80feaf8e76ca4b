"""Which part of the period a payee's terms hold: four day counts, exact factors.

Segments are held as ordinals from (inside) to (outside), whatever the plan's convention is, so
that neighbours neither overlap nor leave a gap.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from metrics.errors import PayeeError, PlanError
from metrics.money import rounded_fraction
from metrics.pool.inputs import Payee, Span, Terms
from metrics.pool.plan import Plan, Proration

_OPEN = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the period that a segment holds, both dates inside."""

    first_on: date
    last_on: date  # inside
    days: int  # as the plan counts them
    calendar_days: int


class DayCount:
    """Counts days of one period as a plan declares; answers are kept by their dates."""

    def __init__(self, proration: Proration, span: Span) -> None:
        self._proration = proration
        self._workdays = sorted(day.toordinal() for day in span.workdays)
        self._start, self._end = span.first_on.toordinal(), span.last_on.toordinal() + 1
        self._known: dict[tuple[date | None, date | None], Stretch | None] = {}
        self.period_days = self._days(self._start, self._end)
        if self.period_days <= 0:
            raise PlanError(
                f"proration.days = '{proration.days}': the period {span.first_on} to "
                f"{span.last_on} holds none of them; hand in workdays, or count calendar days"
            )

    def stretch(self, terms: Terms) -> Stretch | None:
        """What of the period the terms hold; None where they lie outside."""
        dates = (terms.valid_from, terms.valid_to)
        if dates not in self._known:
            start, end = bounds(terms, self._proration.inclusive)
            self._known[dates] = self._inside(max(start, self._start), min(end, self._end))
        return self._known[dates]

    def is_left(self, payee: Payee) -> bool:
        """Whether the payee's last terms end before the period's last day."""
        return max(_last_named(terms) for terms in payee.terms) < self._end - 1

    def _inside(self, start: int, end: int) -> Stretch | None:
        if start >= end:
            return None
        first, last = date.fromordinal(start), date.fromordinal(end - 1)
        return Stretch(first, last, self._days(start, end), end - start)

    def _days(self, start: int, end: int) -> int:
        if self._proration.days == "workdays":
            return bisect_left(self._workdays, end) - bisect_left(self._workdays, start)
        if self._proration.days == "30/360":
            return _thirty(end) - _thirty(start)
        if self._proration.days == "months":
            return max(0, _month(end) - _month(start, is_up=True))
        return end - start


def bounds(terms: Terms, is_inclusive: bool) -> tuple[int, int]:
    """First day and the day after the last, as ordinals; without dates: from 0, without end."""
    start = terms.valid_from.toordinal() if terms.valid_from else 0
    if terms.valid_to is None:
        return start, _OPEN
    return start, terms.valid_to.toordinal() + (1 if is_inclusive else 0)


def in_order(payee: Payee, is_inclusive: bool) -> tuple[Terms, ...]:
    """The payee's terms by date. Raises: PayeeError where two hold on the same day."""
    for terms in payee.terms:
        if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
            raise PayeeError(
                f"payee '{payee.person_id}': terms end on {terms.valid_to}, before they begin on "
                f"{terms.valid_from}; exchange the dates"
            )
    if len(payee.terms) == 1:
        return payee.terms
    ordered = sorted(payee.terms, key=lambda terms: bounds(terms, is_inclusive))
    for first, second in pairwise(ordered):
        if bounds(second, is_inclusive)[0] < bounds(first, is_inclusive)[1]:
            raise PayeeError(
                f"payee '{payee.person_id}': terms {_words(first)} overlap terms {_words(second)}; "
                "end the first before the second begins"
            )
    return tuple(ordered)


def factors(plan: Plan, days: int, period_days: int, fte: Fraction) -> tuple[Fraction, Fraction]:
    """Days / days of the period x FTE: exact, and rounded where the plan says so."""
    exact = Fraction(days, period_days) * fte
    if plan.rounding.proration == "none":
        return exact, exact
    return exact, rounded_fraction(exact, plan.rounding.proration, plan.rounding.mode)


def _last_named(terms: Terms) -> int:
    return terms.valid_to.toordinal() if terms.valid_to else _OPEN


def _thirty(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return 360 * day.year + 30 * day.month + day.day - 1


def _month(ordinal: int, *, is_up: bool = False) -> int:
    day = date.fromordinal(ordinal)
    return 12 * day.year + day.month + (1 if is_up and day.day > 1 else 0)


def _words(terms: Terms) -> str:
    first = terms.valid_from or "the period's start"
    return f"{first} to {terms.valid_to or 'the end'}"
