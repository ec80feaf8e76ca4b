"""A plan changed inside its period: whole, by days, in segments, by hand and by properties."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.errors import PlanError
from metrics.lifecycle.basis import Basis, Paid, PlanPart
from metrics.lifecycle.calculation import Calculation, calculate
from metrics.lifecycle.gathering import Held, PlanDays, held_in, refuse_unlike
from metrics.lifecycle.records import Treatment
from metrics.lifecycle.rerun import closed, rerun, stored_basis, stored_bytes
from metrics.pool.inputs import Payee, Result, Span
from metrics.pool.plan import Plan
from tests.metrics.lifecycle.company import (
    MARCH,
    Company,
    amount,
    csv_rows,
    open_company,
    plan,
)
from tests.metrics.pool.people import plan_of, terms

FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
CHANGE = date(2026, 2, 12)  # 11 of 28 days before, 17 from it on


def changed(company: Company, treatment: str) -> Company:
    """February begins at 60:40; from the 12th it is 100:0, signed with that treatment."""
    company.load_payees()
    early = open_company(company.store, datetime(2026, 2, 1, 15, tzinfo=UTC))
    early.in_force(plan())
    inside = open_company(company.store, datetime(2026, 2, 12, 15, tzinfo=UTC))
    inside.in_force(plan(bookings=100), CHANGE, treatment)
    return open_company(company.store, MARCH)


@pytest.fixture
def unordered(company: Company) -> Company:
    """The company before anything is written: the ledger's clock never runs back."""
    return open_company(company.store, datetime(2026, 2, 1, 14, tzinfo=UTC))


def paid(company: Company) -> dict[str, str]:
    """February's payouts, closed."""
    company.periods.close("fay", "2026-02")
    rows = csv_rows(company.periods.payroll("fay", "2026-02"))
    return {one["person_id"]: one["payout"] for one in rows}


def test_whole_pays_as_if_the_new_plan_had_always_been_there(unordered: Company) -> None:
    # 62 % of 1,000, 2,000 and 1,500.
    assert paid(changed(unordered, "whole")) == {"P1": "620.00", "P2": "1240.00", "P3": "930.00"}


def test_days_blends_both_plans_over_all_results(unordered: Company) -> None:
    # 77.2 % for 11 days and 62 % for 17: (77.2 x 11 + 62 x 17) / 28 = 67.971428... %.
    company = changed(unordered, "days")
    assert paid(company) == {"P1": "679.71", "P2": "1359.43", "P3": "1019.57"}
    close = company.desk.state.period("2026-02").close
    assert close is not None
    told = close.body["company"]
    assert isinstance(told, dict)
    assert (told["pool"], told["treatment"]) == ("3058.71", "days")
    assert told["fundings"] == ["77.2", "62"]


def test_segments_pay_each_plan_for_its_own_days_at_its_own_pace(unordered: Company) -> None:
    company = changed(unordered, "segments")
    result = paid(company)
    close = company.desk.state.period("2026-02").close
    assert close is not None
    first, second = stored_basis(close).parts
    # 1,000 booked on the 10th, 240 on the 12th; the only win on the 10th.
    assert first.results["bookings"].value == Fraction(1000) * 28 / 11
    assert second.results["bookings"].value == Fraction(240) * 28 / 17
    assert first.results["bookings"].target == second.results["bookings"].target == 2000
    assert first.results["win_rate"].value == 1
    assert "2026-02-01..2026-02-11 x 28/11 days" in first.results["bookings"].source
    # Part 1: 1.2727x of target pays 154.54 %, a win rate of 1 pays 200 %: 0.6 x 154.54 + 80.
    one = Fraction(6, 10) * (100 + (Fraction(1000 * 28, 11 * 2000) - 1) * 200) + 80
    # Part 2: 0.1977x is below the first point and pays nothing.
    assert close.body["company"]["fundings"] == [f"{one.numerator}/{one.denominator}", "0"]  # type: ignore[index]
    exact = {"P1": 1000 * one / 100 * 11 / 28, "P2": 2000 * one / 100 * 11 / 28}
    # P3 left on the 14th: all 11 days of the first part at half time, 6,000 a month.
    exact["P3"] = 3000 * one / 100 * 11 / 28
    for person, told in result.items():
        assert abs(Fraction(told) - exact[person]) < Fraction(1, 100)
    total = sum(exact.values(), Fraction(0))
    assert abs(sum(map(Fraction, result.values())) - total) <= Fraction(1, 200)


