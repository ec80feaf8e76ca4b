"""The Payouts screen in a browser: act as finance and as a member, pay, ask, save a file."""

import csv
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.csv_out import csv_text
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.payroll import COLUMNS
from metrics.lifecycle.told import PAYEE_COLUMNS, payee_rows
from tests.end_to_end.visits import WAIT, Visit, visit
from tests.sessions import Server, serving

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def store(decided: Path, tmp_path: Path) -> Path:
    """A copy of the demo company with its decisions."""
    place = tmp_path / "store"
    shutil.copytree(decided, place)
    return place


@pytest.fixture
def app(store: Path) -> Iterator[Server]:
    """The app on it."""
    with serving(store) as server:
        yield server


def act_as(seen: Visit, label: str, words: str) -> None:
    """Chooses somebody in the box beside the navigation."""
    seen.page.locator(".st-key-persona input").click()
    seen.page.get_by_role("option", name=label).first.click()
    seen.page.locator(".t-banner strong", has_text=words).wait_for(timeout=WAIT)
    seen.settle()


def test_finance_pays_and_saves_the_payroll_file(
    app: Server, browser: Browser, store: Path, tmp_path: Path
) -> None:
    seen = visit(browser, app.port, "payouts?payouts=2026-Q3")
    seen.see("You have no role here")
    act_as(seen, "Finance", "Rohan Ferrari")
    seen.see("Q3 2026 pays 91.9")
    seen.page.get_by_role("button", name="Make the payroll file").click()
    with seen.page.expect_download(timeout=WAIT) as download:
        seen.page.get_by_role("link", name="Save payroll-2026-Q3.csv").click()
    file = tmp_path / "payroll.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 55
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["person_id"], rows[0]["payout"]) == ("P002", "13786.36")
    assert download.value.url.startswith("blob:")

    seen.page.get_by_role("button", name="Mark Q3 2026 as paid").click()
    seen.see("Q3 2026 paid 91.9")
    paid = Desk.open(store, NOW).state.period("2026-Q3").paid
    assert paid is not None
    assert paid.actor == "P001"
    assert seen.width_beyond() <= 0
    assert (seen.strangers, seen.faults) == ([], [])
    seen.close()


def test_a_refusal_is_one_sentence_in_the_dialog(app: Server, browser: Browser) -> None:
    seen = visit(browser, app.port, "payouts?payouts=2026-Q3", is_dark=True)
    act_as(seen, "Finance", "Rohan Ferrari")
    seen.page.get_by_role("button", name="Restate by later data").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("late news")
    dialog.get_by_role("button", name="Restate Q3 2026").click()
    dialog.get_by_text("pays the same by what is known today").wait_for(timeout=WAIT)
    assert (seen.strangers, seen.faults) == ([], [])
    seen.close()


def test_a_member_opens_the_steps_and_asks(app: Server, browser: Browser, store: Path) -> None:
    seen = visit(browser, app.port, "payouts?payouts=2026-Q3", width=1920)
    act_as(seen, "Member of sales", "Malik Ng")
    seen.see("$11,029.09")
    seen.page.get_by_text("Every step of this statement").click()
    seen.see("Prorated target")
    # A run that has not ended may draw the tree anew, closed.
    seen.settle()
    # The tree opens by the keyboard.
    closed = seen.page.locator(".t-tree details:not([open]) > summary").first
    closed.scroll_into_view_if_needed()
    before = seen.page.locator(".t-tree details[open]").count()
    closed.focus()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_function(
        "n => document.querySelectorAll('.t-tree details[open]').length === n + 1",
        arg=before,
        timeout=WAIT,
    )
    seen.page.get_by_text("Ask about a line of this statement").click()
    seen.page.get_by_role("textbox", name="Your question").fill("Why this much?")
    seen.page.get_by_role("button", name="Ask", exact=True).click()
    seen.see("Not answered yet")
    asked = Desk.open(store, NOW).state.disputes["3"].asked
    assert asked.actor == "P005"
    assert "339,714" not in seen.page.content()
    assert seen.width_beyond() <= 0
    assert (seen.strangers, seen.faults) == ([], [])
    seen.close()


def test_finance_loads_payees_after_seeing_what_changes(
    app: Server, browser: Browser, store: Path, tmp_path: Path
) -> None:
    before = Desk.open(store, NOW)
    rows = list(csv.reader(csv_text(PAYEE_COLUMNS, payee_rows(before, "P001")).splitlines()))
    # Somebody new, who is nobody of the people's table, and a manager's word on somebody.
    rows[1][rows[0].index("modifier")] = "1.1"
    rows.append(["X9", "2026-10-01", *[""] * 4, "1000", *[""] * 5])
    good, bad = tmp_path / "payees.csv", tmp_path / "bad.csv"
    good.write_text(csv_text(rows[0], rows[1:]), encoding="utf-8")
    bad.write_text(csv_text(rows[0], [*rows[1:], ["X8", "soon", *[""] * 10]]), encoding="utf-8")

    seen = visit(browser, app.port, "payouts?payouts=2026-Q4")
    act_as(seen, "Finance", "Rohan Ferrari")
    count = len(before.state.payees)
    seen.see(f"{count} payees, loaded from register.csv by Rohan Ferrari")
    seen.page.get_by_text("Load payees from a file").click()
    box = seen.page.locator(".st-key-payees_file_0 input[type=file]")
    box.set_input_files(bad)
    seen.see("valid_from is no date; write it as 2026-10-01")
    assert seen.page.get_by_role("button", name="Make this the register").count() == 0
    box.set_input_files(good)
    seen.see("1 new: X9.")
    seen.see("1 with other terms: ")
    assert Desk.open(store, NOW).state == before.state
    seen.page.get_by_role("button", name="Make this the register").click()
    seen.see(f"{count + 1} payees are the register now")
    state = Desk.open(store, NOW).state
    assert len(state.payees) == count + 1
    assert (state.payees[rows[1][0]].terms or ())[0].modifier == Decimal("1.1")
    assert "X9" in state.payees
    assert (seen.strangers, seen.faults) == ([], [])
    seen.close()
