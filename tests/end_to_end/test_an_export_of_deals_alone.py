"""An export of deals alone: no leads, history or targets, and nothing told of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from metrics.bridge.hygiene import hygiene
from metrics.compute import calendar_of
from metrics.lifecycle.desk import Desk
from metrics.meeting.holding import hold
from pages.views.deck import build_deck
from pages.views.slide import Slide
from tests.metrics.weekly.weeks import week_of

SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "regional_sales"
NOW, LAST = datetime(2021, 11, 11, 12, tzinfo=UTC), date(2021, 11, 10)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Microsoft's sample, with a head who may hold the meeting."""
    folder = tmp_path_factory.mktemp("deals_alone")
    (folder / "tandem.toml").write_text('[roles]\nhead_of_sales = ["1"]\n', encoding="utf-8")
    load([SAMPLE], folder, now=NOW)
    return folder


@pytest.fixture(scope="module")
def reader(store: Path) -> Reader:
    return Warehouse(store).reader()


@pytest.fixture(scope="module")
def slides(store: Path) -> dict[str, Slide]:
    desk = Desk.open(store, NOW)
    held = hold(desk, "1")
    return {one.key: one for one in build_deck(desk.state, held, desk.workspace).slides}


def test_no_deal_is_quiet_where_no_work_is_on_record(reader: Reader) -> None:
    found = hygiene(reader, LAST, calendar_of(reader).parse("2021-Q4"))
    assert {one.rule.key: len(one.deals) for one in found.findings} == {"overdue": 7}
    assert found.deals == 7


def test_without_leads_no_lead_is_said_to_be_fine(store: Path) -> None:
    week = week_of(Desk.open(store, NOW), store, NOW.date())
    reasons, leaks = week.digest().sections[3].listings
    assert reasons.title == "Hand-backs by reason: the load holds no leads"
    assert leaks.title == "Leads that leak: the load holds no leads"


def test_what_did_not_work_is_not_called_well(slides: dict[str, Slide]) -> None:
    missed = slides["missed"]
    assert missed.sentence == "What did not work cannot be told: no number has a target or a pace"
    assert missed.foot == "No number could be held against what was agreed"


def test_six_hundred_bookings_are_not_called_few(slides: dict[str, Slide]) -> None:
    assert slides["together"].sentence == (
        "How much both teams worked on cannot be told: the load holds no touches"
    )
    customers = slides["customers"]
    assert customers.sentence == (
        "Who is new and who renewed cannot be told: no booking says its strategy"
    )
    assert [one.lines[0].text for one in customers.figures] == [
        "the load holds no spend",
        "no booking says its strategy",
        "no booking of a customer says what recurs monthly",
        "no deal or account has a tier",
    ]
    assert customers.lines[0].text == "No data: the load holds no spend."
