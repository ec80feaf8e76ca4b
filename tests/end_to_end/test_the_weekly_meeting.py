"""A whole meeting in the browser, two Mondays in a row with a load between them.

The first load is the demo's export as it was a week before its last day; the second is the whole
of it, with one booking that came late and one that was corrected. What Weekly says of then and
now is held against plain Python over the files of both loads.
"""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from data.demo import DEMO_WORKSPACE, write_pay
from data.load import load
from data.workspace import Workspace
from metrics.lifecycle.demo import write_decisions
from metrics.lifecycle.desk import Desk
from metrics.wording import money
from tests.conftest import DEMO_UNTIL
from tests.end_to_end.two_weeks import cut, put_right
from tests.end_to_end.visits import WAIT, Visit, visit
from tests.metrics.meeting.test_then_now import ORACLES, coverage, shown
from tests.metrics.oracles._cases import Case, View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._periods import span
from tests.sessions import ROOT, Server, serving

pytestmark = pytest.mark.browser
THEN, NOW = date(2026, 11, 8), DEMO_UNTIL
HEAD_OF_MARKETING = "Ines Fenwick"
MONDAYS = (datetime(2026, 11, 9, 14, tzinfo=UTC), datetime(2026, 11, 16, 14, tzinfo=UTC))
HOSTILE = '<img src=x onerror="alert(1)"> **bold** $x$ :red[red] [link](javascript:alert(1))'
# The app, whose clock starts at a moment: the desk's only clock is the one of this module.
ENTRY = """
import runpy
from datetime import datetime

import pages.components.session as session

if not hasattr(session, "begun_at"):
    session.begun_at = datetime.now(session.UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            moment = datetime.fromisoformat("{moment}")
            return moment + (datetime.now(tz) - session.begun_at)

    session.datetime = Clock
runpy.run_path("{app}", run_name="__main__")
"""


@dataclass(frozen=True)
class Weeks:
    """The store with the first week's load, and the files of both."""

    store: Path
    first: Path
    second: Path

    def company(self, folder: Path) -> Company:
        """A week's files, for plain Python."""
        return Company(folder, Workspace.read(self.store))


@pytest.fixture
def weeks(demo_folder: Path, tmp_path: Path) -> Weeks:
    """The company on the first Monday morning: last week's load, a plan in force, two meetings."""
    first = cut(demo_folder, tmp_path / "first", THEN)
    second = put_right(demo_folder, tmp_path / "second", THEN)
    store = tmp_path / "store"
    store.mkdir()
    (store / "tandem.toml").write_text(DEMO_WORKSPACE, encoding="utf-8")
    load([first], store, now=MONDAYS[0].replace(hour=6))
    write_pay(store / "demo_plan", until=DEMO_UNTIL)
    write_decisions(store)
    return Weeks(store, first, second)


@contextmanager
def serving_on(monday: datetime, store: Path, folder: Path) -> Iterator[Server]:
    """The app on that Monday."""
    folder.mkdir()
    (folder / "pages").symlink_to(ROOT / "pages")
    script = folder / "app.py"
    script.write_text(ENTRY.format(moment=monday.isoformat(), app=ROOT / "app.py"), "utf-8")
    with serving(store, script) as server:
        yield server


def test_two_mondays_in_a_row(weeks: Weeks, browser: Browser, tmp_path: Path) -> None:
    with serving_on(MONDAYS[0], weeks.store, tmp_path / "one") as server:
        first_monday(browser, server, weeks)
    load([weeks.second], weeks.store, now=MONDAYS[1].replace(hour=6))
    with serving_on(MONDAYS[1], weeks.store, tmp_path / "two") as server:
        second_monday(browser, server, weeks)


