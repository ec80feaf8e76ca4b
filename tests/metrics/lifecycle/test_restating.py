"""What is found out after a close: the stored run stays, the exact difference comes next."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from data.ledger.event import Event
from metrics.errors import PeriodError
from metrics.lifecycle.carried import open_lines
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.rerun import closed, rerun, rerun_event, stored_bytes
from metrics.lifecycle.statements import statement_json
from tests.metrics.lifecycle.company import (
    MARCH,
    PAYEES,
    Company,
    csv_rows,
    load_again,
    open_company,
    plan,
)

LATE = "B9,2026-02-20,400.00,USD,new,,A1,acquisition"
MARCH_BOOKING = "B8,2026-03-10,1500.00,USD,new,,A1,acquisition"
APRIL = datetime(2026, 4, 2, 15, tzinfo=UTC)


@pytest.fixture
def february(company: Company) -> Company:
    """The company with February closed and paid on 5 March."""
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    company.paid("2026-02")
    return company


def differences(event: Event) -> dict[str, tuple[str, bool]]:
    """Each payee's line and whether it is barred."""
    found = event.body["differences"]
    assert isinstance(found, dict)
    return {who: (told["difference"], told["is_barred"]) for who, told in found.items()}


def payouts(company: Company, period: str) -> dict[str, tuple[str, str, str]]:
    """Earned from the pool, line of earlier periods and payout of each payee."""
    rows = csv_rows(company.periods.payroll("fay", period))
    return {one["person_id"]: (one["pool_part"], one["restatement"], one["payout"]) for one in rows}


def test_a_late_booking_leaves_the_close_and_stands_on_the_next_pool(february: Company) -> None:
    stored = stored_bytes(closed(february.desk.state, "2026-02"))
    told = statement_json(february.periods.statement("P1", "2026-02", "P1"))
    load_again(february.store, APRIL, [LATE, MARCH_BOOKING])
    later = open_company(february.store, APRIL)
    # 1,640 of 2,000 pay 82: 12 percent points more of 1,000, 2,000 and 1,500.
    event = later.periods.restate("fay", "2026-02", "a booking came in late")
    assert differences(event) == {
        "P1": ("120.00", False),
        "P2": ("240.00", False),
        "P3": ("180.00", False),
    }
    assert rerun_event(event).holds
    assert stored_bytes(closed(later.desk.state, "2026-02")) == stored
    assert rerun(later.desk.state, "2026-02") == stored
    now = statement_json(later.periods.statement("P1", "2026-02", "P1"))
    assert now.pop("corrections") == [
        {
            "number": 1,
            "reason": "a booking came in late",
            "difference": "120.00",
            "is_barred": False,
        }
    ]
    told.pop("corrections")
    assert now == told
    later.in_force(plan("2026-03", bookings=100))
    close = later.periods.close("fay", "2026-03")
    assert close.body["company"]["pool"] == "6000.00"  # type: ignore[index]
    # P3 has left: the line is paid all the same, outside the pool.
    assert payouts(later, "2026-03") == {
        "P1": ("1000.00", "120.00", "1120.00"),
        "P2": ("2000.00", "240.00", "2240.00"),
        "P3": ("0.00", "180.00", "180.00"),
        "P4": ("3000.00", "0.00", "3000.00"),
    }
    assert open_lines(later.desk.state) == {}
    own = later.periods.statement("P1", "2026-03", "P1")
    assert [step.value for step in own.own.children if step.name == "Restatement"] == [120]


def test_only_what_is_new_is_restated_again(february: Company) -> None:
    with pytest.raises(Refused) as nothing:
        february.periods.restate("fay", "2026-02", "just looking")
    assert nothing.value.code == "nothing_to_restate"
    load_again(february.store, MARCH, [LATE])
    later = open_company(february.store)
    later.periods.restate("fay", "2026-02", "late")
    with pytest.raises(Refused) as nothing:
        later.periods.restate("fay", "2026-02", "again")
    assert nothing.value.code == "nothing_to_restate"
    load_again(later.store, MARCH)
    back = open_company(later.store)
    event = back.periods.restate("fay", "2026-02", "it was none")
    assert (event.body["number"], differences(event)["P1"]) == (2, ("-120.00", False))
    assert open_lines(back.desk.state) == {}


