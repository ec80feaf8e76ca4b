"""Disks that are full, folders that cannot be written, files that rot: said, never silent."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.ledger import Event, LedgerError, verify
from tests.data.ledger.ledgers import database, filled, noted, opened, target

ROOT = Path(__file__).parents[3]
FULL = """
import resource, sys
from pathlib import Path
from data.ledger import LedgerError
from tests.data.ledger.ledgers import noted, opened, database
store = Path(sys.argv[1])
ledger = opened(store)
size = database(store).stat().st_size
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(sys.argv[2]), most))
written = 0
try:
    while True:
        ledger.append(noted("x" * 3000))
        written += 1
except LedgerError as error:
    print(error.message)
print(ledger.head.count, written)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
ledger.append(noted("there is room again"))
print(ledger.head.count)
"""
READ_ONLY = """
import os, sys, tempfile
from pathlib import Path
from data.ledger import LedgerError
from tests.data.ledger.ledgers import noted, opened
opened(Path(tempfile.mkdtemp())).append(noted("the libraries are read before root is given up"))
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
ledger = opened(Path(sys.argv[1]))
print([event.body["text"] for event in ledger.events()])
try:
    ledger.append(noted("refused"))
except LedgerError as error:
    print(error.message)
"""
SPILLED = """
import os, signal, sqlite3, sys
con = sqlite3.connect(sys.argv[1], isolation_level=None)
con.execute("pragma cache_size = 1")
con.execute("begin immediate")
for seq in range(100, 400):
    con.execute(
        "insert into event values (?, 'at', 'k', 'a', 's', ?, null, ?, ?)",
        (seq, "x" * 500, f"p{seq}", f"h{seq}"),
    )
con.execute("drop trigger event_is_not_updated")
con.execute("update event set body = '{}' where seq < 5")
os.kill(os.getpid(), signal.SIGKILL)
"""


def said_by(script: str, *arguments: object) -> list[str]:
    """The lines that a process with this script printed."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("room", [0, 10_000])
def test_a_full_disk_takes_nothing_and_says_so(store: Path, room: int) -> None:
    filled(store, 3).close()
    message, counts, after = said_by(FULL, store, room)
    assert message.startswith(f"the ledger {database(store)} cannot be written: ")
    assert message.endswith(
        "nothing that was confirmed is lost: mend that and try again, or restore a backup"
    )
    count, written = map(int, counts.split())
    assert (count, int(after)) == (3 + written, 4 + written)
    ledger = opened(store)
    assert verify(ledger).first_bad is None
    assert [event.body["text"] for event in ledger.events()][:3] == ["n1", "n2", "n3"]
    assert sorted(path.name for path in (store / "ledger").iterdir()) == [
        "anchor.json",
        "anchor.json.lock",
        "ledger.sqlite",
    ]


def test_an_anchor_that_cannot_be_written_takes_no_event(store: Path) -> None:
    ledger = filled(store, 2)
    ledger.anchor.folder = store / "gone"
    with pytest.raises(LedgerError, match="cannot be written: No such file or directory"):
        ledger.append(noted("n3"))
    ledger.anchor.folder = store / "ledger"
    assert ledger.head.count == 2
    ledger.append(noted("n3"))
    assert opened(store).head.count == 3


@pytest.fixture
def shared_store() -> Iterator[Path]:
    """A store in a folder that other users can reach."""
    folder = Path(tempfile.mkdtemp(prefix="tandem-read-only-"))
    folder.chmod(0o755)
    yield folder / "store"
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_can_be_read_and_says_why_not_written(shared_store: Path) -> None:
    filled(shared_store, 2).close()
    for path in (shared_store / "ledger").iterdir():
        path.chmod(0o444)
    (shared_store / "ledger").chmod(0o555)
    shared_store.chmod(0o555)
    texts, message = said_by(READ_ONLY, shared_store)
    assert texts == "['n1', 'n2']"
    assert message == (
        f"the ledger {database(shared_store)} cannot be written: attempt to write a readonly "
        "database; nothing that was confirmed is lost: mend that and try again, or restore a "
        "backup"
    )
    (shared_store / "ledger").chmod(0o755)
    for path in (shared_store / "ledger").iterdir():
        path.chmod(0o644)
    ledger = opened(shared_store)
    ledger.append(noted("n3"))
    assert ledger.head.count == 3


def held(store: Path) -> tuple[Event, ...] | None:
    """The events of the ledger; None where it refuses to open."""
    try:
        return opened(store).events()
    except LedgerError:
        return None


