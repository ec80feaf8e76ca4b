"""A small export that every test may change, and a quick way to read it."""

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest

from data.building import Request, open_building
from data.planning import plan
from data.reading import open_files
from data.workspace import Workspace
from tests.data.loading.exports import DEALS, NOW, PEOPLE, Read, Reader, export


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Reader]:
    """Reads files into canonical tables: quick, no facts."""
    with ExitStack() as stack:
        numbers = iter(range(1000))

        def reader(
            *paths: Path | str,
            source: str | None = None,
            max_bad: str = "100",
            zone: str = "UTC",
            date_order: str | None = None,
            force: str | None = None,
        ) -> Read:
            folder = tmp_path / f"working-{next(numbers)}"
            folder.mkdir()
            planned = plan(open_files(paths, folder), source, is_forced=force is not None)
            workspace = Workspace(time_zone=zone)
            request = Request(
                workspace, Decimal(max_bad), date_order, force, False, planned.mapping.name, NOW
            )
            building = open_building(folder, planned, request, lambda step, share: None)
            stack.callback(building.con.close)
            building.fill(folder)
            return Read(building.con, tuple(building.files))

        yield reader


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Four deals of one seller."""
    return export(tmp_path / "export", opportunities=DEALS, people=PEOPLE)
