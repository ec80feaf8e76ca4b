"""The commands of plans, roles and payees as a schedule calls them: processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.metrics.lifecycle.desks import ROLES, desk_in, kinds, plan_text

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with the company's roles and no events."""
    store = tmp_path / "store"
    store.mkdir()
    (store / "tandem.toml").write_text(ROLES, encoding="utf-8")
    return store


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A plan for a quarter that is over, so that it is in force once both have signed."""
    path = tmp_path / "plan.toml"
    path.write_text(plan_text("2025-Q4"), encoding="utf-8")
    return path


def metrics(store: Path, *arguments: object) -> tuple[int, str, str]:
    """What `python -m metrics` of the store does: exit code, stdout, stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "metrics", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TANDEM_STORE": str(store)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def ok(store: Path, *arguments: object) -> str:
    """What a command prints that does what it should."""
    code, out, err = metrics(store, *arguments)
    assert (code, err) == (0, "")
    return out


def said(store: Path, *arguments: object) -> str:
    """The one line with which a command is refused."""
    code, out, err = metrics(store, *arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    return err.strip()


def test_the_life_of_a_plan(store: Path, document: Path) -> None:
    made = json.loads(ok(store, "plan", "propose", document, "--as", "mia", "--json"))
    assert (made["version"], made["status"], made["missing"]) == (1, "proposed", ["sales"])
    assert said(store, "plan", "sign", document, "--as", "mia") == (
        "mia has signed version 1 for marketing; another person signs for sales"
    )
    out = ok(store, "plan", "sign", made["plan_hash"][:10], "--as", "sam")
    assert out.splitlines()[0] == "version 1: Shared pool, 2025-Q4: in force"
    assert ok(store, "plan", "sign", 1, "--as", "sam") == out
    document.write_text(plan_text("2025-Q4", 40), encoding="utf-8")
    assert said(store, "plan", "sign", document, "--as", "sam") == (
        "what was read is not version 1: one of the two was changed; read it again"
    )
    second = json.loads(
        ok(store, *f"plan propose {document} --as fin --treatment days --json".split())
    )
    assert second["differences"] == ["bookings 50 → 40", "win rate 50 → 60"]
    assert said(store, "plan", "reject", 2, "--as", "sam") == (
        "a rejection needs a reason; it is kept with the decision"
    )
    ok(store, "plan", "reject", 2, "--as", "sam", "--reason", "too early")
    history = json.loads(ok(store, "plan", "history", "--as", "vic", "--json"))["versions"]
    assert [(one["status"], one["reason"]) for one in history] == [
        ("in_force", None),
        ("rejected", "too early"),
    ]
    shown = ok(store, "plan", "show", 2, "--as", "vic")
    assert "  reason: too early\n" in shown
    assert "  bookings 50 → 40\n" in shown
    assert "  changed after 100 % of the period\n" in shown
    desk = desk_in(store)
    assert [one.body["code"] for one in desk.ledger.events() if one.kind == "refused"] == [
        "same_person",
        "plan_changed",
        "no_reason",
    ]


def test_a_plan_for_later_waits_for_its_day(store: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.toml"
    later.write_text(plan_text("2199-Q4"), encoding="utf-8")
    ok(store, "plan", "propose", later, "--as", "sam", "--effective-on", "2199-11-01")
    assert "signed" in ok(store, "plan", "sign", later, "--as", "mia").splitlines()[0]
    assert said(store, "plan", "activate", 1, "--as", "fin") == (
        "version 1 takes effect on 2199-11-01"
    )
    assert "withdrawn" in ok(store, "plan", "withdraw", 1, "--as", "sam").splitlines()[0]
    ok(store, "plan", "draft", later, "--as", "fin")
    assert kinds(desk_in(store)) == [
        *("proposed", "signed", "signed", "refused", "withdrawn", "draft_saved"),
    ]


def test_roles(store: Path) -> None:
    assert ok(store, "roles", "grant", "new", "finance", "viewer", "--as", "ann") == (
        "new: finance, viewer\n"
    )
    assert ok(store, "roles", "revoke", "new", "finance", "--as", "ann") == "new: viewer\n"
    assert ok(store, "roles", "revoke", "new", "viewer", "--as", "ann") == "new: no role\n"
    listed = json.loads(ok(store, "roles", "list", "--as", "ann", "--json"))["people"]
    assert {"person": "mia", "roles": ["head_of_marketing"]} in listed
    assert said(store, "roles", "list", "--as", "fin") == (
        "fin may not grant or revoke roles: it is for admin"
    )


def test_payees(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "payees.csv"
    head = "person_id,valid_from,annual_target_incentive,payroll_id\n"
    file.write_text(head + "p1,2026-01-01,12000,=1+1\n", encoding="utf-8")
    assert said(store, "payees", "load", file, "--as", "ann").startswith("ann may not load or see")
    assert ok(store, "payees", "load", file, "--as", "fin") == (
        "payees.csv: 1 payees, 1 rows of terms; the register is now this\n"
    )
    assert ok(store, "payees", "list", "--as", "flo") == (
        "person_id,valid_from,valid_to,role,team,fte,annual_target_incentive,currency,payroll_id,"
        "eligible,modifier,individual\np1,2026-01-01,,,,1,12000.00,,'=1+1,true,1,\n"
    )
    (row,) = json.loads(ok(store, "payees", "list", "--as", "fin", "--json"))["payees"]
    assert (row["annual_target_incentive"], row["fte"], row["eligible"]) == ("12000.00", "1", True)
    file.write_text(head + "p1,2026-01-01,x,\n", encoding="utf-8")
    assert said(store, "payees", "load", file, "--as", "fin") == (
        "payees.csv, line 2: annual_target_incentive is no amount to the cent; write it as "
        "1234.50; nothing was loaded"
    )
    assert said(store, "payees", "list", "--as", "sam").startswith("sam may not load or see")
    delete = ("payees", "delete", "p1", "--as", "fin", "--confirm")
    assert metrics(store, *delete, "p2")[0] == 2
    assert said(store, *delete, "p1").startswith("p1 has terms that run on;")
    file.write_text(
        "person_id,valid_from,valid_to,annual_target_incentive\np1,2024-01-01,2024-12-31,5\n",
        encoding="utf-8",
    )
    ok(store, "payees", "load", file, "--as", "fin")
    assert ok(store, *delete, "p1") == (
        "p1: what was kept is deleted; backups made before still hold it\n"
    )
    assert ok(store, "payees", "list", "--as", "fin").splitlines()[1] == ("p1" + 11 * ",(deleted)")


def test_wrong_usage_and_nothing_found(store: Path, tmp_path: Path) -> None:
    assert metrics(store, "plan", "sign", 1)[0] == 2
    assert metrics(store, "payees", "load", "x.csv", "--as", "fin", "--date-order", "ymd")[0] == 2
    assert said(store, "plan", "sign", "deadbeef", "--as", "sam") == (
        "no version was proposed with the hash deadbeef"
    )
    assert said(store, "plan", "show", 3, "--as", "sam").startswith("there is no version 3;")
    assert "no such file" in said(store, "plan", "sign", tmp_path / "no.toml", "--as", "sam")
    assert ok(store, "plan", "history", "--as", "vic") == "no plan was proposed yet\n"
    assert said(store, "plan", "history", "--as", "") == (
        "a person is named by an id of one line, such as --as p-ann"
    )


def test_the_commands_of_figures_do_not_wait_for_the_ledger() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, metrics.cli; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert {"sqlalchemy", "cryptography"} & set(loaded) == set()
