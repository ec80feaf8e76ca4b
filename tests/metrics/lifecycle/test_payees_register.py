"""Payees in the ledger: read with care, sealed person by person, prorated by month."""

import re
import sqlite3
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from data.ledger import Draft, Event, LedgerError, verify
from metrics.errors import PayeeError, PeriodError, RevenueError
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.payees import payees_for
from metrics.lifecycle.register import payees_in
from metrics.lifecycle.told import payee_rows
from metrics.pool.inputs import ONE, Payee, Terms
from tests.metrics.lifecycle.desks import desk_in, kinds, only, plan, refused

HEADER = (
    "person_id,valid_from,valid_to,role,team,fte,annual_target_incentive,currency,payroll_id,"
    "eligible\n"
)
ROWS = (
    "p1,2026-01-01,2026-11-15,Seller,sales,1,24000,USD,PR-1001,true\n"
    "p1,2026-11-16,,Team lead,sales,0.8,30000.50,USD,PR-1001,true\n"
    "p2,2026-02-01,,Marketer,marketing,1,12000,EUR,PR-1002,yes\n"
    "p3,2026-01-01,2026-06-30,Marketer,marketing,1,9000,,PR-1003,no\n"
)
MINIMAL = "person_id,valid_from,annual_target_incentive\n"
JUDGED = "person_id,valid_from,annual_target_incentive,modifier,individual\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The company's desk."""
    return desk_in(tmp_path / "store")


def file_of(folder: Path, text: str, name: str = "payees.csv") -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def load(desk: Desk, folder: Path, text: str, force: str = "") -> None:
    """Loads that text as finance."""
    desk.load_payees("fin", file_of(folder, text), force=force)


def terms(days: tuple[date, date | None], role: str, team: str, fte: str, target: str) -> Terms:
    """Terms of a period, of who is eligible."""
    exact = Fraction(fte), Fraction(target)
    return Terms(*days, team, role, *exact, ONE, None, is_eligible=True)


