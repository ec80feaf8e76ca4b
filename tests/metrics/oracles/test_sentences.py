"""What the sentences rest on, from the export files: weekly limits, parts of a gap, late deals."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.sentences.drivers import driver
from metrics.sentences.gaps import Aim
from metrics.sentences.slipped import slipped
from metrics.sentences.weeks import weeks
from tests.metrics.oracles._cases import Case, Verifier, View
from tests.metrics.oracles._deals import booked_parts, booking_dims, bookings, entered, worth
from tests.metrics.oracles._periods import Span, quarter_holding, year_before
from tests.metrics.oracles._targets import target

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# Weeks of every verdict, and other days of a year.
WEEKS = tuple(date(*day) for day in ((2025, 8, 24), (2026, 2, 22), (2026, 3, 15), (2026, 8, 9)))
DAYS = (
    *WEEKS,
    *(date(2026, 11, 15) - timedelta(days=35 * step) for step in range(7)),
    *(date(2026, 10, 21) - timedelta(days=59 * step) for step in range(5)),
)
SPLITS = ("region", "source", "strategy", "team")


def view_of(verifier: Verifier, period: Span, as_of: date) -> View:
    """A period seen from a day."""
    return View(verifier.company, Case("", ()), period, as_of)


def counted(verifier: Verifier, key: str, week: Span, as_of: date) -> Fraction:
    """What a week brought."""
    view = view_of(verifier, week, as_of)
    if key == "bookings":
        return Fraction(sum(part.numerator for part in booked_parts(view)))
    if key == "pipeline_created":
        return sum((amount or Fraction(0) for _, amount in entered(view)), Fraction(0))
    column = {"leads_created": "created_at", "sales_ready_leads": "handed_over_at"}[key]
    return Fraction(sum(view.holds(trip.row[column]) for trip in verifier.company.trips))


def verdict(values: list[Fraction]) -> str:
    """What is unusual about the last of fourteen weeks, in the words of a textbook."""
    *before, last = values
    mean = sum(before) / Fraction(13)
    step = sum(abs(b - a) for a, b in pairwise(before)) / Fraction(12)
    if last > mean + Fraction("2.66") * step:
        return "above"
    if last < mean - Fraction("2.66") * step:
        return "below"
    if all(value > mean for value in values[-8:]):
        return "a run above"
    return "a run below" if all(value < mean for value in values[-8:]) else ""


def test_weeks_are_judged_by_the_export_files(verifier: Verifier) -> None:
    keys = ("bookings", "pipeline_created", "sales_ready_leads", "leads_created")
    found: dict[str, int] = defaultdict(int)
    for day in (*WEEKS, date(2026, 11, 15)):
        moment = Moment(calendar_of(verifier.reader).containing(day, "quarter"), day)
        for week in weeks(verifier.reader, moment, keys):
            ends = [day - step * WEEK + DAY for step in range(13, -1, -1)]
            right = [
                counted(verifier, week.declared.key, Span(end - WEEK, end), day) for end in ends
            ]
            assert [Fraction(value or 0) for value in week.values] == right
            one, said = week.unusual, ""
            if one is not None:
                said = f"{'a run ' if one.run else ''}{'above' if one.is_above else 'below'}"
            assert said == verdict(right), (day, week.declared.key)
            found[said] += 1
    assert found[""] == 15
    assert set(found) == {"", "above", "below", "a run above", "a run below"}


def pace_share(verifier: Verifier, quarter: Span, as_of: date) -> Fraction:
    """The part of a quarter's bookings that was booked by this business day in eight before."""
    clock = verifier.company.clock(None, None)
    nth = sum(day <= as_of for day in clock.working_days_of(quarter.start, quarter.end))
    by_now, in_all = Fraction(0), Fraction(0)
    view, past = view_of(verifier, quarter, as_of), quarter
    first = min(row["booked_on"] for row in verifier.company.tables["bookings"])  # type: ignore[type-var]
    for _ in range(8):
        past = quarter_holding(past.start - DAY)
        if past.end <= first:  # type: ignore[operator]
            break
        last = clock.working_days_of(past.start, past.end)[nth - 1] if nth else past.start - DAY
        for row, amount in bookings(view, past.start, past.end):
            in_all += amount
            by_now += amount if row["booked_on"] <= last else 0
    return by_now / in_all


