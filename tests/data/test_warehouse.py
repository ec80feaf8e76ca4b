"""The warehouse: one load a reader, nothing but reading, exact numbers from many threads."""

import gc
import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data.errors import StoreError
from data.fingerprint import definitions
from data.warehouse import Warehouse
from data.workspace import Workspace


def publish(store: Path, seq: int, amount: str = "0.10", built_by: str = "") -> Path:
    """A published file with a hundred thousand rows of `amount`, made current."""
    folder = store / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{seq:06}-{seq:012x}.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(
            "create table booking as select i as booking_id, i % 7 as part,"
            f" cast({amount} as decimal(18, 2)) as amount from range(100000) t(i)"
        )
        con.execute(
            "create table load_record as select ? as seq, ? as fingerprint,"
            " timestamp '2026-01-02 03:04:05' as published_at, date '2026-01-01' as data_date,"
            " 'full' as mode, '[\"a.csv\", \"b.csv\"]' as paths, 'canonical' as mapping,"
            " ? as workspace_json, 'export' as history, '{\"leads\": 3}' as counts_json,"
            " '[]' as checks_json, 1.5 as duration_seconds, null::varchar as force_reason,"
            " ? as definitions",
            [seq, f"print{seq}", Workspace(company="Acme").to_json(), built_by or definitions()],
        )
    pointer = folder / "current.new"
    pointer.write_text(f"{path.name}\n")
    os.replace(pointer, folder / "current")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with one published load."""
    publish(tmp_path, 1)
    return tmp_path


def total(warehouse: Warehouse) -> Decimal:
    """The sum of all bookings of the load published now."""
    return warehouse.reader().exact_rows("select sum(amount) from booking", {})[0][0]


def test_a_file_of_another_version_is_refused_with_the_mend(tmp_path: Path) -> None:
    publish(tmp_path, 1, built_by="another version's models")
    with pytest.raises(StoreError, match="another version of Tandem; run `python -m data rebuild`"):
        Warehouse(tmp_path).reader()


def test_the_load_record_comes_with_its_workspace(store: Path) -> None:
    load = Warehouse(store).reader().load
    assert (load.seq, load.fingerprint, load.mode, load.mapping) == (
        1,
        "print1",
        "full",
        "canonical",
    )
    assert (load.paths, load.counts, load.checks) == (("a.csv", "b.csv"), {"leads": 3}, [])
    assert (load.published_at, load.data_date) == (
        datetime(2026, 1, 2, 3, 4, 5),  # noqa: DTZ001
        date(2026, 1, 1),
    )
    assert load.workspace == Workspace(company="Acme")
    assert (load.history, load.has_real_history, load.force_reason) == ("export", True, None)


def test_exact_rows_keep_decimals_and_frames_are_floats(store: Path) -> None:
    reader = Warehouse(store).reader()
    sql = "select part, sum(amount) as amount from booking where part < $below group by all"
    # 100,000 rows in seven parts: the first five have one row more.
    assert reader.exact_table(f"{sql} order by part", {"below": 2}) == (
        ("part", "amount"),
        [(0, Decimal("1428.60")), (1, Decimal("1428.60"))],
    )
    assert reader.exact_rows(sql, {"below": 1}) == [(0, Decimal("1428.60"))]
    frame = reader.frame(sql, {"below": 1})
    assert (str(frame["amount"].dtype), frame["amount"].tolist()) == ("float64", [1428.6])


def test_a_value_is_a_value_whatever_it_says(store: Path) -> None:
    reader = Warehouse(store).reader()
    hostile = "x'; drop table booking; --"
    assert reader.exact_rows("select $said", {"said": hostile}) == [(hostile,)]
    with pytest.raises(duckdb.Error):
        reader.exact_rows("select 1", {"unused": 1})


HOSTILE = (
    "copy booking to '{folder}/out.csv'",
    "copy (select 1) to '/dev/stdout'",
    "attach '{folder}/other.duckdb' as other",
    "attach ':memory:' as other",
    "export database '{folder}/export'",
    "import database '{folder}/export'",
    "install httpfs",
    "load httpfs",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from glob('/etc/*')",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set autoload_known_extensions = true",
    "pragma memory_limit = '1GB'",
    "create table mine (a int)",
    "insert into booking values (1, 1, 1)",
    "update booking set amount = 0",
    "delete from booking",
    "drop table booking",
    "create macro mine() as 1",
    "create secret mine (type s3)",
    "detach database if exists memory; use memory",
)


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_hostile_statement_is_refused(store: Path, tmp_path: Path, statement: str) -> None:
    warehouse = Warehouse(store)
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(duckdb.Error):
        warehouse.reader().exact_rows(statement.format(folder=tmp_path), {})
    assert sorted(path for path in tmp_path.rglob("*")) == before
    assert total(warehouse) == Decimal("10000.00")


def test_frames_of_the_program_are_out_of_reach(store: Path) -> None:
    secret_rows = Warehouse(store).reader().frame("select 1 as pay", {})
    assert len(secret_rows) == 1
    with pytest.raises(duckdb.CatalogException):
        Warehouse(store).reader().exact_rows("select * from secret_rows", {})


def test_eight_threads_get_the_right_numbers(store: Path) -> None:
    warehouse = Warehouse(store)
    rows_of = {part: 14286 if part < 5 else 14285 for part in range(7)}

    def asked(number: int) -> bool:
        part = number % 7
        found = warehouse.reader().exact_rows(
            "select count(*), sum(amount) from booking where part = $part", {"part": part}
        )
        return found == [(rows_of[part], rows_of[part] * Decimal("0.10"))]

    with ThreadPoolExecutor(8) as pool:
        right = list(pool.map(asked, range(480)))
    assert right == [True] * 480


def test_an_error_spoils_nothing_after_it(store: Path) -> None:
    reader = Warehouse(store).reader()
    with pytest.raises(duckdb.Error):
        reader.exact_rows("select nothing from booking", {})
    assert reader.exact_rows("select count(*) from booking", {}) == [(100000,)]


def test_a_reader_stays_on_its_load_while_current_moves(store: Path) -> None:
    warehouse = Warehouse(store)
    old = warehouse.reader()
    first = old.path
    publish(store, 2, "0.20")
    new = warehouse.reader()
    first.unlink()
    count = "select sum(amount) from booking"
    assert (old.load.seq, new.load.seq) == (1, 2)
    assert old.exact_rows(count, {}) == [(Decimal("10000.00"),)]
    assert new.exact_rows(count, {}) == [(Decimal("20000.00"),)]


def test_readers_of_one_load_share_its_file(store: Path) -> None:
    warehouse = Warehouse(store)
    assert warehouse.reader().load is warehouse.reader().load


def test_old_files_are_closed_when_nobody_reads_them(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    warehouse = Warehouse(tmp_path)
    kept = []
    for seq in range(2, 12):
        kept.append(weakref.ref(warehouse.reader()._published))
        publish(tmp_path, seq)
    assert total(warehouse) == Decimal("10000.00")
    gc.collect()
    assert [one() for one in kept] == [None] * 10
    opened = {
        os.readlink(link)
        for link in Path("/proc/self/fd").iterdir()
        if os.path.lexists(link) and str(tmp_path) in os.readlink(link)
    }
    assert {Path(path).name for path in opened} == {warehouse.reader().path.name}


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no data yet in .*python -m data demo"):
        Warehouse(tmp_path).reader()


@pytest.mark.parametrize("name", ["../escape.duckdb", "", "a/b.duckdb"])
def test_a_pointer_out_of_its_folder_is_refused(store: Path, name: str) -> None:
    (store / "warehouse" / "current").write_text(name)
    with pytest.raises(StoreError, match=r"names no file of its folder"):
        Warehouse(store).reader()


def test_a_file_that_is_missing_or_no_warehouse_is_named(store: Path) -> None:
    pointer = store / "warehouse" / "current"
    pointer.write_text("000009-missing.duckdb")
    with pytest.raises(StoreError, match=r"000009-missing\.duckdb: cannot be opened"):
        Warehouse(store).reader()
    (store / "warehouse" / "000009-missing.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match=r"000009-missing\.duckdb: cannot be opened"):
        Warehouse(store).reader()
    with duckdb.connect(str(store / "warehouse" / "empty.duckdb")) as con:
        con.execute("create table other (a int)")
    pointer.write_text("empty.duckdb")
    with pytest.raises(StoreError, match=r"empty\.duckdb: is no published warehouse"):
        Warehouse(store).reader()


@pytest.mark.parametrize("damage", [b"\xff\x00", b"\xff\xfe", b"a\x00b", b"\x1b[2J"])
def test_a_damaged_pointer_is_a_trouble_of_the_store(store: Path, damage: bytes) -> None:
    (store / "warehouse" / "current").write_bytes(damage)
    with pytest.raises(StoreError):
        Warehouse(store).reader()


def test_after_a_failure_the_next_good_load_is_read(store: Path) -> None:
    warehouse = Warehouse(store)
    assert total(warehouse) == Decimal("10000.00")
    (store / "warehouse" / "current").write_text("000009-missing.duckdb")
    with pytest.raises(StoreError):
        warehouse.reader()
    publish(store, 3, "0.30")
    assert total(warehouse) == Decimal("30000.00")
