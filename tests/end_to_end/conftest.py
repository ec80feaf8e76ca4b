"""A running app and a browser that has to stay on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import FLAGS, browser_path
from tests.sessions import Server, serving


@pytest.fixture(scope="session")
def app(demo: Path) -> Iterator[Server]:
    """The app on the demo company's store."""
    with serving(demo) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, Debian's."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        yield chromium
        chromium.close()
