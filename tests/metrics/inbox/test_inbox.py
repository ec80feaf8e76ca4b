"""The inbox: what waits for whom, on a small company and on the demo."""

import csv
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.warehouse import Reader, Warehouse
from metrics.compared import Moment
from metrics.handover.leaks import leaks
from metrics.inbox import Waits, inbox, waiting_for
from metrics.known import known
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.disputes import lines_of
from metrics.lifecycle.exact_text import inner
from metrics.meeting.commitments import commit, settle
from metrics.meeting.notes import dispute
from metrics.people import names_of
from tests.metrics.lifecycle.company import MARCH, Company, make_store, open_company, plan
from tests.metrics.meeting.rooms import ROLES, said

EVERYBODY = ("root", "hana", "hugo", "fay", "fred", "finn", "vera", "opa", "mo", "wall", "P1", "P2")
# The company's data end on 20 February: operations is told so in March, whatever else waits.
OLD = "The data ends on Fri 20 Feb 2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("inbox") / "store"
    make_store(store)
    toml = (store / "tandem.toml").read_text(encoding="utf-8")
    (store / "tandem.toml").write_text(toml + ROLES, encoding="utf-8")
    return store


@pytest.fixture
def company(made: Path, tmp_path: Path) -> Company:
    """The company on 5 March 2026 with its payees registered."""
    found = open_company(shutil.copytree(made, tmp_path / "store"))
    found.load_payees()
    return found


def waits(company: Company, person: str, kind: str = "") -> list[Waits]:
    """What waits for the person at the company's moment, without the age of the data."""
    desk = company.desk
    found = inbox(desk.state, Warehouse(company.store).reader(), person, desk.today)
    rest = (one for one in found if one.kind not in ("old_data", "quarantine", "leads"))
    return [one for one in rest if kind in ("", one.kind)]


def told(found: Sequence[Waits]) -> list[tuple[str, str]]:
    return [(one.text, one.under) for one in found]


def who_has(company: Company, kind: str) -> set[str]:
    return {one for one in EVERYBODY if waits(company, one, kind)}


def test_a_plan_waits_for_the_other_head_until_it_is_signed(company: Company) -> None:
    assert who_has(company, "signature") == set()
    made = company.desk.propose("hana", plan("2026-03"))
    assert who_has(company, "signature") == {"hugo"}
    (one,) = waits(company, "hugo")
    assert (one.text, one.under) == (
        "Sign the plan for Mar 2026",
        "marketing signed on Thu 05 Mar 2026",
    )
    assert (one.since, one.where, one.count) == (date(2026, 3, 5), "pages/plan.py", 1)
    company.desk.sign("hugo", made.number, made.plan_hash)
    assert who_has(company, "signature") == set()
    assert who_has(company, "acknowledgement") == {"P1", "P2"}
    assert told(waits(company, "P1")) == [
        ("Read the plan for Mar 2026", "in force since Thu 05 Mar 2026")
    ]
    company.desk.acknowledge("P1", made.number)
    assert who_has(company, "acknowledgement") == {"P2"}


def test_a_plan_of_finance_waits_for_both_heads_and_then_for_its_day(company: Company) -> None:
    made = company.desk.propose("fay", plan("2026-04"), effective_on=date(2026, 4, 1))
    assert who_has(company, "signature") == {"hana", "hugo"}
    assert told(waits(company, "hana")) == [
        ("Sign the plan for Apr 2026", "proposed on Thu 05 Mar 2026")
    ]
    company.desk.sign("hana", made.number, made.plan_hash)
    company.desk.sign("hugo", made.number, made.plan_hash)
    assert who_has(company, "activation") == set()
    later = company.at(datetime(2026, 4, 1, 9, tzinfo=UTC))
    assert who_has(later, "activation") == {"hana", "hugo", "fay", "fred", "finn"}
    assert told(waits(later, "hana", "activation")) == [
        ("Put the plan for Apr 2026 in force", "signed by all, its day was Wed 01 Apr 2026")
    ]
    later.desk.activate("fay", made.number)
    assert who_has(later, "activation") == set()


