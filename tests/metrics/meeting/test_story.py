"""What a held meeting keeps for the all-hands: exact, nameless, and readable when it is old."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import commit
from metrics.meeting.frozen import snapshot_in
from metrics.meeting.holding import hold, last_held
from metrics.meeting.notes import note
from metrics.meeting.records import Snapshot
from metrics.meeting.story import PoolStory, Story
from metrics.meeting.story_json import story_in, story_json
from metrics.people import names_of
from metrics.pool.curve import Curve
from metrics.registry import all_kpis
from tests.metrics.meeting.rooms import room, said

NOW = datetime(2026, 11, 16, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def held(decided: Path) -> Snapshot:
    """The demo company's last meeting."""
    found = last_held(Desk.open(decided, NOW).state)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def story(held: Snapshot) -> Story:
    """What it kept."""
    assert held.story is not None
    return held.story


@pytest.fixture(scope="module")
def pool(story: Story) -> PoolStory:
    """Its pool."""
    assert story.pool is not None
    return story.pool


def test_it_is_read_back_digit_by_digit(story: Story) -> None:
    text = json.dumps(story_json(story))
    assert story_in(json.loads(text)) == story
    assert "Fraction" not in text
    assert "Decimal" not in text


def test_an_older_meeting_has_none_and_still_reads(decided: Path, held: Snapshot) -> None:
    events = Desk.open(decided, NOW).ledger.events()
    event = [one for one in events if one.kind == "meeting_held"][-1]
    body = {name: value for name, value in event.body.items() if name != "story"}
    old = snapshot_in(type(event)(**{**vars(event), "body": body}))
    assert old.story is None
    assert old.headlines == held.headlines


def test_the_pool_recomputes_exactly_from_what_was_kept(pool: PoolStory, held: Snapshot) -> None:
    weighted = Fraction(0)
    for one in pool.measures:
        assert one.attainment is not None
        curve = Curve.of(tuple((at, pays) for at, pays in one.points))  # type: ignore[misc]
        assert curve.payout(one.attainment) == one.payout
        assert one.weight * (one.payout or 0) / 100 == one.weighted
        weighted += one.weighted
    assert weighted == pool.weighted_sum
    assert weighted + sum(one.points for one in pool.kickers) == pool.with_kickers
    within = min(max(pool.after_gates, pool.floor), pool.cap)
    assert within == pool.funding
    assert round(float(pool.funding) / 100, 4) == float(held.headline("pool").value or 0)
    assert sum(one.weight for one in pool.measures) == 100


def test_a_measures_pace_is_that_of_bookings_attainment(pool: PoolStory, held: Snapshot) -> None:
    (attained,) = held.others("bookings_attainment")
    share, target = attained.beside["pace_share"], attained.beside["target"]
    assert isinstance(share, Decimal)
    assert isinstance(target, Decimal)
    bookings = next(one for one in pool.measures if one.kpi == "bookings")
    assert bookings.pace == (share * target).quantize(Decimal("0.01"))
    (grown,) = held.others("bookings_growth")
    assert bookings.year_before == grown.beside["base"]
    assert bookings.now == held.headline("bookings")
    rate = next(one for one in pool.measures if one.kpi == "win_rate")
    assert rate.pace is None


def test_owners_are_roles_and_teams_and_nobody_is_named(story: Story, decided: Path) -> None:
    assert {one.owner for one in (*story.owed, *story.unmet)} <= {
        "Sales", "Marketing", "Success", "Head of marketing", "Head of sales", "The team",
    }  # fmt: skip
    text = json.dumps(story_json(story))
    names = names_of(Desk.open(decided, NOW).warehouse.reader())
    assert len(names) > 40
    found = [who for pair in names.items() for who in pair if who in text]
    assert found == []


def test_whom_the_load_knows_is_not_named_in_what_was_typed(tmp_path: Path) -> None:
    desk = room(tmp_path / "store")
    name = next(iter(names_of(desk.warehouse.reader()).values()))
    commit(desk, "mo", said(f"Ask {name.upper()} and P2 about it"))
    note(desk, "mo", f"{name} decides", kind="decision")
    found = hold(desk, "hana").story
    assert found is not None
    assert [one.what for one in found.owed] == ["Ask a colleague and a colleague about it"]
    assert found.decided == ("a colleague decides",)
    assert found.no_pool == "no data: no plan is in force on 2026-02-20"


def test_every_number_kept_has_its_definition_then(held: Snapshot, story: Story) -> None:
    terms = {one.key: one for one in story.terms}
    for one in (*held.headlines, *held.told):
        assert terms[one.answer.kpi].version == held.definitions[one.answer.kpi]
    declared = {one.key: one for one in all_kpis()}
    for key in set(terms) & set(declared):
        assert terms[key].definition == declared[key].definition
