"""The demo company's week as of the load's last day, gathered once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from metrics.lifecycle.desk import Desk
from tests.metrics.weekly.weeks import Week, week_of


@pytest.fixture(scope="session")
def week(decided: Path) -> Week:
    """The week up to 15 November 2026, with two meetings held before."""
    return week_of(Desk.open(decided, datetime(2026, 11, 16, 12, tzinfo=UTC)), decided)
