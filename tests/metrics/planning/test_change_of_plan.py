"""What a draft changes: money by group, causes, treatments of a running period, typed terms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.errors import PlanError
from metrics.lifecycle.ahead import ahead_of, periods_planned, working_draft
from metrics.lifecycle.desk import Desk
from metrics.planning.change import causes, changes, pool_difference
from metrics.planning.drafts import (
    MarkRow,
    gate_rows,
    kicker_rows,
    point_rows,
    terms_hash,
    weights_key,
    with_gates,
    with_kickers,
    with_points,
)
from metrics.planning.live import Answers, LiveAnswer, with_weights
from metrics.planning.prospect import prospect
from metrics.planning.results import known_keys
from metrics.planning.treatments import parts, treatments
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash
from tests.plan_stores import HEAD_OF_MARKETING, PERIOD, desk_at, planned_store


@pytest.fixture(scope="module")
def desk(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of a store with a plan in force."""
    return desk_at(planned_store(demo, tmp_path_factory.mktemp("planned")))


@pytest.fixture(scope="module")
def plan(desk: Desk) -> Plan:
    """The plan in force."""
    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    return stands.plan


@pytest.fixture(scope="module")
def ready(desk: Desk, plan: Plan, reader: Reader) -> LiveAnswer:
    """The plan in force, prepared."""
    ahead = ahead_of(desk.state, desk.calendar, plan, terms_hash)
    return LiveAnswer(prospect(reader, plan, ahead.inputs(reader)))


def under(ready: LiveAnswer, weights: Sequence[int]) -> Answers:
    """The answers under these weights."""
    return ready.with_weights([Decimal(one) for one in weights])


def test_every_column_adds_up_and_small_groups_stand_together(ready: LiveAnswer) -> None:
    before, after = under(ready, (50, 30, 20)), under(ready, (40, 36, 24))
    by_team, by_role = changes((before.now, before.distribution), (after.now, after.distribution))
    for found in (by_team, by_role):
        assert sum(row.before for row in found.rows) == found.total.before == 441_111
        assert sum(row.after for row in found.rows) == found.total.after == 448_038
    assert [(row.name, row.people, row.difference) for row in by_team.rows] == [
        ("marketing", 16, 1187),
        ("sales", 31, 4848),
        ("success", 9, 892),
    ]
    assert [row.people for row in by_role.rows] == [8, 6, 19, 8, None]
    assert by_role.rows[-1].name == ""
    assert by_team.even is not None
    assert pool_difference(before.now, after.now) == 6927
    assert [(one.name, one.amount) for one in causes(before.now, after.now)] == [("weight", 6927)]


def test_the_same_plan_changes_nothing(ready: LiveAnswer) -> None:
    now = under(ready, (50, 30, 20))
    by_team, _ = changes((now.now, now.distribution), (now.now, now.distribution))
    assert by_team.total.difference == 0
    assert causes(now.now, now.now) == ()


def test_a_running_period_is_treated_in_three_ways(
    ready: LiveAnswer, reader: Reader, plan: Plan
) -> None:
    cut = parts(reader, ready.prospect)
    assert cut is not None
    assert (cut.effective_on, cut.days_before, cut.days) == (date(2026, 11, 16), 46, 92)
    booked = reader.exact_rows(
        "select sum(amount) from booking where booked_on between date '2026-10-01' "
        "and date '2026-11-15' and kind in ('new', 'expansion', 'renewal')",
        {},
    )[0][0]
    whole = ready.prospect.inputs.results["bookings"].value
    assert whole is not None
    assert cut.early["bookings"].value == Fraction(booked) * 2
    assert cut.late["bookings"].value == (whole - Fraction(booked)) * 2
    # A rate is no sum: what is to come is forecast as the whole period is.
    assert cut.late["win_rate"] == ready.prospect.inputs.results["win_rate"]
    draft = replace(
        ready.prospect, plan=with_weights(plan, [Decimal(40), Decimal(36), Decimal(24)])
    )
    before, after = Fraction(441_111), Fraction(448_038)
    found = {one.name: one.effect for one in treatments(draft, ready.prospect, cut, before, after)}
    assert found["whole"] == 6927
    assert found["days"] == Fraction(6927, 2)
    assert -12_083 < found["segments"] < -12_081