def copied(store: Path, to: Path, *names: str) -> Path:
    """Another store with the named files of the ledger's folder, as after a crash."""
    shutil.rmtree(to, ignore_errors=True)
    (to / "ledger").mkdir(parents=True)
    for name in names:
        shutil.copy(store / "ledger" / name, to / "ledger" / name)
    return to


def flip(path: Path, moments: random.Random) -> None:
    """Turns one bit of the file."""
    data = bytearray(path.read_bytes())
    data[moments.randrange(len(data))] ^= 1 << moments.randrange(8)
    path.write_bytes(bytes(data))


def test_flipped_bits_in_the_database_lose_no_event_in_silence(store: Path, tmp_path: Path) -> None:
    ledger = filled(store, 12)
    ledger.append(target("P1", "100.00"))
    whole = ledger.events()
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    found: list[tuple[Event, ...] | None] = []
    for _ in range(150):
        names = ("ledger.sqlite", "anchor.json", "key")
        other = copied(store, tmp_path / "flipped", *names)
        flip(other / "ledger" / moments.choices(names, (8, 1, 1))[0], moments)
        found.append(held(other))
    assert [events for events in found if events not in (whole, None)] == []
    # Bits of events themselves are among them, and are noticed.
    assert found.count(None) > 10


def test_a_damaged_name_in_the_database_is_said(store: Path) -> None:
    filled(store, 2).close()
    data = database(store).read_bytes()
    # The name of an index in the schema, no text any more.
    database(store).write_bytes(
        data.replace(b"sqlite_autoindex_event_3", b"sqlite_auto\xf8ndex_event_3")
    )
    with pytest.raises(LedgerError, match="cannot be read: it is damaged; restore a backup"):
        opened(store)


@pytest.fixture
def with_log(store: Path) -> Iterator[Path]:
    """A ledger in SQLite's WAL mode whose last events are in the log only."""
    filled(store, 4).close()
    keeper = sqlite3.connect(database(store))
    assert keeper.execute("pragma journal_mode = wal").fetchall() == [("wal",)]
    # Who has read keeps the log from being folded into the file.
    assert keeper.execute("select count(*) from event").fetchall() == [(4,)]
    ledger = opened(store)
    for number in range(5, 9):
        ledger.append(noted(f"n{number}"))
    assert Path(f"{database(store)}-wal").stat().st_size > 4096
    yield store
    keeper.close()


def test_a_log_that_is_whole_gives_every_event(with_log: Path, tmp_path: Path) -> None:
    files = ("ledger.sqlite", "ledger.sqlite-wal", "anchor.json")
    events = held(copied(with_log, tmp_path / "crashed", *files))
    assert events == opened(with_log).events()
    assert len(events) == 8


def test_a_deleted_log_is_said(with_log: Path, tmp_path: Path) -> None:
    other = copied(with_log, tmp_path / "crashed", "ledger.sqlite", "anchor.json")
    with pytest.raises(LedgerError) as refused:
        opened(other)
    assert refused.value.message == (
        f"{database(other)}: the ledger is behind its anchor: it holds 4 events of 8; restore a "
        "backup: python -m data restore DIR"
    )


def test_flipped_bits_in_the_log_lose_no_event_in_silence(with_log: Path, tmp_path: Path) -> None:
    whole = opened(with_log).events()
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    found: list[tuple[Event, ...] | None] = []
    for _ in range(60):
        files = ("ledger.sqlite", "ledger.sqlite-wal", "anchor.json")
        other = copied(with_log, tmp_path / "flipped", *files)
        flip(other / "ledger" / "ledger.sqlite-wal", moments)
        found.append(held(other))
    assert [events for events in found if events not in (whole, None)] == []
    assert found.count(None) > 5


def test_a_writer_killed_in_the_middle_of_a_transaction(store: Path, tmp_path: Path) -> None:
    whole = filled(store, 8).events()
    done = subprocess.run([sys.executable, "-c", SPILLED, str(database(store))], check=False)
    assert done.returncode == -signal.SIGKILL
    journal = Path(f"{database(store)}-journal")
    assert os.path.getsize(journal) > 512
    # Without its journal the file may hold half a transaction, which does not pass.
    lost = copied(store, tmp_path / "lost", "ledger.sqlite", "anchor.json")
    assert held(lost) in (whole, None)
    moments = random.Random(7)
    for _ in range(20):
        files = ("ledger.sqlite", "ledger.sqlite-journal", "anchor.json")
        other = copied(store, tmp_path / "flipped", *files)
        flip(other / "ledger" / "ledger.sqlite-journal", moments)
        assert held(other) in (whole, None)
    assert opened(store).events() == whole
    assert not journal.exists()
