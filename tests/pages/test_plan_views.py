"""Views of the Plan screen by themselves: curves, signatures, inbox, personas, typed tables."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.inbox import waiting_for
from metrics.lifecycle.ahead import ahead_of
from metrics.lifecycle.desk import Desk
from metrics.planning.drafts import terms_hash, with_points
from metrics.planning.live import Answers, LiveAnswer, with_weights
from metrics.pool.plan import Plan
from metrics.wording import (
    plain,
    points,
    signed_points,
    signed_whole,
    signed_whole_money,
    whole_money,
)
from pages.components.terms import _typed
from pages.views.personas import build_personas, persona_of
from pages.views.plan_answers import build_backtest, build_influence
from pages.views.plan_differences import difference_words
from pages.views.plan_findings import build_health
from pages.views.plan_live import build_live
from pages.views.plan_looked import build_findings, build_ready
from pages.views.plan_terms import build_curve
from pages.views.plan_versions import build_signing, build_versions
from tests.plan_stores import (
    ADMIN,
    FINANCE,
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    OPERATIONS,
    PERIOD,
    desk_at,
    planned_store,
)

NAMES = {HEAD_OF_MARKETING: "Ines Fenwick", HEAD_OF_SALES: "Tomas Oyelaran"}
N = "\u202f"


@pytest.fixture
def desk(demo: Path, tmp_path: Path) -> Desk:
    """The desk of a store with a plan in force."""
    return desk_at(planned_store(demo, tmp_path))


@pytest.fixture
def plan(desk: Desk) -> Plan:
    """The plan in force."""
    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    return stands.plan


@pytest.fixture
def ready(desk: Desk, plan: Plan) -> LiveAnswer:
    """The plan in force, prepared."""
    ahead = ahead_of(desk.state, desk.calendar, plan, terms_hash)
    return build_ready(desk.warehouse.reader(), ahead)


def under(ready: LiveAnswer, *weights: int) -> Answers:
    """The answers under these weights."""
    return ready.with_weights([Decimal(one) for one in weights])


def moved(plan: Plan) -> Plan:
    """The draft of the tests."""
    return with_weights(plan, [Decimal(40), Decimal(36), Decimal(24)])


def test_money_and_points_are_written_with_their_sign() -> None:
    assert (whole_money(11_717, "USD"), whole_money(-240, "USD")) == ("$11,717", "−$240")
    assert signed_whole_money(Fraction(1, 3), "USD") == "$0"
    assert signed_whole_money(-5, "EUR") == "−€5"
    assert (signed_whole(12), signed_whole(0), signed_whole(-1200)) == ("+12", "0", "−1,200")
    assert (points(Fraction(975, 10), 1), signed_points(Fraction(5))) == (f"97.5{N}%", f"+5.0{N}%")
    assert (plain(Decimal("40.00")), plain(Fraction(1, 3))) == ("40", "0.33")


def test_a_range_stands_between_its_ends_and_the_target_inside(ready: LiveAnswer) -> None:
    view = build_live(under(ready, 40, 36, 24), under(ready, 50, 30, 20), is_same=False)
    assert [one.name for one in view.ranges] == ["In force", "Draft"]
    for one in view.ranges:
        assert 0 < one.start < one.dot < one.start + one.width <= 100.0001
    assert view.target is not None
    assert 0 < view.target < 100
    assert view.force_text == f"118{N}%"
    assert view.draft_text == f"120{N}%"


def test_teams_are_left_out_for_who_may_not_see_them(ready: LiveAnswer) -> None:
    draft, force = under(ready, 40, 36, 24), under(ready, 50, 30, 20)
    assert "every team" in build_live(draft, force, is_same=False).headline.under
    shy = build_live(draft, force, is_same=False, sees_teams=False)
    assert "team" not in shy.headline.under


def test_a_curve_says_its_cliff_its_dead_band_and_its_forecast(
    ready: LiveAnswer, plan: Plan
) -> None:
    now = under(ready, 50, 30, 20).now
    known = ready.prospect.inputs.known
    curve = build_curve(now.funding.lines[0], None, known, "USD")
    assert curve is not None
    assert curve.title == f"Bookings: nothing below 90{N}% of target, 50{N}% from there"
    assert curve.labels == ("90 / 50", "100 / 100", "120 / 200")
    assert curve.forecast_words == f"forecast 100.8\npays 104{N}%"
    rows = [(Decimal(a), Decimal(b)) for a, b in ((80, 50), (98, 100), (102, 100), (120, 200))]
    flat = with_points(plan, 0, rows)
    line = replace(now.funding.lines[0], measure=flat.measures[0])
    curve = build_curve(line, now.funding.lines[0], known, "USD")
    assert curve is not None
    assert curve.title == f"Bookings: pays flat from 98 to 102{N}% of target"
    assert curve.bands == ((98.0, 102.0),)
    assert curve.force is not None


def test_the_backtest_counts_the_periods_it_shows(ready: LiveAnswer) -> None:
    view = build_backtest(under(ready, 40, 36, 24), under(ready, 50, 30, 20))
    assert view is not None
    gaps = [pair.gap for pair in view.pairs]
    assert [pair.name for pair in view.pairs][0::7] == ["Q4 24", "Q3 26"]
    assert gaps == ["+1", "+1", "0", "−4", "+2", "−7", "−2", "0"]
    assert view.title == f"Over 8 closed periods it pays more in 4, less in 3, 90{N}% on average"


def test_influence_stands_beside_the_weight(ready: LiveAnswer) -> None:
    view = build_influence(under(ready, 40, 36, 24).influence)
    assert view is not None
    assert view.title == "Bookings decides most: weight 40, influence 61"
    assert [one.weight_words for one in view.bars] == ["40", "36", "24"]
    assert build_influence(()) is None


def test_health_tells_each_rule_once_and_what_is_mended(ready: LiveAnswer, plan: Plan) -> None:
    known = ready.prospect.inputs.known
    thin = with_weights(plan, [Decimal(85), Decimal(10), Decimal(5)])
    before = build_findings(ready, thin, under(ready, 85, 10, 5))
    after = build_findings(ready, plan, under(ready, 50, 30, 20))
    view = build_health(after, before, known)
    assert view.title == "Health: 11 findings to settle, 2 mended"
    assert len({one.title.partition(":")[0] for one in view.rows}) == len(view.rows) == 4
    assert len(view.rows) + len(view.more) == 13
    assert all(one.source for one in (*view.rows, *view.more))


def test_the_strip_offers_what_the_guard_lets(desk: Desk, plan: Plan) -> None:
    workspace, drafted = desk.workspace, moved(plan)
    mine = build_signing(desk.state, HEAD_OF_MARKETING, drafted, NAMES, workspace)
    assert (mine.propose, mine.sign, mine.save) == ("Propose and sign", "", "Save draft")
    assert build_signing(desk.state, FINANCE, drafted, NAMES, workspace).propose == "Propose"
    assert build_signing(desk.state, OPERATIONS, drafted, NAMES, workspace).propose == ""
    made = desk.propose(HEAD_OF_MARKETING, drafted)
    theirs = build_signing(desk.state, HEAD_OF_SALES, drafted, NAMES, workspace)
    assert (theirs.sign, theirs.give_back) == ("Sign as head of sales", "Return with a reason")
    assert (theirs.propose, theirs.version) == ("", made.number)
    assert [one.is_signed for one in theirs.sides] == [True, False]
    mine = build_signing(desk.state, HEAD_OF_MARKETING, drafted, NAMES, workspace)
    assert (mine.sign, mine.withdraw, mine.give_back) == ("", "Withdraw", "")
    edited = build_signing(desk.state, HEAD_OF_SALES, plan, NAMES, workspace)
    assert (edited.sign, edited.propose) == ("", "Propose and sign")
    assert edited.note == "Edited: proposing it voids the signatures of version 2"


def test_the_inbox_counts_signatures_and_what_is_to_be_read(desk: Desk, plan: Plan) -> None:
    assert waiting_for(desk.state, HEAD_OF_SALES, desk.today) == 1
    desk.propose(HEAD_OF_MARKETING, moved(plan))
    assert waiting_for(desk.state, HEAD_OF_SALES, desk.today) == 2
    assert waiting_for(desk.state, HEAD_OF_MARKETING, desk.today) == 1
    desk.acknowledge(HEAD_OF_MARKETING, 1)
    assert waiting_for(desk.state, HEAD_OF_MARKETING, desk.today) == 0
    assert (
        waiting_for(desk.state, FINANCE, desk.today) == waiting_for(desk.state, "", desk.today) == 0
    )


def test_versions_stand_beside_what_was_in_force(desk: Desk, plan: Plan) -> None:
    made = desk.propose(HEAD_OF_MARKETING, moved(plan), effective_on=date(2026, 11, 16))
    desk.reject(HEAD_OF_SALES, made.number, "<b>later</b>")
    view = build_versions(desk.state, PERIOD, NAMES, desk.workspace, {})
    assert view.title == "2 versions for Q4 2026"
    assert view.table is not None
    newest, first = view.table.rows
    assert newest[2].text == "Bookings 50 → 40; pipeline created 30 → 36; win rate 20 → 24"
    assert "<b>later</b>" in newest[1].second
    assert first[2].text == "The first plan"
    assert difference_words(plan, plan) == "the same terms"
    words = build_versions(desk.state, PERIOD, NAMES, desk.workspace, {2: "in money"})
    assert words.table is not None
    assert words.table.rows[0][2].text == "In money"


def test_personas_are_everybody_with_a_role_and_a_member_of_each_team(desk: Desk) -> None:
    found = build_personas(desk.state, NAMES)
    assert [one.label for one in found] == [
        "Visitor without a role",
        "Head of marketing",
        "Head of sales",
        "Finance",
        "Operations",
        "Administrator",
        "Member of success",
        "Member of sales",
        "Member of marketing",
    ]
    assert found[1].banner == "You act as Ines Fenwick, head of marketing"
    assert persona_of("P050", found) == found[0]
    desk.grant(ADMIN, "controller", ["finance"])
    desk.grant(ADMIN, "vera", ["viewer"])
    labels = [one.label for one in build_personas(desk.state, NAMES)]
    assert labels[1] == "Viewer"
    assert [one for one in labels if "inance" in one] == [
        "Finance: P001",
        "Finance: controller",
    ]


def test_typed_rows_are_changed_taken_out_and_added() -> None:
    shown = [[90.0, 50.0], [100.0, 100.0], [120.0, 200.0]]
    edits = {
        "edited_rows": {1: {"result": 102.0}},
        "deleted_rows": [0],
        "added_rows": [{"result": 130.0, "pays": 210.0}, {}],
    }
    assert _typed([*shown], ["result", "pays"], edits) == [
        [102.0, 100.0],
        [120.0, 200.0],
        [130.0, 210.0],
        [None, None],
    ]
