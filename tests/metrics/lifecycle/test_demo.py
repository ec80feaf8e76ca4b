"""The demo company's decisions: signed plans, eight closed quarters, a correction, questions."""

import csv
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.backup import backup, restore
from data.demo import write_pay
from data.errors import StoreError
from metrics.cli import app
from metrics.lifecycle.audit import audit
from metrics.lifecycle.calculation import calculate
from metrics.lifecycle.carried import standing
from metrics.lifecycle.demo import write_decisions
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.exact_text import inner, number_in
from metrics.lifecycle.payroll import COLUMNS, payroll_csv
from metrics.lifecycle.rerun import closed, rerun, stored_basis, stored_bytes
from metrics.lifecycle.state import State
from metrics.lifecycle.statements import closed_statement
from tests.conftest import DEMO_UNTIL
from tests.decided import decided_store

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
QUARTERS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


@pytest.fixture(scope="module")
def state(decided: Path) -> State:
    """What stands in it."""
    return Desk.open(decided, NOW).state


def test_every_past_quarter_was_signed_by_two_and_closed(state: State) -> None:
    assert tuple(close.subject for close in standing(state)) == QUARTERS
    for name in (*QUARTERS, "2026-Q4"):
        version = state.in_force(name)
        assert version is not None
        assert {(one.side, one.person) for one in version.signatures} == {
            ("marketing", "P002"),
            ("sales", "P003"),
        }


def test_approval_and_payment_are_by_two_different_people(state: State) -> None:
    for name in QUARTERS:
        record = state.period(name)
        assert record.approved is not None
        assert record.approved.actor == "controller"
        paid_by = record.paid.actor if record.paid else None
        assert paid_by == (None if name == "2026-Q3" else "P001")


def test_what_happened_carries_its_own_day(state: State, decided: Path) -> None:
    events = Desk.open(decided, NOW).ledger.events()
    assert [one.at for one in events] == sorted(one.at for one in events)
    assert events[0].at == datetime(2024, 8, 22, 15, tzinfo=UTC)
    assert events[-1].at == datetime(2026, 11, 13, 15, tzinfo=UTC)
    close = state.period("2025-Q4").close
    assert close is not None
    assert close.at == datetime(2026, 1, 8, 15, tzinfo=UTC)


def test_the_correction_of_a_quarter_stands_on_the_next_statement(state: State) -> None:
    restated = state.period("2026-Q2").restatements
    assert len(restated) == 1
    assert restated[0].body["as_of"] == "2026-08-03"
    found = {
        person: number_in(told, "difference")
        for person, told in inner(restated[0].body, "differences").items()
        if isinstance(told, Mapping)
    }
    # A tenth of 2,700 at the quarter's 86.4558 %; the cent went to whom the remainders name.
    assert found == {"P023": Fraction(1, 100), "P050": Fraction(23343, 100)}
    for person, difference in found.items():
        assert closed_statement(state, "2026-Q3", person).restatement == difference
    corrected = closed_statement(state, "2026-Q2", "P050").corrections
    assert [one.difference for one in corrected] == [found["P050"]]


def test_a_statement_is_the_payroll_line_and_the_node_of_the_pool(state: State) -> None:
    counted = 0
    for name in QUARTERS:
        close = state.period(name).close
        assert close is not None
        nodes = {line.person_id: line.node for line in calculate(stored_basis(close)).lines}
        lines = {
            one["person_id"]: one for one in csv.DictReader(payroll_csv(state, name).splitlines())
        }
        assert set(lines) == set(nodes)
        pool = number_in(inner(close.body, "company"), "pool")
        assert sum(Decimal(one["pool_part"]) for one in lines.values()) == Decimal(
            pool.numerator
        ) / Decimal(pool.denominator)
        for person, line in lines.items():
            statement = closed_statement(state, name, person)
            assert tuple(line) == COLUMNS
            assert Fraction(line["payout"]) == statement.total == nodes[person].value
            assert line["statement_hash"] == statement.statement_hash
            counted += 1
    assert counted == 444


def test_some_have_not_read_the_plan_and_one_question_is_open(state: State) -> None:
    version = state.in_force("2026-Q4")
    assert version is not None
    members = state.people_with("member")
    late = [one for one in members if one not in version.acknowledged]
    assert late == [one for one in members if int(one[1:]) % 4 == 1]
    assert {number: one.answered is not None for number, one in state.disputes.items()} == {
        "1": True,
        "2": False,
    }
    draft = state.drafts["2026-Q4"].plan
    assert [(one.kpi, one.weight) for one in draft.measures] == [
        ("bookings", 45),
        ("pipeline_created", 35),
        ("win_rate", 20),
    ]


def test_every_close_runs_again_to_the_byte(decided: Path) -> None:
    found = audit(decided, NOW)
    assert found.holds, found.reason
    assert [(one.period, one.kind) for one in found.runs].count(("2026-Q2", "restatement")) == 1
    assert len(found.runs) == len(QUARTERS) + 1


def test_every_close_is_the_same_after_a_restore_into_an_empty_store(
    decided: Path, state: State, tmp_path: Path
) -> None:
    backup(decided, tmp_path / "copy")
    restore(tmp_path / "empty", tmp_path / "copy")
    again = Desk.open(tmp_path / "empty", NOW).state
    for name in QUARTERS:
        kept = stored_bytes(closed(state, name))
        assert stored_bytes(closed(again, name)) == kept
        assert rerun(again, name) == kept
        assert payroll_csv(again, name) == payroll_csv(state, name)
    assert audit(tmp_path / "empty", NOW) == audit(decided, NOW)


def test_two_builds_decide_and_pay_the_same(demo: Path, decided: Path, tmp_path: Path) -> None:
    again = decided_store(demo, tmp_path / "again")
    told = [_told(Desk.open(one, NOW)) for one in (decided, again)]
    assert told[0] == told[1]


def _told(desk: Desk) -> tuple[object, ...]:
    events = tuple((one.at, one.kind, one.actor, one.subject) for one in desk.ledger.events())
    pay = tuple(
        tuple(row[:-1] for row in csv.reader(payroll_csv(desk.state, name).splitlines()))
        for name in QUARTERS
    )
    return events, pay


def test_the_command_writes_once_and_leaves_others_alone(
    demo: Path, tiny_copy: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(demo, store)
    write_pay(store / "demo_plan", until=DEMO_UNTIL)
    run = CliRunner()
    first = run.invoke(app, ["demo", "--store", str(store)])
    assert first.exit_code == 0, first.output
    assert "eight closed quarters" in first.output
    count = Desk.open(store, NOW).ledger.head.count
    again = run.invoke(app, ["demo", "--if-empty", "--store", str(store)])
    assert (again.exit_code, again.output) == (0, "")
    assert Desk.open(store, NOW).ledger.head.count == count
    with pytest.raises(StoreError, match="already holds decisions"):
        write_decisions(store)
    # A company of one's own never gets the demo's decisions, and not even a ledger.
    other = run.invoke(app, ["demo", "--if-empty", "--store", str(tiny_copy)])
    assert (other.exit_code, other.output) == (0, "")
    assert not (tiny_copy / "ledger").exists()
    with pytest.raises(StoreError, match="not the demo company"):
        write_decisions(tiny_copy)


@pytest.fixture
def tiny_copy(tmp_path: Path) -> Path:
    """A store of another company."""
    from data.load import load

    folder, store = Path(__file__).parents[2] / "tiny", tmp_path / "tiny"
    store.mkdir()
    shutil.copy(folder / "tandem.toml", store)
    load([folder], store, now=datetime(2026, 2, 21, 12, tzinfo=UTC))
    return store
