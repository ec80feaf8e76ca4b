"""What stands beside each other on a screen says the same, and nothing stands on another thing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import answer, calendar_of
from metrics.kpi import Cohort
from metrics.pace import Course, Point
from metrics.registry import kpi
from metrics.said import note_said, noun
from pages.views.asked import understood
from pages.views.bookings import build_quarters
from pages.views.choices import Choices
from pages.views.number import build_standing
from pages.views.pace import build_pace, pace_title
from pages.views.tile import Direction, Verdict

NO_CHOICES = Choices((), ())
ANSWER = Answer(
    *("lead_to_opportunity_rate", None, None, Decimal("0.1"), Decimal(70), Decimal(700), 700),  # type: ignore[arg-type]
    as_of=date(2026, 11, 15),
    maturity=Decimal(0),
    low=None,
    high=None,
    target=None,
    note=None,
    beside=MappingProxyType({}),
)


@pytest.mark.parametrize(
    ("maturity", "said"),
    [
        ("0", "so far: none of them is 90 days old"),
        ("0.004", "so far: fewer than 1 % of them are 90 days old"),
        ("0.25", "so far: 25\N{NARROW NO-BREAK SPACE}% of them are 90 days old"),
        ("0.999", "so far: not all of them are 90 days old"),
        ("1", ""),
    ],
)
def test_a_young_cohort_says_how_old_it_must_be(maturity: str, said: str) -> None:
    declared = kpi("lead_to_opportunity_rate")
    assert declared.method == Cohort(90)
    assert note_said(declared, replace(ANSWER, maturity=Decimal(maturity)), "USD") == said


def test_a_bookings_course_on_pace_is_told_in_one_way(reader: Reader) -> None:
    asked = understood({}, NO_CHOICES, reader)
    standing, chart = build_standing(reader, asked), build_pace(reader, asked)
    assert chart is not None
    line = standing.hero.lines[1]
    assert standing.headline.sentence == "Bookings are on pace"
    assert standing.block.title == "The number: on pace"
    assert (line.direction, line.verdict) == (Direction.NONE, Verdict.NEITHER)
    assert line.text.startswith("On pace, ")
    assert chart.title.startswith("On the pace of past quarters, ")
    assert chart.title.partition(", ")[2] == line.text.partition(", ")[2]


@pytest.mark.parametrize(
    ("booked", "title"),
    [
        ("1030", "On the pace of past quarters, +$30"),
        ("970", "On the pace of past quarters, \N{MINUS SIGN}$30"),
        ("969", "$31 behind the pace of past quarters"),
        ("1031", "$31 ahead of the pace of past quarters"),
    ],
)
def test_within_three_percent_nothing_is_unusual(reader: Reader, booked: str, title: str) -> None:
    today = date(2026, 11, 15)
    found = Course(
        calendar_of(reader).parse("2026-Q4"),
        (Point(today, Decimal(booked)),),
        (),
        (Point(today, Decimal(1000)),),
        Decimal(5000),
    )
    assert pace_title(found, is_running=True, currency="USD") == title


def test_only_quarters_that_ended_can_have_reached_their_target(reader: Reader) -> None:
    asked = understood({}, NO_CHOICES, reader)
    calendar, reached = calendar_of(reader), 0
    quarters = [f"2025-Q{n}" for n in (1, 2, 3, 4)] + [f"2026-Q{n}" for n in (1, 2, 3)]
    for name in quarters:
        one = answer(reader, "bookings", calendar.parse(name))
        assert one.value is not None
        assert one.target is not None
        reached += one.value >= one.target
    chart = build_quarters(reader, asked)
    assert chart is not None
    assert chart.title == f"{reached} of the 7 quarters that ended reached their target"


def test_the_things_counted_on_a_tile_are_deals() -> None:
    keys = ("win_rate", "pipeline_created", "open_pipeline", "sales_velocity", "cost_per_won")
    assert {noun(kpi(key)) for key in keys} == {"deals"}
    assert (noun(kpi("leads_created")), noun(kpi("bookings"))) == ("leads", "bookings")
