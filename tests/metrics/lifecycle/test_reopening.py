"""Reopening, approving and paying: two people each, in that order, and nothing twice."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from metrics.lifecycle.carried import open_lines
from metrics.lifecycle.refusals import Refused
from tests.metrics.lifecycle.company import (
    MARCH,
    Company,
    load_again,
    open_company,
    plan,
)

LATE = "B9,2026-02-20,400.00,USD,new,,A1,acquisition"


@pytest.fixture
def february(company: Company) -> Company:
    """The company with February closed."""
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    return company


def code_of(command: Callable[[], object]) -> str:
    """The code with which the command is refused."""
    with pytest.raises(Refused) as refusal:
        command()
    return refusal.value.code


def test_reopening_needs_both_heads_and_a_reason(february: Company) -> None:
    periods = february.periods
    assert code_of(lambda: periods.reopen("hana", "2026-02", " ")) == "no_reason"
    assert code_of(lambda: periods.reopen("fay", "2026-02", "wrong data")) == "not_allowed"
    assert code_of(lambda: periods.reopen("hana", "2026-03", "wrong data")) == "period_not_closed"
    assert not periods.reopen("hana", "2026-02", "wrong data")
    assert february.desk.state.period("2026-02").is_closed
    assert code_of(lambda: periods.reopen("hana", "2026-02", "still")) == "already_asked"
    assert periods.reopen("hugo", "2026-02", "wrong data")
    record = february.desk.state.period("2026-02")
    assert (record.is_closed, len(record.reopenings)) == (False, 1)
    assert record.reopenings[0].body["heads"] == {"marketing": "hana", "sales": "hugo"}


def test_one_person_with_two_hats_does_not_reopen_alone(february: Company) -> None:
    february.desk.grant("root", "hana", ["head_of_sales"])
    assert not february.periods.reopen("hana", "2026-02", "wrong data")
    code = code_of(lambda: february.periods.reopen("hana", "2026-02", "wrong data"))
    assert code == "already_asked"
    assert february.desk.state.period("2026-02").is_closed


def test_the_head_of_success_stands_for_neither_side(february: Company) -> None:
    february.desk.grant("root", "sue", ["head_of_success"])
    assert code_of(lambda: february.periods.reopen("sue", "2026-02", "wrong")) == "wrong_side"


def test_what_was_asked_for_one_close_does_not_count_for_the_next(february: Company) -> None:
    february.periods.reopen("hana", "2026-02", "wrong data")
    february.periods.reopen("hugo", "2026-02", "wrong data")
    february.periods.close("fred", "2026-02")
    assert not february.periods.reopen("hugo", "2026-02", "again")
    assert february.desk.state.period("2026-02").is_closed


def test_reopening_voids_the_approval_and_the_restatements(february: Company) -> None:
    first = february.desk.state.period("2026-02").close
    february.periods.approve("fay", "2026-02")
    load_again(february.store, MARCH, [LATE])
    later = open_company(february.store)
    later.periods.restate("fay", "2026-02", "late")
    assert len(open_lines(later.desk.state)) == 3
    later.periods.reopen("hana", "2026-02", "put it in")
    later.periods.reopen("hugo", "2026-02", "put it in")
    assert open_lines(later.desk.state) == {}
    assert code_of(lambda: later.periods.pay("fred", "2026-02")) == "period_not_closed"
    second = later.periods.close("fay", "2026-02")
    assert second.body["company"]["pool"] == "4014.00"  # type: ignore[index]
    # The correction is in the pool now: as a line it would be paid twice.
    assert open_lines(later.desk.state) == {}
    assert later.periods.statement("P1", "2026-02", "P1").corrections == ()
    assert code_of(lambda: later.periods.pay("fred", "2026-02")) == "not_approved"
    assert later.desk.state.period("2026-02").closes == (first, second)


def test_a_period_that_others_build_on_or_that_is_paid_stays(february: Company) -> None:
    april = datetime(2026, 4, 2, 15, tzinfo=UTC)
    load_again(february.store, april, ["B8,2026-03-10,1500.00,USD,new,,A1,acquisition"])
    later = open_company(february.store, april)
    later.in_force(plan("2026-03", bookings=100))
    later.periods.close("fay", "2026-03")
    assert code_of(lambda: later.periods.reopen("hana", "2026-02", "wrong")) == "later_closed"
    later.paid("2026-03")
    assert code_of(lambda: later.periods.reopen("hana", "2026-03", "wrong")) == "already_paid"


def test_approve_and_pay_are_two_people(february: Company) -> None:
    periods = february.periods
    assert code_of(lambda: periods.pay("fay", "2026-02")) == "not_approved"
    assert code_of(lambda: periods.approve("hana", "2026-02")) == "not_allowed"
    approved = periods.approve("fay", "2026-02")
    close = february.desk.state.period("2026-02").close
    assert close is not None
    assert approved.body["calculation_hash"] == close.body["calculation_hash"]
    assert code_of(lambda: periods.approve("fred", "2026-02")) == "already_approved"
    assert code_of(lambda: periods.pay("fay", "2026-02")) == "same_hands"
    assert periods.pay("fred", "2026-02").body["on"] == "2026-03-05"
    assert code_of(lambda: periods.pay("finn", "2026-02")) == "already_paid"
    assert code_of(lambda: periods.approve("finn", "2026-03")) == "period_not_closed"
