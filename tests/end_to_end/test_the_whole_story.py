"""From a moved weight to a corrected payout, with real clicks: the story of a shared pool.

A quarter that is over and not closed stands for the time that passes between signing and closing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.ledger.event import Row
from metrics.lifecycle.audit import audit
from metrics.lifecycle.carried import open_lines
from metrics.lifecycle.demo import plan_of
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.rerun import closed, rerun, stored_basis, stored_bytes
from metrics.lifecycle.state import State
from metrics.wording import decimal, exact_money
from tests.end_to_end.visits import WAIT, Visit, visit
from tests.plan_stores import (
    FINANCE,
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    desk_at,
    with_roles,
    yearly_payees,
)
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser
SOLD, NEXT, MEMBER = "2026-Q3", "2026-Q4", "P005"
LATE_AMOUNT = 250_000
LATE = f"booking_id,booked_on,amount,kind\nLATE1,2026-09-29,{LATE_AMOUNT}.00,new\n"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def store(demo: Path, tmp_path: Path) -> Path:
    """The demo company with payees and a signed plan for the quarter that is over, and the next."""
    place = with_roles(demo, tmp_path / "store")
    for name, day in ((SOLD, date(2026, 7, 1)), (NEXT, date(2026, 10, 1))):
        desk = desk_at(place, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        if name == SOLD:
            desk.load_payees(FINANCE, yearly_payees(tmp_path / "pay"))
        plan = plan_of(desk.calendar.parse(name))
        made = desk.propose(HEAD_OF_MARKETING, plan, effective_on=day)
        desk.sign(HEAD_OF_SALES, made.number, made.plan_hash)
        desk.ledger.close()
    return place


@pytest.fixture
def story(store: Path) -> Iterator[Server]:
    """The app on it."""
    with serving(store) as server:
        yield server


def act_as(seen: Visit, persona: str) -> None:
    """Chooses who acts."""
    seen.page.locator(".st-key-persona input").click()
    seen.page.get_by_role("option", name=persona, exact=True).click()
    seen.page.get_by_text("You act as", exact=False).wait_for(timeout=WAIT)


def statement(browser: Browser, port: int, period: str) -> tuple[Visit, str]:
    """Payouts as the member sees it, and every word of the own statement and its steps."""
    seen = visit(browser, port, f"payouts?payouts={period}")
    act_as(seen, "Member of sales")
    seen.see("Your statement")
    seen.settle()
    seen.page.get_by_text("Every step of this statement").click()
    seen.page.locator(".t-tree").first.wait_for(timeout=WAIT)
    return seen, seen.page.locator("[data-testid=stMain]").inner_text()


def end(*visits: Visit) -> None:
    """Closes pages that asked nobody else for anything and had no fault."""
    for seen in visits:
        assert (seen.strangers, seen.faults) == ([], [])
        seen.close()


def test_from_a_moved_weight_to_a_corrected_payout(
    store: Path, story: Server, browser: Browser, tmp_path: Path
) -> None:
    first, _ = statement(browser, story.port, SOLD)
    before = paid_now(store)
    first.see(exact_money(before, "USD"))

    # The head of marketing moves bookings 50 -> 40, sees the money move and proposes.
    marketing = visit(browser, story.port, f"plan?plan={SOLD}")
    act_as(marketing, "Head of marketing")
    marketing.see("The plan in force funds")
    box = marketing.page.locator(".st-key-weight_number_0 input")
    box.fill("40")
    box.press("Enter")
    marketing.see("The draft funds")
    marketing.see("Bookings 50 → 40; pipeline created 30 → 36; win rate 20 → 24")
    assert re.search(r"\$[\d,]+ (more|less) at forecast", headline(marketing))
    marketing.page.get_by_role("button", name="Propose and sign").click()
    marketing.see("Proposed.")
    assert in_force(store) == [50, 30, 20]

    # The head of sales signs: in force, and a payee sees the new statement.
    sales = visit(browser, story.port, f"plan?plan={SOLD}")
    act_as(sales, "Head of sales")
    sales.page.get_by_role("button", name="Sign as head of sales").click()
    sales.see("Head of sales signed")
    assert in_force(store) == [40, 36, 24]
    after = paid_now(store)
    assert after != before
    second, _ = statement(browser, story.port, SOLD)
    second.see(exact_money(after, "USD"))

    # Finance closes; what the payee sees then is what stands for good.
    finance = visit(browser, story.port, f"payouts?payouts={SOLD}")
    act_as(finance, "Finance")
    finance.page.get_by_role("button", name="Close Q3 2026").click()
    finance.see("Q3 2026 pays")
    close = closed(desk_at(store, NOW).state, SOLD)
    kept = row_of(store, close.seq)
    bytes_kept = stored_bytes(close)
    third, shown = statement(browser, story.port, SOLD)
    assert "Proof of this statement" in shown
    assert exact_money(after, "USD") in shown

    # A late booking loads.
    data = visit(browser, story.port, "data")
    file = tmp_path / "bookings.csv"
    file.write_text(LATE, encoding="utf-8")
    data.page.locator("input[type=file]").set_input_files(file)
    data.see("1 file read as canonical")
    data.page.get_by_role("button", name="Load and publish").click()
    data.see("Published 1 file in")

    # The closed statement is the same to the byte, on the screen and in the ledger.
    fourth, again = statement(browser, story.port, SOLD)
    assert again == shown
    assert row_of(store, close.seq) == kept
    state = desk_at(store, NOW).state
    assert stored_bytes(closed(state, SOLD)) == rerun(state, SOLD) == bytes_kept

    # The difference stands as a signed line on the next pool.
    finance.page.get_by_role("button", name="Restate by later data").click()
    dialog = finance.page.get_by_role("dialog")
    dialog.get_by_role("textbox").first.fill("a booking came in late")
    dialog.get_by_role("button", name="Restate Q3 2026").click()
    finance.see("Restated on")
    state = desk_at(store, NOW).state
    line = open_lines(state)[MEMBER]
    assert abs(line - due(state)) < Fraction(1, 100)
    fifth, following = statement(browser, story.port, NEXT)
    assert f"Corrections of earlier periods\t{exact_money(decimal(line), 'USD')}" in following
    assert row_of(store, close.seq) == kept
    assert audit(store, NOW).holds
    end(first, marketing, sales, second, finance, third, data, fourth, fifth)


def headline(seen: Visit) -> str:
    """The sentence of the screen."""
    return seen.page.inner_text(".t-headline")


def in_force(store: Path) -> list[int]:
    """The weights that stand."""
    version = desk_at(store, NOW).state.in_force(SOLD)
    assert version is not None
    return [int(one.weight) for one in version.plan.measures]


def paid_now(store: Path) -> Decimal:
    """What the member would be paid for the open period, asked of the desk itself."""
    told = PeriodDesk(desk_at(store, NOW)).statement(MEMBER, SOLD, MEMBER)
    return decimal(told.payout)


def row_of(store: Path, seq: int) -> Row:
    """An event exactly as the database holds it, hash and sealed texts included."""
    rows, _ = desk_at(store, NOW).ledger.snapshot()
    return rows[seq - 1]


def due(state: State) -> Fraction:
    """The member's difference by hand: what the late booking adds on the curve of bookings."""
    close = closed(state, SOLD)
    (part,) = stored_basis(close).parts
    measure = part.plan.measures[0]
    booked, target = part.results["bookings"].value, part.results["bookings"].target
    assert booked is not None
    assert target is not None
    added = curve(measure.points, (booked + LATE_AMOUNT) / target) - curve(
        measure.points, booked / target
    )
    (terms,) = next(one for one in stored_basis(close).payees if one.payee.person_id == MEMBER
                    ).payee.terms  # fmt: skip
    return terms.target * Fraction(measure.weight) / 100 * added / 100


def curve(points: Sequence[tuple[Decimal, Decimal]], at: Fraction) -> Fraction:
    """Between two points a straight line; beyond the last the last one's payout."""
    known = [(Fraction(x), Fraction(y)) for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(known):
        if x0 <= at < x1:
            return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    return known[-1][1] if at >= known[-1][0] else Fraction(0)
