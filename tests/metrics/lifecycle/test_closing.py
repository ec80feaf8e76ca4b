"""Closing: what is kept, to the cent; what is refused; what is handed to the next period."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.ledger.event import Event
from metrics.errors import MissingResultError, PayeeError, PeriodError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.rerun import rerun, stored_bytes
from metrics.lifecycle.results_entry import Entry
from tests.metrics.lifecycle.company import (
    MARCH,
    PAYEES,
    Company,
    amount,
    load_again,
    make_store,
    open_company,
    plan,
)


def people_of(close: Event) -> dict[str, dict[str, str]]:
    """What the close keeps of each payee."""
    people = close.body["people"]
    assert isinstance(people, dict)
    return people


def company_of(close: Event) -> dict[str, str]:
    """What the close keeps that is nobody's own."""
    company = close.body["company"]
    assert isinstance(company, dict)
    return company


def refused_code(company: Company, period: str = "2026-02", actor: str = "fay") -> str:
    """The code with which closing is refused; the period stays open and one event tells it."""
    before = company.desk.ledger.head.count
    with pytest.raises(Refused) as refusal:
        company.periods.close(actor, period)
    written = company.desk.ledger.events(after=before)
    assert [(one.kind, one.body["code"]) for one in written] == [("refused", refusal.value.code)]
    assert not company.desk.state.period(period).is_closed
    return refusal.value.code