def test_the_number_beside_plan_is_what_the_inbox_holds_of_it(company: Company) -> None:
    company.in_force(plan("2026-02"))
    company.desk.propose("hana", plan("2026-03"))
    state, today = company.desk.state, company.desk.today
    for person in (*EVERYBODY, ""):
        here = [one for one in waits(company, person) if one.where == "pages/plan.py"]
        assert waiting_for(state, person, today) == sum(one.count for one in here)
    assert [waiting_for(state, one, today) for one in ("hugo", "P1", "fay", "")] == [1, 1, 0, 0]


def test_a_period_waits_for_finance_step_by_step_and_never_for_the_same_hands(
    company: Company,
) -> None:
    company.in_force(plan("2026-02"))
    assert told(waits(company, "fay")) == [("Close Feb 2026", "it ended on Sat 28 Feb 2026")]
    assert who_has(company, "close") == {"fay", "fred", "finn"}
    company.periods.close("fay", "2026-02")
    assert told(waits(company, "fay")) == [("Approve Feb 2026", "closed on Thu 05 Mar 2026")]
    company.periods.approve("fay", "2026-02")
    assert who_has(company, "payment") == {"fred", "finn"}
    company.periods.pay("fred", "2026-02")
    assert [waits(company, one) for one in ("fay", "fred", "finn")] == [[], [], []]


def test_a_question_waits_for_who_may_answer_without_a_word_of_it(company: Company) -> None:
    company.in_force(plan("2026-02"))
    company.periods.close("fay", "2026-02")
    number = company.periods.dispute("P2", "2026-02", _line(company), "Why so little? 24000")
    assert who_has(company, "question") == {"hugo", "fay", "fred", "finn"}
    (one,) = waits(company, "hugo", "question")
    assert (one.text, one.under) == (
        "Answer 1 question about statements",
        "Feb 2026, asked on Thu 05 Mar 2026",
    )
    assert (one.where, one.count) == ("pages/payouts.py", 1)
    company.periods.answer_dispute("hugo", number, "As the plan says.")
    assert who_has(company, "question") == set()


def _line(company: Company) -> str:
    close = company.desk.state.period("2026-02").close
    assert close is not None
    return lines_of(close, inner(inner(close.body, "people"), "P2"))[0]


def test_reopening_waits_for_the_other_head(company: Company) -> None:
    company.in_force(plan("2026-02"))
    company.periods.close("fay", "2026-02")
    company.periods.reopen("hana", "2026-02", "two bookings came late")
    assert who_has(company, "reopening") == {"hugo"}
    assert told(waits(company, "hugo", "reopening")) == [
        ("Say whether Feb 2026 is reopened", "the head of marketing asked on Thu 05 Mar 2026")
    ]
    company.periods.reopen("hugo", "2026-02", "agreed")
    assert who_has(company, "reopening") == set()


def test_commitments_and_doubts_wait_for_their_owner(made: Path, tmp_path: Path) -> None:
    store = shutil.copytree(made, tmp_path / "store")
    monday = datetime(2026, 2, 23, 10, tzinfo=UTC)
    desk = Desk.open(store, monday)
    commit(desk, "hana", said("Call <b>two</b> leads"))
    commit(desk, "hana", said("Clean the list", due_on=date(2026, 3, 20)))
    dispute(desk, "hana", "win_rate", "Do lost renewals count?", owner="hugo")
    later = Company(store, Desk.open(store, MARCH))
    assert who_has(later, "commitment") == who_has(later, "definition") == {"hugo"}
    found = waits(later, "hugo")
    assert told(found) == [
        ("Call <b>two</b> leads", "overdue by 6 days"),
        ("Clean the list", "due in 15 days"),
        ("Settle what “Win rate” means", "asked by hana on Mon 23 Feb 2026"),
    ]
    assert [one.is_late for one in found] == [True, False, False]
    assert [one.where for one in found[1:]] == ["pages/weekly.py", "pages/definitions.py"]
    settle(later.desk, "hugo", 1, "kept")
    assert told(waits(later, "hugo", "commitment")) == [("Clean the list", "due in 15 days")]


def test_who_has_no_role_and_who_only_looks_have_nothing(company: Company) -> None:
    company.in_force(plan("2026-02"))
    company.desk.propose("hana", plan("2026-03"))
    reader = Warehouse(company.store).reader()
    for person in ("", "nobody", "vera", "wall"):
        assert inbox(company.desk.state, reader, person, company.desk.today) == ()