def first_monday(browser: Browser, server: Server, weeks: Weeks) -> None:
    """Commitments are looked at and made, words written down, the meeting is held."""
    seen = enter(browser, server)
    seen.see("This meeting is not held yet. Compared with meeting 2, as of 01 Nov 2026.")
    seen.see("Reprice the five oldest quotes")
    add(seen, "Bookings", "Close the two oldest quotes", "+40k", refused_first=True)
    add(seen, "Response within SLA", "Answer on the same day", "+5 points")
    add(seen, "Leads created", "Ring ten quiet accounts", "+30", region="EMEA")
    seen.see("Leads created, +30 in EMEA")
    seen.see("Response within SLA, +5 points")

    write_down(seen, "The trade fair moves to spring.", "Note")
    write_down(seen, HOSTILE, "Decision")
    assert seen.page.locator(".t-typed", has_text="<img src=x").inner_text() == HOSTILE
    assert seen.page.locator(".t-typed img").count() == 0
    park(seen)

    seen.page.get_by_role("button", name="Hold the meeting").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_text("freezes 15 numbers of the whole company as of Sun 08 Nov 2026").wait_for()
    dialog.get_by_role("button", name="Hold meeting 3").click()
    seen.see("Meeting 3 is held, as of Sun 08 Nov 2026")
    seen.page.get_by_role("button", name="Held", exact=True).wait_for(timeout=WAIT)
    # The meeting before is still the one of the week before, never the one just held.
    seen.see("Compared with meeting 2, as of 01 Nov 2026.")

    state = Desk.open(weeks.store, MONDAYS[0]).state.meeting
    held = state.held[-1]
    assert (held.number, held.held_by, held.as_of) == (3, "P003", THEN)
    under = seen.page.locator(".t-sub").first.inner_text()
    assert f"load {held.fingerprint[:8]}, snapshot {held.digest[:8]}" in under
    assert [(one.kpi, one.expected) for one in state.commitments[-3:]] == [
        ("bookings", Decimal(40_000)),
        ("response_within_sla", Decimal("0.05")),
        ("leads_created", Decimal(30)),
    ]
    assert [(one.kind, one.text) for one in state.notes[-2:]] == [
        ("note", "The trade fair moves to spring."),
        ("decision", HOSTILE),
    ]
    assert (state.disputes[-1].kpi, state.disputes[-1].owner) == ("win_rate", "P002")
    leave(seen)


def second_monday(browser: Browser, server: Server, weeks: Weeks) -> None:
    """Then and now adds up, what was promised is settled, the next meeting is held."""
    seen = enter(browser, server)
    seen.see("Compared with meeting 3, as of 08 Nov 2026.")
    then_now_adds_up(seen, weeks)
    rows_behind_open(seen)

    settle(seen, "Close the two oldest quotes", "Kept")
    settle(seen, "Answer on the same day", "Moved", reason="half of it is done")
    settle(seen, "Ring ten quiet accounts", "Dropped", reason="no capacity")
    did = commitment_row(seen, "Close the two oldest quotes")
    second = weeks.company(weeks.second)
    before, now = (expected(second, "bookings", day) for day in (THEN, NOW))
    assert before is not None
    assert now is not None
    moved = [money(decimal(one), "USD") for one in (now - before, before, now)]
    assert f"{moved[0]}, {moved[1]} to {moved[2]}" in did.inner_text()
    assert "no capacity" in commitment_row(seen, "Ring ten quiet accounts").inner_text()
    assert "due in 7 days" in commitment_row(seen, "Answer on the same day").inner_text()

    speak_for_the_field(seen)
    seen.page.get_by_role("button", name="Hold the meeting").click()
    seen.page.get_by_role("dialog").get_by_role("button", name="Hold meeting 4").click()
    seen.see("Meeting 4 is held, as of Sun 15 Nov 2026")
    seen.see("Compared with meeting 3, as of 08 Nov 2026.")
    state = Desk.open(weeks.store, MONDAYS[1]).state.meeting
    assert [one.state for one in state.commitments[-3:]] == ["kept", "moved", "dropped"]
    assert (state.held[-1].number, state.held[-1].as_of) == (4, NOW)
    line = state.held[-1].field_line
    assert line is not None
    assert (line.text, line.who, line.asks) == (HOSTILE, "a buyer", "marketing")
    assert seen.width_beyond() <= 0
    leave(seen)


