"""Shared fixtures: a fresh database, a company small enough to check by hand, the demo company."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, settings

from data.demo import DEMO_WORKSPACE, write_demo
from data.load import load
from data.warehouse import Reader, Warehouse
from tests.postgres import new_database, server

# A ledger that somebody works with must not get the events of tests.
for _name in ("TANDEM_LEDGER_URL", "TANDEM_LEDGER_KEY"):
    os.environ.pop(_name, None)
# What is true of an example does not depend on how busy the machine is.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
DEMO_UNTIL = date(2026, 11, 15)
TINY = Path(__file__).parent / "tiny"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh in-memory database."""
    connection = duckdb.connect()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company's export files, the same in every run."""
    folder = tmp_path_factory.mktemp("demo_export")
    write_demo(folder, scale=1, seed=7, until=DEMO_UNTIL)
    return folder


@pytest.fixture(scope="session")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the demo company, loaded from its export files."""
    store = tmp_path_factory.mktemp("demo_store")
    (store / "tandem.toml").write_text(DEMO_WORKSPACE, encoding="utf-8")
    load([demo_folder], store, now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    return store


@pytest.fixture(scope="session")
def decided(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company with its plans, closed quarters and payments; copy it to act on it."""
    from tests.decided import decided_store

    return decided_store(demo, tmp_path_factory.mktemp("decided"))


@pytest.fixture(scope="session")
def reader(demo: Path) -> Reader:
    """The demo company's published load."""
    return Warehouse(demo).reader()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The published load of `tests/tiny`; its data date is 2026-02-20."""
    store = tmp_path_factory.mktemp("tiny_store")
    shutil.copy(TINY / "tandem.toml", store)
    load([TINY], store, now=datetime(2026, 2, 21, 12, tzinfo=UTC))
    return Warehouse(store).reader()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests."""
    with server() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The URL of an empty PostgreSQL database, as TANDEM_LEDGER_URL takes it."""
    return new_database(postgres_server)