def test_a_close_keeps_plan_results_payees_and_every_payout(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    close = company.periods.close("fay", "2026-02")
    # Bookings 1,240 of 2,000 pay 62, a win rate of 0.5 pays 100: 0.6 x 62 + 0.4 x 100 = 77.2 %.
    assert company_of(close)["fundings"] == ["77.2"]
    assert company_of(close)["target_pool"] == "4500.00"
    assert company_of(close)["pool"] == "3474.00"
    paid = {person: told["payout"] for person, told in people_of(close).items()}
    assert paid == {"P1": "772.00", "P2": "1544.00", "P3": "1158.00"}
    basis = close.body["basis"]
    assert isinstance(basis, dict)
    (part,) = basis["parts"]
    assert part["plan"] == company.desk.state.plans_of("2026-02")[0].plan_json
    assert part["results"]["bookings"]["value"] == "1240"
    assert part["results"]["bookings"]["target"] == "2000"
    load = company.desk.warehouse.reader().load
    assert close.body["load"] == {
        "fingerprint": load.fingerprint,
        "published_at": load.published_at.replace(tzinfo=UTC).isoformat(),
    }
    assert close.body["as_of"] == "2026-02-28"


def test_managers_modifiers_and_individual_results_are_paid(company: Company) -> None:
    head, *rows = PAYEES.splitlines()
    judged = zip(rows, (",1.2,150", ",,50", ",,100", ",,"), strict=True)
    company.load_payees("\n".join([f"{head},modifier,individual", *map("".join, judged)]) + "\n")
    company.in_force(plan(more="[allocation]\npool_share = 80\n"))
    close = company.periods.close("fay", "2026-02")
    # 80 % of 4,500 at 77.2 %, shared by 1,000 x 1.2, 2,000 and 1,500; 20 % at 150, 50 and 100 %.
    assert company_of(close)["pool"] == "2779.20"
    paid = {
        who: (told["pool_part"], told["individual_part"]) for who, told in people_of(close).items()
    }
    assert paid == {
        "P1": ("709.58", "300.00"),
        "P2": ("1182.64", "200.00"),
        "P3": ("886.98", "300.00"),
    }
    assert rerun(company.desk.state, "2026-02") == stored_bytes(close)
    own = company.periods.statement("P1", "2026-02", "P1")
    assert own.payout == Fraction("1009.58")


def test_a_modifier_outside_the_plans_range_is_refused_by_name(company: Company) -> None:
    company.load_payees(
        "person_id,valid_from,annual_target_incentive,modifier\nP1,2026-01-01,12000,1.21\n"
    )
    company.in_force(plan())
    with pytest.raises(PayeeError, match=r"'P1'.*modifier 1.21 is outside 0.8 to 1.2"):
        company.periods.close("fay", "2026-02")


def test_names_and_amounts_are_sealed(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    rows, _ = company.desk.ledger.snapshot()
    (stored,) = (row.body for row in rows if row.kind == "closed")
    for told in ("1544", "24000", "1158", "P2 payout"):
        assert told not in stored


@pytest.mark.parametrize("actor", ["hana", "hugo", "vera", "root", "P1", "nobody"])
def test_only_finance_closes(company: Company, actor: str) -> None:
    company.load_payees()
    company.in_force(plan())
    assert refused_code(company, actor=actor) == "not_allowed"


def test_a_period_that_is_not_ready_stays_open(company: Company) -> None:
    assert refused_code(company) == "unsigned"
    company.in_force(plan())
    assert refused_code(company) == "no_payees"
    company.load_payees()
    company.in_force(plan("2026-03"))
    assert refused_code(company, "2026-03") == "not_ended"
    assert refused_code(company.at(datetime(2026, 4, 2, tzinfo=UTC)), "2026-03") == "earlier_open"
    company.periods.close("fay", "2026-02")
    with pytest.raises(Refused) as again:
        company.periods.close("fred", "2026-02")
    assert again.value.code == "period_closed"
    late = company.at(datetime(2026, 4, 2, tzinfo=UTC))
    assert refused_code(late, "2026-03") == "old_data"


def test_a_missing_result_is_never_a_zero(company: Company) -> None:
    company.load_payees()
    company.in_force(plan("2026-01"))
    with pytest.raises(MissingResultError, match="no data: nothing is on record"):
        company.periods.close("fay", "2026-01")
    assert not company.desk.state.period("2026-01").is_closed
    assert company.desk.ledger.events()[-1].body["code"] == "missing_result"


def test_external_figures_are_entered_with_their_source(company: Company) -> None:
    more = """
    [[external]]
    key = "ebitda"
    label = "EBITDA"
    unit = "money"
    source = "Finance"
    [[gates]]
    kpi = "ebitda"
    at_least = 500
    otherwise = "half"
    """
    company.load_payees()
    company.in_force(plan(more=more))
    with pytest.raises(MissingResultError, match="ebitda"):
        company.periods.close("fay", "2026-02")
    for entry, code in (
        (Entry("ebitda", "1,000", "books"), "no_number"),
        (Entry("ebitda", "1000", " "), "no_reason"),
        (Entry("ebit", "1000", "books"), "unknown_figure"),
    ):
        with pytest.raises(Refused) as refusal:
            company.periods.enter_result("fay", "2026-02", entry)
        assert refusal.value.code == code
    with pytest.raises(Refused):
        company.periods.enter_result("hana", "2026-02", Entry("ebitda", "1000", "books"))
    company.periods.enter_result("fay", "2026-02", Entry("ebitda", "1000", "books"))
    company.periods.enter_result("fay", "2026-02", Entry("ebitda", "499.99", "books, audited"))
    close = company.periods.close("fay", "2026-02")
    assert company_of(close)["fundings"] == ["50"]
    basis = close.body["basis"]
    assert isinstance(basis, dict)
    told = basis["parts"][0]["results"]["ebitda"]
    assert (told["value"], told["source"]) == ("499.99", "books, audited, entered by fay")


def test_undistributed_money_goes_into_the_next_pool_and_the_reserve_stays(
    company: Company,
) -> None:
    more = "[allocation]\ncap_multiple = 0.5\n"
    company.load_payees()
    first = plan(bookings=100, more=more)
    first = first.model_copy(
        update={"funding": first.funding.model_copy(update={"reserve": Decimal(10)})}
    )
    company.in_force(first)
    told = company_of(company.periods.close("fay", "2026-02"))
    # 62 % of 4,500 = 2,790; 279 in reserve; everyone is capped at half a target: 2,250.
    assert (told["pool"], told["reserve"]) == ("2790.00", "279.00")
    assert (told["paid_from_pool"], told["undistributed"]) == ("2250.00", "261.00")
    april = datetime(2026, 4, 2, 15, tzinfo=UTC)
    load_again(company.store, april, ["B8,2026-03-10,1500.00,USD,new,,A1,acquisition"])
    later = company.at(april)
    later.in_force(plan("2026-03", bookings=100))
    told = company_of(later.periods.close("fay", "2026-03"))
    # 1,500 of 1,500 booked: 100 % of 1,000 + 2,000 + 3,000, and what was carried over.
    assert (told["carry_over"], told["pool"]) == ("261.00", "6261.00")


def test_what_the_company_keeps_is_not_carried(company: Company) -> None:
    more = '[allocation]\ncap_multiple = 0.5\nundistributed = "company"\n'
    company.load_payees()
    company.in_force(plan(bookings=100, more=more))
    assert company_of(company.periods.close("fay", "2026-02"))["undistributed"] == "540.00"
    april = datetime(2026, 4, 2, 15, tzinfo=UTC)
    load_again(company.store, april, ["B8,2026-03-10,1500.00,USD,new,,A1,acquisition"])
    later = company.at(april)
    later.in_force(plan("2026-03", bookings=100))
    assert company_of(later.periods.close("fay", "2026-03"))["carry_over"] == "0.00"


def test_the_sum_is_exact_for_any_pool(company: Company) -> None:
    head = PAYEES.splitlines()[0]
    odd = [f"Q{n:02d},2026-01-01,,Seller,sales,1,{1000 + 7 * n}.01,USD,R{n}" for n in range(23)]
    company.load_payees("\n".join([head, *odd]) + "\n")
    company.in_force(plan())
    close = company.periods.close("fay", "2026-02")
    told = company_of(close)
    parts = sum(amount(one["pool_part"]) for one in people_of(close).values())
    assert parts == amount(told["paid_from_pool"])
    held = amount(told["undistributed"]) + amount(told["reserve"])
    assert parts + held == amount(told["pool"]) == Decimal("1593.62")


def test_nobody_with_weight_leaves_everything_undistributed(company: Company) -> None:
    head = PAYEES.splitlines()[0]
    company.load_payees(f"{head}\nP1,2026-01-01,,Marketer,marketing,1,0,USD,A1\n")
    fixed = plan(bookings=100)
    terms = fixed.funding.model_copy(
        update={"method": "fixed", "amount": Decimal(1000), "cap": Decimal(0)}
    )
    company.in_force(fixed.model_copy(update={"funding": terms}))
    close = company.periods.close("fay", "2026-02")
    assert people_of(close)["P1"]["payout"] == "0.00"
    assert company_of(close)["undistributed"] == company_of(close)["pool"] == "620.00"


def test_one_payee_takes_the_whole_pool(company: Company) -> None:
    head = PAYEES.splitlines()[0]
    company.load_payees(f"{head}\nP1,2026-01-01,,Marketer,marketing,1,12000,USD,A1\n")
    company.in_force(plan())
    assert people_of(company.periods.close("fay", "2026-02"))["P1"]["payout"] == "772.00"


def test_results_can_be_closed_as_they_were_known_on_a_day(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    for day in (date(2026, 2, 27), date(2026, 3, 6)):
        with pytest.raises(PeriodError, match="from 2026-02-28 to today"):
            company.periods.close("fay", "2026-02", day)
    close = company.periods.close("fay", "2026-02", date(2026, 3, 1))
    assert close.body["as_of"] == "2026-03-01"


def test_closing_twice_at_once_succeeds_exactly_once(either: Company) -> None:
    either.load_payees()
    either.in_force(plan())
    gate, outcomes = threading.Barrier(2), []

    def close(actor: str) -> None:
        own = PeriodDesk(Desk.open(either.store, MARCH))
        gate.wait()
        try:
            outcomes.append(own.close(actor, "2026-02").kind)
        except Refused as refusal:
            outcomes.append(refusal.code)
        own.desk.ledger.close()

    threads = [threading.Thread(target=close, args=(who,)) for who in ("fay", "fred")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["closed", "period_closed"]
    kinds = [event.kind for event in either.desk.ledger.events()]
    assert (kinds.count("closed"), kinds.count("refused")) == (1, 1)


LAST_SECONDS = [
    # zone, period, its last second in UTC: two zones' quarter ends, a leap day, both clock changes
    ("Asia/Tokyo", "2026-Q1", "2026-03-31T14:59:59+00:00"),
    ("America/Los_Angeles", "2026-Q1", "2026-04-01T06:59:59+00:00"),
    ("America/New_York", "2028-02", "2028-03-01T04:59:59+00:00"),
    ("Europe/Berlin", "2026-03", "2026-03-31T21:59:59+00:00"),
    ("Europe/Berlin", "2026-03-29..2026-03-29", "2026-03-29T21:59:59+00:00"),
    ("Europe/Berlin", "2026-10-25..2026-10-25", "2026-10-25T22:59:59+00:00"),
]


@pytest.mark.parametrize(("zone", "period", "last"), LAST_SECONDS)
def test_a_period_ends_with_its_last_second_where_the_company_is(
    either: Company, zone: str, period: str, last: str
) -> None:
    toml = either.store / "tandem.toml"
    text = toml.read_text(encoding="utf-8").replace("America/New_York", zone)
    toml.write_text(text, encoding="utf-8")
    moment = datetime.fromisoformat(last)
    before = open_company(either.store, moment)
    assert moment.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S") == "23:59:59"
    with pytest.raises(Refused) as early:
        before.periods.close("fay", period)
    assert early.value.code == "not_ended"
    after = open_company(either.store, datetime.fromtimestamp(moment.timestamp() + 1, UTC))
    with pytest.raises(Refused) as due:
        after.periods.close("fay", period)
    # Ended: what is missing now is a plan.
    assert due.value.code in ("unsigned", "old_data")


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/Los_Angeles"])
def test_a_booking_on_the_last_day_counts_in_its_period(tmp_path: Path, zone: str) -> None:
    store = tmp_path / "store"
    make_store(store)
    text = (store / "tandem.toml").read_text(encoding="utf-8").replace("America/New_York", zone)
    (store / "tandem.toml").write_text(text, encoding="utf-8")
    april = datetime(2026, 4, 2, 15, tzinfo=UTC)
    last, next_day = "2026-03-31,600.00", "2026-04-01,900.00"
    rows = [f"B{n},{told},USD,new,,A1,acquisition" for n, told in enumerate((last, next_day), 20)]
    load_again(store, april, rows)
    company = open_company(store, april)
    company.load_payees()
    company.in_force(plan("2026-03", bookings=100))
    close = company.periods.close("fay", "2026-03")
    basis = close.body["basis"]
    assert isinstance(basis, dict)
    assert basis["parts"][0]["results"]["bookings"]["value"] == "600"


def test_february_of_a_leap_year_has_29_days(tmp_path: Path) -> None:
    store = tmp_path / "store"
    make_store(store)
    march = datetime(2028, 3, 2, 15, tzinfo=UTC)
    load_again(store, march, ["B9,2028-02-29,600.00,USD,new,,A1,acquisition"])
    company = open_company(store, march)
    head = PAYEES.splitlines()[0]
    company.load_payees(
        f"{head}\nP1,2028-02-29,,Marketer,marketing,1,34800,USD,A1\n"
        "P2,2028-02-01,2028-02-28,Seller,sales,1,34800,USD,A2\n"
    )
    fixed = plan("2028-02", bookings=100)
    terms = fixed.funding.model_copy(update={"method": "fixed", "amount": Decimal(290)})
    measure = fixed.measures[0].model_copy(
        update={
            "basis": "value",
            "points": ((Decimal(0), Decimal(0)), (Decimal(600), Decimal(100))),
        }
    )
    company.in_force(fixed.model_copy(update={"funding": terms, "measures": (measure,)}))
    paid = {
        who: told["payout"]
        for who, told in people_of(company.periods.close("fay", "2028-02")).items()
    }
    assert paid == {"P1": "10.00", "P2": "280.00"}