def test_a_period_that_does_not_run_has_no_treatments(ready: LiveAnswer, reader: Reader) -> None:
    history = replace(ready.prospect.history, as_of=date(2026, 12, 31))
    assert parts(reader, replace(ready.prospect, history=history)) is None
    history = replace(ready.prospect.history, as_of=date(2026, 9, 30))
    assert parts(reader, replace(ready.prospect, history=history)) is None


def test_only_weights_leave_the_terms_as_they_are(plan: Plan) -> None:
    moved = with_weights(plan, [Decimal(40), Decimal(36), Decimal(24)])
    assert terms_hash(moved) == terms_hash(plan)
    assert weights_key(moved) != weights_key(plan)
    assert plan_hash(moved) != plan_hash(plan)
    assert terms_hash(with_kickers(plan, ())) != terms_hash(plan)


def test_terms_are_typed_as_people_read_them_and_come_back_exactly(plan: Plan) -> None:
    known = known_keys(plan)
    assert point_rows(plan.measures[0], known) == (
        (Decimal(90), Decimal(50)),
        (Decimal(100), Decimal(100)),
        (Decimal(120), Decimal(200)),
    )
    for place, measure in enumerate(plan.measures):
        again = with_points(plan, place, point_rows(measure, known))
        assert plan_hash(again) == plan_hash(plan)
    assert gate_rows(plan, known) == (
        MarkRow("lead_leakage", None, Decimal(12), ends="cap_at_target"),
    )
    assert plan_hash(with_gates(plan, gate_rows(plan, known))) == plan_hash(plan)
    assert plan_hash(with_kickers(plan, kicker_rows(plan, known))) == plan_hash(plan)
    typed = with_points(plan, 0, [(Decimal(90), Decimal(50)), (None, None),
                                  (Decimal(102), Decimal(100))])  # fmt: skip
    assert typed.measures[0].points == (
        (Decimal("0.9"), Decimal(50)),
        (Decimal("1.02"), Decimal(100)),
    )


def test_what_cannot_be_read_is_refused_in_a_sentence(plan: Plan) -> None:
    with pytest.raises(PlanError, match="point 2 has one figure"):
        with_points(plan, 0, [(Decimal(90), Decimal(50)), (Decimal(100), None)])
    with pytest.raises(PlanError, match="measure 1 'bookings'"):
        with_points(plan, 0, [(Decimal(100), Decimal(50)), (Decimal(90), Decimal(100))])
    with pytest.raises(PlanError, match="gate 1 names no KPI"):
        with_gates(plan, [MarkRow("", Decimal(1), None, ends="zero")])
    with pytest.raises(PlanError, match="gate 1 has one mark"):
        with_gates(plan, [MarkRow("bookings", Decimal(1), Decimal(2), ends="zero")])
    with pytest.raises(PlanError, match="gate 1 says nothing of a missed mark"):
        with_gates(plan, [MarkRow("bookings", Decimal(1), None)])
    with pytest.raises(PlanError, match="kicker 1 adds no points"):
        with_kickers(plan, [MarkRow("bookings", Decimal(1), None)])


def test_people_work_on_the_open_version_then_the_draft_then_what_stands(
    demo: Path, tmp_path: Path, plan: Plan
) -> None:
    desk = desk_at(planned_store(demo, tmp_path))
    assert periods_planned(desk.state) == (PERIOD,)
    assert working_draft(desk.state, PERIOD) == (plan, None)
    drafted = with_weights(plan, [Decimal(45), Decimal(35), Decimal(20)])
    desk.save_draft(HEAD_OF_MARKETING, drafted)
    found, opened = working_draft(desk.state, PERIOD)
    assert (found, opened) == (drafted, None)
    proposed = with_weights(plan, [Decimal(40), Decimal(40), Decimal(20)])
    made = desk.propose(HEAD_OF_MARKETING, proposed)
    found, opened = working_draft(desk.state, PERIOD)
    assert found == proposed
    assert opened is not None
    assert opened.number == made.number
    assert working_draft(desk.state, "2030-Q1") == (None, None)
