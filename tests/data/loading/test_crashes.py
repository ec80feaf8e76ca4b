"""Whatever happens to a load, what is published is whole: the old load or the new one."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import DataContractError, StoreError
from data.load import load
from data.publish import INCOMING, current_file, loader_lock
from data.status import loads, status
from data.warehouse import Warehouse
from tests.data.loading.exports import DEALS, NOW, PEOPLE, export

ROOT = Path(__file__).parents[3]
WON = {"one": Decimal("250.50"), "two": Decimal("999.50")}
# The same number on three roads: the canonical table, a fact, and the load's own record.
SQL = """
    select
        (select sum(amount) from opportunities where outcome = 'won') as deals,
        (select sum(amount) from booking) as bookings,
        (select paths from load_record) as paths
"""
LOOP = """
import sys
from pathlib import Path
from data.load import load
store, *exports = map(Path, sys.argv[1:])
print("ready", flush=True)
while True:
    for folder in exports:
        load([folder], store)
"""


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    """Two exports that differ in the amount of the won deal."""
    return [
        export(tmp_path / name, opportunities=DEALS.replace("250.50", str(amount)), people=PEOPLE)
        for name, amount in WON.items()
    ]


def seen(warehouse: Warehouse) -> str:
    """The name of the export that all three roads agree on."""
    ((deals, bookings, paths),) = warehouse.reader().exact_rows(SQL)
    (name,) = [name for name in WON if paths.endswith(f'{name}"]')]
    assert (deals, bookings) == (WON[name], WON[name])
    return name


@pytest.mark.slow
def test_a_load_killed_at_any_moment_leaves_the_old_or_the_new(
    exports: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    moments = random.Random(seed)
    for _ in range(20):
        command = [sys.executable, "-c", LOOP, str(store), *map(str, exports)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0.0, 1.2))
            os.kill(process.pid, signal.SIGKILL)
        assert seen(Warehouse(store)) in WON
    # What the killed loads left is gone after the next one.
    load([export(tmp_path / "last", opportunities=DEALS, people=PEOPLE)], store, force="tidy")
    assert sorted(path.name for path in (store / INCOMING).iterdir()) == ["loader.lock"]
    assert len(loads(store)) <= 3


@pytest.mark.slow
def test_readers_see_one_load_each_while_twenty_are_published(
    exports: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    warehouse = Warehouse(store)
    done = threading.Event()
    found: list[str] = []
    failed: list[BaseException] = []

    def reading() -> None:
        try:
            while not done.is_set():
                found.append(seen(warehouse))
                time.sleep(0.02)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=reading) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 21):
        result = load([exports[number % 2]], store, now=NOW)
        assert result.path is not None
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert set(found) == {"one", "two"}
    assert loads(store)[0].seq == 21


def test_a_failed_load_leaves_what_was_published(exports: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    before = status(store)
    bad = export(tmp_path / "bad", opportunities="opportunity_id,stage,created_at\n1,A,x\n")
    with pytest.raises(DataContractError):
        load([bad], store, now=NOW)
    assert status(store) == before
    assert sorted(path.name for path in (store / INCOMING).iterdir()) == ["loader.lock"]


def test_a_second_loader_is_told_and_harms_nothing(exports: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    with loader_lock(store) as folder:
        (folder / "mine").write_text("unharmed")
        with pytest.raises(StoreError) as refusal:
            load([exports[1]], store, now=NOW)
        assert refusal.value.message == (
            f"{store}: another load is running (process {os.getpid()}); wait until it is done"
        )
        assert (folder / "mine").read_text() == "unharmed"
    assert seen(Warehouse(store)) == "one"


def test_a_file_that_was_never_made_current_is_removed(exports: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    orphan = store / "warehouse" / "000002-0123456789ab.duckdb"
    orphan.write_bytes(b"made, but never published")
    load([exports[1]], store, now=NOW)
    assert not orphan.exists()
    assert [one.seq for one in loads(store)] == [2, 1]


def test_a_damaged_published_file_is_named_with_the_mend(
    exports: list[Path], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    load([exports[0]], store, now=NOW)
    path = current_file(store)
    assert path is not None
    path.write_bytes(b"damaged")
    with pytest.raises(StoreError, match="python -m data rollback"):
        load([exports[1]], store, now=NOW)
    with pytest.raises(StoreError, match="cannot be opened"):
        status(store)


def test_a_store_that_cannot_be_written_is_refused(exports: list[Path], tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="cannot be"):
        load([exports[0]], tmp_path / "store", now=NOW)
