"""Both clocks, their parts and the leaks of the demo against loops over its export files."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.compared import Moment
from metrics.compute import answer, calendar_of
from metrics.handover.clocks import clocks
from metrics.handover.leaks import leaks
from metrics.handover.waits import Wait
from metrics.scope import Scope
from tests.metrics.oracles._cases import Case, Verifier, View
from tests.metrics.oracles._records import Trip
from tests.metrics.oracles._time import Clock

CASES = [
    Case("a quarter", ("2026-Q3",)),
    Case("a year", ("2026",)),
    Case("in one region", ("2026-Q3",), scope=(("region", "EMEA"),)),
    Case("seen from a day in the past", ("2026-Q2",), as_of=date(2026, 5, 12)),
    Case("everything", ("all",)),
]


def asked(verifier: Verifier, case: Case) -> tuple[View, Moment]:
    """The case for the oracle and for the product."""
    (name, view), *_ = verifier.views(case).items()
    return view, Moment(calendar_of(verifier.reader).parse(name), view.as_of, Scope(case.scope))


def in_scope(view: View) -> list[Trip]:
    """The trips of the scope, whenever they began."""
    return [
        trip
        for trip in view.company.trips
        if all(trip.dims[name] == member for name, member in view.case.scope)
    ]


def median_hours(waits: Sequence[tuple[int, bool]]) -> Fraction | None:
    """The first time at which at most half still wait, in hours."""
    still = Fraction(1)
    for seconds in sorted({length for length, _ in waits}):
        left = sum(length >= seconds for length, _ in waits)
        still *= 1 - Fraction(sum(end for at, end in waits if at == seconds), left)
        if still <= Fraction(1, 2):
            return Fraction(seconds, 3600)
    return None


def check(found: Wait, waits: Sequence[tuple[int, bool]]) -> None:
    """Holds a wait against all waits in seconds, each with whether it has ended."""
    assert (found.count, found.ended) == (len(waits), sum(end for _, end in waits))
    expected = median_hours(waits)
    said = found.median_hours
    assert said == (
        None if expected is None else Decimal(expected.numerator) / expected.denominator
    )
    assert (found.note is None) == (said is not None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sales_clock_and_its_parts(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    whole: list[tuple[int, bool]] = []
    system: list[tuple[int, bool]] = []
    human: list[tuple[int, bool]] = []
    automated: list[tuple[int, bool]] = []
    unassigned, total, of_parts = 0, 0, 0

    def known(moment: datetime | None) -> datetime | None:
        return moment if view.seen(moment) else None

    for trip in in_scope(view):
        start = trip.row["handed_over_at"]
        if not view.holds(start):
            continue
        answered, assigned = known(trip.human_response_at), known(trip.row["assigned_at"])
        first_at = known(trip.row["first_response_at"])
        if first_at and trip.row["first_response_kind"] == "automated":
            automated.append((trip.clock.seconds(start, first_at), True))
        wait = trip.clock.seconds(start, answered or view.as_of_at)
        whole.append((wait, answered is not None))
        if assigned is None and answered is not None:
            unassigned += 1
            continue
        begins = max(assigned, start) if assigned else None
        system_end = min(begins, answered or begins) if begins else view.as_of_at
        system.append((trip.clock.seconds(start, system_end), assigned is not None))
        if begins:
            after = trip.clock.seconds(min(begins, answered or begins), answered or view.as_of_at)
            human.append((after, answered is not None))
            if answered:
                total += wait
                of_parts += after + system[-1][0]
    found = clocks(verifier.reader, moment)
    assert total == of_parts
    check(found.delays.response, whole)
    check(found.delays.system, system)
    check(found.delays.human, human)
    check(found.delays.automated, automated)
    assert found.delays.unassigned == unassigned
    assert found.sales.wait == found.delays.response
    assert found.sales.wait.median_hours == answer(
        verifier.reader, "median_response_hours", moment.period, scope=moment.scope,
        as_of=moment.as_of,
    ).value  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_marketings_clock_has_the_same_form(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    clock: Clock = view.company.clock(None, None)
    waits = []
    for trip in in_scope(view):
        back_at, answered_at = trip.row["handed_back_at"], trip.row["hand_back_answered_at"]
        if view.holds(back_at):
            is_answered = view.seen(answered_at)
            until = answered_at if is_answered else view.as_of_at
            waits.append((clock.seconds(back_at, until), is_answered))
    found = clocks(verifier.reader, moment)
    check(found.marketing.wait, waits)
    assert (found.sales.limit_hours, found.marketing.limit_hours) == (4, 16)
    assert found.marketing.within.kpi == "hand_back_answer_within_sla"
    assert found.sales.within.kpi == "response_within_sla"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_leaks_right_now(verifier: Verifier, case: Case) -> None:
    view, moment = asked(verifier, case)
    workspace = view.company.workspace
    limit, day = workspace.leak_limit_seconds, 8 * 3600
    expected = {}
    for trip in in_scope(view):
        start = trip.row["handed_over_at"]
        if start is None or not view.seen(start):
            continue
        due = trip.clock.due(start, limit)
        acted = (trip.human_response_at, trip.accepted_at, trip.row["handed_back_at"])
        if not view.seen(due) or any(view.seen(moment) for moment in acted):
            continue
        if view.seen(trip.row["disqualified_at"]):
            continue
        age = Decimal(trip.clock.seconds(start, view.as_of_at)) / day
        expected[trip.lead_id] = (age, trip.dims["owner"], view.holds(due))
    found = leaks(verifier.reader, moment)
    assert {
        one.lead_id: (one.business_days, one.owner, one.is_of_period) for one in found.leads
    } == expected
    ages = [one.business_days for one in found.leads]
    assert ages == sorted(ages, reverse=True)
    assert ages[-1] >= workspace.service_levels.leak_limit_days
    assert len(found.of_period) + found.earlier_count == len(expected)
    assert len(found.of_period) > 0
