"""Weekly on a wall: five views that can be read from across a room, and that stay up."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.demo import write_demo
from data.load import load
from pages.views.kiosk import KEYS
from tests.end_to_end.visits import WAIT
from tests.end_to_end.wall import broken_rules, contrast, hang
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser
THEMES = pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])


@pytest.fixture(scope="module")
def store(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of its own with the demo company and its meetings."""
    place = tmp_path_factory.mktemp("wall") / "store"
    shutil.copytree(decided, place)
    return place


@pytest.fixture(scope="module")
def company(store: Path) -> Iterator[Server]:
    """The app on it."""
    with serving(store) as server:
        yield server


@THEMES
def test_each_view_can_be_read_from_across_the_room(
    company: Server, browser: Browser, is_dark: bool
) -> None:
    wall = hang(browser, company.port, is_dark=is_dark)
    for key in KEYS:
        wall.wait_for(key)
        assert (key, broken_rules(wall)) == (key, {})
        wall.page.keyboard.press("ArrowRight")
    assert wall.strangers == []
    assert wall.faults == []
    wall.close()


@pytest.mark.parametrize("size", [(1280, 720), (1280, 800), (3840, 2160)], ids=str)
def test_another_window_shows_the_same_stage_whole(
    company: Server, browser: Browser, size: tuple[int, int]
) -> None:
    wall = hang(browser, company.port, size=size)
    for key in KEYS:
        wall.wait_for(key)
        assert (key, broken_rules(wall, with_contrast=False)) == (key, {})
        wall.page.keyboard.press("ArrowRight")
    wall.close()


BREAKS = {
    "small letters": ".w-note{font-size:31px !important}",
    "small hero": ".w-hero{font-size:109px !important}",
    "scroll": "body,html{overflow:auto !important} body::after{content:'';display:block;"
    "height:3000px}",
    "outside": ".w-asof{position:relative;left:90px}",
    "cut": ".w-value{width:60px;overflow:hidden}",
    "overlap": ".w-label{position:relative;top:50px}",
    "contrast": ".w-asof{color:#767676 !important}",
}


# The same by a script, in the page and in the chart.
DAMAGES = {
    "small letters": "document.querySelector('.js-plotly-plot text').style.fontSize='31px'",
    "contrast": "document.querySelector('.annotation-text').style.fill='#767676'",
    "outside": "document.querySelector('.annotation').style.transform='translateX(1400px)'",
    "as-of": "document.querySelector('.w-asof').textContent = ''",
    "budget": "const v=document.querySelector('.w-row'); v.append(v.lastChild.cloneNode(1))",
}


def test_each_rule_sees_what_breaks_it(company: Server, browser: Browser) -> None:
    wall = hang(browser, company.port, "kiosk=1&view=number")
    assert broken_rules(wall) == {}
    for rule, style in BREAKS.items():
        tag = wall.page.add_style_tag(content=style)
        assert rule in broken_rules(wall, with_contrast=rule == "contrast")
        tag.evaluate("tag => tag.remove()")
    assert broken_rules(wall) == {}
    for rule, script in DAMAGES.items():
        wall.page.evaluate(f"() => {{ {script} }}")
        assert rule in broken_rules(wall, with_contrast=rule == "contrast")
    wall.close()


def test_contrast_is_counted_as_it_is_defined() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_keys_turn_the_views_round_and_round(company: Server, browser: Browser) -> None:
    wall = hang(browser, company.port)
    assert wall.key() == "commitments"
    wall.press("ArrowLeft", "demand")
    wall.press("ArrowRight", "commitments")
    wall.press("PageDown", "number")
    wall.press("PageUp", "commitments")
    assert wall.page.locator("[data-testid=stSidebar]").is_visible() is False
    assert wall.page.locator("[data-testid=stHeader]").is_visible() is False
    wall.close()


def test_it_turns_by_itself_at_the_pace_of_the_link(company: Server, browser: Browser) -> None:
    wall = hang(browser, company.port, "kiosk=1&rotate=5&view=demand")
    assert wall.turns(3) == ["demand", "commitments", "number"]
    wall.close()


def test_without_a_pace_it_stays(company: Server, browser: Browser) -> None:
    wall = hang(browser, company.port, "kiosk=1&view=handover")
    wall.page.wait_for_timeout(7_000)
    assert wall.key() == "handover"
    wall.close()


def test_a_new_load_shows_without_a_reload_and_a_broken_store_leaves_the_last_view(
    decided: Path, tmp_path: Path, browser: Browser
) -> None:
    store = tmp_path / "store"
    shutil.copytree(decided, store)
    with serving(store) as server:
        wall = hang(browser, server.port, "kiosk=1&view=number")
        assert "15 Nov 2026" in wall.words(".w-asof")
        wall.page.evaluate("() => { window.stays = true }")
        write_demo(tmp_path / "later", scale=1, seed=7, until=date(2026, 11, 22))
        load([tmp_path / "later"], store, now=datetime(2026, 11, 23, 12, tzinfo=UTC))
        wall.page.locator(".w-asof", has_text="22 Nov 2026").wait_for(timeout=WAIT)
        wall.wait_for("number")
        assert wall.page.evaluate("() => window.stays")
        shown = wall.words(".w-headline"), wall.words(".w-hero")
        # Once round: the beat counts a view at a time, and a break may come before the last.
        for key in ("changed", "handover", "demand", "commitments", "number"):
            wall.press("ArrowRight", key)

        current = store / "warehouse" / "current"
        name = current.read_text(encoding="utf-8")
        for damage in (current.unlink, lambda: current.write_bytes(b"\xff\x00")):
            damage()
            banner = wall.page.locator(".w-banner", has_text="cannot be read now")
            banner.first.wait_for(timeout=WAIT)
            assert (wall.words(".w-headline"), wall.words(".w-hero")) == shown
            expect(wall.page.locator(".js-plotly-plot")).to_have_count(1, timeout=WAIT)
            assert wall.page.locator(".t-empty, .stException").count() == 0
            assert "22 Nov 2026" in wall.words(".w-asof")
            # The other views stay too, and whoever hangs another wall gets the same.
            wall.press("ArrowRight", "changed")
            assert broken_rules(wall) == {}
            wall.press("ArrowLeft", "number")
            other = hang(browser, server.port, "kiosk=1&view=number")
            assert (other.words(".w-headline"), other.words(".w-hero")) == shown
            other.close()
            current.write_text(name, encoding="utf-8")
            banner.first.wait_for(state="detached", timeout=WAIT)
        assert wall.faults == []
        wall.close()