def then_now_adds_up(seen: Visit, weeks: Weeks) -> None:
    """On the digits shown, to the last digit of the file, and by the files of both loads."""
    table = seen.page.locator("table.t-table", has_text="Restated")
    table.wait_for(timeout=WAIT)
    lines = [row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()]
    assert len(lines) == 15
    for name, *cells in lines:
        then, now, change, real, restated = map(printed, cells)
        assert then + change == now, name
        assert real + restated == change, name
    by_name = {name: [printed(cell) for cell in cells] for name, *cells in lines}
    # 12,345.67 came late and 1,000.10 was corrected; nothing else of bookings was.
    assert by_name["Bookings"][-1] == Decimal("13345.77")
    assert by_name["The pool today"][-1] != 0

    with seen.page.expect_download(timeout=WAIT) as download:
        seen.page.locator(".st-key-then_now_download button").click()
    told = {row["headline"]: row for row in saved(download.value.path())}
    first, second = weeks.company(weeks.first), weeks.company(weeks.second)
    for key, row in told.items():
        then, again, now = (Fraction(row[name]) for name in ("then", "then_today", "now"))
        assert Fraction(row["restated"]) == again - then, key
        assert Fraction(row["real"]) == now - again, key
        assert Fraction(row["change"]) == Fraction(row["real"]) + Fraction(row["restated"]), key
    names = ("then", "then_today", "now")
    asked = ((first, THEN), (second, THEN), (second, NOW))
    for key in ORACLES:
        right = [shown(expected(company, key, day)) for company, day in asked]
        assert [Decimal(told[key][name]) for name in names] == right, key
    for key, quarter, starts in (
        ("pipeline_coverage", "2026-Q4", date(2026, 10, 1)),
        ("pipeline_coverage_next", "2027-Q1", date(2027, 1, 1)),
    ):
        right = [shown(coverage(company, day, quarter, starts)) for company, day in asked]
        assert [Decimal(told[key][name]) for name in names] == right, key


def speak_for_the_field(seen: Visit) -> None:
    """What waits is taken back, a request is raised, and its words stand as they were typed."""
    seen.see("From the field: a frustration of sales waits over its clock")
    dialog = seen.page.get_by_role("dialog")
    seen.page.locator(".st-key-field_withdraw button").click()
    dialog.get_by_text("Frustration of sales: Guests of the webinar").wait_for(timeout=WAIT)
    dialog.get_by_role("button", name="Take it back").click()
    dialog.wait_for(state="detached", timeout=WAIT)
    seen.settle()
    seen.page.locator(".st-key-field_raise button").click()
    dialog.get_by_role("textbox", name="What is said").fill(HOSTILE)
    dialog.get_by_role("textbox", name=re.compile("Who says it")).fill("a buyer")
    dialog.get_by_role("button", name="Raise it").click()
    dialog.wait_for(state="detached", timeout=WAIT)
    seen.see("From the field: a request of sales waits for marketing")
    seen.see("Sales asks marketing · said by a buyer · waiting 0 of 16 business hours")
    seen.settle()
    assert seen.page.locator(".t-field .t-typed").inner_text() == HOSTILE
    assert seen.page.locator(".t-field img, .t-field a").count() == 0


def rows_behind_open(seen: Visit) -> None:
    """The two bookings that restate the number, and their file."""
    seen.page.get_by_role("button", name="Bookings: 2 rows").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_text("Together they restate it by +$13,345.77.").wait_for(timeout=WAIT)
    with seen.page.expect_download(timeout=WAIT) as download:
        dialog.get_by_role("button", name="Download CSV").click()
    rows = saved(download.value.path())
    assert sorted((row["what_happened"], Decimal(row["difference"])) for row in rows) == [
        ("changed", Decimal("1000.10")),
        ("late", Decimal("12345.67")),
    ]
    assert {row["id"] for row in rows} > {"LATE1"}
    seen.page.keyboard.press("Escape")
    dialog.wait_for(state="detached", timeout=WAIT)


def enter(browser: Browser, server: Server) -> Visit:
    """Weekly, as the head of sales."""
    seen = visit(browser, server.port)
    seen.page.locator(".st-key-persona input").click()
    seen.page.get_by_role("option", name="Head of sales").first.click()
    seen.page.locator(".st-key-meeting_hold button:enabled").wait_for(timeout=WAIT)
    seen.settle()
    return seen


def leave(seen: Visit) -> None:
    """Nothing came from elsewhere, and no script failed."""
    assert (seen.strangers, seen.faults) == ([], [])
    seen.close()


def choose(seen: Visit, key: str, words: str) -> None:
    """A choice in a box, found by typing."""
    box = seen.page.locator(f".st-key-{key} input")
    box.click()
    box.fill(words)
    seen.page.get_by_role("option", name=words, exact=True).first.click()