def sums(verifier: Verifier, start: date, end: date, name: str) -> dict[str, list[Fraction]]:
    """The amounts booked from a day to before another, by member."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    view = view_of(verifier, Span(start, end), end)
    for row, amount in bookings(view, start, end):
        found[booking_dims(verifier.company, row)[name]].append(amount)
    return found


def by_member(
    verifier: Verifier, as_of: date, name: str
) -> Iterator[tuple[str, Fraction, Fraction, bool]]:
    """Each member with what it booked, what was due from it, and whether it is well known."""
    quarter = quarter_holding(as_of)
    label = f"{quarter.start.year}-Q{quarter.start.month // 3 + 1}"
    share = pace_share(verifier, quarter, as_of)
    now = sums(verifier, quarter.start, as_of + DAY, name)
    past = sums(verifier, year_before(quarter.start), quarter.start, name)
    whole = target(verifier.company, "bookings", label, {})
    assert whole is not None
    own = {one: target(verifier.company, "bookings", label, {name: one}) for one in {*now, *past}}
    is_own = name == "region" and sum(value or 0 for value in own.values()) == whole
    in_all = sum((sum(amounts) for amounts in past.values()), Fraction(0))
    for one in sorted({*now, *past}):
        part = Fraction(own[one] or 0) if is_own else whole * sum(past[one], Fraction(0)) / in_all
        records = [*now[one], *past[one]]
        off = abs(sum(now[one], Fraction(0)) - part * share)
        is_known = len(records) >= 10 and off * len(records) >= 2 * sum(records)
        yield one, sum(now[one], Fraction(0)), part * share, is_known and one != "(none)"


def standing_out(verifier: Verifier, as_of: date, name: str) -> tuple[str, Fraction] | None:
    """The one member that is the gap."""
    parts = list(by_member(verifier, as_of, name))
    gap = sum(now - due for _, now, due, _ in parts)
    whole = sum(due for _, _, due, _ in parts)
    ordered = sorted(((now - due) / gap, one, due, sure) for one, now, due, sure in parts)[::-1]
    (share, one, due, sure), (second, *_) = ordered[0], ordered[1]
    is_it = share >= Fraction(2, 5) and share >= second * 3 / 2 and share * whole >= due * 3 / 2
    return (one, share) if is_it and sure else None


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_driver_is_what_the_export_files_add_up_to(verifier: Verifier, as_of: date) -> None:
    moment = Moment(calendar_of(verifier.reader).containing(as_of, "quarter"), as_of)
    said = driver(verifier.reader, "bookings", moment, Aim.PACE)
    parts = list(by_member(verifier, as_of, "region"))
    booked, due = (sum(part[place] for part in parts) for place in (1, 2))
    if abs(booked - due) <= Fraction(3, 100) * due or pace_share(
        verifier, quarter_holding(as_of), as_of
    ) < Fraction(1, 10):
        assert said is None
        return
    late = told_late(verifier, as_of, booked - due)
    if late is not None:
        assert said is not None
        assert (said.dimension, said.member, said.amount, said.rows) == ("slipped", *late)
        return
    found = ((name, standing_out(verifier, as_of, name)) for name in SPLITS)
    right = next(((name, *one) for name, one in found if one), None)
    if right is None or said is None:
        assert said is right
        return
    assert (said.dimension, said.member) == right[:2]
    # The product's share of pace is a Decimal of 28 digits.
    assert abs(said.share - right[2]) < Fraction(1, 10**18)


def late_deals(
    verifier: Verifier, quarter: Span, last: date
) -> tuple[list[tuple[Fraction, str]], Fraction]:
    """Of deals due before `last` at the quarter's start: those open at its end, and all."""
    company, late, in_all = verifier.company, [], Fraction(0)
    recorded = {row["opportunity_id"] for row in company.tables["opportunity_history"]}
    for key, deal in company.deals.items():
        then = deal.version_at(company.moment(quarter.start))
        if then is None or not then.is_open or key not in recorded:
            continue
        if then.expected_close_on is None or not quarter.start <= then.expected_close_on < last:
            continue
        amount = worth(company, deal, then, quarter.start - DAY)
        in_all += amount
        now = deal.version_at(company.moment(last + DAY))
        if now is not None and now.is_open:
            late.append((amount, then.dims["region"]))
    return late, in_all


def usual_share(verifier: Verifier, as_of: date) -> Fraction:
    """The share by amount that had slipped by the same business day of four quarters before."""
    clock, quarter = verifier.company.clock(None, None), quarter_holding(as_of)
    nth = sum(day <= as_of for day in clock.working_days_of(quarter.start, quarter.end))
    slid, in_all = Fraction(0), Fraction(0)
    for _ in range(4):
        quarter = quarter_holding(quarter.start - DAY)
        last = clock.working_days_of(quarter.start, quarter.end)[nth - 1]
        late, whole = late_deals(verifier, quarter, last)
        slid += sum(amount for amount, _ in late)
        in_all += whole
    return slid / in_all


def told_late(verifier: Verifier, as_of: date, gap: Fraction) -> tuple[str, Fraction, int] | None:
    """The fewest largest deals of a region that are enough of the gap, and not too much."""
    if gap >= 0:
        return None
    late, in_all = late_deals(verifier, quarter_holding(as_of), as_of)
    most = min(-gap, sum(amount for amount, _ in late) - usual_share(verifier, as_of) * in_all)
    told = []
    for region in sorted({name for _, name in late}):
        amounts = sorted((amount for amount, name in late if name == region), reverse=True)
        for count in (1, 2, 3):
            if sum(amounts[:count]) >= Fraction(2, 5) * -gap:
                if sum(amounts[:count]) <= most and len(amounts) >= count:
                    told.append((sum(amounts[:count], Fraction(0)), region, count))
                break
    if not told:
        return None
    amount, region, count = max(told, key=lambda one: one[0])
    return region, -amount, count


@pytest.mark.parametrize("as_of", DAYS[::3], ids=str)
def test_what_slipped_is_what_the_histories_say(verifier: Verifier, as_of: date) -> None:
    moment = Moment(calendar_of(verifier.reader).containing(as_of, "quarter"), as_of)
    said = slipped(verifier.reader, moment)
    late, in_all = late_deals(verifier, quarter_holding(as_of), as_of)
    assert said is not None
    assert late, "no deal slipped: this proves nothing"
    # A deal without an amount has no part of any.
    worthy = sorted(one for one in late if one[0])
    assert sorted((deal.amount, deal.region) for deal in said.deals) == worthy
    assert (said.due, said.usual) == (in_all, usual_share(verifier, as_of))
