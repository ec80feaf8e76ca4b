"""Claims and evidence in a browser: the keyboard opens a receipt, the switch and a cell stay."""

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.visits import WAIT, visit
from tests.sessions import Server

pytestmark = pytest.mark.browser

QUARTER = "claims?period=2026-Q3"


def test_the_keyboard_opens_the_receipt_of_a_claims_number(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port, QUARTER)
    seen.see("The leads behind a cell")
    seen.settle()
    seen.page.locator(".st-key-open_acceptance_rate button").focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".t-receipt", timeout=WAIT)
    text = seen.page.inner_text(".t-receipt")
    assert "chance alone would mark about" in text
    assert "÷" in text
    assert seen.faults == []
    seen.close()


def test_the_switch_and_the_cell_stay_in_the_link(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port, QUARTER)
    seen.see("The leads behind a cell")
    seen.settle()
    seen.page.get_by_text("By the owner's region").click()
    seen.page.wait_for_url("**place=owner_region**", timeout=WAIT)
    seen.settle()
    box = seen.page.locator(".st-key-link_cell_source input")
    box.click()
    box.fill("Webinar")
    seen.page.get_by_role("option", name="Webinar", exact=True).click()
    seen.page.wait_for_url("**cell_source=Webinar**", timeout=WAIT)
    seen.settle()
    assert "period=2026-Q3" in seen.page.url
    assert seen.faults == []
    seen.close()


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1920])
def test_numbers_are_large_columns_equal_and_nothing_is_cut(
    app: Server, browser: Browser, width: int, *, is_dark: bool
) -> None:
    seen = visit(browser, app.port, "claims?period=2026", is_dark=is_dark, width=width)
    seen.see("The leads behind a cell")
    seen.settle()
    assert seen.width_beyond() <= 0
    sizes = seen.page.evaluate(
        "() => [...document.querySelectorAll('.t-measure-value')]"
        ".map(one => getComputedStyle(one).fontSize)"
    )
    assert sizes == ["38px"] * 6
    tops = seen.page.evaluate(
        "() => [...document.querySelectorAll('.t-measure-value')]"
        ".map(one => Math.round(one.getBoundingClientRect().top))"
    )
    assert tops[:3] == tops[3:], "the measures of both claims stand side by side"
    cut = seen.page.evaluate(
        "() => [...document.querySelectorAll('.t-dots-label')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    )
    assert cut == []
    pinned = seen.page.evaluate(
        "() => getComputedStyle(document.querySelector("
        "'.st-key-claims_table td:first-child')).position"
    )
    assert pinned == "sticky"
    seen.close()
