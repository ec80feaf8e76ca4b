"""Days and factors: four day counts, leap years, who joins, leaves, changes and stays too short."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from metrics.errors import PayeeError, PlanError
from metrics.pool.inputs import Payee, Span
from metrics.pool.plan import Proration
from metrics.pool.proration import DayCount
from metrics.pool.run import run
from metrics.pool.shares import Run, SegmentLine
from tests.metrics.pool.people import (
    QUARTER,
    YEAR_2019,
    by_teams,
    fixed,
    inputs_of,
    payee,
    plan_of,
    terms,
)

LEAP_YEAR = Span(date(2024, 1, 1), date(2024, 12, 31))
FEBRUARY = Span(date(2024, 2, 1), date(2024, 2, 29))
# Monday to Friday of the first quarter, but for New Year.
WORKDAYS = frozenset(
    day
    for day in (date.fromordinal(n) for n in range(date(2026, 1, 2).toordinal(), 739707))
    if day.weekday() < 5
)
WORKING = Span(QUARTER.first_on, QUARTER.last_on, WORKDAYS)


@pytest.mark.parametrize(
    ("days", "inclusive", "span", "dates", "counted"),
    [
        ("calendar", True, QUARTER, (None, None), (90, 90)),
        ("calendar", False, QUARTER, (None, None), (90, 90)),
        ("calendar", True, QUARTER, (date(2026, 2, 1), None), (59, 90)),
        ("calendar", True, QUARTER, (None, date(2026, 1, 31)), (31, 90)),
        ("calendar", False, QUARTER, (None, date(2026, 1, 31)), (30, 90)),
        ("calendar", True, QUARTER, (date(2026, 2, 28), date(2026, 2, 28)), (1, 90)),
        ("calendar", True, QUARTER, (date(2020, 5, 5), date(2030, 5, 5)), (90, 90)),
        ("calendar", True, FEBRUARY, (date(2024, 2, 29), None), (1, 29)),
        ("calendar", True, LEAP_YEAR, (date(2024, 1, 1), date(2024, 6, 30)), (182, 366)),
        ("calendar", True, YEAR_2019, (date(2019, 1, 1), date(2019, 6, 30)), (181, 365)),
        ("calendar", False, YEAR_2019, (date(2019, 1, 1), date(2019, 6, 30)), (180, 365)),
        ("calendar", True, YEAR_2019, (date(2019, 9, 30), date(2019, 12, 31)), (93, 365)),
        ("calendar", False, YEAR_2019, (date(2019, 9, 30), date(2019, 12, 31)), (92, 365)),
        ("workdays", True, WORKING, (None, None), (63, 63)),
        ("workdays", True, WORKING, (date(2026, 1, 1), date(2026, 1, 9)), (6, 63)),
        ("workdays", False, WORKING, (date(2026, 1, 1), date(2026, 1, 9)), (5, 63)),
        ("workdays", True, WORKING, (date(2026, 1, 3), date(2026, 1, 4)), (0, 63)),
        ("30/360", True, LEAP_YEAR, (None, None), (360, 360)),
        ("30/360", True, LEAP_YEAR, (date(2024, 2, 1), date(2024, 2, 29)), (30, 360)),
        ("30/360", True, LEAP_YEAR, (date(2024, 1, 16), date(2024, 3, 31)), (75, 360)),
        ("30/360", True, LEAP_YEAR, (date(2024, 1, 1), date(2024, 1, 30)), (30, 360)),
        ("30/360", True, LEAP_YEAR, (date(2024, 1, 31), date(2024, 2, 29)), (30, 360)),
        ("30/360", True, YEAR_2019, (date(2019, 2, 1), date(2019, 2, 28)), (30, 360)),
        ("30/360", False, YEAR_2019, (date(2019, 1, 1), date(2019, 7, 1)), (180, 360)),
        ("months", True, YEAR_2019, (date(2019, 1, 2), date(2019, 4, 30)), (3, 12)),
        ("months", True, YEAR_2019, (date(2019, 1, 1), date(2019, 4, 29)), (3, 12)),
        ("months", True, YEAR_2019, (date(2019, 1, 2), date(2019, 1, 30)), (0, 12)),
        ("months", True, QUARTER, (date(2026, 2, 1), date(2026, 2, 28)), (1, 3)),
    ],
)
def test_days_of_a_segment(
    days: Any,
    inclusive: bool,
    span: Span,
    dates: tuple[date | None, date | None],
    counted: tuple[int, int],
) -> None:
    count = DayCount(Proration(days=days, inclusive=inclusive), span)
    stretch = count.stretch(terms(valid_from=dates[0], valid_to=dates[1]))
    assert stretch is not None
    assert (stretch.days, count.period_days) == counted


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, date(2025, 12, 31)), (date(2026, 4, 1), None), (date(2025, 1, 1), date(2025, 12, 31))],
)
def test_terms_outside_the_period_hold_nothing(first: date | None, last: date | None) -> None:
    count = DayCount(Proration(), QUARTER)
    assert count.stretch(terms(valid_from=first, valid_to=last)) is None


def test_a_period_without_countable_days_is_refused() -> None:
    with pytest.raises(PlanError, match=r"proration.days = 'workdays'.* hand in workdays"):
        DayCount(Proration(days="workdays"), QUARTER)
    week = Span(date(2026, 1, 5), date(2026, 1, 11))
    with pytest.raises(PlanError, match=r"'months'.*2026-01-05 to 2026-01-11 holds none"):
        DayCount(Proration(days="months"), week)


@pytest.mark.parametrize(
    ("first", "last", "factor", "money"),
    [
        (date(2019, 9, 30), date(2019, 12, 31), "0.252", 5040),
        (date(2019, 1, 1), date(2019, 6, 30), "0.493", 9860),
    ],
)
def test_published_salaries_prorate(first: date, last: date, factor: str, money: int) -> None:
    plan = plan_of(proration={"inclusive": False}, rounding={"proration": 3})
    one = payee("ann", 20000, valid_from=first, valid_to=last)
    (share,) = run(plan, inputs_of([one], YEAR_2019)).shares
    assert share.lines[0].factor == Fraction(factor)
    assert share.prorated_target == share.payout == money


def paid(plan: Any, *people: Payee, span: Span = QUARTER) -> Run:
    """A run at target."""
    return run(plan, inputs_of(people, span))


def lines_of(done: Run, person_id: str) -> tuple[SegmentLine, ...]:
    """A payee's segments."""
    return done.share(person_id).lines


