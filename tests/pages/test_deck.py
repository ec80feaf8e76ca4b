"""The all-hands' slides: what they say is in the snapshot, and the snapshot is in the exports."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.workspace import Workspace
from metrics.all_hands.told import NOT_KEPT
from metrics.all_hands.wording import SLIDES, word
from metrics.lifecycle.desk import Desk
from metrics.meeting.records import Place, Snapshot
from metrics.meeting.win import NO_WIN
from metrics.people import names_of
from metrics.wording import money, percent
from pages.views.deck import build_deck
from pages.views.slide import Deck, Slide
from tests.metrics.oracles._buyers import first_purchases, full_dims, jointly_worked
from tests.metrics.oracles._cases import Case, View
from tests.metrics.oracles._company import Company, as_decimal
from tests.metrics.oracles._deals import bookings, closings, entered
from tests.metrics.oracles._periods import span

NOW = datetime(2026, 11, 16, 20, tzinfo=UTC)
AS_OF, QUARTER = date(2026, 11, 8), "2026-Q4"

SOURCED = {"marketing": 10, "(none)": 10, "partner": 3, "sales": 6, "success": 6}
NAMES = {
    "marketing": "Marketing",
    "sales": "Sales",
    "success": "Customer success",
    "partner": "Partners",
    "(none)": "Not recorded",
}


@pytest.fixture(scope="module")
def desk(decided: Path) -> Desk:
    """The demo company after its last meeting; only looked at."""
    return Desk.open(decided, NOW)


@pytest.fixture(scope="module")
def held(desk: Desk) -> Snapshot:
    """The meeting that was held last, as of 8 November 2026."""
    return desk.state.meeting.held[-1]


@pytest.fixture(scope="module")
def deck(desk: Desk, held: Snapshot) -> Deck:
    """Its slides."""
    return build_deck(desk.state, held, desk.workspace)


@pytest.fixture(scope="module")
def view(demo: Path, demo_folder: Path) -> View:
    """The quarter in plain Python, from the export files."""
    company = Company(demo_folder, Workspace.read(demo))
    return View(company, Case("quarter", (QUARTER,)), span(QUARTER, 1), AS_OF)


@pytest.fixture(scope="module")
def booked(view: View) -> list[tuple[dict[str, object], Fraction]]:
    """The quarter's bookings with their amounts in dollars."""
    return list(bookings(view, view.period.start, view.last_on))


def slide(deck: Deck, key: str) -> Slide:
    """The slide of that key."""
    return next(one for one in deck.slides if one.key == key)


def said(one: Slide) -> list[str]:
    """Every text of a slide."""
    texts = [one.kicker, one.sentence, one.foot, one.sum, one.footer, one.page]
    texts += [part for line in one.lines for part in (line.head, line.text)]
    texts += [part for chart in one.bars for part in (chart.title, chart.unit, chart.foot)]
    texts += [part for chart in one.bars for bar in chart.bars for part in (bar.name, bar.words)]
    for figure in one.figures:
        texts += [figure.label, figure.value, figure.of_target]
        texts += [line.text for line in figure.lines]
        texts += [figure.span.target_words, figure.span.pace_words] if figure.span else []
    if one.curve:
        texts += [one.curve.title, one.curve.name, one.curve.here_words]
    return [text for text in texts if text]


def dollars(amount: Fraction) -> str:
    """Compact money."""
    return money(as_decimal(amount), "USD")


def test_nine_slides_each_with_its_own_page_and_one_footer(deck: Deck, held: Snapshot) -> None:
    assert [one.key for one in deck.slides] == list(SLIDES)
    assert [one.page for one in deck.slides] == [f"{place} of 9" for place in range(1, 10)]
    groups = " ".join(held.fingerprint[place : place + 4] for place in (0, 4, 8))
    assert {one.footer for one in deck.slides} == {
        "Northbeam Instruments · As of Sun 08 Nov 2026 · frozen 9 Nov, 10:00 · "
        f"fingerprint {groups} · definitions v1"
    }
    assert all(one.kicker and one.sentence for one in deck.slides)
    assert (deck.meeting, deck.file_name) == (held.number, "all-hands-2026-11-08-meeting-2")


