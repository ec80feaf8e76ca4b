"""The browser of the tests: Debian's Chromium, or the one that CHROMIUM names."""

import os
import shutil

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def browser_path() -> str | None:
    """Where the browser is; None leaves it to the driver, which says what is missing."""
    named = os.environ.get("CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    return named or next((path for name in names if (path := shutil.which(name))), None)
