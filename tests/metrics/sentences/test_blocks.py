"""The sentences over the blocks, case by case, and that pages and digest have the same ones."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Against, Change, Compared, Moment
from metrics.compute import calendar_of
from metrics.periods import Period
from metrics.registry import kpi
from metrics.scope import Scope
from metrics.sentences.blocks import (
    block_sentences,
    demand_sentence,
    handover_sentence,
    moved_of,
)
from metrics.sentences.headline import headline, title_line
from metrics.sentences.limits import Limits, Unusual
from metrics.sentences.weeks import Week
from pages.views.asked import Asked, understood
from pages.views.choices import Choices
from pages.views.demand import build_demand
from pages.views.handover import build_handover
from pages.views.number import build_number, build_standing
from pages.views.week import build_moved
from tests.metrics.sentences.company import PERIOD, Booked, at, company, even, weekly_leads

WEEK = Period("2026-11-09..2026-11-15", date(2026, 11, 9), date(2026, 11, 16), "span")


def week(
    key: str, value: str | None = None, *, run: int | None = None, low: str = "40", high: str = "60"
) -> Week:
    """A week of a KPI; a value makes it unusual, beside the limits given."""
    limits = Limits(Fraction(50), Fraction(low), Fraction(high), 13)
    found = None
    if value is not None:
        is_above = Decimal(value) > 50
        found = Unusual(Decimal(value), limits, is_above, run)
    return Week(kpi(key), WEEK, (Decimal(50),) * 14, 20, is_judged=True, unusual=found)


@pytest.mark.parametrize(
    ("weeks", "kind", "said"),
    [
        ((), "none", "What moved, against the week before"),
        (
            (replace(week("bookings"), is_judged=False),),
            "none",
            "What moved, against the week before",
        ),
        ((week("bookings"),), "calm", "What moved: nothing unusual in the week to 15 Nov"),
        (
            (week("bookings"), replace(week("leads_created"), is_judged=False, is_loaded=False)),
            "calm",
            "What moved: nothing unusual in the week to 15 Nov in what is loaded",
        ),
        (
            (week("bookings", "2120000", low="380000", high="1580000"), week("leads_created")),
            "unusual",
            "What moved: bookings were $2.12M in the week to 15 Nov, usually $380k to $1.58M",
        ),
        (
            (week("pipeline_created", "2120000", low="588", high="1580000"),),
            "unusual",
            "What moved: pipeline created was $2.12M in the week to 15 Nov, usually up to $1.58M",
        ),
        (
            (week("bookings", "1200", low="-80", high="1100"),),
            "unusual",
            "What moved: bookings were $1,200 in the week to 15 Nov, usually up to $1,100",
        ),
        (
            (week("bookings", "61", run=9), week("leads_created", "30")),
            "unusual",
            "What moved: leads created were 30 in the week to 15 Nov, usually 40 to 60",
        ),
        (
            (week("bookings", "61", run=9),),
            "unusual",
            "What moved: bookings have been above the 13-week average for 9 weeks in a row",
        ),
        (
            (week("bookings", "70"), week("accepted_leads", "30"), week("leads_created", "90")),
            "unusual",
            "What moved: bookings above, accepted leads below what is usual",
        ),
        # Limits of a count are whole numbers inside: 40.2 to 60.8 is 41 to 60.
        (
            (week("leads_created", "61", low="40.2", high="60.8"),),
            "unusual",
            "What moved: leads created were 61 in the week to 15 Nov, usually 41 to 60",
        ),
        # Digits enough to see on which side the week lies.
        (
            (week("pipeline_created", "1584999.5", low="380000", high="1584000"),),
            "unusual",
            "What moved: pipeline created was $1,584,999.50 in the week to 15 Nov, "
            "usually $380,000.00 to $1,584,000.00",
        ),
        (
            (week("response_within_sla", "0.9", low="0.525", high="0.724"),),
            "unusual",
            "What moved: sales answered 90 % of handovers in time in the week to 15 Nov, "
            "usually 53 to 72 %",
        ),
        (
            (week("hand_back_answer_within_sla", "0.1", low="0.2", high="1.2"),),
            "unusual",
            "What moved: marketing answered 10 % of hand-backs in time in the week to 15 Nov, "
            "usually 20 % or more",
        ),
    ],
)
def test_what_moved(weeks: tuple[Week, ...], kind: str, said: str) -> None:
    weeks = tuple(
        replace(
            one, unusual=replace(one.unusual, is_above=one.unusual.value > one.unusual.limits.low)
        )
        if one.unusual and one.declared.unit.value == "percent"
        else one
        for one in weeks
    )
    found = moved_of(weeks, "USD")
    assert (found.kind, found.text.replace("\u202f", " ")) == (kind, said)


def clock(
    key: str, value: str | None, change: str | None, target: str | None = "0.8", rows: int = 40
) -> Compared:
    """A clock beside its week before."""
    then = None if value is None or change is None else Decimal(value) - Decimal(change)
    changes = () if then is None else (Change(Against.WEEK, Decimal(value or 0), then, WEEK),)
    now = Answer(
        key, WEEK, None, None if value is None else Decimal(value), None, None, rows, WEEK.last_on,
        None, None, None, None if target is None else Decimal(target), None,
    )  # fmt: skip
    return Compared(kpi(key), now, changes, ())


SALES, MARKETING = "response_within_sla", "hand_back_answer_within_sla"


@pytest.mark.parametrize(
    ("sales", "marketing", "said"),
    [
        (("0.7", "0.06"), ("0.6", "0.11"),
         "both clocks are faster than last week and both are short of target"),
        (("0.7", "-0.06"), ("0.6", "-0.1"),
         "both clocks are slower than last week and both are short of target"),
        (("0.9", "0.06"), ("0.6", "-0.1"),
         "sales answers faster, marketing slower than last week; marketing is short of target"),
        (("0.7", "-0.01"), ("0.9", "0.01"),
         "marketing answers faster, sales slower than last week; sales is short of target"),
        (("0.7", "0.06"), ("0.9", "0.1"),
         "both clocks are faster than last week; sales is short of target"),
        # Less than a point is no movement.
        (("0.7", "0.009"), ("0.6", "0.1"), "both clocks are short of target"),
        (("0.7", "-0.009"), ("0.9", "0.05"), "sales is short of target"),
        (("0.9", "0"), ("0.9", "0"), "both clocks keep what was agreed"),
        # 79.6 % is shown as the 80 % that were agreed.
        (("0.796", "0"), ("0.8", "0"), "both clocks keep what was agreed"),
        (("0.9", None), ("0.9", "0.1"), "both clocks keep what was agreed"),
        ((None, None), ("0.9", "0.1"), "both clocks"),
    ],
)  # fmt: skip
def test_the_handover(
    sales: tuple[str | None, str | None], marketing: tuple[str | None, str | None], said: str
) -> None:
    found = handover_sentence([clock(SALES, *sales), clock(MARKETING, *marketing)])
    assert found.text == f"The handover: {said}"
    assert handover_sentence([]).text == "The handover: both clocks"
    no_target = [clock(SALES, "0.9", "0.1", None), clock(MARKETING, "0.9", "0.1", None)]
    assert (
        handover_sentence(no_target).text == "The handover: both clocks are faster than last week"
    )


@pytest.mark.parametrize(
    ("against", "said"),
    [
        (Against.WEEK, "than last week"),
        (Against.YEAR, "than last year"),
        (Against.PREVIOUS, "than in Q3 2026"),
    ],
)
def test_the_handover_says_against_what(against: Against, said: str) -> None:
    past = Period("2026-Q3", date(2026, 7, 1), date(2026, 10, 1), "quarter")
    clocks = [
        replace(
            one, changes=tuple(replace(each, against=against, period=past) for each in one.changes)
        )
        for one in (clock(SALES, "0.9", "0.1", None), clock(MARKETING, "0.9", "0.1", None))
    ]
    assert handover_sentence(clocks).text == f"The handover: both clocks are faster {said}"


def test_few_handovers_are_no_verdict_on_a_team() -> None:
    # One of two hand-backs answered: from 12 % to 88 %, which 80 % is inside of.
    few = clock(MARKETING, "0.5", "0.25", rows=2)
    assert handover_sentence([clock(SALES, "0.7", "0.3", rows=7), few]).text == (
        "The handover: both clocks"
    )
    assert handover_sentence([clock(SALES, "0.7", "0.06"), few]).text == (
        "The handover: sales is short of target"
    )


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ("560", "528", "560 sales-ready leads, up 6.1 % on last year"),
        ("1", "2", "1 sales-ready lead, down 50 % on last year"),
        ("560", "560", "560 sales-ready leads, no change on last year"),
        ("560", None, "560 sales-ready leads"),
        ("560", "0", "560 sales-ready leads, up 560 on last year"),
    ],
)
def test_the_demand(now: str, then: str | None, said: str) -> None:
    found = clock("sales_ready_leads", now, None)
    if then is not None:
        change = Change(Against.YEAR, Decimal(now), Decimal(then), WEEK)
        found = replace(found, changes=(change,))
    assert demand_sentence(found).text.replace("\u202f", " ") == f"Demand: {said}"
    assert demand_sentence(None).text == "Demand: sales-ready leads are not counted here"


def asked_of(reader: Reader, **words: str) -> Asked:
    """The question of a link."""
    return understood(words, Choices((), ()), reader)


@pytest.mark.parametrize("period", ["2026-Q4", "2026-Q3", "2026-11", "all"])
def test_pages_show_the_same_sentences(reader: Reader, period: str) -> None:
    asked = asked_of(reader, period=period)
    moment = Moment(asked.period, asked.as_of, asked.scope)
    blocks, said = block_sentences(reader, moment), headline(reader, moment)
    assert build_number(reader, asked).headline.sentence == title_line(said)
    assert build_standing(reader, asked).block.title == blocks["number"].text
    assert build_moved(reader, asked).block.title == blocks["moved"].text
    assert build_handover(reader, asked).block.title == blocks["handover"].text
    assert build_demand(reader, asked).block.title == blocks["demand"].text


def test_the_demo_company_s_week(reader: Reader) -> None:
    moment = Moment(calendar_of(reader).parse("2026-Q4"), date(2026, 11, 15))
    said = headline(reader, moment)
    assert title_line(said) == (
        "Bookings are on pace; pipeline created was $1.89M in the week to 15 Nov, usually up to "
        "$1.60M"
    )
    assert [one.kind for one in said] == ["happened", "unusual", "happened"]
    assert all(one.rows for one in said)


def test_a_scope_that_leads_do_not_have_leaves_their_blocks_without_a_number(
    reader: Reader,
) -> None:
    calendar = calendar_of(reader)
    scope = Scope.of(strategy="retention")
    blocks = block_sentences(reader, Moment(calendar.parse("2026-Q4"), date(2026, 11, 15), scope))
    assert blocks["demand"].kind == "none"
    assert blocks["handover"].text == "The handover: both clocks"


@pytest.mark.parametrize(
    ("booked", "most"),
    [
        # Calm: bookings now, 13 weeks, last year and pace; weeks of three facts; the clocks.
        (even("400"), 9),
        # A gap that regions explain: what slipped, and one split more.
        ((Booked("100"), Booked("200", "East")), 11),
        # A gap that nothing explains: all four splits.
        (even("300"), 14),
    ],
)
def test_a_headline_is_few_statements(booked: tuple[Booked, ...], most: int) -> None:
    world = company(booked)
    weekly_leads(world, (8, 9, 7, 8, 10, 8, 9, 7, 8, 9, 8, 7, 9, 9))
    moment = at(world, PERIOD)
    headline(world, moment)
    world.statements.clear()
    headline(world, moment)
    assert len(world.statements) <= most