def test_slide_2_is_the_quarter_of_the_export_files(
    deck: Deck, view: View, booked: list[tuple[dict[str, object], Fraction]]
) -> None:
    numbers = slide(deck, "numbers")
    closed = list(closings(view))
    won = sum(one.is_won for one in closed)
    created = sum((amount or Fraction(0) for _, amount in entered(view)), Fraction(0))
    total = sum((amount for _, amount in booked), Fraction(0))
    assert [one.value for one in numbers.figures] == [
        dollars(total),
        dollars(created),
        percent(as_decimal(Fraction(won, len(closed)))),
    ]
    spans = [one.span for one in numbers.figures]
    assert [one.actual for one in spans if one][:2] == [as_decimal(total), as_decimal(created)]
    assert numbers.figures[2].lines[-1].text == f"{won} of {len(closed)} this quarter"
    assert (
        numbers.sentence == "Pipeline created and win rate are ahead of plan; bookings are behind"
    )


def test_the_funding_line_recomputes_to_the_pool_that_was_held(deck: Deck, held: Snapshot) -> None:
    line = slide(deck, "numbers").sum
    steps, _, told = line.partition(" = ")
    by_hand = Fraction(0)
    for step in steps.replace("\u202f%", "").split(" + "):
        parts = [Fraction(part) for part in step.split(" × ")]
        by_hand += parts[0] * parts[1] / 100 if len(parts) == 2 else parts[0]
    pool = held.headline("pool").value
    assert pool is not None
    assert told == f"{percent(pool)} of target"
    assert int(by_hand + Fraction(1, 2)) == int(Fraction(pool) * 100 + Fraction(1, 2))
    assert held.story is not None
    assert held.story.pool is not None
    assert slide(deck, "pool").figures[0].value == percent(pool)


def test_slide_3_is_the_split_of_the_export_files_with_small_groups_folded(
    deck: Deck, view: View, booked: list[tuple[dict[str, object], Fraction]]
) -> None:
    together = slide(deck, "together")
    joint = jointly_worked(view.company)
    both = sum((amount for row, amount in booked if row["opportunity_id"] in joint), Fraction(0))
    total = sum((amount for _, amount in booked), Fraction(0))
    assert together.figures[0].value == percent(as_decimal(both / total))
    groups: dict[str, list[Fraction]] = defaultdict(list)
    for row, amount in booked:
        groups[full_dims(view.company, row)["sourced_by"]].append(amount)
    told = {name: len(amounts) for name, amounts in groups.items()}
    assert told == SOURCED
    # Too few of partners would be told apart: the next smallest joins them in Other.
    inside = {
        "partner",
        min(set(told) - {"partner"}, key=lambda name: (told[name], sum(groups[name]))),
    }
    expected = {NAMES[name]: sum(groups[name], Fraction(0)) for name in set(groups) - inside}
    expected["Other"] = sum((sum(groups[name], Fraction(0)) for name in inside), Fraction(0))
    chart = together.bars[0]
    assert {bar.name: bar.value for bar in chart.bars} == {
        name: as_decimal(amount) for name, amount in expected.items()
    }
    shares = [int(bar.words.split("· ")[1].removesuffix("\u202f%")) for bar in chart.bars]
    assert sum(shares) == 100
    assert together.bars[1].bars[-1].name == "Other"
    assert sum(bar.value for bar in together.bars[1].bars) == as_decimal(total)


