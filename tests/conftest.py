"""Shared fixtures: a fresh database, a company small enough to check by hand, the demo company."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A fresh in-memory database."""
    connection = duckdb.connect()
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company's export files, the same in every run."""
    from data.demo import write_demo

    folder = tmp_path_factory.mktemp("demo_export")
    write_demo(folder, scale=1, seed=7, until=date(2026, 11, 15))
    return folder
