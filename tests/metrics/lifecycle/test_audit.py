"""The audit names the first thing that is not what was decided; the commands speak plainly."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from data.ledger import Draft
from metrics.lifecycle.audit import audit, audit_json, audit_text
from metrics.lifecycle.calculation import calculate
from metrics.lifecycle.rerun import calculation_body, stored_basis
from tests.metrics.lifecycle.company import MARCH, Company, csv_rows, load_again, open_company, plan

ROOT = Path(__file__).parents[3]
LATE = "B9,2026-02-20,400.00,USD,new,,A1,acquisition"


@pytest.fixture
def restated(company: Company) -> Company:
    """February closed, paid and restated."""
    company.load_payees()
    company.in_force(plan())
    company.periods.close("fay", "2026-02")
    company.paid("2026-02")
    load_again(company.store, MARCH, [LATE])
    later = open_company(company.store)
    later.periods.restate("fay", "2026-02", "late")
    return later


def run(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as a person types it."""
    return subprocess.run(
        [sys.executable, "-m", "metrics", *arguments, "--store", str(store)],
        cwd=ROOT,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )


def tamper(store: Path, statement: str) -> None:
    """Changes the database as somebody with the file would, triggers removed."""
    with sqlite3.connect(store / "ledger" / "ledger.sqlite") as con:
        for trigger in ("event_is_not_updated", "event_is_not_deleted"):
            con.execute(f"drop trigger {trigger}")
        con.execute(statement)
    con.close()


def test_a_ledger_that_holds_is_told_run_by_run(restated: Company) -> None:
    found = audit(restated.store, MARCH)
    assert found.holds
    assert [(one.period, one.kind, one.event, one.holds) for one in found.runs] == [
        ("2026-02", "close", 6, True),
        ("2026-02", "restatement", 10, True),
    ]
    assert audit_text(found).splitlines() == [
        "10 events: every event holds",
        "2026-02 close (event 6): holds, the same to the byte",
        "2026-02 restatement (event 10): holds, the same to the byte",
    ]
    assert audit_json(found)["first_bad_event"] is None


def test_a_changed_close_is_the_first_bad_event(restated: Company) -> None:
    tamper(restated.store, "update event set body = replace(body, '3474.00', '3474.01')")
    found = audit(restated.store, MARCH)
    assert (found.holds, found.first_bad) == (False, 6)
    assert "event 6" in audit_text(found)


def test_a_close_that_was_never_worked_out_is_named_by_its_period(restated: Company) -> None:
    # Somebody who can write events, and forges one whose hashes all fit.
    desk = restated.desk
    close = desk.state.period("2026-02").close
    assert close is not None
    calculated = calculate(stored_basis(close))
    more = Fraction(1, 100)
    lines = [replace(one, pool_part=one.pool_part + more) for one in calculated.lines]
    body = calculation_body(replace(calculated, lines=tuple(lines)))
    forged = {**close.body, **body}
    desk.ledger.append(lambda _: (Draft("closed", "mallory", "2026-02", forged),))
    found = audit(restated.store, MARCH)
    assert (found.holds, found.first_bad, found.first_bad_period) == (False, None, "2026-02")
    assert found.runs[-1].reason == "working it out again gives other figures than were kept"
    assert "DOES NOT HOLD" in audit_text(found)


def test_a_line_that_is_not_the_difference_is_named(restated: Company) -> None:
    desk = restated.desk
    event = desk.state.period("2026-02").restatements[0]
    told = event.body["differences"]
    assert isinstance(told, dict)
    more = {**told, "P1": {"difference": "120.01", "is_barred": False}}
    forged = {**event.body, "differences": more, "number": 2}
    desk.ledger.append(lambda _: (Draft("restated", "mallory", "2026-02", forged),))
    found = audit(restated.store, MARCH)
    assert [one.holds for one in found.runs] == [True, True, False]
    assert found.runs[-1].reason == "its lines are not the differences of its figures"


def test_the_audit_command(restated: Company) -> None:
    done = run(restated.store, "audit", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["holds"], told["events"], len(told["runs"])) == (True, 10, 2)
    tamper(restated.store, "delete from event where seq = 4")
    done = run(restated.store, "audit", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["holds"], told["first_bad_event"]) == (False, 4)
    assert "Traceback" not in done.stderr


def test_a_store_without_a_ledger_has_nothing_to_audit(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "audit")
    assert (done.returncode, done.stdout) == (
        0,
        f"0 events: {tmp_path / 'none'} has no ledger yet\n",
    )
    assert not (tmp_path / "none").exists()


def test_the_commands_around_a_period(company: Company) -> None:
    company.load_payees()
    company.in_force(plan())
    store = company.store
    company.desk.ledger.close()

    def told(*arguments: str) -> str:
        done = run(store, "period", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def refused(*arguments: str) -> str:
        done = run(store, "period", *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "may not close a period" in refused("close", "2026-02", "--as", "hana")
    assert told("close", "2026-02", "--as", "fay").startswith("2026-02: pool 3474.00 USD (event")
    assert "2026-02 is closed" in refused("close", "2026-02", "--as", "fay")
    assert told("approve", "2026-02", "--as", "fay").startswith("2026-02: approved")
    assert "another person" in refused("pay", "2026-02", "--as", "fay")
    assert told("pay", "2026-02", "--as", "fred").startswith("2026-02: paid")
    rows = csv_rows(told("payroll", "2026-02", "--as", "fay"))
    own = json.loads(told("statement", "2026-02", "--as", "P1", "--json"))
    assert own["payout"] == rows[0]["payout"] == "772.00"
    assert "P1, 2026-02 (paid), USD" in told(
        "statement", "2026-02", "--as", "hana", "--person", "P1"
    )
    assert "may not see this statement" in refused(
        "statement", "2026-02", "--as", "P1", "--person", "P2"
    )
    assert "Accrued incentives: sales,2702.00" in told("accrual", "2026-02", "--as", "finn")
    assert told("dispute", "2026-02", "Pool", "Why?", "--as", "P1") == "question 1: kept\n"
    assert told("answer", "1", "So.", "--as", "fay") == "question 1: answered\n"
    assert "pays the same" in refused("restate", "2026-02", "--reason", "look", "--as", "fay")
    early = ("restate", "2026-02", "--reason", "look", "--as-of", "2026-02-01", "--as", "fay")
    assert "restated as of a day from 2026-02-28 to today" in refused(*early)
    assert "is paid" in refused("reopen", "2026-02", "--reason", "look", "--as", "hana")
    assert run(store, "period", "close", "2026-02").returncode == 2
