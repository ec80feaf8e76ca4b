"""Several processes on one ledger, and processes that are killed while they write."""

import random
import time
from pathlib import Path

import pytest

from data.backup import backup, restore
from data.ledger import verify
from tests.data.ledger.ledgers import noted, opened
from tests.data.ledger.writers import confirmations, wait_for, writers
from tests.postgres import new_database

WRITERS, EACH = 8, 50


@pytest.mark.slow
def test_what_was_confirmed_survives_a_killed_writer(either: Path, tmp_path: Path) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    known: list[tuple[int, str]] = []
    with writers() as process:
        for number in range(20):
            confirmed = tmp_path / f"confirmed-{number}"
            pid = process.start(either, confirmed)
            wait_for(confirmed, moments.randrange(4))
            time.sleep(moments.uniform(0.0, 0.05))
            process.end(pid)
            known += confirmations(confirmed)
            ledger = opened(either)
            held = [(event.seq, event.hash) for event in ledger.events()]
            assert [held[seq - 1] for seq, _ in known] == known
            assert verify(ledger).first_bad is None
            # Written, but killed before it could say so: one at most each time.
            assert len(held) - len(known) <= number + 1
            ledger.close()
    assert len(known) >= 10


@pytest.mark.slow
def test_eight_processes_write_one_chain_and_lose_nothing(either: Path, tmp_path: Path) -> None:
    with writers() as process:
        files = [tmp_path / f"writer-{number}" for number in range(WRITERS)]
        pids = [process.start(either, path, EACH) for path in files]
        assert [process.wait(pid) for pid in pids] == [0] * WRITERS
    ledger = opened(either)
    events = ledger.events()
    assert len(events) == WRITERS * EACH
    assert verify(ledger).first_bad is None
    # Each decision was made on every event before it.
    assert [event.body["seen"] for event in events] == list(range(WRITERS * EACH))
    for path in files:
        own = [event for event in events if event.body["writer"] == path.name]
        assert [event.body["number"] for event in own] == list(range(1, EACH + 1))
        assert [(event.seq, event.hash) for event in own] == confirmations(path)


def test_a_second_process_writes_beside_the_first(store: Path, tmp_path: Path) -> None:
    ledger = opened(store)
    ledger.append(noted("first"))
    with writers() as process:
        pid = process.start(store, tmp_path / "second", 1)
        assert process.wait(pid) == 0
    ledger.append(noted("third"))
    assert [(event.seq, event.body.get("text")) for event in ledger.events()] == [
        (1, "first"),
        (2, None),
        (3, "third"),
    ]
    assert verify(ledger).first_bad is None


@pytest.mark.slow
def test_a_backup_made_while_others_write_restores_and_verifies(
    either: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copies: list[tuple[Path, list[tuple[int, str]]]] = []
    with writers() as process:
        pids = [process.start(either, tmp_path / f"confirmed-{number}") for number in range(2)]
        for number in range(4):
            wait_for(tmp_path / "confirmed-0", 3 * number + 1)
            before = confirmations(tmp_path / "confirmed-0") + confirmations(
                tmp_path / "confirmed-1"
            )
            folder = tmp_path / f"copy-{number}"
            assert backup(either, folder) == (folder / "ledger" / "ledger.sqlite",)
            copies.append((folder, before))
        for pid in pids:
            process.end(pid)
    last = opened(either).events()
    in_postgres = "postgres" in request.node.name
    for folder, before in copies:
        if in_postgres:
            server = request.getfixturevalue("postgres_server")
            monkeypatch.setenv("TANDEM_LEDGER_URL", new_database(server))
        made = tmp_path / f"restored-{folder.name}"
        assert restore(made, folder) == (made / "ledger",)
        ledger = opened(made)
        held = ledger.events()
        assert verify(ledger).first_bad is None
        assert held == last[: len(held)]
        assert [(event.seq, event.hash) for event in held if event.seq <= len(before)] == [
            (event.seq, event.hash) for event in last[: len(before)]
        ]
        assert len(held) >= len(before)
        # It goes on from there.
        ledger.append(noted("after"))
        assert verify(ledger).count == len(held) + 1
    assert len(copies[-1][1]) > 4