def test_results_are_those_of_the_day_asked_for_or_of_the_load(february: Company) -> None:
    load_again(february.store, APRIL, [LATE, MARCH_BOOKING])
    later = open_company(february.store, APRIL)
    for day in (date(2026, 2, 27), date(2026, 4, 3)):
        with pytest.raises(PeriodError, match="restated as of a day from 2026-02-28 to today"):
            later.periods.restate("fay", "2026-02", "late", day)
    event = later.periods.restate("fay", "2026-02", "late", date(2026, 3, 4))
    assert event.body["as_of"] == "2026-03-04"
    load_again(february.store, APRIL, [MARCH_BOOKING])
    again = open_company(february.store, APRIL).periods.restate("fay", "2026-02", "it was none")
    assert again.body["as_of"] == "2026-03-10"


def test_corrected_payees_are_restated_to_the_cent(february: Company) -> None:
    text = PAYEES.replace("P1,2026-01-01,,Marketer,marketing,1,", "P1,2026-01-01,,M,marketing,0.5,")
    february.load_payees(text)
    event = february.periods.restate("fay", "2026-02", "half time since January")
    # The pool shrinks with the target: the others keep 77.2 % of theirs.
    assert differences(event) == {"P1": ("-386.00", False)}


def test_a_payout_is_never_below_zero_and_the_rest_carries_on(february: Company) -> None:
    february.load_payees(PAYEES.replace(",24000,", ",1200,"))
    event = february.periods.restate("fay", "2026-02", "a month's target was typed as a year's")
    assert differences(event) == {"P2": ("-1466.80", False)}
    load_again(february.store, APRIL, [MARCH_BOOKING])
    later = open_company(february.store, APRIL)
    later.in_force(plan("2026-03", bookings=100))
    later.periods.close("fay", "2026-03")
    assert payouts(later, "2026-03")["P2"] == ("100.00", "-100.00", "0.00")
    own = later.periods.statement("P2", "2026-03", "P2")
    assert own.restatement_carried == Fraction("-1366.80")
    assert open_lines(later.desk.state) == {"P2": Fraction("-1366.80")}


@pytest.mark.parametrize(("days", "is_late"), [(120, False), (121, True)])
def test_money_is_taken_back_inside_the_window_only(
    february: Company, days: int, is_late: bool
) -> None:
    now = MARCH + timedelta(days=days)
    half = PAYEES.replace("P1,2026-01-01,,Marketer,marketing,1,", "P1,2026-01-01,,M,marketing,0.5,")
    more = half.replace(",24000,", ",48000,")
    later = february.at(now)
    later.load_payees(half)
    if is_late:
        with pytest.raises(Refused) as refusal:
            later.periods.restate("fay", "2026-02", "half time since January")
        assert refusal.value.code == "window_over"
        assert "2026-07-03" in refusal.value.message
    later.load_payees(more)
    event = later.periods.restate("fay", "2026-02", "both were wrong")
    assert differences(event) == {"P1": ("-386.00", is_late), "P2": ("1544.00", False)}
    lines = {who: int(line) for who, line in open_lines(later.desk.state).items()}
    assert lines == ({"P2": 1544} if is_late else {"P1": -386, "P2": 1544})
    (told,) = later.periods.statement("P1", "2026-02", "P1").corrections
    assert told.is_barred == is_late


def test_before_the_payment_everything_is_inside_the_window(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    later = company.at(MARCH + timedelta(days=500))
    later.load_payees(PAYEES.replace(",24000,", ",1200,"))
    event = later.periods.restate("fay", "2026-02", "typed as a year's")
    assert differences(event) == {"P2": ("-1466.80", False)}


def test_restating_needs_finance_a_close_and_a_reason(company: Company) -> None:
    for actor, reason, code in (
        ("hana", "late", "not_allowed"),
        ("fay", "late", "period_not_closed"),
    ):
        with pytest.raises(Refused) as refusal:
            company.periods.restate(actor, "2026-02", reason)
        assert refusal.value.code == code
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    with pytest.raises(Refused) as refusal:
        company.periods.restate("fay", "2026-02", "  ")
    assert refusal.value.code == "no_reason"
