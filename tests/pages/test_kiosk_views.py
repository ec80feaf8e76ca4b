"""The wall's views: the same figures as the laptop's, within their budget, and nobody's name."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from metrics.bridge import bridge
from metrics.bridge.steps import GROUPS, steps_of
from metrics.known import known
from metrics.lifecycle.desk import Desk
from metrics.meeting.agenda import agenda, stamp
from metrics.meeting.headlines import Moment
from metrics.meeting.pool_today import plan_in_force, pool_today
from metrics.people import Duty
from metrics.wording import money, percent, signed_money
from pages.charts.kiosk import wall_figure
from pages.theme import LIGHT
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.demand import build_demand
from pages.views.handover import build_handover
from pages.views.kiosk import (
    KEYS,
    Decided,
    WallView,
    age_of,
    neighbour,
    trouble_words,
    turn_of,
)
from pages.views.kiosk_changed import last_met_on
from pages.views.kiosk_chart import Falls
from pages.views.kiosk_people import called
from pages.views.kiosk_views import build_wall_view
from pages.views.kiosk_words import LONGEST, ems, fits, fitted, without_people
from pages.views.number import build_number
from pages.views.tile import Direction

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def source(decided: Path) -> Reader:
    """The load of the demo company with its meetings."""
    return Warehouse(decided).reader()


@pytest.fixture(scope="module")
def asked(source: Reader) -> Asked:
    """The quarter that runs, the whole company."""
    return understood({}, build_choices(source), source)


@pytest.fixture(scope="module")
def known_now(decided: Path) -> Decided:
    """What its ledger says."""
    state = Desk.open(decided, NOW).state
    return Decided(stamp(state), NOW.date(), state)


@pytest.fixture(scope="module")
def views(source: Reader, asked: Asked, known_now: Decided) -> dict[str, WallView]:
    """The five views."""
    return {key: build_wall_view(source, asked, key, known_now) for key in KEYS}


def test_the_figures_are_those_of_the_laptop(
    source: Reader, asked: Asked, known_now: Decided, views: dict[str, WallView]
) -> None:
    number = build_number(source, asked)
    assert views["number"].hero == number.hero.tile.value
    assert views["number"].headline == number.headline
    assert views["number"].lines == number.hero.lines
    handover = build_handover(source, asked)
    assert views["handover"].hero == handover.tiles[2].value
    assert views["handover"].beside[0].value == handover.tiles[3].value
    demand = build_demand(source, asked)
    assert views["demand"].hero == demand.tiles[0].value
    assert [(one.label, one.value) for one in views["demand"].beside] == [
        (tile.label, tile.value) for tile in demand.tiles[1:]
    ]
    # By team is for the laptop: two people are a team of this company.
    assert views["demand"].beside[3].label == "Hours with customers"
    assert views["demand"].beside[3].note.text == "target 31.0\u202fh"
    found = agenda(known_now.state, source, asked.as_of, known_now.today)
    counted = found.counted()
    assert [one.value for one in views["commitments"].beside] == [
        *(str(counted.get(word, 0)) for word in ("kept", "moved", "dropped")),
        str(sum(1 for one in found.commitments if one.is_open)),
    ]
    # What a row says came of it is what the numbers beside it count.
    rows = [one.state for one in views["commitments"].pledges]
    assert {word: rows.count(word) for word in rows} == counted


def test_the_pool_is_a_percent_and_nothing_else(
    source: Reader, asked: Asked, known_now: Decided, views: dict[str, WallView]
) -> None:
    version = plan_in_force(source, known_now.state, asked.as_of)
    moment = Moment.of(known(source).calendar, asked.as_of)
    found = pool_today(source, known_now.state, moment, version)
    assert found.value is not None
    pool = views["number"].beside[-1]
    assert (pool.label, pool.value) == ("The pool today", percent(found.value))
    assert "$" not in pool.value + pool.note.text
    without = build_wall_view(source, asked, "number", None).beside[-1]
    assert (without.value, without.note.text) == ("no data", "the ledger is not read")


def test_six_bars_and_the_change_add_up_and_four_movers_are_the_largest(
    source: Reader, asked: Asked, known_now: Decided, views: dict[str, WallView]
) -> None:
    frm = last_met_on(asked, known_now)
    assert frm == date(2026, 11, 8)
    found = bridge(source, frm, asked.as_of, asked.period, asked.scope)
    steps = steps_of(found, GROUPS)
    view, chart = views["changed"], views["changed"].chart
    assert isinstance(chart, Falls)
    bars = [int(fall.words.replace("−", "-").replace(",", "")) for fall in chart.falls]
    assert len(bars) == len(steps.steps) + 1 <= 7
    assert sum(bars[:-1]) == bars[-1]
    assert view.hero == signed_money(found.change, "USD")
    largest = sorted((abs(deal.net) for deal in found.deals), reverse=True)[:4]
    assert [one.value.lstrip("+−") for one in view.beside] == [
        money(amount, "USD") for amount in largest
    ]
    assert view.label == "Change since 8 Nov"
    assert last_met_on(asked, None) == date(2026, 11, 8)


def test_every_view_keeps_its_budget_and_says_as_of_when(views: dict[str, WallView]) -> None:
    for key, view in views.items():
        assert view.key == key
        assert len(view.beside) <= 4
        assert view.as_of.startswith("As of Sun 15 Nov 2026 · day ")
        assert len(view.headline.sentence) <= LONGEST
        assert len(view.pledges) <= 4
        assert not (view.pledges and view.chart)
        if view.chart:
            figure = wall_figure(view.chart, LIGHT, view.chart_title)
            sizes = [note.font.size for note in figure.layout.annotations]
            assert min([*sizes, figure.layout.xaxis.tickfont.size]) >= 32


def test_more_is_not_always_better_and_the_arrow_says_the_side(
    views: dict[str, WallView],
) -> None:
    beside = {one.label: one for view in views.values() for one in view.beside}
    cost = beside["Cost per sales-ready lead"]
    assert cost.note.direction is Direction.DOWN
    assert cost.note.verdict == "better"


@pytest.mark.parametrize(
    ("word", "seconds"),
    [("", 0), ("30", 30), ("5", 5), ("3600", 3600), ("0", 30), ("-1", 30), ("abc", 30),
     ("1e9", 30), ("4", 30), ("3601", 30), ("99999999999999999999", 30), ("²", 30), ("٣٠", 30),
     (" 30", 30), ("30.5", 30), ("nan", 30)],
)  # fmt: skip
def test_a_pace_that_makes_no_sense_is_a_calm_one(word: str, seconds: int) -> None:
    assert turn_of(word) == seconds


def test_views_turn_round() -> None:
    assert neighbour("demand", 1) == "commitments"
    assert neighbour("commitments", -1) == "demand"
    key = "commitments"
    for _ in KEYS:
        key = neighbour(key, 1)
    assert key == "commitments"


@pytest.mark.parametrize(
    ("today", "words"),
    [
        # The data ends on a Sunday. Two working days have to be missed.
        (date(2026, 11, 15), ""),
        (date(2026, 11, 16), ""),
        (date(2026, 11, 17), ""),
        (date(2026, 11, 18), "Old data: it ends on Sun 15 Nov 2026, 3 days ago"),
        (date(2026, 12, 24), "Old data: it ends on Sun 15 Nov 2026, 39 days ago"),
        (date(2026, 1, 1), ""),
    ],
)
def test_data_is_old_after_two_working_days(source: Reader, today: date, words: str) -> None:
    assert age_of(source, today) == words


def test_what_cannot_be_read_is_told_with_when_it_could() -> None:
    at = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)
    assert trouble_words("The data", at) == (
        "The data cannot be read now; this was read on 16 Nov at 09:05"
    )
    assert trouble_words("The data", None) == "The data cannot be read now; it is tried again"


def test_texts_are_cut_where_they_would_not_fit() -> None:
    assert fitted("Meridian Water", 12) == "Meridian Water"
    cut = fitted("Fennerstead Environmental Holdings", 8)
    assert cut.endswith("…")
    assert ems(cut) <= 8
    assert fits(("a very long text indeed", "short"), 4) == "short"
    assert ems("漢字") == 2
    letters = random.Random(7)
    for _ in range(200):
        text = "".join(chr(letters.randrange(32, 0x3000)) for _ in range(letters.randrange(60)))
        assert ems(fitted(text, 5)) <= 5


def test_names_become_what_people_do_and_parts_of_words_stay() -> None:
    people = {"Ana Lee": "Field sales", "P1": "Content", "Ana": "Field sales"}
    assert (
        without_people("Ana Lee calls P1, not P10", people) == "Field sales calls Content, not P10"
    )
    assert without_people("Banana, Anabel, Ana.", people) == "Banana, Anabel, Field sales."
    assert without_people(r"\1 \g<0> Ana", {"Ana": r"\g<1>"}) == r"\1 \g<0> \g<1>"


def test_a_number_is_nobodys_name() -> None:
    people = {
        "1": Duty("Ana Lee", "1@a.example", "Sales", "sales"),
        "2021": Duty("7", "", "", ""),
        "p2": Duty("", "", "", "marketing"),
    }
    names = called(people)
    assert names == {"Ana Lee": "Sales", "1@a.example": "Sales", "p2": "Marketing"}
    said = "Open pipeline shrank $1.49M since 1 Nov 2021, says Ana Lee"
    assert without_people(said, names) == said.replace("Ana Lee", "Sales")


def test_poor_data_is_said_and_draws_nothing_false(tmp_path: Path) -> None:
    export = tmp_path / "export"
    export.mkdir()
    (export / "bookings.csv").write_text(
        "booking_id,booked_on,amount,kind\nb,2026-11-10,250,new\n", encoding="utf-8"
    )
    load([export], tmp_path / "store", now=NOW)
    source = Warehouse(tmp_path / "store").reader()
    asked = understood({}, build_choices(source), source)
    state = Desk.open(tmp_path / "store", NOW).state
    found = {
        key: build_wall_view(source, asked, key, Decided(stamp(state), NOW.date(), state))
        for key in KEYS
    }
    assert found["commitments"].headline.sentence.startswith("No commitment is open")
    assert found["changed"].headline.sentence == "The load holds no opportunities"
    assert found["handover"].headline.sentence == "The load holds no leads"
    assert found["number"].hero == "$250"
    assert found["number"].beside[-1].note.text == "no plan is in force"
    assert found["demand"].hero == "no data"
    for key in ("commitments", "changed", "handover"):
        assert found[key].hero == ""
        assert found[key].as_of.startswith("As of ")


def test_the_longest_words_stay_within_two_lines(views: dict[str, WallView]) -> None:
    # At 58 pixels a line of the stage takes 30 ems; the longest sentence of a screen has 112.
    for view in views.values():
        assert ems(view.headline.sentence) <= 60
    assert Decimal(LONGEST) / 2 * Decimal("0.54") < 31
    assert replace(views["number"]).place == 1
