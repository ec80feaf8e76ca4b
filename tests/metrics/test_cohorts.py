"""Cohort curves: mature only up to the youngest member, an estimate with an interval beyond."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.warehouse import Reader
from data.workspace import Workspace
from metrics.cohorts import Curve, cohorts_to, curves, horizon_of, newest_ripe
from metrics.compared import Moment
from metrics.compute import Question, answers, calendar_of
from metrics.errors import ScopeError, UnknownKpiError
from metrics.scope import Scope
from tests.metrics.worlds import World

AS_OF = date(2026, 11, 15)
KEYS = ("lead_to_opportunity_rate", "lead_to_won_rate", "created_win_rate")
NAMES = ("2026-Q4", "2026-Q3", "2026-Q2", "2025-Q3", "2026-09", "2026-10")


def drawn(
    reader: Reader, key: str, as_of: date = AS_OF, scope: Scope | None = None
) -> tuple[Curve, ...]:
    """The curves of several quarters and months."""
    calendar = calendar_of(reader)
    periods = tuple(calendar.parse(name) for name in NAMES)
    moment = Moment(periods[0], as_of, scope or Scope())
    return curves(reader, key, periods, moment, horizon_of(key))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("as_of", [AS_OF, date(2026, 10, 2)])
def test_a_mature_point_is_the_kpi_and_a_young_one_is_never_mature(
    reader: Reader, key: str, as_of: date
) -> None:
    ripe, young = 0, 0
    for curve in drawn(reader, key, as_of):
        for point in curve.points:
            question = Question((key,), (curve.period,), as_of=as_of, within=point.days)
            said = answers(reader, question)[0]
            assert point.maturity == said.maturity
            assert point.is_mature == (point.days <= curve.ripe_days)
            if point.is_mature:
                assert (point.value, point.low, point.high) == (said.value, said.low, said.high)
                assert (point.reached, point.old_enough) == (said.numerator, said.denominator)
                ripe += 1
            else:
                assert point.low <= point.value <= point.high
                young += 1
    assert ripe > 20
    assert young > 20


@pytest.mark.parametrize("key", KEYS)
def test_every_curve_has_a_point_at_the_age_of_its_youngest(reader: Reader, key: str) -> None:
    found = drawn(reader, key)
    first_age = found[0].ripe_days
    for curve in found:
        if curve.ripe_days:
            assert curve.at(curve.ripe_days) is not None
            assert curve.mature[-1].days == curve.ripe_days
        if first_age:
            assert curve.at(first_age) is not None


def test_the_third_quarters_leads_are_compared_at_46_days(reader: Reader) -> None:
    third = next(
        one for one in drawn(reader, "lead_to_opportunity_rate") if one.period.name == "2026-Q3"
    )
    assert third.ripe_days == 46
    assert [point.days for point in third.mature] == [5, 10, 15, 20, 25, 30, 35, 40, 45, 46]
    assert [point.days for point in third.young] == [50, 55, 60, 65, 70, 75, 80, 85, 90]


def test_a_running_cohort_has_nothing_mature(reader: Reader) -> None:
    running = drawn(reader, "lead_to_opportunity_rate")[0]
    assert running.period.name == "2026-Q4"
    assert running.ripe_days == 0
    assert running.mature == ()
    # Its oldest member was created on the first of October.
    assert running.points[-1].days == 45


# Members of a cohort of January: minutes after its start, and hours to the aim, if reached.
MEMBERS = st.lists(
    st.tuples(st.integers(0, 44_639), st.none() | st.integers(0, 600)), min_size=1, max_size=6
)
START = datetime(2026, 1, 1)  # noqa: DTZ001


@pytest.fixture(scope="module")
def world() -> World:
    """A world without a lead."""
    return World(as_of=date(2026, 6, 1))


def fill(world: World, members: list[tuple[int, int | None]]) -> None:
    """Leads created in January with the moments they became opportunities, and no others."""
    world.con.execute("delete from lead_journey")
    world.con.executemany(
        "insert into lead_journey by name select ? as lead_id, ? as created_at, "
        "? as opportunity_at",
        [
            (
                str(number),
                START + timedelta(minutes=minutes),
                None if hours is None else START + timedelta(minutes=minutes + 60 * hours),
            )
            for number, (minutes, hours) in enumerate(members)
        ],
    )


def estimated(members: list[tuple[int, int | None]], as_of_at: datetime, days: int) -> Fraction:
    """One minus the share not there after so many days, day by day over the members."""
    still, day = Fraction(1), timedelta(days=1)
    lives = []
    for minutes, hours in members:
        age = (as_of_at - START - timedelta(minutes=minutes)) // day
        took = None if hours is None else -(-timedelta(hours=hours) // day)
        lives.append((age, took if took is not None and took <= age else None))
    for at in range(days + 1):
        left = sum(age >= at and (took is None or took >= at) for age, took in lives)
        there = sum(took == at for _, took in lives)
        still *= 1 - Fraction(there, left) if left else 1
    return 1 - still


@settings(max_examples=120, deadline=None)
@given(MEMBERS, st.integers(0, 120))
def test_any_cohort_against_a_loop_over_its_members(
    world: World, members: list[tuple[int, int | None]], later: int
) -> None:
    as_of = date(2026, 1, 31) + timedelta(days=later)
    fill(world, members)
    period = calendar_of(world).parse("2026-01")
    (curve,) = curves(world, "lead_to_opportunity_rate", (period,), Moment(period, as_of), 90)
    as_of_at = datetime.combine(as_of, datetime.min.time()) + timedelta(days=1)
    youngest = min(as_of_at - START - timedelta(minutes=minutes) for minutes, _ in members)
    assert curve.ripe_days == min(youngest.days, 90)
    assert curve.members == len(members)
    for point in curve.points:
        share = estimated(members, as_of_at, point.days)
        assert point.value == Decimal(share.numerator) / Decimal(share.denominator)
        assert point.is_mature == (timedelta(days=point.days) <= youngest)
        assert 0 <= point.low <= point.value <= point.high <= 1


# Days after a clock change, on which whole local days are not whole days of 24 hours.
CHANGES = [
    ("America/New_York", date(2026, 3, 20)),
    ("America/New_York", date(2026, 11, 20)),
    ("Pacific/Auckland", date(2026, 10, 10)),
]


@pytest.mark.parametrize(("zone", "as_of"), CHANGES)
def test_a_clock_change_makes_no_young_member_old(zone: str, as_of: date) -> None:
    world = World(Workspace(time_zone=zone), as_of=as_of)
    calendar = calendar_of(world)
    period = calendar.span(as_of - timedelta(days=40), as_of - timedelta(days=30))
    # The last minute of the cohort's last day.
    last = calendar.moment(period.end_on_exclusive) - timedelta(minutes=1)
    world.con.execute(
        "insert into lead_journey by name select 'a' as lead_id, ? as created_at", [last]
    )
    (curve,) = curves(world, "lead_to_opportunity_rate", (period,), Moment(period, as_of), 90)
    age = calendar.moment(as_of + timedelta(days=1)) - last
    assert curve.ripe_days == age.days
    assert all(timedelta(days=point.days) <= age for point in curve.points)


def test_what_happened_in_an_unfinished_day_waits_for_its_end() -> None:
    # One lead of ten days and 12 hours got there after ten days and 6 hours; one did after an hour.
    world = World(as_of=date(2026, 1, 15)).add(
        "lead_journey",
        "lead_id, created_at, opportunity_at",
        """a | 2026-01-05 12:00:00 | 2026-01-15 18:00:00
           b | 2026-01-01 12:00:00 | 2026-01-01 13:00:00""",
    )
    period = calendar_of(world).parse("2026-01")
    (curve,) = curves(
        world, "lead_to_opportunity_rate", (period,), Moment(period, date(2026, 1, 15)), 18
    )
    assert curve.ripe_days == 10
    assert (curve.reached, [curve.value_at(days) for days in (1, 10, 11, 14)]) == (
        1,
        [Decimal("0.5")] * 4,
    )
    assert [point.maturity for point in curve.young] == [Decimal("0.5")] * len(curve.young)


def test_the_newest_that_has_something_to_show(reader: Reader) -> None:
    calendar = calendar_of(reader)
    moment = Moment(calendar.parse("2026-Q4"), AS_OF)
    months = cohorts_to(moment, calendar, "month", 4)
    assert [one.name for one in months] == ["2026-11", "2026-10", "2026-09", "2026-08"]
    # The youngest of October is 15 days old, of September 46, of August 76.
    for horizon, name in ((45, "2026-10"), (90, "2026-09"), (180, "2026-08"), (900, "2026-08")):
        assert newest_ripe(months, AS_OF, horizon).name == name


def test_a_past_day_knows_what_was_known_then(reader: Reader) -> None:
    found = drawn(reader, "lead_to_won_rate", date(2026, 7, 31))
    assert [curve.period.name for curve in found] == ["2026-Q3", "2026-Q2", "2025-Q3"]
    assert found[0].ripe_days == 0
    assert found[1].ripe_days == 31


def test_a_scope_and_a_month_are_cohorts_of_their_own(reader: Reader) -> None:
    scope = Scope.of(region="EMEA", source="Webinar")
    for curve in drawn(reader, "lead_to_opportunity_rate", scope=scope):
        (whole,) = answers(
            reader, Question(("lead_to_opportunity_rate",), (curve.period,), scope, within=90)
        )
        assert curve.members == whole.denominator
    with pytest.raises(ScopeError, match="product"):
        drawn(reader, "lead_to_won_rate", scope=Scope.of(product="X"))


def test_only_rates_that_follow_a_cohort_have_a_curve(reader: Reader) -> None:
    with pytest.raises(UnknownKpiError, match="did you mean 'created_win_rate'"):
        drawn(reader, "win_rate_created")


def test_an_interval_widens_as_fewer_are_that_old(reader: Reader) -> None:
    second = next(one for one in drawn(reader, "created_win_rate") if one.period.name == "2026-Q3")
    last_ripe, last = second.mature[-1], second.points[-1]
    assert last.maturity < Decimal("0.5")
    ripe_reach = (last_ripe.high - last_ripe.low) / last_ripe.value.sqrt()
    assert (last.high - last.low) / last.value.sqrt() > ripe_reach
