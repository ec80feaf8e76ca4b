"""Which part of a gap is named, and that nothing is where parts are even or do not add up."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.warehouse import Reader
from metrics.compared import Moment
from metrics.compute import answer, calendar_of
from metrics.scope import Scope
from metrics.sentences.drivers import (
    MOST_DEALS,
    SHARE,
    SLIPPED,
    Driver,
    driver,
    late_driver,
    standing_out,
)
from metrics.sentences.gaps import Aim, Gap, gap_to_pace
from metrics.sentences.parts import Part, parts_of
from metrics.sentences.slipped import Late, Slip
from tests.metrics.sentences.company import Booked, at, company, even

AS_OF = date(2026, 11, 15)


def part(member: str, now: int, due: int, records: int = 40) -> Part:
    """A member's part; it brought 10 a record before."""
    return Part(member, Fraction(now), Fraction(due), Fraction(10 * records), 0, records)


def gap_of(parts: tuple[Part, ...]) -> Gap:
    """The gap that the parts add up to."""
    now = sum((one.now for one in parts), Fraction(0))
    due = sum((one.due for one in parts), Fraction(0))
    return Gap("bookings", Aim.PACE, now, due, due, Fraction(1))


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        # Two fifths of the gap, half as much again as the next, and as its part of what was due.
        ((part("a", 160, 200), part("b", 380, 400), part("c", 380, 400), part("d", 80, 100)), "a"),
        ((part("a", 161, 200), part("b", 379, 400), part("c", 380, 400), part("d", 80, 100)), ""),
        ((part("a", 140, 200), part("b", 160, 200), part("c", 600, 600)), "a"),
        ((part("a", 141, 200), part("b", 160, 200), part("c", 600, 600)), ""),
        ((part("a", 200, 400), part("b", 500, 600)), "a"),
        ((part("a", 325, 400), part("b", 475, 600)), ""),
        # As far off as everybody else: large for being large.
        ((part("a", 400, 800), part("b", 100, 200)), ""),
        # The others together are ahead.
        ((part("a", 100, 400), part("b", 500, 400)), "a"),
        # Two that are far behind, and one far ahead.
        ((part("a", 100, 400), part("b", 110, 400), part("c", 800, 400)), ""),
        # Hardly known, without a name, one deal more or less, alone.
        ((part("a", 100, 200, records=9), part("b", 200, 200)), ""),
        ((part("a", 100, 200, records=10), part("b", 200, 200)), "a"),
        ((part("(none)", 100, 200), part("b", 200, 200)), ""),
        ((Part("a", Fraction(185), Fraction(200), Fraction(215), 20, 20), part("b", 200, 200)), ""),
        ((part("a", 100, 200),), ""),
        # Ahead, in the same way.
        ((part("a", 300, 200), part("b", 210, 200)), "a"),
        ((part("a", 260, 200), part("b", 250, 200)), ""),
        # A member that took money back.
        ((part("a", -50, 100), part("b", 300, 300)), "a"),
    ],
)
def test_who_stands_out(parts: tuple[Part, ...], named: str) -> None:
    found = standing_out(parts, gap_of(parts), "region")
    assert (found.member if found else "") == named
    assert standing_out(tuple(reversed(parts)), gap_of(parts), "region") == found
    if found:
        one = next(each for each in parts if each.member == named)
        assert found == Driver(
            "region", named, one.amount, one.amount / gap_of(parts).amount, one.rows
        )


SHARES = st.lists(st.integers(1, 10**6), min_size=1, max_size=8)


@given(SHARES, st.fractions(Fraction(0), Fraction(3)))
def test_nobody_is_named_where_all_are_as_far_off(dues: list[int], reached: Fraction) -> None:
    parts = tuple(
        Part(f"m{place}", due * reached, Fraction(due), Fraction(due), 50, 50)
        for place, due in enumerate(dues)
    )
    assert standing_out(parts, gap_of(parts), "region") is None


@given(st.lists(st.tuples(st.integers(-500, 900), st.integers(0, 900)), min_size=1, max_size=6))
def test_who_is_named_has_two_fifths_and_the_order_is_nothing(
    figures: list[tuple[int, int]],
) -> None:
    parts = tuple(part(f"m{place}", now, due) for place, (now, due) in enumerate(figures))
    gap = gap_of(parts)
    found = standing_out(parts, gap, "region")
    assert found == standing_out(tuple(sorted(parts, key=lambda one: one.now)), gap, "region")
    if found is not None:
        others = [one.amount / gap.amount for one in parts if one.member != found.member]
        assert found.share >= SHARE
        assert found.share >= max(others) * Fraction(3, 2)
        assert found.share + sum(others, Fraction(0)) == 1


