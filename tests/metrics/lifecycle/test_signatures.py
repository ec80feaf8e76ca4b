"""Two keys: nothing is in force before both heads have signed exactly the same text."""

import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.ledger import verify
from metrics.errors import RevenueError
from metrics.lifecycle.desk import Desk
from tests.metrics.lifecycle.desks import desk_in, kinds, only, plan, plan_text, refused

ROOT = Path(__file__).parents[3]
ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]
ROUNDS = 50


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store on a SQLite ledger, then one on PostgreSQL."""
    if request.param == "postgres":
        monkeypatch.setenv("TANDEM_LEDGER_URL", request.getfixturevalue("postgres_url"))
    return tmp_path / "store"


def test_one_signature_is_not_in_force(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("mia", plan())
    assert (made.status, made.missing) == ("proposed", ("sales",))
    assert desk.state.in_force("2026-Q4") is None
    assert refused(desk, lambda: desk.activate("mia", 1))[0] == "unsigned"
    assert refused(desk, lambda: desk.activate("fin", 1)) == (
        "unsigned",
        "version 1 still needs sales to sign",
    )
    signed = desk.sign("sam", 1, made.plan_hash)
    assert (signed.status, signed.in_force_on) == ("in_force", date(2026, 11, 8))
    assert desk.state.in_force("2026-Q4") == signed


def test_finances_proposal_needs_both(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("fin", plan())
    assert made.missing == ("marketing", "sales")
    assert desk.sign("sam", 1, made.plan_hash).missing == ("marketing",)
    assert desk.sign("mia", 1, made.plan_hash).status == "in_force"
    assert kinds(desk) == ["proposed", "signed", "signed", "in_force"]


def test_the_same_person_twice_is_refused(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("mia", plan())
    code, said = refused(desk, lambda: desk.sign("mia", 1, made.plan_hash))
    assert code == "same_person"
    assert said == "mia has signed version 1 for marketing; another person signs for sales"
    assert len(only(desk, "signed")) == 1


def test_two_roles_in_one_person_never_sign_twice(store: Path) -> None:
    roles = '[roles]\nhead_of_marketing = ["eva"]\nhead_of_sales = ["eva", "sam"]\n'
    desk = desk_in(store, roles=roles)
    made = desk.propose("eva", plan(), side="sales")
    assert made.missing == ("marketing",)
    for side in (None, "marketing", "sales"):
        code, _ = refused(desk, lambda side=side: desk.sign("eva", 1, made.plan_hash, side=side))
        assert code == "same_person"
    assert refused(desk, lambda: desk.sign("sam", 1, made.plan_hash))[0] == "already_signed"
    assert desk.state.in_force("2026-Q4") is None


def test_roles_that_change_hands_do_not_let_one_person_sign_for_both(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("mia", plan())
    desk.revoke("ann", "mia", ["head_of_marketing"])
    desk.grant("ann", "mia", ["head_of_sales"])
    assert refused(desk, lambda: desk.sign("mia", 1, made.plan_hash))[0] == "same_person"
    assert desk.state.version(1).missing == ("sales",)


def test_another_hash_than_was_proposed_is_refused(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("mia", plan())
    changed = made.plan_hash[:-1] + ("0" if made.plan_hash[-1] != "0" else "1")
    code, said = refused(desk, lambda: desk.sign("sam", 1, changed))
    assert code == "plan_changed"
    assert said == "what was read is not version 1: one of the two was changed; read it again"


def test_a_change_after_a_signature_voids_both(store: Path) -> None:
    desk = desk_in(store)
    first = desk.propose("fin", plan(weight=50))
    desk.sign("mia", 1, first.plan_hash)
    desk.save_draft("fin", plan(weight=51), edits=1)
    assert desk.state.version(1).status == "voided"
    assert refused(desk, lambda: desk.sign("sam", 1, first.plan_hash))[0] == "plan_changed"
    second = desk.propose("fin", plan(weight=51))
    assert (second.number, second.missing) == (2, ("marketing", "sales"))
    assert desk.sign("sam", 2, second.plan_hash).missing == ("marketing",)
    assert desk.state.in_force("2026-Q4") is None


def test_another_proposal_for_the_period_voids_the_open_one(store: Path) -> None:
    desk = desk_in(store)
    first = desk.propose("mia", plan(weight=50))
    second = desk.propose("sam", plan(weight=40))
    assert desk.state.version(1).status == "voided"
    code, said = refused(desk, lambda: desk.sign("sam", 1, first.plan_hash))
    assert code == "plan_changed"
    assert said.startswith("version 1 was changed after it was proposed, so its signatures are")
    assert desk.sign("mia", 2, second.plan_hash).status == "in_force"
    assert [one.number for one in desk.state.plans_of("2026-Q4")] == [2]


def test_another_treatment_or_day_is_another_version(store: Path) -> None:
    desk = desk_in(store)
    first = desk.propose("mia", plan(), treatment="whole")
    second = desk.propose("mia", plan(), treatment="segments")
    third = desk.propose("mia", plan(), treatment="segments", effective_on=date(2026, 12, 1))
    assert first.plan_hash == second.plan_hash == third.plan_hash
    assert [one.status for one in desk.state.versions] == ["voided", "voided", "proposed"]
    assert refused(desk, lambda: desk.sign("sam", 1, first.plan_hash))[0] == "plan_changed"
    signed = desk.sign("sam", 3, third.plan_hash)
    body = only(desk, "signed")[-1].body
    assert (body["treatment"], body["effective_on"]) == ("segments", "2026-12-01")
    assert (signed.status, signed.in_force_on) == ("signed", None)


def test_a_draft_that_says_the_same_voids_nothing(store: Path) -> None:
    desk = desk_in(store)
    desk.propose("mia", plan())
    desk.save_draft("sam", plan(), edits=1)
    assert desk.state.version(1).status == "proposed"
    desk.save_draft("sam", plan(weight=10))
    assert desk.state.version(1).status == "proposed"


def test_a_replayed_signature_is_the_same_result_and_one_row(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("fin", plan())
    first = desk.sign("mia", 1, made.plan_hash, key="click-1")
    assert desk.sign("mia", 1, made.plan_hash, key="click-1") == first
    last = desk.sign("sam", 1, made.plan_hash)
    count = len(desk.ledger.events())
    # From another process's point of view, and after the version came in force.
    other = desk_in(store)
    assert other.sign("sam", 1, made.plan_hash) == last
    assert desk.sign("mia", 1, made.plan_hash, key="click-1") == last
    assert len(desk.ledger.events()) == count
    assert refused(desk, lambda: desk.sign("mia", 1, made.plan_hash, key="click-2"))[0] == (
        "same_person"
    )


def test_a_repeated_proposal_is_the_same_version(store: Path) -> None:
    desk = desk_in(store)
    first = desk.propose("mia", plan())
    assert desk.propose("mia", plan()) == first
    assert kinds(desk) == ["proposed", "signed"]
    code, said = refused(desk, lambda: desk.propose("sam", plan()))
    assert (code, said) == (
        "already_proposed",
        "mia has proposed exactly this as version 1; sign it",
    )


def periods() -> list[str]:
    """Fifty months, each with a plan of its own."""
    return [f"{2021 + month // 12}-{month % 12 + 1:02}" for month in range(ROUNDS)]


def sign_at_once(desks: tuple[Desk, Desk], number: int, hashed: str) -> list[str]:
    """What each of two people gets who sign at the same moment: a status or a code."""
    barrier = threading.Barrier(2)
    said: list[str] = []

    def sign(desk: Desk, person: str) -> None:
        barrier.wait()
        try:
            said.append(desk.sign(person, number, hashed).status)
        except RevenueError as error:
            said.append(error.code)

    people = zip(desks, ("mia", "sam"), strict=True)
    threads = [threading.Thread(target=sign, args=one) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return said


def test_both_sign_at_once_and_it_comes_in_force_once(store: Path) -> None:
    desk = desk_in(store)
    desks = desk_in(store), desk_in(store)
    for number, period in enumerate(periods(), start=1):
        made = desk.propose("fin", plan(period))
        said = sign_at_once(desks, number, made.plan_hash)
        assert "in_force" in said
        assert set(said) <= {"in_force", "proposed"}
        found = desk.state.version(number)
        assert sorted(one.person for one in found.signatures) == ["mia", "sam"]
        assert found.status == "in_force"
    assert len(only(desk, "in_force")) == ROUNDS
    assert len(only(desk, "signed")) == 2 * ROUNDS
    assert len(desk.ledger.events()) == 4 * ROUNDS
    assert verify(desk.ledger).holds


def test_the_same_signature_sent_at_once_is_written_once(store: Path) -> None:
    desk = desk_in(store)
    made = desk.propose("fin", plan())
    desks = [desk_in(store) for _ in range(4)]
    barrier = threading.Barrier(len(desks))
    found = []

    def sign(one: Desk) -> None:
        barrier.wait()
        found.append(one.sign("mia", 1, made.plan_hash, key="same").missing)

    threads = [threading.Thread(target=sign, args=(one,)) for one in desks]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == [("sales",)] * 4
    assert len(only(desk, "signed")) == 1


def test_two_processes_sign_at_once(store: Path, tmp_path: Path) -> None:
    desk = desk_in(store, datetime(2026, 1, 20, tzinfo=UTC))
    document = tmp_path / "plan.toml"
    document.write_text(plan_text("2025-Q4"), encoding="utf-8")
    desk.propose("fin", plan("2025-Q4"))
    command = [
        sys.executable,
        "-m",
        "metrics",
        "plan",
        "sign",
        str(document),
        "--store",
        str(store),
    ]
    running = [
        subprocess.Popen([*map(str, command), "--as", person], cwd=ROOT, stdout=subprocess.DEVNULL)
        for person in ("mia", "sam")
    ]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    assert kinds(desk) == ["proposed", "signed", "signed", "in_force"]
