"""The landing of bookings in plain Python, from the export files and decision 0021 alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import booking_dims
from tests.metrics.oracles._periods import Span, quarter_holding

DAY = timedelta(days=1)
WINDOWS, TESTS, LEAST, CALM = 8, 8, 4, 4
HALF = Fraction(1, 2)


@dataclass
class Seen:
    """A deal open at a moment."""

    stage: str
    is_in: bool
    cents: Fraction
    is_in_scope: bool
    booked: Fraction | None


@dataclass
class Said:
    """What the oracle says at a moment, exactly; money in units of the currency."""

    booked: Fraction
    open: dict[tuple[str, bool], Fraction]
    chances: dict[tuple[str, bool], Fraction]
    created: Fraction
    without: Fraction
    variance: Fraction | None

    @property
    def mean(self) -> Fraction:
        return sum(self.open.values(), Fraction(0)) + self.created + self.without


class Oracle:
    """One scope of the demo company, one look at it after the other."""

    def __init__(self, company: Company, scope: dict[str, str]) -> None:
        self.company, self.scope = company, scope
        self.clock = company.clock(None, None)

    @cached_property
    def bookings(self) -> list[tuple[date, Fraction, str, str, bool]]:
        """Day, amount, deal, kind and whether it is of the scope, of what counts as booked."""
        found = []
        for row in self.company.tables["bookings"]:
            if row["kind"] in {"new", "expansion", "renewal"}:
                cents = self.company.cents(row["amount"], row["currency"], row["booked_on"])
                dims = booking_dims(self.company, row)
                inside = all(dims[name] == member for name, member in self.scope.items())
                deal = row["opportunity_id"] or ""
                found.append((row["booked_on"], cents or Fraction(0), deal, row["kind"], inside))
        return found

    def left(self, cut: date, window: Span) -> int:
        return len(self.clock.working_days_of(cut, window.end)) if cut < window.end else 0

    def mark(self, window: Span, left: int) -> date:
        day = window.end
        while self.left(day, window) < left:
            day -= DAY
        return day

    def before(self, window: Span) -> Span:
        return quarter_holding(window.start - DAY, self.company.workspace.fiscal_year_start)

    def open_at(self, window: Span, cut: date) -> list[Seen]:
        """Every deal open on the morning of `cut`, with what it brought in the window's rest."""
        at: datetime = self.company.moment(cut)
        brought: dict[str, Fraction] = defaultdict(Fraction)
        for on, amount, deal, _, _ in self.bookings:
            if max(cut, window.start) <= on < window.end and deal:
                brought[deal] += amount
        found = []
        for deal in self.company.deals.values():
            version = deal.version_at(at)
            if version is None or not version.is_open:
                continue
            cents = self.company.cents(version.amount, deal.row["currency"], cut - DAY)
            inside = all(version.dims[name] == member for name, member in self.scope.items())
            found.append(
                Seen(
                    version.stage or "(none)",
                    window.holds(version.expected_close_on),
                    cents or Fraction(0),
                    inside,
                    brought.get(deal.opportunity_id),
                )
            )
        return found

    def rest(self, window: Span, cut: date) -> tuple[Fraction, Fraction]:
        """The scope's bookings of the rest: of deals not open on that morning, and of none."""
        at = self.company.moment(cut)
        created, without = Fraction(0), Fraction(0)
        for on, amount, deal_id, _, inside in self.bookings:
            if not inside or not max(cut, window.start) <= on < window.end:
                continue
            deal = self.company.deals.get(deal_id)
            version = deal.version_at(at) if deal else None
            if not deal_id:
                without += amount
            elif version is None or not version.is_open:
                created += amount
        return created, without

    def year(self, cut: date) -> Fraction:
        start = cut - timedelta(days=365)
        return sum((b[1] for b in self.bookings if start <= b[0] < cut), Fraction(0))

    def is_told(self, window: Span, cut: date) -> bool:
        first = min(row["changed_at"] for row in self.company.tables["opportunity_history"])
        inside = [b for b in self.bookings if window.holds(b[0])]
        business = [b for b in inside if b[3] in {"new", "expansion"}]
        named = sum((b[1] for b in business if b[2]), Fraction(0))
        return (
            self.company.day_of(first) < cut
            and sum((b[1] for b in inside), Fraction(0)) > 0
            and 2 * named >= sum((b[1] for b in business), Fraction(0))
        )

    def learned(self, window: Span, cut: date, left: int, count: int) -> list[tuple[Span, date]]:
        """The windows before, latest first, ended by that morning and told by deals."""
        found, earlier = [], window
        for _ in range(24):
            earlier = self.before(earlier)
            morning = self.mark(earlier, left)
            if earlier.end <= cut and self.is_told(earlier, morning):
                found.append((earlier, morning))
        return found[:count]

    def said(self, window: Span, cut: date, left: int) -> Said | None:
        past = self.learned(window, cut, left, WINDOWS)
        if not past:
            return None
        seen: dict[tuple[str, bool], int] = defaultdict(int)
        won: dict[tuple[str, bool], int] = defaultdict(int)
        paid = stood = Fraction(0)
        for earlier, morning in past:
            for deal in self.open_at(earlier, morning):
                seen[deal.stage, deal.is_in] += 1
                if deal.booked is not None:
                    won[deal.stage, deal.is_in] += 1
                    paid, stood = paid + deal.booked, stood + deal.cents
        price = paid / stood if stood else Fraction(1)
        every = (sum(won.values()) + 2 * HALF) / Fraction(sum(seen.values()) + 2)
        alike = {}
        for inside in (True, False):
            hits = sum(count for place, count in won.items() if place[1] is inside)
            of = sum(count for place, count in seen.items() if place[1] is inside)
            alike[inside] = (hits + 2 * every) / (of + 2)

        def chance(place: tuple[str, bool]) -> Fraction:
            return (won[place] + 2 * alike[place[1]]) / (seen[place] + 2)

        expected: dict[tuple[str, bool], Fraction] = defaultdict(Fraction)
        variance = Fraction(0)
        for deal in self.open_at(window, cut):
            if deal.is_in_scope:
                p = chance((deal.stage, deal.is_in))
                expected[deal.stage, deal.is_in] += deal.cents * p * price
                variance += (deal.cents * price) ** 2 * p * (1 - p)
        pairs = []
        first = min(b[0] for b in self.bookings)
        for earlier, morning in past:
            has_year = first <= morning - timedelta(days=365)
            growth = self.year(cut) / self.year(morning) if has_year else Fraction(1)
            created, without = self.rest(earlier, morning)
            pairs.append((created * growth, without * growth))
        created, without = (
            sum(column, Fraction(0)) / len(pairs) for column in zip(*pairs, strict=True)
        )
        if len(pairs) < LEAST:
            variance_or_none = None
        else:
            totals = [one + other for one, other in pairs]
            mean = sum(totals) / len(totals)
            spread = sum((one - mean) ** 2 for one in totals) / (len(totals) - 1)
            variance_or_none = variance + spread * Fraction(len(totals) + 1, len(totals))
        booked = self.booked(window.start, max(window.start, cut))
        places = {*seen, *expected}
        chances = {place: chance(place) for place in places}
        return Said(booked, dict(expected), chances, created, without, variance_or_none)

    def booked(self, start: date, end: date) -> Fraction:
        return sum((b[1] for b in self.bookings if b[4] and start <= b[0] < end), Fraction(0))

    def factor(self, window: Span, cut: date, left: int) -> Fraction:
        """What the variance is multiplied by, from the back-tests known on that morning."""
        errors = []
        for earlier, morning in self.learned(window, cut, left, 24):
            if len(self.learned(earlier, morning, left, WINDOWS)) < LEAST or len(errors) == TESTS:
                continue
            said = self.said(earlier, morning, left)
            assert said is not None
            assert said.variance
            actual = self.booked(max(earlier.start, morning), earlier.end)
            errors.append((actual - said.mean) ** 2 / said.variance)
        return (CALM + sum(errors, Fraction(0))) / (CALM + len(errors))
