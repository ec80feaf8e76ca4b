"""Facts built anew from what is published: settings changed, Tandem changed, nothing changed."""

from pathlib import Path

import duckdb
import pytest

from data.errors import StoreError
from data.load import load, rebuild
from data.publish import current_file
from data.status import status
from data.warehouse import Warehouse
from tests.data.loading.exports import NOW


def counted(path: Path | None, sql: str) -> object:
    """The one value of a query on a published file."""
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute(sql).fetchone()
    assert found is not None
    return found[0]


def test_what_is_up_to_date_is_left_alone(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = load([company], store, now=NOW)
    assert rebuild(store, now=NOW) is None
    assert current_file(store) == first.path


def test_a_changed_setting_takes_effect_without_the_export(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    before = load([company], store, now=NOW)
    (store / "tandem.toml").write_text("fiscal_year_start = 4\n")
    company.rename(tmp_path / "gone")
    after = rebuild(store, now=NOW)
    assert after is not None
    assert after.fingerprint != before.fingerprint
    record = Warehouse(store).reader().load
    assert (record.seq, record.mode, record.mapping) == (2, "rebuild", before.mapping)
    assert record.workspace.fiscal_year_start == 4
    assert record.data_date == before.data_date
    for table in ("opportunities", "people", "quarantine", "load_file", "opportunity_history"):
        sql = f"select count(*) from {table}"
        assert counted(after.path, sql) == counted(before.path, sql)
    assert rebuild(store, now=NOW) is None
    assert status(store).fingerprint == after.fingerprint


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing is published yet; load an export"):
        rebuild(tmp_path)
