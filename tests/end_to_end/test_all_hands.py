"""The all-hands in a browser: keys, words written before presenting, and nothing cut on a slide."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.visits import WAIT, Visit, visit
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser

LEAST = 24
# Every text of the slide with its size and where its letters really stand, in slide pixels.
TEXTS = """async () => {
  await document.fonts.ready;
  const slide = document.querySelector('.s-slide').getBoundingClientRect();
  const scale = slide.width / 1920;
  return [...document.querySelectorAll('.s-slide p, .s-slide h1')]
    .filter(one => one.textContent.trim())
    .map(one => {
      const range = document.createRange(); range.selectNodeContents(one);
      const wide = range.getBoundingClientRect(), high = one.getBoundingClientRect();
      const at = {left: wide.left, right: wide.right, top: high.top, bottom: high.bottom};
      const box = one.parentElement.getBoundingClientRect();
      return {text: one.textContent, size: parseFloat(getComputedStyle(one).fontSize),
        left: (at.left - slide.left) / scale, right: (at.right - slide.left) / scale,
        top: (at.top - slide.top) / scale, bottom: (at.bottom - slide.top) / scale,
        over: Math.max(at.bottom - box.bottom, box.top - at.top, at.right - box.right,
          box.left - at.left) / scale};
    });
}"""


@pytest.fixture(scope="module")
def hall(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a copy of the demo company with its held meetings."""
    store = tmp_path_factory.mktemp("hall") / "store"
    shutil.copytree(decided, store)
    with serving(store) as server:
        yield server


def presented(browser: Browser, port: int, *, is_dark: bool = False) -> Visit:
    """The first slide on the stage of a screen of 1920 by 1080 pixels."""
    seen = visit(browser, port, "all_hands", width=1920, is_dark=is_dark)
    seen.page.set_viewport_size({"width": 1920, "height": 1080})
    seen.page.get_by_role("button", name="Present").click()
    stands(seen, 1)
    return seen


def stands(seen: Visit, number: int) -> None:
    """Waits until the slide of that number stands on the stage, and the keys with it."""
    page = seen.page.locator(".st-key-stage_slide .s-part-page", has_text=f"{number} of 9")
    page.wait_for(timeout=WAIT)
    seen.page.locator(".st-key-key_leave button").wait_for(state="attached", timeout=WAIT)
    seen.settle()


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_nothing_is_small_cut_or_on_top_of_another(
    hall: Server, browser: Browser, *, is_dark: bool
) -> None:
    seen = presented(browser, hall.port, is_dark=is_dark)
    for number in range(1, 10):
        stands(seen, number)
        texts = seen.page.evaluate(TEXTS)
        assert len(texts) >= 4
        assert [one for one in texts if one["size"] < LEAST] == []
        assert [one for one in texts if one["over"] > 2] == [], number
        outside = [
            one
            for one in texts
            if one["left"] < 0 or one["top"] < 0 or one["right"] > 1920 or one["bottom"] > 1080
        ]
        assert outside == []
        assert overlapping(texts) == [], number
        footer = seen.page.inner_text(".s-part-footer")
        for words in ("Northbeam Instruments", "As of", "frozen", "fingerprint", "definitions v1"):
            assert words in footer
        if number < 9:
            seen.page.keyboard.press("ArrowRight")
    assert (seen.faults, seen.strangers) == ([], [])
    seen.close()


def overlapping(texts: list[dict[str, float]]) -> list[tuple[object, object]]:
    """Pairs of texts whose letters stand on each other."""
    return [
        (one["text"], other["text"])
        for place, one in enumerate(texts)
        for other in texts[place + 1 :]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 2
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 2
    ]


def test_the_keys_turn_and_leave(hall: Server, browser: Browser) -> None:
    seen = presented(browser, hall.port)
    press = seen.page.keyboard.press
    for key, number in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("ArrowLeft", 2),
        ("End", 9),
        ("ArrowRight", 9),
        ("Home", 1),
        ("ArrowLeft", 1),
    ):
        press(key)
        stands(seen, number)
    expect(seen.page.locator("[data-testid=stSidebar]")).to_be_hidden(timeout=WAIT)
    press("ArrowRight")
    stands(seen, 2)
    # The link holds the slide: a reload shows the same one.
    seen.page.reload()
    stands(seen, 2)
    press("Escape")
    seen.page.wait_for_selector(".t-headline", timeout=WAIT)
    seen.settle()
    assert "present" not in seen.page.url
    expect(seen.page.locator("[data-testid=stSidebar]")).to_be_visible(timeout=WAIT)
    assert seen.faults == []
    seen.close()


def act_as(seen: Visit, label: str) -> None:
    """Chooses somebody in the box beside the navigation."""
    box = seen.page.locator(".st-key-persona input")
    box.click()
    box.fill(label)
    seen.page.get_by_role("option", name=label).first.click()
    seen.settle()


def test_words_are_written_then_presented_and_go_back(hall: Server, browser: Browser) -> None:
    seen = visit(browser, hall.port, "all_hands?slide=4", width=1920)
    seen.settle()
    assert seen.page.get_by_role("button", name="Save the words").count() == 0
    seen.see("Heads, finance and operations may word the slides")
    act_as(seen, "Head of marketing")
    ours = 'We won <b>this</b> together & "more" $1$ **so**'
    box = seen.page.get_by_label("The sentence")
    expect(box).not_to_have_value("", timeout=WAIT)
    computed = box.input_value()
    box.fill(ours)
    seen.page.get_by_role("button", name="Save the words").click()
    seen.see("one text written anew")
    seen.settle()
    seen.page.get_by_role("button", name="Present").click()
    stands(seen, 4)
    assert seen.page.inner_text(".st-key-stage_slide h1") == ours
    assert seen.page.locator(".st-key-stage_slide h1 b").count() == 0
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_selector(".t-headline", timeout=WAIT)
    seen.settle()
    seen.page.get_by_role("button", name="Back to computed").click()
    seen.see("The words are as computed.")
    seen.settle()
    expect(box).to_have_value(computed, timeout=WAIT)
    assert seen.faults == []
    seen.close()


def test_the_files_are_made_on_demand(hall: Server, browser: Browser) -> None:
    seen = visit(browser, hall.port, "all_hands", width=1920)
    seen.settle()
    for name, start in (("PowerPoint", b"PK"), ("PDF", b"%PDF")):
        with seen.page.expect_download(timeout=WAIT) as waiting:
            seen.page.get_by_role("button", name=name).click()
        path = waiting.value.path()
        assert path.read_bytes().startswith(start)
        assert waiting.value.suggested_filename.startswith("all-hands-2026-11-08-meeting-2.")
    assert seen.faults == []
    seen.close()
