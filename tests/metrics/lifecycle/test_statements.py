"""Statements, the payroll file and the journal: one figure, wherever it is read."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from metrics.lifecycle.accrual import journal_csv
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.statement_text import statement_text
from metrics.lifecycle.statements import statement_json
from metrics.planning.pool_json import Json
from tests.metrics.lifecycle.company import (
    PAYEES,
    Company,
    csv_rows,
    load_again,
    open_company,
    plan,
)

COLUMNS = (
    "payroll_id,person_id,period,currency,pool_part,individual_part,restatement,payout,"
    "statement_hash"
)


@pytest.fixture
def february(company: Company) -> Company:
    """The company with February closed."""
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    return company


def pool_parts(close: Json) -> dict[str, Decimal]:
    """Each payee's node in the closed calculation, by person."""
    people = close["people"]
    assert isinstance(people, dict)
    return {who: Decimal(told["steps"]["value"]) for who, told in people.items()}


def test_statement_payroll_and_pool_node_agree_to_the_cent(february: Company) -> None:
    close = february.desk.state.period("2026-02").close
    assert close is not None
    nodes = pool_parts(dict(close.body))
    rows = csv_rows(february.periods.payroll("fay", "2026-02"))
    assert [one["person_id"] for one in rows] == ["P1", "P2", "P3"]
    for row in rows:
        own = february.periods.statement(row["person_id"], "2026-02", row["person_id"])
        assert own.total == Fraction(row["payout"]) == Fraction(nodes[row["person_id"]])
        assert own.own.value == own.total
        assert own.statement_hash == row["statement_hash"]
        assert len(own.statement_hash) == 64
        assert own.earned == own.pool_part + own.individual_part


def test_the_payroll_file_has_its_columns_and_runs_no_formula(february: Company) -> None:
    text = february.periods.payroll("fay", "2026-02")
    header, first, *_ = text.splitlines()
    assert header == COLUMNS
    assert first.startswith("'=A1,P1,2026-02,USD,772.00,0.00,0.00,772.00,")
    with pytest.raises(Refused) as open_still:
        february.periods.payroll("fay", "2026-03")
    assert open_still.value.code == "period_not_closed"


@pytest.mark.parametrize("actor", ["hana", "vera", "root", "P1"])
def test_the_payroll_file_is_for_finance(february: Company, actor: str) -> None:
    for command in (february.periods.payroll, february.periods.accrual):
        with pytest.raises(Refused) as refusal:
            command(actor, "2026-02")
        assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("actor", "person", "may"),
    [
        ("P1", "P1", True),
        ("P1", "P2", False),
        ("hana", "P1", True),
        ("hana", "P2", False),
        ("hugo", "P2", True),
        ("hugo", "P1", False),
        ("fay", "P1", True),
        ("fay", "P3", True),
        ("root", "P1", False),
        ("vera", "P1", False),
        ("", "P1", False),
    ],
)
def test_who_sees_whose_statement(february: Company, actor: str, person: str, may: bool) -> None:
    if may:
        assert february.periods.statement(actor, "2026-02", person).person_id == person
        return
    before = february.desk.ledger.head.count
    with pytest.raises(Exception, match=r"may not|named") as refusal:
        february.periods.statement(actor, "2026-02", person)
    assert refusal.value.code in ("not_allowed", "unknown_person")  # type: ignore[attr-defined]
    assert [one.kind for one in february.desk.ledger.events(after=before)] == ["refused"]


def test_who_has_no_statement_is_told_so(february: Company) -> None:
    with pytest.raises(Refused) as refusal:
        february.periods.statement("P4", "2026-02", "P4")
    assert refusal.value.code == "no_statement"


def test_equal_pay_has_another_hash_for_everybody(company: Company) -> None:
    head = PAYEES.splitlines()[0]
    rows = [f"{who},2026-01-01,,Seller,sales,1,12000,USD,A" for who in ("P1", "P2")]
    company.load_payees("\n".join([head, *rows]) + "\n")
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    first, second = (company.periods.statement("fay", "2026-02", who) for who in ("P1", "P2"))
    assert first.payout == second.payout
    assert first.statement_hash != second.statement_hash


