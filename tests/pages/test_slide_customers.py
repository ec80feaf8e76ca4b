"""Slide 6: who stayed and how long we are with customers, from the snapshot and the exports."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from data.workspace import Workspace
from metrics.customers import KEY as HOURS
from metrics.lifecycle.desk import Desk
from metrics.meeting.headlines import RETAINED
from metrics.meeting.records import Snapshot
from metrics.wording import percent, rounded
from pages.views.deck import build_deck
from tests.metrics.oracles._cases import Case, View
from tests.metrics.oracles._company import Company, as_decimal
from tests.metrics.oracles._customers import customers
from tests.metrics.oracles._hours import parts
from tests.metrics.oracles._periods import span

NOW = datetime(2026, 11, 16, 20, tzinfo=UTC)
EXPECTED = {"marketing": 10, "sales": 40, "success": 40, "other": 20}
NOT_YET = "this meeting was held before it was counted"


@pytest.fixture(scope="module")
def desk(decided: Path) -> Desk:
    """The demo company after its last meeting; only looked at."""
    return Desk.open(decided, NOW)


@pytest.fixture(scope="module")
def held(desk: Desk) -> Snapshot:
    """The meeting that was held last, as of 8 November 2026."""
    return desk.state.meeting.held[-1]


def told(desk: Desk, held: Snapshot) -> tuple[list[str], list[str]]:
    """The figure of customers kept and the line of hours with customers."""
    deck = build_deck(desk.state, held, desk.workspace)
    slide = next(one for one in deck.slides if one.key == "customers")
    kept = next(figure for figure in slide.figures if figure.label == "Customers kept")
    line = slide.lines[-1]
    return [kept.value, *(change.text for change in kept.lines)], [line.head, line.text]


def changed(held: Snapshot, key: str, **values: Any) -> Snapshot:
    """The meeting with another answer to one number."""
    answers = (
        replace(one, answer=replace(one.answer, **values)) if one.key == key else one
        for one in held.told
    )
    return replace(held, told=tuple(answers))


def test_they_are_those_of_the_export_files(
    desk: Desk, held: Snapshot, demo: Path, demo_folder: Path
) -> None:
    company = Company(demo_folder, Workspace.read(demo))
    view = View(company, Case("quarter", ("2026-Q4",)), span("2026-Q4", 1), date(2026, 11, 8))
    kept, line = told(desk, held)
    there = list(customers(view))
    start = sum((one.had for one in there), Fraction(0))
    net = sum((one.has for one in there), Fraction(0)) / start
    gross = sum((one.not_lost for one in there), Fraction(0)) / start
    assert kept == [
        percent(as_decimal(net)),
        "of what they paid a year ago",
        f"{percent(as_decimal(gross))} without buying more",
    ]
    months = list(parts(view))
    assert len(months) == 58
    mean = as_decimal(Fraction(sum(one.numerator for one in months)) / 58)
    aim = as_decimal(Fraction(sum(EXPECTED[one.dims["team"]] for one in months), 58))
    assert line == [
        f"Each of us is with customers {rounded(mean, 1)} hours a month",
        "On average, in the months of Q4 2026 that have ended, where "
        f"{rounded(aim, 1)} hours are expected.",
    ]


def test_a_meeting_that_did_not_hold_them_says_so(desk: Desk, held: Snapshot) -> None:
    kept = tuple(one for one in held.told if one.key not in (HOURS, *RETAINED))
    assert told(desk, replace(held, told=kept)) == (
        ["no data", NOT_YET],
        ["Hours with customers", f"No data: {NOT_YET}."],
    )


def test_where_there_is_no_number_the_reason_stands(desk: Desk, held: Snapshot) -> None:
    young = changed(held, HOURS, value=None, rows=0, note="no whole month has ended")
    young = changed(young, RETAINED[0], value=None, note="no data: bookings begin too late")
    assert told(desk, young) == (
        ["no data", "bookings begin too late"],
        ["Hours with customers", "No data: no whole month has ended."],
    )


def test_nothing_is_told_of_a_few_people_or_customers(desk: Desk, held: Snapshot) -> None:
    few = changed(held, HOURS, rows=14)
    few = changed(few, RETAINED[0], rows=4, note="few (4)")
    assert told(desk, few) == (
        ["no data", "fewer than 5 customers: not told apart"],
        ["Hours with customers", "No data: fewer than 5 people may stand behind them."],
    )
    assert told(desk, changed(held, HOURS, rows=15))[1] == told(desk, held)[1]


def test_without_a_target_none_is_told(desk: Desk, held: Snapshot) -> None:
    _, (_, text) = told(desk, changed(held, HOURS, target=None))
    assert text == "On average, in the months of Q4 2026 that have ended."