@pytest.mark.parametrize("treatment", ["days", "segments"])
def test_a_blended_close_runs_again_to_the_byte(unordered: Company, treatment: str) -> None:
    company = changed(unordered, treatment)
    company.periods.close("fay", "2026-02")
    state = company.desk.state
    assert rerun(state, "2026-02") == stored_bytes(closed(state, "2026-02"))
    own = company.periods.statement("P2", "2026-02", "P2")
    row = csv_rows(company.periods.payroll("fay", "2026-02"))[1]
    assert own.own.value == own.total == Fraction(row["payout"])
    names = [step.name for step in own.own.children]
    assert names == [
        "Pool 2026-02 60, 2026-02-01 to 2026-02-11",
        "Pool 2026-02 100, 2026-02-12 to 2026-02-28",
        "Pool part",
    ]
    parts = sum(
        amount(one["pool_part"]) for one in csv_rows(company.periods.payroll("fay", "2026-02"))
    )
    assert parts == amount(company.desk.state.period("2026-02").close.body["company"]["pool"])  # type: ignore[union-attr, index]


def test_a_later_signature_decides_from_its_own_day_on(unordered: Company) -> None:
    unordered.load_payees()
    unordered.in_force(plan())

    def on(day: int) -> Company:
        return open_company(unordered.store, datetime(2026, 2, day, 15, tzinfo=UTC))

    def held() -> list[tuple[str, date, date]]:
        state = on(28).desk.state
        found = held_in(state, on(28).desk.calendar.parse("2026-02"))
        return [(one.plan.name, one.first_on, one.last_on) for one in found.plans]

    on(20).in_force(plan(bookings=100), date(2026, 2, 20), "days")
    assert held() == [
        ("Pool 2026-02 60", FIRST, date(2026, 2, 19)),
        ("Pool 2026-02 100", date(2026, 2, 20), LAST),
    ]
    on(21).in_force(plan(bookings=80), date(2026, 2, 10), "days")
    assert held() == [
        ("Pool 2026-02 60", FIRST, date(2026, 2, 9)),
        ("Pool 2026-02 80", date(2026, 2, 10), LAST),
    ]
    on(22).in_force(plan(bookings=70), date(2026, 2, 22), "segments")
    assert [name for name, _, _ in held()] == [
        "Pool 2026-02 60",
        "Pool 2026-02 80",
        "Pool 2026-02 70",
    ]
    on(23).in_force(plan(bookings=50), FIRST, "days")
    assert held() == [("Pool 2026-02 50", FIRST, LAST)]


def part(document: Plan, first: date, last: date, span: Span, value: Fraction) -> PlanPart:
    """A part on one result."""
    return PlanPart(document, first, last, span, {"won": Result(value, None, "", "crm")}, {})


def basis_with(
    documents: list[Plan],
    treatment: Treatment,
    payees: list[Payee],
    values: list[Fraction],
    change: date = CHANGE,
) -> Basis:
    """A February of two plans that change on a day."""
    ends = [(FIRST, date.fromordinal(change.toordinal() - 1)), (change, LAST)]
    parts = []
    for document, (first, last), value in zip(documents, ends, values, strict=True):
        span = Span(first, last) if treatment == "segments" else Span(FIRST, LAST)
        parts.append(part(document, first, last, span, value))
    people = tuple(Paid(one, "", "salt") for one in payees)
    return Basis("2026-02", FIRST, LAST, treatment, tuple(parts), people, Fraction(0))


def simple(**more: object) -> Plan:
    """A plan that funds what 'won' says, in percent."""
    measure = {"kpi": "won", "weight": 100, "points": [[0, 0], [200, 200]]}
    return plan_of(measures=[measure], **more)


def printed_adds_up(found: Calculation) -> bool:
    """Whether the printed parts are the printed pool, and payouts their parts."""
    parts = sum((one.pool_part for one in found.lines), Fraction(0))
    whole = parts + found.undistributed + found.reserve == found.pool
    own = all(
        one.payout == one.pool_part + one.individual_part + one.restatement for one in found.lines
    )
    return whole and parts == found.paid_from_pool and own


cents = st.integers(0, 10_000_00).map(lambda units: Fraction(units, 100))


@settings(max_examples=150, deadline=None)
@given(
    targets=st.lists(cents, min_size=1, max_size=7),
    values=st.tuples(st.integers(0, 220), st.integers(0, 220)),
    change=st.integers(2, 28),
    treatment=st.sampled_from(["days", "segments"]),
    reserve=st.sampled_from([0, 7]),
    share=st.sampled_from([100, 70]),
    due=st.lists(st.integers(-900_00, 900_00), min_size=7, max_size=7),
)
def test_a_blend_adds_up_to_the_cent(
    *,
    targets: list[Fraction],
    values: tuple[int, int],
    change: int,
    treatment: Treatment,
    reserve: int,
    share: int,
    due: list[int],
) -> None:
    document = simple(
        funding={"reserve": reserve}, allocation={"pool_share": share, "cap_multiple": "1.3"}
    )
    people = [
        Payee(f"p{n}", (terms(target, individual=90),), restatement=Fraction(due[n], 100))
        for n, target in enumerate(targets)
    ]
    both = [Fraction(one) for one in values]
    found = calculate(
        basis_with([document, document], treatment, people, both, date(2026, 2, change))
    )
    assert printed_adds_up(found)
    assert all(one.payout >= 0 for one in found.lines)
    for line, one in zip(found.lines, people, strict=True):
        assert line.restatement + line.restatement_carried == one.restatement


