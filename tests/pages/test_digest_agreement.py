"""The digest and the Weekly screen say the same sentences and show the same figures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics.lifecycle.desk import Desk
from metrics.lifecycle.forecasts import handed_in
from metrics.meeting.agenda import agenda
from metrics.scope import ALL
from metrics.weekly.page import Digest, Figure, Section
from pages.views.asked import Asked
from pages.views.bridge import build_week_bridge
from pages.views.bridge_deals import build_hygiene
from pages.views.cohorts import build_curve
from pages.views.demand import build_demand
from pages.views.forecast_tile import build_landing_tile
from pages.views.handover import build_handover
from pages.views.meeting import build_commitments, build_effects
from pages.views.meeting_pool import build_pool, build_pool_tile
from pages.views.meeting_then_now import build_then_now, build_told
from pages.views.number import build_number
from pages.views.tile import Tile
from pages.views.week import build_outlook
from tests.metrics.weekly.weeks import LAST, TODAY, Week, week_of


@pytest.fixture(scope="module")
def week(decided: Path) -> Week:
    return week_of(Desk.open(decided, datetime(2026, 11, 16, 12, tzinfo=UTC)), decided)


@pytest.fixture(scope="module")
def digest(week: Week) -> Digest:
    return week.digest()


@pytest.fixture(scope="module")
def asked(week: Week) -> Asked:
    return Asked(week.found.period, ALL, LAST, (("period", "2026-Q4"),))


def figure(section: Section, label: str) -> Figure:
    return next(one for one in section.figures if one.label == label)


def same(tile: Tile, found: Figure) -> None:
    """A tile and a figure: label, value, changes, note and aim in the same words."""
    assert (tile.label, tile.value, tile.note) == (found.label, found.value, found.note)
    assert [one.text for one in tile.changes] == [one.text for one in found.moved]
    assert (tile.bullet.label if tile.bullet else "") == found.aim


def test_headline_and_number(week: Week, digest: Digest, asked: Asked) -> None:
    view = build_number(week.reader, asked)
    section = digest.sections[1]
    assert digest.headline == view.headline.sentence
    assert (section.title, section.aside) == (view.block.title, view.block.aside)
    hero = section.figures[0]
    assert (hero.label, hero.value) == (view.hero.tile.label, view.hero.tile.value)
    assert [one.text for one in hero.moved] == [one.text for one in view.hero.lines]
    landing = build_landing_tile(week.reader, asked)
    assert landing is not None
    same(landing, figure(section, "Forecast landing"))
    for tile in build_outlook(week.reader, asked)[:2]:
        same(tile, figure(section, tile.label))
    held = week.state.meeting.held[-1]
    pool = build_pool_tile(build_pool(week.reader, week.state, LAST), held, week.found.workspace)
    same(pool, figure(section, "The pool today"))


def test_commitments(week: Week, digest: Digest) -> None:
    found = agenda(week.state, week.reader, LAST, TODAY)
    did = build_effects(week.reader, found, handed_in(week.state))
    view = build_commitments(found, did, week.found.names, week.found.workspace)
    section = digest.sections[0]
    assert (section.title, section.aside) == (view.block.title, view.block.aside)
    for row, line in zip(view.rows, section.listings[0].lines, strict=True):
        assert (row.what, row.state) == (line.text, line.state)
        assert line.under == f"{row.owner} · due {row.due} · {row.should}"
        assert line.value.text.startswith(row.did.text)


def test_what_changed(week: Week, digest: Digest, asked: Asked) -> None:
    held, section = week.state.meeting.held[-1], digest.sections[2]
    view = build_week_bridge(week.reader, asked, held.as_of, LAST)
    assert section.title == view.block.title
    assert section.aside == f"since meeting {held.number} · {view.block.aside}"
    assert view.chart is not None
    bars, movers, untidy, changes = section.listings
    assert section.words[0] == view.chart.title
    assert [(one.text, one.value.text) for one in bars.lines] == [
        (fall.name, fall.words) for fall in view.chart.falls
    ]
    assert bars.foot == view.foot
    assert movers.title == view.movers_title
    assert [(one.text, one.under, one.value.text) for one in movers.lines] == [
        (one.name, one.what, one.amount) for one in view.movers
    ]
    hygiene = build_hygiene(week.reader, asked, LAST)
    assert untidy.title == hygiene.title
    assert [one.value.text for one in untidy.lines] == [one.label for one in hygiene.findings]
    told = build_told(week.reader, week.state, week.store, held, LAST)
    table = build_then_now(told, held, week.found.workspace, sees_pool=True)
    assert changes.title == table.title
    assert [(one.text, one.value.text) for one in changes.lines] == [
        (row[0].text, row[3].text) for row in table.table.rows
    ]


def test_handover_and_demand(week: Week, digest: Digest, asked: Asked) -> None:
    handover, section = build_handover(week.reader, asked), digest.sections[3]
    assert section.title == handover.block.title
    for tile in handover.tiles:
        found = figure(section, tile.label)
        assert (tile.value, [one.text for one in tile.changes]) == (
            found.value,
            [one.text for one in found.moved],
        )
    reasons, leaks = section.listings
    assert (reasons.title, leaks.title) == (handover.reasons_title, handover.leaks_title)
    assert (reasons.foot, leaks.foot) == (handover.reasons_foot, handover.leaks_foot)
    assert handover.leaks is not None
    assert [one.text for one in leaks.lines] == [row[0].text for row in handover.leaks.rows]
    demand, last = build_demand(week.reader, asked), digest.sections[4]
    assert last.title == demand.block.title
    for tile in demand.tiles:
        same(tile, figure(last, tile.label))
    curve = build_curve(week.reader, asked)
    assert curve is not None
    assert last.listings[0].title == curve.title
