"""Every sentence there is, case by case, on companies small enough to work out by hand."""

from datetime import date

import pytest

from metrics.sentences.headline import LONGEST, Sentence, headline, line_and_rest, title_line
from tests.metrics.sentences.cases import CASES, Case, two, world_of
from tests.metrics.sentences.company import (
    Booked,
    at,
    company,
    even,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_makes_its_line(case: Case) -> None:
    world = world_of(case)
    said = headline(world, at(world, case.period, case.scope))
    assert title_line(said).replace("\u202f", " ") == case.line
    assert " ".join(one.kind for one in said) == case.kinds
    assert len(title_line(said)) <= LONGEST


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_sentence_names_a_cause(case: Case) -> None:
    world = world_of(case)
    for one in headline(world, at(world, case.period, case.scope)):
        words = one.text.lower().replace(",", " ").split()
        assert not {"because", "due", "caused", "driven", "thanks"} & set(words)
        assert not one.text.endswith(".")
        assert one.text[:1].isupper() or one.text[:1].isdigit()


def test_the_order_of_the_rows_changes_nothing() -> None:
    for case in CASES:
        first, second = world_of(case), world_of(case)
        for table in ("booking", "target", "opportunity_version", "lead_journey"):
            second.con.execute(f"create table shuffled as select * from {table}")
            second.con.execute(f"delete from {table}")
            second.con.execute(
                f"insert into {table} select * from shuffled order by hash(shuffled)"
            )
            second.con.execute("drop table shuffled")
        asked = [at(world, case.period, case.scope) for world in (first, second)]
        assert headline(first, asked[0]) == headline(second, asked[1])


def test_a_name_is_one_line_of_letters_and_no_longer_than_a_title() -> None:
    name = "E\u202eMEA\n<b>& a very long name of a region</b>"
    world = company(two("100", "200"), targets={"East": 400})
    world.con.execute("update booking set region = ? where region = 'EMEA'", [name])
    world.add("target", "kpi, period, value", "")
    world.con.execute(
        "insert into target by name select 'bookings' as kpi, '2026-Q1' as period, 400 as value, "
        "? as region",
        [name],
    )
    said = headline(world, at(world))
    assert said[1].text == "E MEA <b>& a very long name… accounts for all of the gap"


def test_a_line_takes_the_first_that_fits() -> None:
    first = Sentence("Bookings are on pace", "happened", ("bookings",), 4)
    long = Sentence("x" * LONGEST, "unusual", ("bookings",), 4)
    short = Sentence("Sales answers late", "happened", ("response_within_sla",), 4)
    assert title_line(()) == ""
    assert title_line((first,)) == "Bookings are on pace"
    assert title_line((first, long)) == "Bookings are on pace"
    assert title_line((first, long, short)) == "Bookings are on pace; sales answers late"


def test_what_the_line_leaves_out_is_left_and_nothing_else() -> None:
    first = Sentence("Bookings are on pace", "happened", ("bookings",), 4)
    long = Sentence("x" * LONGEST, "unusual", ("bookings",), 4)
    short = Sentence("Sales answers late", "happened", ("response_within_sla",), 4)
    both = "Bookings are on pace; sales answers late"
    assert line_and_rest(()) == ("", ())
    assert line_and_rest((first,)) == ("Bookings are on pace", ())
    assert line_and_rest((first, long)) == ("Bookings are on pace", (long,))
    assert line_and_rest((first, short, long)) == (both, (long,))
    assert line_and_rest((first, long, short)) == (both, (long,))


def test_of_a_quarter_that_is_over_all_of_the_target_was_due() -> None:
    world = company(even("400"))
    rows = "bookings | 2025-Q4 | 250 | EMEA\n bookings | 2025-Q4 | 250 | East"
    world.add("target", "kpi, period, value, region", rows)
    world.con.execute("delete from booking where region = 'EMEA' and booked_on = date '2025-12-20'")
    line = title_line(headline(world, at(world, "2025-Q4"))).replace("\u202f", " ")
    # EMEA booked 100 of 250 and East 200: 200 short, 150 of them EMEA's.
    assert line == "Bookings are 40 % under target; EMEA accounts for three quarters of the gap"


@pytest.mark.parametrize(("early", "kinds"), [("2", ["happened"]), ("4", ["happened", "driver"])])
def test_before_a_tenth_of_the_target_is_due_one_deal_is_the_gap(
    early: str, kinds: list[str]
) -> None:
    # Each quarter booked 2 of 27, or 4 of 29, of its bookings by this business day.
    as_of = date(2026, 1, 20)
    world = company((Booked("1", "EMEA"), Booked("50", "East")), as_of=as_of)
    world.con.execute(
        "update booking set amount = ? where booked_on < date '2026-01-01' and day(booked_on) = 11",
        [early],
    )
    said = headline(world, at(world, as_of=as_of))
    assert [one.kind for one in said] == kinds
    assert "behind pace" in said[0].text