def slip(deals: dict[str, list[int]], due: int = 1000, usual: Fraction = Fraction(0)) -> Slip:
    """Deals that slipped by region."""
    late = [
        Late(f"{region}{place}", region, Decimal(amount))
        for region, amounts in deals.items()
        for place, amount in enumerate(amounts)
    ]
    return Slip(tuple(late), Decimal(due), usual)


BEHIND = Gap("bookings", Aim.PACE, Fraction(300), Fraction(400), Fraction(800), Fraction(1, 2))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (slip({"EMEA": [30, 20]}), ("EMEA", 50, 2)),
        (slip({"EMEA": [40, 20]}), ("EMEA", 40, 1)),
        (slip({"EMEA": [39]}), None),
        (slip({"EMEA": [20, 10, 10]}), ("EMEA", 40, 3)),
        (slip({"EMEA": [15, 10, 10, 10]}), None),
        (slip({"EMEA": [100]}), ("EMEA", 100, 1)),
        (slip({"EMEA": [101]}), None),
        (slip({"EMEA": [45], "East": [60], "West": [60]}), ("East", 60, 1)),
        (slip({"(none)": [30], "": [20]}), ("", 50, 2)),
        # 60 slipped, 20 of them as usual: 40 are left to speak of.
        (slip({"EMEA": [40], "East": [20]}, 100, Fraction(1, 5)), ("EMEA", 40, 1)),
        (slip({"EMEA": [41], "East": [19]}, 100, Fraction(1, 5)), None),
        (slip({}), None),
    ],
)
def test_which_deals_that_slipped_are_told(found: Slip, said: tuple[str, int, int] | None) -> None:
    told = late_driver(found, BEHIND, has_regions=True)
    if said is None:
        assert told is None
        return
    region, amount, deals = said
    share = Fraction(amount, 100)
    assert told == Driver(SLIPPED, region, Fraction(-amount), share, deals)
    assert deals <= MOST_DEALS


def test_parts_of_the_demo_add_up_to_the_gap_exactly(reader: Reader) -> None:
    calendar, added = calendar_of(reader), 0
    moments = [
        Moment(calendar.parse(name), as_of, scope)
        for name, as_of in (("2026-Q4", AS_OF), ("2026-Q3", AS_OF), ("2026-Q2", date(2026, 5, 24)))
        for scope in (Scope(), Scope.of(region="EMEA"))
    ]
    for moment in moments:
        attained = answer(
            reader, "bookings_attainment", moment.period, scope=moment.scope, as_of=moment.as_of
        )
        gap = gap_to_pace(attained, moment.is_running)
        assert gap is not None
        for dimension in ("region", "source", "strategy", "team"):
            parts = parts_of(reader, moment, gap, dimension)
            if parts:
                added += 1
                assert sum(one.amount for one in parts) == gap.amount
                assert sum(one.due for one in parts) == gap.due
                assert sum(one.rows for one in parts) == attained.rows
    assert added == 24


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("EMEA", "East", "(none)")), st.integers(-300, 900)), max_size=12
    )
)
def test_parts_reconcile_or_there_are_none(rows: list[tuple[str, int]]) -> None:
    world = company([Booked(str(amount), region) for region, amount in rows])
    moment = at(world)
    gap = gap_to_pace(answer(world, "bookings_attainment", moment.period, as_of=moment.as_of), True)
    assert gap is not None
    parts = parts_of(world, moment, gap, "region")
    assert parts
    assert sum(one.amount for one in parts) == gap.amount
    assert gap.now == sum(amount for _, amount in rows)
    found = driver(world, "bookings", moment, Aim.PACE)
    assert found is None or found.amount == found.share * gap.amount


def test_a_gap_is_asked_for_by_name() -> None:
    world = company((Booked("100"), Booked("200", "East")))
    moment = at(world)
    found = driver(world, "bookings", moment, Aim.PACE)
    assert found == Driver("region", "EMEA", Fraction(-100), Fraction(1), 1)
    year = driver(world, "bookings", moment, Aim.YEAR)
    assert year == Driver("region", "East", Fraction(100), Fraction(1), 1)
    # The quarter runs: its whole target is not due yet. Leads have no pace.
    assert driver(world, "bookings", moment, Aim.TARGET) is None
    assert driver(world, "leads_created", moment, Aim.PACE) is None
    assert driver(world, "win_rate", moment, Aim.YEAR) is None
    assert driver(world, "bookings", at(world, "all"), Aim.YEAR) is None
    assert driver(world, "leads_created", at(world, scope=Scope.of(strategy="x")), Aim.YEAR) is None
    assert driver(company(even("300")), "bookings", moment, Aim.PACE) is None