def test_a_joiner_and_a_leaver_are_paid_their_days() -> None:
    done = paid(
        plan_of(),
        payee("joins", 9000, valid_from=date(2026, 3, 2)),
        payee("leaves", 9000, valid_to=date(2026, 1, 9)),
        payee("stays", 9000),
    )
    assert [share.payout for share in done.shares] == [3000, 900, 9000]
    assert [share.proration for share in done.shares] == [Fraction(1, 3), Fraction(1, 10), 1]
    assert done.pool.target_pool == 12900


def test_role_team_hours_and_target_change_inside_the_period() -> None:
    first = terms(9000, valid_to=date(2026, 1, 30), team="marketing", role="manager", fte="0.5")
    second = terms(18000, valid_from=date(2026, 1, 31), team="sales", role="director")
    done = paid(plan_of(), Payee("ann", (second, first)))
    share = done.share("ann")
    assert [line.prorated for line in share.lines] == [1500, 12000]
    assert (share.teams, share.team) == (("marketing", "sales"), "sales")
    assert (share.proration, share.prorated_target) == (Fraction(5, 6), 13500)
    assert share.target == 16200
    assert share.target * share.proration == share.prorated_target
    assert share.payout == 13500


def test_equal_terms_cut_in_two_change_nothing() -> None:
    whole = payee("ann", 1000)
    cut = Payee("ann", (terms(valid_to=date(2026, 2, 3)), terms(valid_from=date(2026, 2, 4))))
    for days in ("calendar", "workdays"):
        plan = plan_of(proration={"days": days})
        one, two = paid(plan, whole, span=WORKING), paid(plan, cut, span=WORKING)
        assert one.share("ann").exact_pool_part == two.share("ann").exact_pool_part == 1000


