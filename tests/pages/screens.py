"""A screen run without a browser: the words it would show."""

import html
import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def screen(path: str, **words: str) -> AppTest:
    """The screen of a file after one run with the words of a link."""
    test = AppTest.from_file(str(ROOT / path), default_timeout=60)
    for name, word in words.items():
        test.query_params[name] = word
    return test.run()


def shown(test: AppTest) -> str:
    """Everything that stands in the page's own HTML, tags taken out."""
    bodies = [element.proto.body for element in test.get("html")]
    text = " ".join(re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL) for body in bodies)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def heading(test: AppTest) -> str:
    """The sentence of the screen."""
    bodies = [element.proto.body for element in test.get("html")]
    found = [re.search(r'<h1 class="t-headline">(.*?)</h1>', body) for body in bodies]
    return html.unescape(next(match.group(1) for match in found if match))
