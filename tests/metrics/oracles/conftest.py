"""The demo company in plain Python, read once."""

from pathlib import Path

import pytest

from data.warehouse import Reader
from data.workspace import Workspace
from tests.metrics.oracles._cases import Verifier
from tests.metrics.oracles._company import Company


@pytest.fixture(scope="session")
def verifier(demo: Path, demo_folder: Path, reader: Reader) -> Verifier:
    """The demo's export files, read once, against the load that was made of them."""
    return Verifier(reader, Company(demo_folder, Workspace.read(demo)))
