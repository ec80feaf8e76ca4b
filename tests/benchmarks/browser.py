"""A change of the scope in the browser: from the click to the repainted numbers and charts."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.stopwatch import watch
from tests.benchmarks.table import Line, milliseconds
from tests.chromium import FLAGS, browser_path
from tests.sessions import HOST, serving

MOST_HEADLINE_SECONDS = 0.25
MOST_CHART_SECONDS = 1.0
SETTLE_MILLISECONDS = 1500
REGIONS = ("East", "West", "Central", "EMEA", "APAC", "LATAM")
# In each segment every region is a scope that nobody has asked for; the first one warms up.
SEGMENTS = ("Small", "Mid-market", "Enterprise", "Energy")

DRAWN = "() => document.querySelectorAll('.t-chart').length >= 2"
WATCH = watch("[class*=st-key-hero_]", "click", "event.target.closest('[role=option]')")


def lines(store: Path) -> list[Line]:
    """Medians over scopes that nobody has asked for yet, then over scopes seen before."""
    with serving(store) as server, browsing() as page:
        page.goto(f"http://{HOST}:{server.port}/", wait_until="networkidle")
        page.wait_for_selector(".t-hero", timeout=30_000)
        # A change made while the first run still draws would be measured with it.
        page.wait_for_function(DRAWN, timeout=60_000)
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        page.evaluate(WATCH)
        rounds = [_round(page, segment) for segment in SEGMENTS]
        again = _round(page, SEGMENTS[0])
    new = [one for changes in rounds[1:] for one in changes]
    return [
        _line("new headline numbers", [one[0] for one in new], MOST_HEADLINE_SECONDS),
        _line("the last chart", [one[1] for one in new], MOST_CHART_SECONDS),
        _line("seen before: headline numbers", [one[0] for one in again], MOST_HEADLINE_SECONDS),
        _line("seen before: the last chart", [one[1] for one in again], MOST_CHART_SECONDS),
    ]


def _line(what: str, seconds: Sequence[float], most: float) -> Line:
    median = statistics.median(seconds)
    return Line(
        f"a scope change in the browser, {what} (median of {len(seconds)})",
        milliseconds(median),
        f"{milliseconds(min(seconds))} to {milliseconds(max(seconds))}",
        None,
        f"< {milliseconds(most)}",
        median < most,
    )


def _round(page: Page, segment: str) -> list[tuple[float, float]]:
    """Seconds to the numbers and to the charts, from each region to the next in one segment."""
    _choose(page, "segment", segment)
    return [_choose(page, "region", region) for region in REGIONS]


def _choose(page: Page, box: str, member: str) -> tuple[float, float]:
    """Seconds from the click on a member of a box to the new number and to the last chart."""
    page.locator(f".st-key-scope_{box} input").click()
    page.get_by_role("option", name=member, exact=True).click()
    page.wait_for_function("() => window.tandem.hero && window.tandem.chart", timeout=30_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    times = page.evaluate("() => window.tandem")
    begun = times["begun"]
    return (times["hero"] - begun) / 1000, (times["chart"] - begun) / 1000


@contextmanager
def browsing(size: Sequence[int] = (1280, 720)) -> Iterator[Page]:
    """A page of a headless Chromium of this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        try:
            yield browser.new_page(viewport={"width": size[0], "height": size[1]})
        finally:
            browser.close()