def test_a_hash_of_pay_cannot_be_tried_out(february: Company) -> None:
    first = february.periods.statement("P1", "2026-02", "P1")
    for head in ("hana", "hugo"):
        february.periods.reopen(head, "2026-02", "once more")
    february.periods.close("fay", "2026-02")
    second = february.periods.statement("P1", "2026-02", "P1")
    # The same pay by the same steps: without the sealed salt nobody gets to either hash.
    assert (first.payout, first.own.value) == (second.payout, second.own.value)
    assert first.statement_hash != second.statement_hash


def test_a_running_statement_says_what_each_next_breakpoint_adds(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    february = company.periods.statement("P2", "2026-02", "P2")
    # Ended, not closed: 77.2 % of 2,000, and nothing more to be got.
    assert (february.standing, february.earned, february.next_steps) == ("ended", 1544, ())
    company.in_force(plan("2026-03"))
    april = datetime(2026, 3, 20, 15, tzinfo=UTC)
    load_again(company.store, april, ["B8,2026-03-10,900.00,USD,new,,A1,acquisition"])
    later = company.at(april)
    later.in_force(plan("2026-03", bookings=100, cap=150))
    march = later.periods.statement("P2", "2026-03", "P2")
    # 900 of 1,500 pay 60 %; at 1,500 it is 100 %: 800 more of 2,000.
    assert (march.standing, march.earned, march.payout) == ("running", 1200, 1200)
    (step,) = march.next_steps
    assert (step.key, step.result, step.at, step.adds) == ("bookings", 900, 1500, 800)
    # Too little history to expect anything from.
    assert march.forecast is None
    assert march.statement_hash == ""
    text = statement_text(march)
    assert "P2, 2026-03 (running), USD" in text
    assert "Bookings 900 -> 1,500: 800.00 more" in text


def demo_payees(people: int) -> str:
    """Payees of the demo company, by id."""
    head = PAYEES.splitlines()[0]
    teams = ("marketing", "sales")
    rows = [
        f"D{n},2025-01-01,,Seller,{teams[n % 2]},1,{12000 + 100 * n},USD,X{n}"
        for n in range(people)
    ]
    return "\n".join([head, *rows]) + "\n"


def test_while_the_period_runs_the_forecast_is_what_the_pool_expects(
    demo: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "warehouse").symlink_to(demo / "warehouse")
    (store / "tandem.toml").write_text(
        (demo / "tandem.toml").read_text(encoding="utf-8").partition("[roles]")[0]
        + '\n[roles]\nhead_of_marketing = ["hana"]\nhead_of_sales = ["hugo"]\nfinance = ["fay"]\n',
        encoding="utf-8",
    )
    company = open_company(store, datetime(2026, 11, 16, 15, tzinfo=UTC))
    company.load_payees(demo_payees(6))
    company.in_force(plan("2026-Q4"))
    own = company.periods.statement("D0", "2026-Q4", "D0")
    found = company.periods.running(company.desk.state, "2026-Q4")
    assert found.expected is not None
    line = found.expected.line("D0")
    assert line is not None
    assert own.forecast == line.payout
    assert own.earned < line.payout
    best = max(one.adds for one in own.next_steps)
    assert best > 0
    # The journal: expected pay by days passed, in cents that add up.
    passed = Fraction((found.as_of - found.period.start_on).days + 1, 92)
    journal = company.periods.accrual("fay", "2026-Q4")
    exact = sum((one.earned for one in found.expected.lines), Fraction(0)) * passed
    assert abs(sum(one.amount for one in journal) - exact) <= Fraction(1, 200)
    assert {one.debit for one in journal} == {
        "Incentive expense: marketing",
        "Incentive expense: sales",
    }
    assert f"x {passed.numerator * (92 // passed.denominator)} of 92 days" in journal[0].basis


def test_the_journal_of_a_closed_period_is_its_pay(february: Company) -> None:
    text = journal_csv(february.periods.accrual("fay", "2026-02"))
    assert text.splitlines() == [
        "debit,credit,amount,period,basis",
        "Incentive expense: marketing,Accrued incentives: marketing,772.00,2026-02,closed",
        "Incentive expense: sales,Accrued incentives: sales,2702.00,2026-02,closed",
    ]


def test_corrections_reserve_and_carried_money_have_entries_of_their_own(company: Company) -> None:
    reserve = plan(bookings=100, more="[allocation]\ncap_multiple = 0.5\n")
    funding = reserve.funding.model_copy(update={"reserve": Decimal(10)})
    company.load_payees()
    company.in_force(reserve.model_copy(update={"funding": funding}))
    company.periods.close("fay", "2026-02")
    company.load_payees(PAYEES.replace(",24000,", ",12000,"))
    company.periods.restate("fay", "2026-02", "target was wrong")
    april = datetime(2026, 4, 2, 15, tzinfo=UTC)
    load_again(company.store, april, ["B8,2026-03-10,1500.00,USD,new,,A1,acquisition"])
    later = company.at(april)
    later.in_force(plan("2026-03", bookings=100))
    later.periods.close("fay", "2026-03")
    first = {one.debit: one.amount for one in later.periods.accrual("fay", "2026-02")}
    assert first == {
        "Incentive expense: marketing": 500,
        "Incentive expense: sales": 1750,
        "Incentive expense, not yet distributed": 261,
        "Incentive expense, reserve": 279,
    }
    second = {(one.debit, one.basis): one.amount for one in later.periods.accrual("fay", "2026-03")}
    assert second == {
        ("Incentive expense: marketing", "closed"): Fraction("1052.20"),
        ("Incentive expense: sales", "closed"): Fraction("4208.80"),
        ("Accrued incentives: sales", "closed, corrections of earlier periods"): 500,
    }


def test_a_payee_asks_about_a_line_and_finance_answers(february: Company) -> None:
    periods = february.periods
    number = periods.dispute("P1", "2026-02", "Prorated target", "I was here all month?")
    asked = february.desk.state.disputes[number].asked
    assert asked.body["question"] == {
        "line": "Prorated target",
        "text": "I was here all month?",
    }
    rows, _ = february.desk.ledger.snapshot()
    assert "all month" not in rows[-1].body
    for command, code in (
        (lambda: periods.dispute("P1", "2026-02", "Nonsense", "why"), "no_such_line"),
        (lambda: periods.dispute("P1", "2026-03", "Pool", "why"), "period_not_closed"),
        (lambda: periods.dispute("P4", "2026-02", "Pool", "why"), "no_statement"),
        (lambda: periods.dispute("vera", "2026-02", "Pool", "why"), "not_allowed"),
        (lambda: periods.dispute("P1", "2026-02", "Pool", " "), "no_reason"),
        (lambda: periods.answer_dispute("hugo", number, "yes"), "not_allowed"),
        (lambda: periods.answer_dispute("P1", number, "yes"), "not_allowed"),
        (lambda: periods.answer_dispute("fay", "99", "yes"), "no_such_dispute"),
    ):
        with pytest.raises(Refused) as refusal:
            command()
        assert refusal.value.code == code
    answered = periods.answer_dispute("fay", number, "Yes: 28 of 28 days.")
    assert answered.body["answer"] == {"text": "Yes: 28 of 28 days."}
    assert february.desk.state.disputes[number].answered == answered
    with pytest.raises(Refused) as again:
        periods.answer_dispute("fay", number, "Yes.")
    assert again.value.code == "already_answered"


def test_nobody_answers_the_own_question(company: Company) -> None:
    company.load_payees(PAYEES + "fay,2026-01-01,,Controller,sales,1,12000,USD,A9\n")
    company.in_force(plan())
    company.periods.close("fred", "2026-02")
    number = company.periods.dispute("fay", "2026-02", "Pool", "Is it right?")
    with pytest.raises(Refused) as refusal:
        company.periods.answer_dispute("fay", number, "It is.")
    assert refusal.value.code == "same_person"
    assert company.periods.answer_dispute("finn", number, "It is.").actor == "finn"


def test_a_statement_is_one_document(february: Company) -> None:
    told = statement_json(february.periods.statement("P1", "2026-02", "P1"))
    assert (told["payout"], told["standing"], told["forecast"]) == ("772.00", "closed", None)
    february.paid("2026-02")
    assert february.periods.statement("P1", "2026-02", "P1").standing == "paid"
