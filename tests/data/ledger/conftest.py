"""A store for the ledger's tests, on each engine."""

from pathlib import Path

import pytest

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store whose ledger is a SQLite file."""
    return tmp_path / "store"


@pytest.fixture(params=ENGINES)
def either(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose ledger is a SQLite file, then one whose ledger is in PostgreSQL."""
    if request.param == "postgres":
        monkeypatch.setenv("TANDEM_LEDGER_URL", request.getfixturevalue("postgres_url"))
    return tmp_path / "store"
