"""A small company with an open desk, on each engine of the ledger."""

import shutil
from pathlib import Path

import pytest

from tests.metrics.lifecycle.company import Company, make_store, open_company

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(scope="session")
def loaded_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the company's load and no ledger; tests copy it."""
    store = tmp_path_factory.mktemp("loaded") / "store"
    make_store(store)
    return store


@pytest.fixture
def company(loaded_store: Path, tmp_path: Path) -> Company:
    """The company on 5 March 2026, nobody registered and no plan in force."""
    return open_company(shutil.copytree(loaded_store, tmp_path / "store"))


@pytest.fixture(params=ENGINES)
def either(
    request: pytest.FixtureRequest,
    loaded_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Company:
    """The same on a SQLite ledger, then on one in PostgreSQL."""
    if request.param == "postgres":
        monkeypatch.setenv("TANDEM_LEDGER_URL", request.getfixturevalue("postgres_url"))
    return open_company(shutil.copytree(loaded_store, tmp_path / "store"))
