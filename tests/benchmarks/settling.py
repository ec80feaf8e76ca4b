"""Opening Weekly: until the first number is painted and until nothing moves, beside an empty page.

Two kinds of visits. The promise is on the one that people make each week: a browser that has
been here before, so with files and compiled scripts of its profile. A first visit ever, with
nothing kept, is measured beside it.
"""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

from metrics.lifecycle.demo import has_decisions, write_decisions
from tests.benchmarks.table import Line, milliseconds
from tests.chromium import FLAGS, browser_path
from tests.sessions import HOST, serving

MOST_FIRST, MOST_SETTLED = 1.5, 2.5
VISITS = 11
CHARTS = 3
# A browser keeps compiled scripts after it has met them a few times.
WARM_UP = 4
QUIET_MILLISECONDS = 1500
EMPTY = Path(__file__).with_name("empty_app.py")
SIZE = ViewportSize(width=1920, height=1080)

# `first`: the frame in which the hero's figure stands; `last`: the frame after the last change.
_WATCH = """(() => {
    const times = window.tandem = {first: null, last: 0};
    const painted = then => requestAnimationFrame(() => setTimeout(then));
    const look = () => {
        const now = performance.now();
        times.changed = now;
        painted(() => { if (times.changed === now) times.last = performance.now(); });
        const hero = document.querySelector('.t-hero');
        if (times.first === null && hero?.textContent)
            painted(() => { if (hero.getClientRects().length) times.first ??= performance.now(); });
    };
    new MutationObserver(look).observe(document, {
        subtree: true, childList: true, characterData: true, attributes: true,
    });
})()"""
_SETTLED = f"""charts => window.tandem.first !== null
    && document.querySelectorAll('.t-chart, .stPlotlyChart:has(.main-svg)').length >= charts
    && document.querySelector('[data-test-script-state=notRunning]')
    && !document.querySelector('[data-testid=stSkeleton]')
    && performance.now() - window.tandem.changed > {QUIET_MILLISECONDS}"""


@dataclass(frozen=True)
class Visit:
    """Milliseconds from the page's navigation to its first number and until it had settled."""

    first: float
    settled: float


Browsing = Callable[[], BrowserContext]


def lines(store: Path, visits: int = VISITS) -> list[Line]:
    """Medians of visits in turns: where the browser has been before, then first visits."""
    if not has_decisions(store, datetime.now(UTC)):
        write_decisions(store)
    found: list[Line] = []
    with serving(store) as weekly, serving(store, EMPTY) as empty:
        for kind, opened in (("again", been_before()), ("first visit ever", for_the_first_time())):
            with opened as browser:
                turns = [
                    (visit(browser(), weekly.port, CHARTS),
                     visit(browser(), empty.port, 0))
                    for _ in range(WARM_UP + visits)
                ]  # fmt: skip
            found += _lines(kind, turns[WARM_UP:])
    return found


def _lines(kind: str, turns: Sequence[tuple[Visit, Visit]]) -> list[Line]:
    what = f"Weekly opened, {kind}"
    first = [(one.first, bare.first) for one, bare in turns]
    settled = [(one.settled, bare.settled) for one, bare in turns]
    return [
        _line(f"{what}: the first number painted (median of {len(turns)})", first, MOST_FIRST),
        _line(f"{what}: settled, every chart drawn", settled, MOST_SETTLED),
    ]


def _line(what: str, pairs: Sequence[tuple[float, float]], most: float) -> Line:
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = ours / bare
    return Line(
        what,
        milliseconds(ours / 1000),
        f"{milliseconds(bare / 1000)} an empty page",
        ratio,
        f"<= {most}x",
        ratio <= most,
    )


def visit(context: BrowserContext, port: int, charts: int) -> Visit:
    """One visit of the screen with so many charts at `port`, in a page of its own.

    Raises: playwright's TimeoutError when it has not settled within a minute.
    """
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(f"http://{HOST}:{port}/", wait_until="commit")
    page.wait_for_function(_SETTLED, arg=charts, timeout=60_000, polling=100)
    times = _times(page)
    page.close()
    return times


def _times(page: Page) -> Visit:
    told = page.evaluate("() => window.tandem")
    return Visit(float(told["first"]), float(told["last"]))


@contextmanager
def been_before() -> Iterator[Browsing]:
    """A browser with a profile on disk, as a person's is: the same in every visit."""
    with TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser_path(), args=list(FLAGS), viewport=SIZE
        )
        try:
            yield lambda: context
        finally:
            context.close()


@contextmanager
def for_the_first_time() -> Iterator[Browsing]:
    """A browser that knows nothing at each visit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))

        def fresh() -> BrowserContext:
            for old in browser.contexts:
                old.close()
            return browser.new_context(viewport=SIZE)

        try:
            yield fresh
        finally:
            browser.close()
