"""A wall screen in a browser, and the rules that let it be read from across a room."""

import io
import re
from itertools import combinations
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.end_to_end.visits import WAIT, Visit

WIDE = (1920, 1080)
LETTER, HERO, CONTRAST = 32.0, 110.0, 7.0
_COLOURS = 1 << 24
_NUMBERS = {"w-hero": 1, "w-value": 4}
# Every text that can be seen, its box on the window, its letters' size on the stage and colour.
_TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode, holder = node.parentElement;
    if (!node.textContent.trim() || !holder) continue;
    if (["STYLE", "SCRIPT", "NOSCRIPT"].includes(holder.tagName)) continue;
    if (!holder.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const style = getComputedStyle(holder);
    const isDrawn = holder instanceof SVGElement;
    const isCut = (box) => {
      for (let one = holder; one && one !== document.body; one = one.parentElement) {
        if (getComputedStyle(one).overflowX === "visible") continue;
        const room = one.getBoundingClientRect();
        if (box.left < room.left - 2 || box.right > room.right + 2) return true;
      }
      return false;
    };
    for (const box of boxes) found.push({ isCut: isCut(box),
      text: node.textContent.trim(), left: box.left, top: box.top, right: box.right,
      bottom: box.bottom, size: parseFloat(style.fontSize),
      color: isDrawn ? style.fill : style.color,
    });
  }
  return found;
}"""
_CUT = """() => [...document.querySelectorAll('.w-view *, .w-view')].filter((one) =>
  one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1) &&
  getComputedStyle(one).display !== 'inline' && one.innerText?.trim()
).map((one) => one.className + ': ' + one.innerText.slice(0, 60))"""
_SCROLLS = """() => ['html', 'body', '[data-testid=stMain]', '.stApp'].filter((name) => {
  const one = document.querySelector(name);
  one.scrollTo(40, 40);
  return one.scrollTop > 0 || one.scrollLeft > 0 || scrollX > 0 || scrollY > 0;
})"""
_STAGE = "() => document.querySelector('[class*=st-key-stage_]').getBoundingClientRect().toJSON()"


# The same letters and lines twice in a row, in the font that was loaded: nothing is being drawn.
_STILL = """() => {
  const stage = document.querySelector('[class*=st-key-stage_]');
  const isDrawing = stage?.querySelector('.st-key-wall_chart') &&
    !stage.querySelector('.js-plotly-plot .main-svg');
  const now = stage?.innerHTML, is = window.lastDrawn === now;
  window.lastDrawn = now;
  return Boolean(now) && is && !isDrawing && document.fonts.status === "loaded";
}"""
_STILL_MILLISECONDS = 250
# Keeps which views stood one after another, also those that turned while nobody looked.
_KEEP_TURNS = """(() => {
  window.turns = [];
  new MutationObserver(() => {
    const key = document.querySelector('.w-view')?.dataset.view;
    if (key && key !== window.turns.at(-1)) window.turns.push(key);
  }).observe(document, {subtree: true, childList: true, attributes: true});
})()"""


class Wall(Visit):
    """An open wall."""

    def key(self) -> str:
        """Which of the five views stands."""
        return str(self.page.locator(".w-view").get_attribute("data-view"))

    def wait_for(self, key: str) -> None:
        """Waits until the view and the keys stand and what is drawn stays."""
        self.page.wait_for_selector(f'.w-view[data-view="{key}"]', timeout=WAIT)
        following = self.page.locator(".st-key-key_next_right button")
        following.wait_for(state="attached", timeout=WAIT)
        self.settle()
        self.page.evaluate("() => { delete window.lastDrawn }")
        self.page.wait_for_function(_STILL, timeout=WAIT, polling=_STILL_MILLISECONDS)

    def press(self, name: str, then: str) -> None:
        """Presses a key and waits for the view that follows."""
        self.page.keyboard.press(name)
        self.wait_for(then)

    def turns(self, count: int) -> list[str]:
        """The first views that stood, once there have been so many."""
        self.page.wait_for_function(
            "count => window.turns.length >= count", arg=count, timeout=WAIT
        )
        return list(self.page.evaluate("() => window.turns"))[:count]

    def words(self, css: str) -> str:
        """The words of an element."""
        return self.page.inner_text(css)


def hang(
    browser: Browser, port: int, query: str = "kiosk=1", *, size: tuple[int, int] = WIDE,
    is_dark: bool = False,
) -> Wall:  # fmt: skip
    """A wall of that size, once a view stands."""
    address = f"http://127.0.0.1:{port}/?{query}"
    found = Wall.opened(browser, address, size, is_dark=is_dark, before=_KEEP_TURNS)
    found.page.wait_for_selector(".w-view", timeout=WAIT)
    found.wait_for(found.key())
    return found


def broken_rules(wall: Wall, *, with_contrast: bool = True) -> dict[str, list[str]]:
    """The rules that the view breaks, each with what breaks it; empty where it can be read."""
    texts = wall.page.evaluate(_TEXTS)
    assert texts, "nothing is written on the wall"
    found = {
        "small letters": [one["text"] for one in texts if one["size"] < LETTER],
        "small hero": _small_heroes(wall.page),
        "budget": _over_budget(wall.page),
        "scroll": wall.page.evaluate(_SCROLLS),
        "outside": _outside(wall.page, texts),
        "cut": [*wall.page.evaluate(_CUT), *(one["text"] for one in texts if one["isCut"])],
        "overlap": _overlaps(texts),
        "as-of": [] if re.search(r"As of \w{3} \d", wall.words(".w-asof")) else ["missing"],
    }
    if with_contrast:
        found["contrast"] = _faint(wall.page, texts)
    return {rule: what for rule, what in found.items() if what}


def _small_heroes(page: Page) -> list[str]:
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.w-hero')].map("
        "(one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    return [f"{size} px" for size in sizes if size < HERO]


def _over_budget(page: Page) -> list[str]:
    most = {**{f".{name}": number for name, number in _NUMBERS.items()}, ".js-plotly-plot": 1}
    counted = {css: page.locator(css).count() for css in most}
    return [f"{counted[css]} × {css}" for css in most if counted[css] > most[css]]


def _outside(page: Page, texts: list[dict[str, Any]]) -> list[str]:
    stage = page.evaluate(_STAGE)
    return [
        one["text"]
        for one in texts
        if one["left"] < stage["left"] - 1
        or one["right"] > stage["right"] + 1
        or one["top"] < stage["top"] - 1
        or one["bottom"] > stage["bottom"] + 1
    ]


def _overlaps(texts: list[dict[str, Any]]) -> list[str]:
    """Pairs of texts whose letters share room; a line's air above and below is not letters."""

    def letters(one: dict[str, Any]) -> tuple[float, float, float, float]:
        middle, half = (one["top"] + one["bottom"]) / 2, (one["bottom"] - one["top"]) * 0.28
        return one["left"], middle - half, one["right"], middle + half

    found = []
    for one, other in combinations(texts, 2):
        a, b = letters(one), letters(other)
        if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1:
            found.append(f"{one['text']} | {other['text']}")
    return found


def _faint(page: Page, texts: list[dict[str, Any]]) -> list[str]:
    """Texts under the contrast of 7, by their colour and the commonest pixel around them."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    found = []
    for one in texts:
        box = (int(one["left"]) - 4, int(one["top"]), int(one["right"]) + 4, int(one["bottom"]))
        around = max(picture.crop(box).getcolors(_COLOURS) or [(0, (0, 0, 0))])[1]
        ink = tuple(int(part) for part in re.findall(r"\d+", one["color"])[:3])
        if contrast(ink, around) < CONTRAST:
            found.append(f"{one['text']}: {contrast(ink, around):.1f}")
    return found


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast of two colours as WCAG counts it."""

    def light(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
