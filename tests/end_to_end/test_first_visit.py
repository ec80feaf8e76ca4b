"""The first visitor after a start sees the screen as everybody after: the side is as narrow."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.visits import visit
from tests.sessions import HOST, ROOT, START_SECONDS, free_port

pytestmark = pytest.mark.browser
SIDE_PIXELS = 216


def test_the_first_page_of_a_start_has_the_side_of_every_other(
    demo: Path, browser: Browser
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "pages.components.start", "--server.port", str(port)]
    environment = {**os.environ, "TANDEM_STORE": str(demo)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_until_healthy(port)
            seen = visit(browser, port)
            side = seen.page.locator("[data-testid=stSidebar]").bounding_box()
            seen.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert side is not None
    assert side["width"] == SIDE_PIXELS


def wait_until_healthy(port: int) -> None:
    """Returns when the app answers; a test that waits too long fails by what it asks next."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