@settings(max_examples=60, deadline=None)
@given(
    targets=st.lists(cents, min_size=1, max_size=6),
    value=st.integers(0, 220),
    change=st.integers(2, 28),
)
def test_a_change_to_the_same_plan_changes_no_exact_money(
    targets: list[Fraction], value: int, change: int
) -> None:
    document, both = simple(), [Fraction(value)] * 2
    people = [Payee(f"p{n}", (terms(target),)) for n, target in enumerate(targets)]
    on = date(2026, 2, change)
    blended = calculate(basis_with([document, document], "days", people, both, on))
    alone = replace(
        blended.basis,
        treatment="whole",
        parts=(part(document, FIRST, LAST, Span(FIRST, LAST), Fraction(value)),),
    )
    whole = calculate(alone)
    assert (blended.pool, blended.target_pool) == (whole.pool, whole.target_pool)
    assert [one.payout for one in blended.lines] == [one.payout for one in whole.lines]
    # A result that came in evenly is at the same pace in both parts.
    segments = calculate(basis_with([document, document], "segments", people, both, on))
    assert [one.payout for one in segments.lines] == [one.payout for one in whole.lines]


def test_who_forfeits_is_decided_by_the_whole_period() -> None:
    document = simple(proration={"leavers": "forfeit"})
    people = [
        Payee("ann", (terms(1000),)),
        Payee("bo", (terms(1000, valid_to=date(2026, 2, 20)),)),
    ]
    found = calculate(basis_with([document] * 2, "segments", people, [Fraction(100)] * 2))
    assert [one.payout for one in found.lines] == [1000, 0]
    service = simple(proration={"minimum_service_days": 15})
    people = [
        Payee("ann", (terms(1000),)),
        Payee("bo", (terms(1000, valid_from=date(2026, 2, 13)),)),
        Payee("cy", (terms(1400, valid_to=date(2026, 2, 14)),)),
    ]
    found = calculate(basis_with([service] * 2, "segments", people, [Fraction(100)] * 2))
    assert [one.payout for one in found.lines] == [1000, Fraction("571.43"), 0]


def test_a_fixed_amount_is_paid_once() -> None:
    document = simple(funding={"method": "fixed", "amount": 9000, "cap": 0})
    people = [Payee("ann", (terms(4000),)), Payee("bo", (terms(8000),))]
    for treatment in ("days", "segments"):
        found = calculate(
            basis_with([document] * 2, treatment, people, [Fraction(100)] * 2)  # type: ignore[arg-type]
        )
        assert [one.payout for one in found.lines] == [3000, 6000]


def test_carried_money_enters_once() -> None:
    found = calculate(
        replace(
            basis_with([simple()] * 2, "days", [Payee("ann", (terms(1000),))], [Fraction(50)] * 2),
            carry_over=Fraction(28),
        )
    )
    assert (found.pool, found.lines[0].payout) == (528, 528)


def test_plans_of_two_currencies_are_not_mixed(unordered: Company) -> None:
    unordered.load_payees()
    unordered.in_force(plan())
    inside = open_company(unordered.store, datetime(2026, 2, 12, 15, tzinfo=UTC))
    other = plan(bookings=100).model_copy(update={"currency": "EUR"})
    # Refused before anybody signs it; as a plan for the whole period it may come.
    with pytest.raises(PlanError, match="EUR and USD"):
        inside.desk.propose("hana", other, effective_on=CHANGE, treatment="days")
    assert inside.desk.state.open_version("2026-02") is None
    inside.desk.propose("hana", other, effective_on=CHANGE, treatment="whole")


def test_what_cannot_be_paid_together_is_refused_however_it_came_in_force(
    unordered: Company,
) -> None:
    period = unordered.desk.calendar.parse("2026-02")
    other = plan().model_copy(update={"currency": "EUR"})
    held = Held("days", (PlanDays(plan(), FIRST, CHANGE), PlanDays(other, CHANGE, LAST)))
    with pytest.raises(PlanError, match="EUR and USD"):
        refuse_unlike(held, period)


def test_whole_months_are_not_cut(unordered: Company) -> None:
    more = '[proration]\ndays = "months"\n'
    unordered.load_payees()
    unordered.in_force(plan(more=more))
    inside = open_company(unordered.store, datetime(2026, 2, 12, 15, tzinfo=UTC))
    cut = plan(bookings=100, more=more)
    with pytest.raises(PlanError, match="first of a month"):
        inside.desk.propose("hana", cut, effective_on=CHANGE, treatment="segments")
    assert inside.desk.propose("hana", cut, effective_on=CHANGE, treatment="days").number == 2
