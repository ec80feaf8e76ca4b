"""Fixtures of the planning commands."""

from pathlib import Path

import pytest

from tests.metrics.planning.pool_files import PAYEES, PLAN, RESULTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan, results and payees; no store."""
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "results.json").write_text(RESULTS, encoding="utf-8")
    (tmp_path / "payees.csv").write_text(PAYEES, encoding="utf-8")
    return tmp_path
