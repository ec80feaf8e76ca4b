"""A page of the app in a browser, with what it asked for and complained about."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

WAIT = 30_000
OURS = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "ws://")


@dataclass
class Visit:
    """An open page; `strangers` are addresses beyond the app, `faults` script errors."""

    page: Page
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def see(self, words: str) -> None:
        """Waits until the words stand in the page."""
        self.page.get_by_text(words, exact=False).first.wait_for(timeout=WAIT)

    def settle(self) -> None:
        """Waits until the app has run to its end: what is drawn then stays."""
        self.page.locator("[data-test-script-state=notRunning]").wait_for(timeout=WAIT)

    def width_beyond(self) -> int:
        """How far the page scrolls sideways, in pixels."""
        return int(
            self.page.evaluate(
                "() => document.querySelector('[data-testid=stMain]').scrollWidth"
                " - document.querySelector('[data-testid=stMain]').clientWidth"
            )
        )

    def close(self) -> None:
        """Closes the page and its context."""
        self.page.context.close()


def visit(browser: Browser, port: int, path: str = "", **size: object) -> Visit:
    """The page at `path`, once its headline or its message stands."""
    context = browser.new_context(
        viewport={"width": int(str(size.get("width", 1280))), "height": 720},
        color_scheme="dark" if size.get("is_dark") else "light",
        accept_downloads=True,
    )
    found = Visit(context.new_page())
    found.page.on(
        "request",
        lambda request: (
            None if request.url.startswith(OURS) else found.strangers.append(request.url)
        ),
    )
    found.page.on("pageerror", lambda error: found.faults.append(str(error)))
    found.page.goto(f"http://127.0.0.1:{port}/{path}")
    found.page.wait_for_selector(".t-headline, .t-empty", timeout=WAIT)
    return found
