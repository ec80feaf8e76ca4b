"""Every screen in a browser: it opens, the scope changes it, a number opens its receipt."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from metrics.registry import kpi
from tests.end_to_end.visits import WAIT, visit
from tests.sessions import Server

pytestmark = pytest.mark.browser

SCREENS = {"": "The number", "funnel": "Claims and evidence", "claims": "The leads do not close",
           "pipeline": "The deals", "bookings": "Quarter by quarter"}  # fmt: skip


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path or "weekly")
def test_a_screen_opens_by_its_own_address(
    app: Server, browser: Browser, path: str, is_dark: bool
) -> None:
    seen = visit(browser, app.port, path, is_dark=is_dark)
    seen.see(SCREENS[path])
    assert seen.width_beyond() <= 0, "the page scrolls sideways at 1280 pixels"
    assert seen.strangers == []
    assert seen.faults == []
    seen.close()


def test_a_change_of_the_scope_changes_the_number_and_the_link(
    app: Server, browser: Browser
) -> None:
    seen = visit(browser, app.port)
    whole = seen.page.inner_text(".t-hero")
    seen.page.locator(".st-key-scope_region input").click()
    seen.page.get_by_role("option", name="East").click()
    seen.page.wait_for_function(
        "whole => (document.querySelector('.t-hero')?.innerText ?? whole) !== whole",
        arg=whole,
        timeout=WAIT,
    )
    assert "region=East" in seen.page.url
    east = seen.page.inner_text(".t-hero")

    again = visit(browser, app.port, seen.page.url.partition("/?")[2].join(["?", ""]))
    assert again.page.inner_text(".t-hero") == east
    again.close()

    seen.page.get_by_role("link", name="Bookings").click()
    seen.see("Quarter by quarter")
    assert seen.page.inner_text(".t-hero") == east
    assert "region=East" in seen.page.url
    seen.close()


def test_a_number_opens_its_receipt_and_gives_its_rows(
    app: Server, browser: Browser, tmp_path: Path
) -> None:
    seen = visit(browser, app.port)
    seen.see("Demand:")
    value = seen.page.inner_text(".st-key-tile_acceptance_rate .t-value")
    seen.page.locator(".st-key-open_acceptance_rate button").click()
    seen.page.wait_for_selector(".t-receipt", timeout=WAIT)
    text = seen.page.inner_text(".t-receipt")
    assert kpi("acceptance_rate").definition in text
    assert "÷" in text
    assert seen.page.inner_text(".st-key-tile_acceptance_rate .t-value") == value
    with seen.page.expect_download(timeout=WAIT) as download:
        seen.page.get_by_role("dialog").get_by_role("button", name="Download CSV").click()
    file = tmp_path / "rows.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("lead_id,")
    made_of = next(line for line in text.splitlines() if "÷" in line)
    assert len(lines) - 1 == int(made_of.split("÷")[1])
    seen.close()


def test_the_keyboard_reaches_and_opens_a_tile(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port)
    seen.see("Demand:")
    seen.settle()
    seen.page.locator(".st-key-open_acceptance_rate button").focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".t-receipt", timeout=WAIT)
    seen.close()
