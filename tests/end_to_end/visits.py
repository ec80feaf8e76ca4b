"""A page of the app in a browser, with what it asked for and complained about."""

import time
from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

WAIT = 30_000
OURS = ("http://127.0.0.1:", "http://localhost:", "data:", "blob:", "ws://")
# Two frames: what a click or a message set off in the page has been done by then.
_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_CUT_SHORT = ForwardMsg.FINISHED_EARLY_FOR_RERUN


@dataclass
class Visit:
    """An open page; `strangers` are addresses beyond the app, `faults` script errors.

    `is_asked`: the page has asked for a run that has not begun; `is_running`: one has not ended.
    The state that Streamlit's page tells of itself still says that nothing runs just after a click.
    """

    page: Page
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_asked: bool = False
    is_running: bool = False

    @classmethod
    def opened(
        cls,
        browser: Browser,
        address: str,
        size: tuple[int, int],
        *,
        is_dark: bool = False,
        before: str = "",
    ) -> Self:
        """The page at an address in a window of that size; nothing of it needs to stand yet.

        `before` is a script that runs before the page's own.
        """
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if is_dark else "light",
            accept_downloads=True,
        )
        found = cls(context.new_page())
        found.page.on("request", lambda request: found._note(request.url))
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))
        found.page.on("websocket", found._listen)
        found.page.add_init_script(before)
        found.page.goto(address)
        return found

    def _note(self, url: str) -> None:
        if not url.startswith(OURS):
            self.strangers.append(url)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            message = BackMsg.FromString(frame)
            # What runs by itself is not asked for, and is dropped where its part is gone.
            is_ask = message.WhichOneof("type") == "rerun_script"
            self.is_asked |= is_ask and not message.rerun_script.is_auto_rerun

    def _received(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "new_session":
                self.is_asked, self.is_running = False, True
            elif message.WhichOneof("type") == "script_finished":
                self.is_running = message.script_finished == _CUT_SHORT

    def see(self, words: str) -> None:
        """Waits until the words stand in the page."""
        self.page.get_by_text(words, exact=False).first.wait_for(timeout=WAIT)

    def settle(self) -> None:
        """Waits until the app has done all that it was asked for: what is drawn then stays.

        Raises: AssertionError where the app does not answer.
        """
        self.page.evaluate(_FRAMES)
        deadline = time.monotonic() + WAIT / 1000
        while self.is_asked or self.is_running:
            assert time.monotonic() < deadline, "the app has not answered what it was asked for"
            self.page.wait_for_timeout(20)
        self.page.evaluate(_FRAMES)
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


def visit(
    browser: Browser, port: int, path: str = "", *, width: int = 1280, is_dark: bool = False
) -> Visit:
    """The page at `path`, once its headline or its message stands."""
    address = f"http://127.0.0.1:{port}/{path}"
    found = Visit.opened(browser, address, (width, 720), is_dark=is_dark)
    found.page.wait_for_selector(".t-headline, .t-empty", timeout=WAIT)
    return found