def test_slide_4_is_the_largest_booking_that_both_worked_on(
    deck: Deck, view: View, booked: list[tuple[dict[str, object], Fraction]]
) -> None:
    company, joint = view.company, jointly_worked(view.company)
    found = [(row, amount) for row, amount in booked if row["opportunity_id"] in joint]
    row, amount = min(found, key=lambda pair: (-pair[1], str(pair[0]["booking_id"])))
    win = slide(deck, "win")
    account = company.tables["accounts"]
    name = next(one["name"] for one in account if one["account_id"] == row["account_id"])
    assert str(name) in win.sentence
    assert win.figures[0].value == dollars(amount)
    deal = company.deals[str(row["opportunity_id"])]
    closed_at = next(one.closed_at for one in deal.closings if one.reopened_at.year == 9999)
    back = timedelta(days=company.workspace.look_back_days)
    linked = {one["lead_id"] for one in company.tables["leads"] if one["opportunity_id"]}
    touches = [
        one
        for one in company.tables["touches"]
        if closed_at - back <= one["touched_at"] <= closed_at
        and (
            one["opportunity_id"] == deal.opportunity_id
            or (
                not one["opportunity_id"]
                and one["lead_id"] not in linked
                and one["account_id"] == row["account_id"]
            )
        )
    ]
    assert win.figures[1].value == str(len(touches))
    first = min(touches, key=lambda one: one["touched_at"])
    day = company.day_of(first["touched_at"])
    assert f"First touch on {day.day} {day:%b}: {first['source'] or first['channel']}" in (
        win.lines[0].text
    )
    sales = [
        one
        for one in company.tables["activities"]
        if company.people[one["person_id"]]["team"] == "sales"
        and one["opportunity_id"] == deal.opportunity_id
        and one["at"] <= closed_at
    ]
    assert win.figures[2].value == str(len(sales))
    began = company.day_of(deal.row["created_at"])
    assert f"won {(company.day_of(closed_at) - began).days} days" in win.lines[1].text


def test_slide_6_counts_first_purchases(
    deck: Deck, view: View, booked: list[tuple[dict[str, object], Fraction]]
) -> None:
    new = [
        row
        for row in first_purchases(view.company)
        if view.period.start <= row["booked_on"] <= AS_OF
    ]
    customers = slide(deck, "customers").figures[0]
    assert customers.value == str(len(new))
    # Who was won from a competitor is new as well: the strategy's money is not that of all of them.
    strategy = [amount for row, amount in booked if row["strategy"] == "acquisition"]
    assert customers.lines[0].text == (
        f"{dollars(sum(strategy, Fraction(0)))} by the strategy New customers"
    )


def test_nobody_is_named_and_no_pay_is_told(deck: Deck, decided: Path, desk: Desk) -> None:
    words = "\n".join(text for one in deck.slides for text in said(one))
    names = names_of(desk.warehouse.reader())
    assert len(names) > 40
    assert [who for pair in names.items() for who in pair if who in words] == []
    register = (decided / "demo_plan" / "register.csv").read_text(encoding="utf-8").splitlines()
    cells = {cell for line in register[1:] for cell in line.split(",")}
    pay = {cell for cell in cells if (cell.isdigit() and len(cell) > 3) or cell.startswith("PAY")}
    amounts = {f"{int(cell):,}" for cell in pay if cell.isdigit()} | pay
    assert len(amounts) > 20
    assert [amount for amount in sorted(amounts) if amount in words] == []
    assert "$" not in "\n".join(said(slide(deck, "pool")))


def test_a_new_load_changes_nothing(desk: Desk, held: Snapshot, deck: Deck) -> None:
    # The deck takes no reader: with a warehouse that does not exist it is the same.
    assert build_deck(desk.state, held, desk.workspace) == deck
    assert "warehouse" not in build_deck.__annotations__


def test_words_take_their_place_and_go_back(decided: Path, tmp_path: Path) -> None:
    import shutil

    store = tmp_path / "store"
    shutil.copytree(decided, store)
    desk = Desk.open(store, NOW)
    hostile = '<script>alert(1)</script> **b** $x$ ]( =cmd "& “'
    for key, keys in SLIDES.items():
        for name in keys:
            word(desk, "P002", Place(2, key, name), f"{hostile} {name}")
    edited = build_deck(desk.state, desk.state.meeting.held[1], desk.workspace)
    for one in edited.slides:
        assert one.sentence == f"{hostile} sentence"
        assert {words.key for words in one.words} == set(SLIDES[one.key])
        for words in one.words:
            assert words.is_edited
            assert words.text in said(one)
    # The other meeting's slides are as computed, and so are these once they are emptied.
    first = build_deck(desk.state, desk.state.meeting.held[0], desk.workspace)
    assert not any(words.is_edited for one in first.slides for words in one.words)
    word(desk, "P002", Place(2, "win", "sales"), "")
    again = build_deck(desk.state, desk.state.meeting.held[1], desk.workspace)
    part = next(words for words in slide(again, "win").words if words.key == "sales")
    assert part.text == part.computed


