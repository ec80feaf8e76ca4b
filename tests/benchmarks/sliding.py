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
LEADERS = 10
SETTLE_MILLISECONDS = 1200
WATCH = watch(".t-plan-hero", "keydown", "event.key.startsWith('Arrow')")


def lines(store: Path) -> list[Line]:
    """Medians of moves in a browser, then of ten leaders' moves at the same moment."""
    if not has_decisions(store, datetime.now(UTC)):
        write_decisions(store)
    with serving(store) as server:
        with browsing() as page:
            open_plan(page, server.port)
            moves = [_move(page, place) for place in range(WARM_UP + MOVES)][WARM_UP:]
        alone, together = leaders(server.port, 1), leaders(server.port, LEADERS)
    what = "a weight slider in the browser"
    return [
        _line(f"{what}, key to repainted figures (median of {MOVES})",
              [one[0] for one in moves], MOST_FIGURES),
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
    key = "ArrowLeft" if place % 2 else "ArrowRight"
    page.locator(".st-key-weight_slider_0 input").focus()
    # Two steps one way and one back: every position is new to nobody for long.
    page.keyboard.press(key if place % 3 else "ArrowRight")
    page.wait_for_function("() => window.tandem.hero && window.tandem.chart", timeout=30_000)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    times = page.evaluate("() => window.tandem")
    begun = times["begun"]
    return (times["hero"] - begun) / 1000, (times["chart"] - begun) / 1000
