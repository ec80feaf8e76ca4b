"""The demo company in plain Python, read once."""

from pathlib import Path

import pytest

from data.workspace import Workspace
from tests.metrics.oracles._company import Company


@pytest.fixture(scope="session")
def company(demo: Path, demo_folder: Path) -> Company:
    """The demo's export files as records."""
    return Company(demo_folder, Workspace.read(demo))