def test_an_older_meeting_says_what_it_did_not_keep(desk: Desk, held: Snapshot) -> None:
    old = replace(held, story=None)
    deck = build_deck(desk.state, old, desk.workspace)
    assert slide(deck, "opening").sentence == "Bookings are at 34\u202f% of the Q4 2026 target"
    reason = NOT_KEPT.removeprefix("no data: ")
    for key in ("numbers", "win", "pool", "next", "glossary"):
        (line,) = slide(deck, key).lines
        assert line.head == "No data"
        assert line.text == f"{reason[:1].upper()}{reason[1:]}."
    assert slide(deck, "together").figures[0].value == "65\u202f%"
    json.dumps([said(one) for one in deck.slides])


UNTOLD = "Which win both teams worked on cannot be told"


@pytest.mark.parametrize(
    ("reason", "note", "said"),
    [
        (NO_WIN, None, ("No win of this quarter shows both teams' part yet", "None yet")),
        ("no data: the load holds no touches", None, (UNTOLD, "No data")),
        # A meeting that kept the claim of old, and beside it that nobody could tell.
        (NO_WIN, "no data: the load holds no touches", (UNTOLD, "No data")),
    ],
)
def test_no_win_is_not_claimed_where_nobody_can_tell(
    desk: Desk, held: Snapshot, reason: str, note: str | None, said: tuple[str, str]
) -> None:
    assert held.story is not None
    told = tuple(
        replace(one, answer=replace(one.answer, value=None, note=note))
        if note and one.key == "jointly_worked_share"
        else one
        for one in held.told
    )
    without = replace(held, told=told, story=replace(held.story, win=None, no_win=reason))
    found = slide(build_deck(desk.state, without, desk.workspace), "win")
    words = (note or reason).removeprefix("no data: ")
    assert (found.sentence, found.figures) == (said[0], ())
    assert [(one.head, one.text) for one in found.lines] == [
        (said[1], f"{words[0].upper()}{words[1:]}.")
    ]


def test_slide_5_says_what_it_counts(desk: Desk, held: Snapshot) -> None:
    found = slide(build_deck(desk.state, held, desk.workspace), "missed")
    told = [
        one.answer
        for one in (*held.headlines, *held.told)
        if one.key
        in {
            *("pipeline_coverage", "response_within_sla", "hand_back_answer_within_sla"),
            *("acceptance_rate", "lead_leakage", "cost_per_sales_ready_lead", "icp_share"),
            *("jointly_worked_share", "blended_cac", "cac_payback_months", "slippage_rate"),
        }
    ]
    known = [one for one in told if one.value is not None and one.target is not None]
    # Beside them the plan's three measures: bookings, pipeline created, win rate.
    assert {one.kpi for one in known} >= {"jointly_worked_share", "blended_cac", "slippage_rate"}
    behind = [
        one
        for one in known
        if one.value is not None
        and one.target is not None
        and (one.value - one.target)
        * (-1 if one.kpi in {"lead_leakage", "cost_per_sales_ready_lead", "blended_cac",
                             "cac_payback_months", "slippage_rate"} else 1)
        < 0
    ]  # fmt: skip
    assert (len(known) + 3, len(behind) + 1) == (13, 6)
    assert found.foot == "6 of 13 numbers with a target or pace are behind it"
    without = replace(held, told=())
    assert slide(build_deck(desk.state, without, desk.workspace), "missed").foot == (
        "5 of 10 numbers with a target or pace are behind it"
    )


def test_a_share_of_money_that_is_missed_is_told_in_money(desk: Desk, held: Snapshot) -> None:
    told = tuple(
        replace(one, answer=replace(one.answer, target=Decimal("0.99")))
        if one.key == "jointly_worked_share"
        else one
        for one in held.told
    )
    poor = tuple(replace(one, answer=replace(one.answer, target=None)) for one in held.headlines)
    found = build_deck(desk.state, replace(held, told=told, headlines=poor), desk.workspace)
    (joint,) = [one for one in slide(found, "missed").lines if one.head == "Jointly worked"]
    assert joint.text == "$982k of $1.50M this quarter."