def test_a_leaver_who_forfeits_leaves_the_target_pool_too() -> None:
    people = (payee("leaves", valid_to=date(2026, 3, 30)), payee("stays"))
    done = paid(plan_of(proration={"leavers": "forfeit"}), *people)
    assert [share.payout for share in done.shares] == [0, 1000]
    assert done.pool.target_pool == 1000
    assert lines_of(done, "leaves")[0].reason == "left before the period's end: forfeited"
    kept = paid(
        plan_of(proration={"leavers": "forfeit"}), payee("to_the_end", valid_to=date(2026, 3, 31))
    )
    assert kept.pool_total == 1000


def test_short_service_pays_nothing() -> None:
    plan = plan_of(proration={"minimum_service_days": 31})
    gap = Payee(
        "two_terms",
        (
            terms(valid_to=date(2026, 1, 30)),
            terms(valid_from=date(2026, 1, 31), valid_to=date(2026, 1, 31)),
        ),
    )
    late = Payee(
        "waits",
        (
            terms(valid_to=date(2026, 3, 1), is_eligible=False),
            terms(valid_from=date(2026, 3, 2)),
        ),
    )
    done = paid(plan, payee("short", valid_to=date(2026, 1, 30)), gap, late)
    assert lines_of(done, "short")[0].reason == "30 days of service, fewer than 31"
    assert lines_of(done, "waits")[1].reason == "30 days of service, fewer than 31"
    assert [share.payout > 0 for share in done.shares] == [False, True, False]
    assert done.pool.target_pool == Fraction(31000, 90)


def test_terms_that_are_not_eligible_do_not_count() -> None:
    first = terms(9000, valid_to=date(2026, 1, 30), is_eligible=False)
    second = terms(9000, valid_from=date(2026, 1, 31))
    done = paid(plan_of(), Payee("ann", (first, second)), payee("bo", is_eligible=False))
    assert [line.reason for line in lines_of(done, "ann")] == ["not eligible", ""]
    assert [share.payout for share in done.shares] == [6000, 0]


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (
            Payee("ann", (terms(valid_to=date(2026, 2, 1)), terms(valid_from=date(2026, 2, 1)))),
            "payee 'ann': terms the period's start to 2026-02-01 overlap terms 2026-02-01 to "
            "the end; end the first before the second begins",
        ),
        (Payee("ann", (terms(), terms())), "overlap"),
        (
            payee("ann", valid_from=date(2026, 2, 2), valid_to=date(2026, 2, 1)),
            "terms end on 2026-02-01, before they begin on 2026-02-02; exchange the dates",
        ),
        (Payee("ann", ()), "payee 'ann': needs terms"),
        (payee("ann", -1), "target -1 is negative"),
        (payee("ann", fte="-0.5"), "fte -0.5 is negative"),
        (
            payee("ann", modifier="1.3"),
            "payee 'ann': modifier 1.3 is outside 0.8 to 1.2; keep to the range",
        ),
        (payee("ann", modifier="0.79"), "modifier 0.79 is outside 0.8 to 1.2"),
        (Payee("ann", (terms(),), rate=Fraction(0)), "a rate above 0"),
    ],
)
def test_terms_that_do_not_fit_are_refused(person: Payee, told: str) -> None:
    with pytest.raises(PayeeError) as refused:
        paid(plan_of(), person)
    assert told in refused.value.message
    assert "ann" in refused.value.message


def test_half_open_terms_may_touch() -> None:
    touching = Payee(
        "ann", (terms(9000, valid_to=date(2026, 2, 1)), terms(9000, valid_from=date(2026, 2, 1)))
    )
    done = paid(plan_of(proration={"inclusive": False}), touching)
    assert [line.days for line in lines_of(done, "ann")] == [31, 59]
    assert done.share("ann").payout == 9000


def test_nothing_outside_the_period_is_checked() -> None:
    before = terms(modifier=9, valid_to=date(2025, 12, 31), team="gone")
    done = paid(
        fixed(100, split=by_teams(sales=100)),
        Payee("ann", (before, terms(valid_from=date(2026, 1, 1)))),
    )
    assert done.share("ann").payout == 100