def test_a_quarters_payees(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    period = desk.calendar.parse("2026-Q4")
    found = payees_for(desk.state, period, currency="USD", rates={"EUR": Fraction("1.1")})
    first = date(2026, 1, 1), date(2026, 11, 15)
    second = date(2026, 11, 16), None
    assert found == (
        Payee(
            "p1",
            (
                terms(first, "Seller", "sales", "1", "6000"),
                terms(second, "Team lead", "sales", "0.8", "7500.125"),
            ),
            "USD",
        ),
        Payee(
            "p2",
            (terms((date(2026, 2, 1), None), "Marketer", "marketing", "1", "3000"),),
            "EUR",
            Fraction("1.1"),
        ),
    )


def test_what_is_said_of_a_person_holds_for_the_days_of_the_row(desk: Desk, tmp_path: Path) -> None:
    dated = "person_id,valid_from,valid_to,annual_target_incentive,modifier,individual\n" + (
        "p1,2026-10-01,2026-10-31,5,,\np1,2026-11-01,2026-11-30,5,0.9,\np1,2026-12-01,,5,,0\n"
    )
    load(desk, tmp_path, dated)
    period = desk.calendar.parse("2026-Q4")
    for one in (desk, desk_in(tmp_path / "store")):
        (found,) = payees_for(one.state, period, currency="USD", rates={})
        assert [(each.modifier, each.individual) for each in found.terms] == [
            (1, None),
            (Fraction(9, 10), None),
            (1, 0),
        ]
    assert [row[-2:] for row in payee_rows(desk, "fin")] == [("1", None), ("0.9", None), ("1", "0")]


def test_a_register_of_before_there_were_judgements_reads_as_it_was() -> None:
    row = {
        "person_id": "p1",
        "terms": [
            {
                **{"valid_from": "2026-01-01", "valid_to": None, "role": "", "team": "sales"},
                **{"fte": "1", "annual_target_incentive": "5", "currency": "", "payroll_id": ""},
                "eligible": True,
            }
        ],
    }
    at = datetime(2026, 1, 1, tzinfo=UTC)
    event = Event(1, at, "payees_loaded", "fin", "", {"payees": [row]}, None, "", "")
    (terms,) = payees_in(event, frozenset())["p1"].terms or ()
    assert (terms.modifier, terms.individual) == (1, None)


def test_the_share_of_the_year_is_whole_months(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, MINIMAL + "p1,2020-01-01,12000\n")
    for name, target in (("2026-11", 1000), ("2026-Q4", 3000), ("2026", 12000)):
        (one,) = payees_for(desk.state, desk.calendar.parse(name), currency="EUR", rates={})
        assert (one.terms[0].target, one.currency, one.rate) == (target, "EUR", ONE)
    half = desk.calendar.parse("2026-01-01..2026-06-30")
    (one,) = payees_for(desk.state, half, currency="EUR", rates={})
    assert one.terms[0].target == 6000
    for name in ("2026-W47", "2026-10-02..2026-12-31"):
        with pytest.raises(PeriodError, match="does not hold whole months"):
            payees_for(desk.state, desk.calendar.parse(name), currency="EUR", rates={})


def test_who_is_eligible_comes_from_the_file(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    period = desk.calendar.parse("2026-Q2")
    found = payees_for(desk.state, period, currency="USD", rates={"EUR": ONE})
    assert [(one.person_id, one.terms[0].is_eligible) for one in found] == [
        ("p1", True),
        ("p2", True),
        ("p3", False),
    ]


def test_a_currency_without_a_rate_is_refused(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    with pytest.raises(PayeeError, match="payee p2 is paid in EUR, and there is no rate of EUR"):
        payees_for(desk.state, desk.calendar.parse("2026-Q4"), currency="USD", rates={})


def test_two_currencies_of_one_person_are_refused(desk: Desk, tmp_path: Path) -> None:
    two = HEADER + ("p1,2026-01-01,2026-11-15,,,1,24000,USD,,\np1,2026-11-16,,,,1,24000,EUR,,\n")
    load(desk, tmp_path, two)
    with pytest.raises(PayeeError, match="targets in EUR and USD within 2026-Q4"):
        payees_for(desk.state, desk.calendar.parse("2026-Q4"), currency="USD", rates={})


def test_one_event_a_load_and_nothing_readable_in_it(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    assert kinds(desk) == ["payees_loaded"]
    database = tmp_path / "store" / "ledger" / "ledger.sqlite"
    with sqlite3.connect(database) as con:
        ((body,),) = con.execute("select body from event").fetchall()
    con.close()
    for secret in (
        "24000",
        "30000",
        "12000",
        "Seller",
        "Team lead",
        "marketing",
        "PR-1001",
        "2026-11-15",
    ):
        assert secret not in body
    assert sorted(re.findall(r'"sealed":"(\w+)"', body)) == ["p1", "p2", "p3"]
    # Another desk reads the same register.
    assert desk_in(tmp_path / "store").state.payees == desk.state.payees


def test_a_destroyed_key_leaves_the_id_alone(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    other = desk_in(tmp_path / "store")
    assert other.state.payees["p1"].team == "sales"
    desk.ledger.destroy_key("p1", actor="fin")
    for one in (desk, other, desk_in(tmp_path / "store")):
        payee = one.state.payees["p1"]
        assert (payee.is_deleted, payee.terms, payee.team, payee.payroll_id) == (True, None, "", "")
        period = one.calendar.parse("2026-Q4")
        paid = payees_for(one.state, period, currency="USD", rates={"EUR": ONE})
        assert [who.person_id for who in paid] == ["p2"]
    assert payee_rows(desk, "fin")[0] == ("p1", *["(deleted)"] * 11)
    assert verify(desk.ledger).holds
    code, said = refused(desk, lambda: load(desk, tmp_path, HEADER + ROWS))
    assert code == "deleted_person"
    assert said == "what was kept of p1 was deleted for good: leave them out of the file"
    load(desk, tmp_path, HEADER + ROWS.split("\n", 2)[2])
    assert sorted(desk.state.payees) == ["p2", "p3"]


def test_who_has_pay_to_come_is_not_deleted(desk: Desk, tmp_path: Path) -> None:
    ended = ROWS.replace("2026-02-01,,Marketer", "2026-02-01,2026-10-31,Marketer")
    load(desk, tmp_path, HEADER + ended)
    assert refused(desk, lambda: desk.delete_payee("fin", "p1")) == (
        "still_paid",
        "p1 has terms that run on; load the register with a valid_to that is past",
    )
    made = desk.propose("mia", plan())
    desk.sign("sam", 1, made.plan_hash)
    said = ("still_paid", "p2 is a payee of 2026-Q4, which is not paid yet")
    assert refused(desk, lambda: desk.delete_payee("fin", "p2")) == said
    for person in ("ann", "ops", "mia", "p2"):
        act = lambda person=person: desk.delete_payee(person, "p3")  # noqa: E731
        assert refused(desk, act)[0] == "not_allowed"
    desk.delete_payee("fin", "p3")
    assert desk.state.payees["p3"].is_deleted
    desk.ledger.append(lambda events: (Draft("paid", "fin", "2026-Q4", {}),))
    desk.delete_payee("fin", "p2")
    desk.delete_payee("fin", "p2")
    assert desk.state.deleted == {"p2", "p3"}
    assert [(one.actor, one.subject) for one in only(desk, "key_destroyed")] == [
        ("fin", "p3"),
        ("fin", "p2"),
    ]
    with pytest.raises(LedgerError, match="nothing is sealed for 'p7'"):
        desk.delete_payee("fin", "p7")


def test_the_latest_load_is_the_register(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    load(desk, tmp_path, MINIMAL + "p2,2026-01-01,5\np9,2026-01-01,6\n")
    assert sorted(desk.state.payees) == ["p2", "p9"]
    assert desk.state.payees_loaded is not None
    assert (desk.state.payees_loaded.by, desk.state.payees_loaded.file) == ("fin", "payees.csv")


def test_far_fewer_payees_need_a_reason(desk: Desk, tmp_path: Path) -> None:
    load(desk, tmp_path, HEADER + ROWS)
    one = MINIMAL + "p2,2026-01-01,5\n"
    code, said = refused(desk, lambda: load(desk, tmp_path, one))
    assert code == "fewer_payees"
    assert said == (
        "payees.csv has 1 payees, the register has 3; if that is right, load it with --force "
        '"the reason"'
    )
    load(desk, tmp_path, one, force="two teams were sold")
    assert sorted(desk.state.payees) == ["p2"]
    assert only(desk, "payees_loaded")[-1].body["reason"] == "two teams were sold"


@pytest.mark.parametrize("person", ["ann", "ops", "mia", "sam", "pam", "vic", "nobody"])
def test_payees_are_for_finance(desk: Desk, tmp_path: Path, person: str) -> None:
    path = file_of(tmp_path, HEADER + ROWS)
    assert refused(desk, lambda: desk.load_payees(person, path))[0] == "not_allowed"
    # Not even whether there is such a file.
    missing = tmp_path / "none.csv"
    assert refused(desk, lambda: desk.load_payees(person, missing))[0] == "not_allowed"
    assert refused(desk, lambda: payee_rows(desk, person))[0] == "not_allowed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "payees.csv: the file is empty; export it again"),
        (MINIMAL, "payees.csv has no row under its header; add one row a payee"),
        ("person_id,valid_from\np1,2026-01-01\n", "has no column 'annual_target_incentive'"),
        (
            MINIMAL.replace("person_id", "person_ID,tem") + "a,b,2026-01-01,5\n",
            "column 'tem' is not known; did you mean 'team'?",
        ),
        ("person_id,person_id\n", "column 'person_id' is there twice; keep one"),
        (MINIMAL + ",2026-01-01,5\n", "line 2: person_id is empty; name the payee"),
        (MINIMAL + "p1,,5\n", "line 2: valid_from is empty; write the day the terms start"),
        (MINIMAL + "p1,2026-01-01,\n", "line 2: annual_target_incentive is empty; write 0 for"),
        (MINIMAL + "p1,2026-02-30,5\n", "line 2: valid_from is no date; write it as 2026-10-01"),
        (MINIMAL + "p1,tomorrow,5\n", "line 2: valid_from is no date"),
        (MINIMAL + "p1,2026-01-01,5.001\n", "line 2: annual_target_incentive is no amount to"),
        (MINIMAL + "p1,2026-01-01,NaN\n", "line 2: annual_target_incentive is no amount to"),
        (MINIMAL + "p1,2026-01-01,1e3\n", "line 2: annual_target_incentive is no amount to"),
        (MINIMAL + 'p1,2026-01-01,"1,000"\n', "line 2: annual_target_incentive is no amount to"),
        (MINIMAL + f"p1,2026-01-01,{10**20}\n", "line 2: annual_target_incentive is no amount"),
        (MINIMAL + "p1,2026-01-01,-5\n", "line 2: annual_target_incentive is below 0; write 0"),
        (MINIMAL + "p1,2026-01-01,5,6\n", "line 2: 4 cells under 3 columns"),
        (MINIMAL + 'p1,2026-01-01,"5\n', "line 2: cannot be split into cells"),
        (MINIMAL + "p\u202e1,2026-01-01,5\n", "line 2: person_id is no id of one line"),
        (
            HEADER + "p1,2026-05-01,2026-04-30,,,,5,,,\n",
            "line 2: valid_to is before valid_from",
        ),
        (HEADER + "p1,2026-05-01,,,,1.2,5,,,\n", "line 2: fte is not between 0 and 1"),
        (HEADER + "p1,2026-05-01,,,,half,5,,,\n", "line 2: fte is no plain number"),
        (HEADER + "p1,2026-05-01,,,,,5,eur,,\n", "line 2: currency is no code of three capitals"),
        (HEADER + "p1,2026-05-01,,,,,5,,,maybe\n", "line 2: eligible is neither true nor false"),
        (JUDGED + "p1,2026-05-01,5,-1,\n", "line 2: modifier is below 0; write 0 or more"),
        (JUDGED + "p1,2026-05-01,5,,-0.1\n", "line 2: individual is below 0; write 0 or more"),
        (JUDGED + "p1,2026-05-01,5,inf,\n", "line 2: modifier is no plain number"),
        (JUDGED + "p1,2026-05-01,5,1e400,\n", "line 2: modifier is no plain number"),
        (JUDGED + "p1,2026-05-01,5,,NaN\n", "line 2: individual is no plain number"),
        (
            MINIMAL + "p1,2026-05-01,5\n\np2,2026-05-01,5\np1,2026-01-01,5\n",
            "line 5: has terms for the same days as line 2; let valid_to end the day before the",
        ),
        (
            HEADER + "p1,2026-01-01,2026-05-01,,,,5,,,\np1,2026-05-01,,,,,5,,,\n",
            "line 3: has terms for the same days as line 2",
        ),
    ],
)
def test_a_file_that_does_not_hold_loads_nothing(
    desk: Desk, tmp_path: Path, text: str, said: str
) -> None:
    code, message = refused(desk, lambda: load(desk, tmp_path, text))
    assert code == "payee"
    assert said in message
    assert message.startswith("payees.csv")
    assert "5.001" not in message


def test_the_first_problems_are_told_in_order_of_lines(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"p{number},2026-01-01,x\n" for number in range(8))
    _, said = refused(desk, lambda: load(desk, tmp_path, MINIMAL + rows))
    assert re.findall(r"line (\d+)", said) == ["2", "3", "4", "5", "6"]
    assert said.endswith("; and 3 more; nothing was loaded")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffperson_id;valid_from;annual_target_incentive\r\np1;01.02.2026;1.234,50\r\n".encode(),
        "person_id\tvalid_from\tannual_target_incentive\np1\t2026-02-01\t1234.5\n".encode("utf-16"),
        b"Person_ID,valid_from,annual_target_incentive\rp1,Feb 1, 2026,1234.50\r".replace(
            b"Feb 1, 2026", b'"Feb 1, 2026"'
        ),
    ],
)
def test_files_of_other_countries_and_programs(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "payees.csv"
    path.write_bytes(content)
    desk.load_payees("fin", path)
    (one,) = desk.state.payees["p1"].terms or ()
    assert (one.valid_from, f"{one.annual_target_incentive:f}") == (date(2026, 2, 1), "1234.50")


def test_day_and_month_that_cannot_be_told_apart_ask(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path, MINIMAL + "p1,03/04/2026,5\n")
    code, said = refused(desk, lambda: desk.load_payees("fin", path))
    assert code == "ambiguous_dates"
    assert "is '03/04/2026' day/month or month/day?" in said
    desk.load_payees("fin", path, date_order="dmy")
    assert (desk.state.payees["p1"].terms or ())[0].valid_from == date(2026, 4, 3)


def test_a_sheet_of_excel(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["person_id", "valid_from", "annual_target_incentive", "fte", "eligible"])
    sheet.append(["p1", date(2026, 1, 1), 12000.1, 0.8, True])
    sheet.append([])
    sheet.append(["p2", "2026-01-01", 5, None, False])
    book.save(tmp_path / "payees.xlsx")
    desk.load_payees("fin", tmp_path / "payees.xlsx")
    rows = payee_rows(desk, "fin")
    assert rows == [
        ("p1", "2026-01-01", None, "", "", "0.8", "12000.10", "", "", True, "1", None),
        ("p2", "2026-01-01", None, "", "", "1", "5.00", "", "", False, "1", None),
    ]
    sheet.append(["p3", "soon", 5, None, None])
    book.save(tmp_path / "payees.xlsx")
    with pytest.raises(PayeeError, match="line 5: valid_from is no date"):
        desk.load_payees("fin", tmp_path / "payees.xlsx")


def test_who_is_in_the_register_sees_the_own_statement(desk: Desk, tmp_path: Path) -> None:
    assert desk.state.roles_of("p1") == frozenset()
    load(desk, tmp_path, HEADER + ROWS)
    assert desk.state.roles_of("p1") == {"member"}
    assert desk.state.team_of("p2") == "marketing"


def test_a_missing_file_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(RevenueError, match="no such file or folder; check the path"):
        desk.load_payees("fin", tmp_path / "none.csv")
    assert only(desk, "refused")[0].body["code"] == "payee"
