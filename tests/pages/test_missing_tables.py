"""A load that lacks a table: every block says so, and nothing missing is told as a nought."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.demo import DEMO_WORKSPACE
from data.load import load
from metrics.lifecycle.desk import Desk
from metrics.sentences.headline import title_line
from metrics.weekly.digest import digest_of
from metrics.weekly.page import Digest, Section
from pages.views.asked import understood
from pages.views.choices import build_choices
from pages.views.kiosk import WallView
from pages.views.kiosk_views import build_wall_view
from tests.metrics.weekly.weeks import week_of

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
DEALS = ("opportunities", "opportunity_history")


class Lacking:
    """The demo company without some of its files: the wall's views, Weekly's words."""

    def __init__(self, store: Path) -> None:
        self.store = store
        week = week_of(Desk.open(store, NOW), store)
        self.week, self.reader = week.found, week.reader
        self.digest: Digest = digest_of(week.found)

    def wall(self, key: str) -> WallView:
        """The wall's view of that key, without a ledger."""
        asked = understood({}, build_choices(self.reader), self.reader)
        return build_wall_view(self.reader, asked, key, None)

    def section(self, number: int) -> Section:
        """The digest's block."""
        return self.digest.sections[number - 1]

    @property
    def headline(self) -> str:
        """The sentence over Weekly."""
        return title_line(self.week.headline)


def without(tables: tuple[str, ...], demo_folder: Path, folder: Path) -> Lacking:
    """A store of the export without these files."""
    export, store = folder / "export", folder / "store"
    shutil.copytree(demo_folder, export)
    for table in tables:
        (export / f"{table}.csv").unlink()
    store.mkdir()
    (store / "tandem.toml").write_text(DEMO_WORKSPACE, encoding="utf-8")
    load([export], store, now=NOW)
    shutil.rmtree(export)
    return Lacking(store)


@pytest.fixture(scope="module")
def no_leads(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lacking:
    """Without leads."""
    return without(("leads",), demo_folder, tmp_path_factory.mktemp("no_leads"))


@pytest.fixture(scope="module")
def no_deals(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lacking:
    """Without opportunities, their history, and bookings."""
    folder = tmp_path_factory.mktemp("no_deals")
    return without((*DEALS, "bookings"), demo_folder, folder)


@pytest.fixture(scope="module")
def no_history(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lacking:
    """Without history of opportunities."""
    folder = tmp_path_factory.mktemp("no_history")
    return without(("opportunity_history",), demo_folder, folder)


def test_without_leads_the_handover_says_so(no_leads: Lacking) -> None:
    wall = no_leads.wall("handover")
    assert wall.headline.sentence == "The load holds no leads"
    assert wall.said == "Leads come with the next load, from the marketing system or the CRM."
    assert (wall.hero, wall.beside) == ("", ())
    assert no_leads.section(4).title == "The handover: the load holds no leads"
    assert [(one.value, one.count, one.note) for one in no_leads.section(4).figures] == [
        ("no data", "", "The load holds no leads")
    ] * 4


def test_without_leads_nothing_is_said_of_clocks(no_leads: Lacking) -> None:
    assert [one.kpis for one in no_leads.week.headline if "answers" in one.text] == []
    assert no_leads.week.titles["handover"].rows == 0


def test_without_deals_nothing_is_said_to_stand_still(no_deals: Lacking) -> None:
    assert no_deals.headline.startswith("Bookings cannot be told: the load holds no bookings")
    assert no_deals.section(2).title == "The number: the load holds no bookings"
    assert [(one.value, one.count) for one in no_deals.section(2).figures] == [("no data", "")] * 5
    assert no_deals.section(3).title == "What changed: the load holds no opportunities"
    assert no_deals.section(3).words[0] == (
        "The load holds no opportunities: what was open on either day is not known."
    )
    titles = [one.title for one in no_deals.section(3).listings]
    assert titles[-1] == "Hygiene: no open deal is on record"
    wall = no_deals.wall("changed")
    assert wall.headline.sentence == "The load holds no opportunities"
    assert (wall.hero, wall.said) == (
        "",
        "What was open, and what changed it, cannot be told.",
    )
    number = no_deals.wall("number")
    assert (number.hero, number.headline.sentence.split(";")[0]) == (
        "no data",
        "Bookings cannot be told: the load holds no bookings",
    )


def test_without_history_the_wall_says_what_it_cannot_see(no_history: Lacking) -> None:
    said = no_history.wall("changed").headline.sentence
    assert said.startswith("Open pipeline ")
    assert said.endswith("; moved closes are not recorded")


@pytest.mark.parametrize("table", ["touches", "spend", "targets", "activities"])
def test_a_figure_without_a_value_counts_nothing(
    table: str, demo_folder: Path, tmp_path: Path
) -> None:
    found = without((table,), demo_folder, tmp_path)
    figures = [one for section in found.digest.sections for one in section.figures]
    untold = [one for one in figures if one.value == "no data"]
    assert [one.count for one in untold if one.count.startswith("0 ")] == []
    assert {one.label for one in untold} - {"The pool today"} == {
        "touches": set(),
        "activities": {"Hours with customers"},
        "spend": {"Cost per sales-ready lead"},
        "targets": {"Coverage, this quarter", "Coverage, next quarter"},
    }[table]
    assert all(one.note for one in untold)
    assert "no target set" in found.headline if table == "targets" else "pace" in found.headline