def add(
    seen: Visit,
    kpi: str,
    what: str,
    how_much: str,
    *,
    region: str = "",
    refused_first: bool = False,
) -> None:
    """A commitment in its dialog; a refusal leaves what was typed where it stands."""
    seen.page.get_by_role("button", name="Add one").click()
    dialog = seen.page.get_by_role("dialog")
    choose(seen, "commit_kpi", kpi)
    seen.settle()
    dialog.get_by_role("textbox", name="What will be done").fill(what)
    amount = dialog.get_by_role("textbox", name=re.compile("By how much"))
    if region:
        choose(seen, "commit_region", region)
    if refused_first:
        amount.fill("soon")
        dialog.get_by_role("button", name="Add", exact=True).click()
        dialog.get_by_text("is no change of it").wait_for(timeout=WAIT)
        assert dialog.get_by_role("textbox", name="What will be done").input_value() == what
    amount.fill(how_much)
    dialog.get_by_role("button", name="Add", exact=True).click()
    dialog.wait_for(state="detached", timeout=WAIT)
    seen.page.locator(".t-crow", has_text=what).wait_for(timeout=WAIT)
    seen.settle()


def write_down(seen: Visit, text: str, kind: str) -> None:
    """A note or decision in the box that is always there."""
    seen.page.get_by_role("textbox", name="What was said or decided").fill(text)
    seen.page.get_by_role("radio", name=kind).click()
    seen.page.get_by_role("button", name="Write down").click()
    seen.page.locator(".t-typed", has_text=text[:20]).wait_for(timeout=WAIT)
    seen.settle()
    assert seen.page.get_by_role("textbox", name="What was said or decided").input_value() == ""


def park(seen: Visit) -> None:
    """A doubt about a definition, with somebody else to settle it."""
    seen.page.get_by_role("button", name="Park a dispute").click()
    dialog = seen.page.get_by_role("dialog")
    choose(seen, "dispute_kpi", "Win rate")
    dialog.get_by_role("textbox", name="What is doubted?").fill("Do reopened deals count twice?")
    choose(seen, "dispute_owner", HEAD_OF_MARKETING)
    dialog.get_by_role("button", name="Park it").click()
    dialog.wait_for(state="detached", timeout=WAIT)
    seen.see("Do reopened deals count twice?")
    seen.see("2 definition disputes are parked")
    seen.settle()


def settle(seen: Visit, what: str, outcome: str, reason: str = "") -> None:
    """What came of a commitment; without a needed reason it is refused first."""
    commitment_row(seen, what).get_by_role("button", name="Settle").click()
    dialog = seen.page.get_by_role("dialog")
    dialog.get_by_text(what).wait_for(timeout=WAIT)
    dialog.get_by_role("radio", name=outcome).click()
    seen.settle()
    if reason:
        dialog.get_by_role("button", name="Write it down").click()
        dialog.get_by_text("reason").last.wait_for(timeout=WAIT)
        dialog.locator("textarea").fill(reason)
    dialog.get_by_role("button", name="Write it down").click()
    dialog.wait_for(state="detached", timeout=WAIT)
    seen.page.locator(".t-crow", has_text=what).filter(has_text=outcome).wait_for(timeout=WAIT)
    seen.settle()


def commitment_row(seen: Visit, what: str) -> Locator:
    """The line of a commitment, with its button while it waits."""
    line = seen.page.locator("[class*=st-key-meeting_row_]", has_text=what)
    return line if line.count() else seen.page.locator(".t-crow", has_text=what)


def expected(company: Company, key: str, as_of: date) -> Fraction | None:
    """What a headline is, by the files."""
    parts, finish = ORACLES[key]
    seen = View(company, Case("quarter", ("2026-Q4",)), span("2026-Q4"), as_of)
    return finish(list(parts(seen))).value


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def printed(text: str) -> Decimal:
    """The number in a cell: '+$1,730,156.08', '−0.77 points', '2.36×'."""
    return Decimal(re.sub(r"[^0-9.\-]", "", text.replace("−", "-").replace(" points", "")))


def saved(path: Path) -> list[dict[str, str]]:
    """The rows of a downloaded file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
