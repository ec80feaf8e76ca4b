"""A weight slider of the Plan screen: from the key to the repainted figures, alone and by ten."""

import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from metrics.lifecycle.demo import has_decisions, write_decisions
from tests.benchmarks.browser import browsing
from tests.benchmarks.leaders import leaders
from tests.benchmarks.stopwatch import watch
from tests.benchmarks.table import Line, milliseconds
from tests.sessions import HOST, serving

MOST_FIGURES, MOST_CHARTS, MOST_SERVER, MOST_OF_TEN = 0.100, 1.0, 0.030, 0.300
MOVES, WARM_UP = 24, 4
ALL_MOVES = WARM_UP + MOVES
FLOOR = Path(__file__).with_name("floor_app.py")
LEADERS = 10
SETTLE_MILLISECONDS = 1200
WATCH = watch(".t-plan-hero", "keydown", "event.key.startsWith('Arrow')")


def lines(store: Path) -> list[Line]:
    """Medians of moves in a browser, then of ten leaders' moves at the same moment."""
    if not has_decisions(store, datetime.now(UTC)):
        write_decisions(store)
    with serving(store) as server, serving(store, FLOOR) as empty:
        with browsing() as page:
            open_plan(page, server.port)
            bare = open_floor(page, empty.port)
            # In turns, so that a busy moment hits both.
            turns = [(_move(page, place), _figures(bare, place)) for place in range(ALL_MOVES)]
        alone, together = leaders(server.port, 1), leaders(server.port, LEADERS)
    moves, floor = [one for one, _ in turns[WARM_UP:]], [one for _, one in turns[WARM_UP:]]
    what = "a weight slider in the browser"
    return [
        _line(f"{what}, key to repainted figures (median of {MOVES})",
              [one[0] for one in moves], MOST_FIGURES),
        _floor_line(floor, [one[0] for one in moves]),
        _line(f"{what}, key to the last chart", [one[1] for one in moves], MOST_CHARTS),
        _line("the same move on the server, figures sent", alone, MOST_SERVER),
        _line(f"{LEADERS} leaders move at once, figures sent", together, MOST_OF_TEN),
    ]  # fmt: skip


def _line(what: str, seconds: Sequence[float], most: float) -> Line:
    median = statistics.median(seconds)
    return Line(
        what,
        milliseconds(median),
        f"{milliseconds(min(seconds))} to {milliseconds(max(seconds))}",
        None,
        f"< {milliseconds(most)}",
        median < most,
    )


def _floor_line(floor: Sequence[float], figures: Sequence[float]) -> Line:
    """What is left of it in an app of one slider and one line of words."""
    least, median = statistics.median(floor), statistics.median(figures)
    return Line(
        "the same key in an app of one slider and its value, in turns",
        milliseconds(least),
        f"{milliseconds(min(floor))} to {milliseconds(max(floor))}",
        median / least,
        "",
        None,
    )


def open_floor(page: Page, port: int) -> Page:
    """The app of one slider in the same browser, drawn and settled."""
    browser = page.context.browser
    assert browser is not None, "the page was opened by a browser"
    bare = browser.new_page()
    bare.goto(f"http://{HOST}:{port}/")
    bare.wait_for_selector(".t-plan-hero", timeout=60_000)
    bare.wait_for_timeout(SETTLE_MILLISECONDS)
    bare.evaluate(WATCH)
    return bare


def open_plan(page: Page, port: int) -> None:
    """The Plan screen as the head of marketing, drawn and settled."""
    page.goto(f"http://{HOST}:{port}/plan")
    page.locator(".st-key-persona input").click()
    page.get_by_role("option", name="Head of marketing").click()
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(2 * SETTLE_MILLISECONDS)
    page.evaluate(WATCH)


def _move(page: Page, place: int) -> tuple[float, float]:
    """Seconds from a key on the first slider to the figures and to the last chart."""
    _press(page, place)
    page.wait_for_function("() => window.tandem.hero && window.tandem.chart", timeout=30_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    times = page.evaluate("() => window.tandem")
    begun = times["begun"]
    return (times["hero"] - begun) / 1000, (times["chart"] - begun) / 1000


def _figures(page: Page, place: int) -> float:
    """Seconds from the same key to the words that follow it."""
    _press(page, place)
    page.wait_for_function("() => window.tandem.hero", timeout=30_000)
    times = page.evaluate("() => window.tandem")
    return float(times["hero"] - times["begun"]) / 1000


def _press(page: Page, place: int) -> None:
    key = "ArrowLeft" if place % 2 else "ArrowRight"
    page.locator(".st-key-weight_slider_0 input").focus()
    # Two steps one way and one back: every position is new to nobody for long.
    page.keyboard.press(key if place % 3 else "ArrowRight")