def test_old_data_waits_for_operations_alone(company: Company) -> None:
    reader, state = Warehouse(company.store).reader(), company.desk.state

    def old(person: str, today: date) -> list[tuple[str, str]]:
        found = inbox(state, reader, person, today)
        return [(one.text, one.under) for one in found if one.kind == "old_data"]

    assert old("opa", date(2026, 3, 5)) == [(OLD, "13 days old; load newer exports")]
    assert old("root", date(2026, 2, 24)) == [(OLD, "4 days old; load newer exports")]
    assert old("opa", date(2026, 2, 23)) == old("fay", date(2026, 3, 5)) == []


@pytest.fixture(scope="module")
def demo_desk(decided: Path) -> Desk:
    return Desk.open(decided, datetime(2026, 11, 16, 12, tzinfo=UTC))


def _at(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _edges(reader: Reader) -> tuple[datetime, datetime]:
    """The start and end of the 90 days up to 15 November, in the company's zone."""
    zone = reader.load.workspace.zone
    # Both are days of the zone: its clocks change in between.
    end = datetime(2026, 11, 16, tzinfo=zone)
    return (end - timedelta(days=90)).astimezone(UTC), end.astimezone(UTC)


def _leads(folder: Path) -> list[dict[str, str]]:
    """The export's leads, the first of each id, as the load takes them."""
    found: dict[str, dict[str, str]] = {}
    with (folder / "leads.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["lead_id"], row)
    return list(found.values())


def test_hand_backs_are_those_of_the_export(
    demo_desk: Desk, demo_folder: Path, reader: Reader
) -> None:
    start, end = _edges(reader)
    waiting = older = 0
    for row in _leads(demo_folder):
        back, answer = _at(row["handed_back_at"]), _at(row["hand_back_answered_at"])
        if back is None or back >= end or (answer is not None and answer < end):
            continue
        waiting, older = waiting + (back >= start), older + (back < start)
    state, today = demo_desk.state, demo_desk.today
    (one,) = (one for one in inbox(state, reader, "P002", today) if one.kind == "hand_backs")
    assert (one.count, one.text) == (waiting, f"Answer {waiting} hand-backs")
    assert one.under.endswith(f"{older} more from over 90 days ago")
    # Whoever is of marketing is told, and nobody of sales is.
    kinds = {person: _kinds(demo_desk, reader, person) for person in ("P044", "P028", "P003")}
    assert "hand_backs" in kinds["P044"]
    assert "hand_backs" not in kinds["P028"] | kinds["P003"]


def _kinds(desk: Desk, reader: Reader, person: str) -> set[str]:
    return {one.kind for one in inbox(desk.state, reader, person, desk.today)}


def test_leaking_leads_are_the_list_of_the_screen(demo_desk: Desk, reader: Reader) -> None:
    period = known(reader).calendar.span(date(2026, 8, 18), date(2026, 11, 15))
    found = leaks(reader, Moment(period, date(2026, 11, 15)))
    counted = {"P003": (len(found.of_period), found.earlier_count)}
    names = names_of(reader)
    for person in ("P027", "P028"):
        own = [one for one in found.leads if one.owner == names[person]]
        recent = sum(one.is_of_period for one in own)
        counted[person] = (recent, len(own) - recent)
    for person, (recent, older) in counted.items():
        told = inbox(demo_desk.state, reader, person, demo_desk.today)
        under = f"waiting over 5 business days; {older} more from over 90 days ago"
        expected = [(recent, under)] if recent else []
        assert [(one.count, one.under) for one in told if one.kind == "leads"] == expected


def test_quarantine_waits_for_operations(demo_desk: Desk, reader: Reader) -> None:
    state, today = demo_desk.state, demo_desk.today
    for person in ("data-operations", "administrator"):
        assert [(one.text, one.under) for one in inbox(state, reader, person, today)] == [
            (
                "12 rows in quarantine",
                "opportunities, leads, accounts, load of Mon 16 Nov 2026",
            )
        ]
    assert "quarantine" not in _kinds(demo_desk, reader, "P001")
