"""The Plan screen in a browser: marketing moves weights and proposes, sales signs."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from metrics.lifecycle.ahead import ahead_of
from metrics.planning.drafts import terms_hash
from metrics.planning.live import with_weights
from metrics.planning.weights import moved
from metrics.wording import points, whole_money
from pages.views.plan_looked import build_answers, build_ready
from tests.end_to_end.visits import WAIT, Visit, visit
from tests.plan_stores import HEAD_OF_SALES, PERIOD, desk_at, planned_store
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser
WHY = "Bookings weigh too much"


@pytest.fixture(scope="module")
def planned(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a plan in force."""
    return planned_store(demo, tmp_path_factory.mktemp("planned"))


@pytest.fixture(scope="module")
def plan_app(planned: Path) -> Iterator[Server]:
    """The app on that store."""
    with serving(planned) as server:
        yield server


def act_as(seen: Visit, persona: str) -> None:
    """Chooses who acts."""
    seen.page.locator(".st-key-persona input").click()
    seen.page.get_by_role("option", name=persona, exact=True).click()
    seen.page.get_by_text("You act as", exact=False).wait_for(timeout=WAIT)


def headline(seen: Visit) -> str:
    """The sentence of the screen."""
    return seen.page.inner_text(".t-headline")


def test_both_heads_bring_a_change_of_weights_in_force(
    planned: Path, plan_app: Server, browser: Browser
) -> None:
    desk = desk_at(planned)
    before = desk.state.in_force(PERIOD)
    assert before is not None
    was, will = figures(planned, (50, 30, 20)), figures(planned, (40, 36, 24))

    marketing = visit(browser, plan_app.port, "plan")
    marketing.see("You have no role here")
    act_as(marketing, "Head of marketing")
    marketing.see(f"The plan in force funds {was[0]}: a pool of {was[1]} at forecast")
    box = marketing.page.locator(".st-key-weight_number_0 input")
    box.fill("40")
    box.press("Enter")
    marketing.see(f"The draft funds {will[0]} instead of {was[0]}: $6,927 more at forecast")
    # The figures come first; the boxes that gave way follow.
    for place, weight in enumerate(("40", "36", "24")):
        number = marketing.page.locator(f".st-key-weight_number_{place} input")
        expect(number).to_have_value(weight, timeout=WAIT)
    marketing.see("Bookings 50 → 40; pipeline created 30 → 36; win rate 20 → 24")
    marketing.page.get_by_role("button", name="Propose and sign").click()
    marketing.see("Proposed.")
    marketing.see("Head of marketing signed")
    assert desk.state.in_force(PERIOD) == before

    sales = visit(browser, plan_app.port, "plan")
    act_as(sales, "Head of sales")
    sales.see(f"The draft funds {will[0]} instead of {was[0]}: $6,927 more at forecast")
    waits = sales.page.locator("[data-testid=stSidebarNavLink] code")
    expect(waits).to_have_text("2", timeout=WAIT)
    sales.page.get_by_role("button", name="Sign as head of sales").click()
    sales.see(f"The plan in force funds {will[0]}: a pool of {will[1]} at forecast")
    sales.see("Head of sales signed")

    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    assert stands.number == 2
    assert [int(one.weight) for one in stands.plan.measures] == [40, 36, 24]
    assert {one.person for one in stands.signatures} == {"P002", HEAD_OF_SALES}
    for seen in (marketing, sales):
        assert seen.strangers == []
        assert seen.faults == []
        seen.close()


def figures(store: Path, weights: tuple[int, int, int]) -> tuple[str, str]:
    """The funding and the pool under these weights, as metrics has them, in the screen's words."""
    desk = desk_at(store)
    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    reader = desk.warehouse.reader()
    ahead = ahead_of(desk.state, desk.calendar, stands.plan, terms_hash)
    plan = with_weights(stands.plan, [Decimal(weight) for weight in weights])
    now = build_answers(build_ready(reader, ahead), plan).now
    assert now.pool_total is not None
    return points(now.pool.funding), whole_money(now.pool_total, plan.currency)


def test_a_locked_weight_stays(plan_app: Server, browser: Browser) -> None:
    seen = visit(browser, plan_app.port, "plan")
    act_as(seen, "Finance")
    seen.page.wait_for_selector(".t-plan-hero", timeout=WAIT)
    boxes = [seen.page.locator(f".st-key-weight_number_{place} input") for place in range(3)]
    # A box is drawn before it has its value.
    seen.page.wait_for_function(
        "() => [0, 1, 2].reduce((sum, place) => sum + Number(document.querySelector("
        "`.st-key-weight_number_${place} input`)?.value), 0) === 100",
        timeout=WAIT,
    )
    seen.settle()
    start = [Decimal(box.input_value()) for box in boxes]
    seen.page.locator(".st-key-weight_lock_2 button").first.click()
    seen.page.locator(".st-key-weight_number_2 input:disabled").wait_for(timeout=WAIT)
    # A slider that is drawn anew while its key is pressed hears nothing.
    seen.settle()
    slider = seen.page.locator(".st-key-weight_slider_0 input")
    slider.focus()
    slider.press("ArrowLeft")
    expected = moved(start, 0, start[0] - 1, {2})
    seen.page.wait_for_function(
        "text => document.querySelector('.st-key-weight_number_1 input')?.value === text",
        arg=f"{expected[1]}",
        timeout=WAIT,
    )
    assert [Decimal(box.input_value()) for box in boxes] == list(expected)
    assert boxes[2].is_disabled()
    assert seen.faults == []
    seen.close()


def test_sales_returns_a_plan_with_a_reason_and_the_document_downloads(
    planned: Path, plan_app: Server, browser: Browser, tmp_path: Path
) -> None:
    desk = desk_at(planned)
    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    plan = with_weights(stands.plan, [Decimal(60), Decimal(20), Decimal(20)])
    made = desk.propose("P002", plan, effective_on=stands.effective_on)
    seen = visit(browser, plan_app.port, "plan")
    act_as(seen, "Head of sales")
    seen.page.get_by_role("button", name="Return with a reason").click()
    seen.page.get_by_role("dialog").get_by_label("What has to change?").fill(WHY)
    seen.page.get_by_role("button", name=f"Return version {made.number}").click()
    seen.see("Returned.")
    seen.see(WHY)
    assert desk.state.version(made.number).status == "rejected"
    with seen.page.expect_download(timeout=WAIT) as download:
        seen.page.get_by_role("button", name=re.compile("The plan in force$")).click()
    file = tmp_path / "plan.pdf"
    download.value.save_as(file)
    assert file.read_bytes()[:5] == b"%PDF-"
    assert seen.strangers == []
    assert seen.faults == []
    seen.close()
