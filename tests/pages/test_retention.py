"""Customers kept on Bookings: shares, the bridge that adds up as printed, and every reason."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.scope import Scope
from metrics.wording import NO_DATA, day, exact_money, percent
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.receipt import build_receipt
from pages.views.retention import build_retention
from pages.views.tile import ReceiptRequest
from tests.metrics.test_retention import AS_OF, company
from tests.pages.screens import screen, shown

PATH = "pages/bookings.py"
START, LAST, END = date(2025, 10, 1), date(2026, 9, 30), date(2026, 10, 1)


def asked_of(reader: Reader, **words: str) -> Asked:
    """The question of a link on the third quarter."""
    return understood({"period": "2026-Q3"} | words, build_choices(reader), reader)


def customers(reader: Reader) -> dict[str, tuple[Decimal, Decimal]]:
    """What every customer of the start paid then and what it pays at the end, row by row."""
    had: dict[str, Decimal] = defaultdict(Decimal)
    has: dict[str, Decimal] = defaultdict(Decimal)
    for account, on, monthly in reader.exact_rows(
        "select account_id, booked_on, recurring_monthly from booking"
        " where recurring_monthly is not null and account_id is not null",
        {},
    ):
        had[account] += monthly if on < START else 0
        has[account] += monthly if on < END else 0
    return {one: (had[one], max(has[one], Decimal(0))) for one in had if had[one] > 0}


def amount(text: str) -> Decimal:
    """The number of an amount as it is printed."""
    return Decimal(text.replace("$", "").replace(",", "").replace("−", "-").replace("+", ""))


def test_the_shares_and_the_bridge_are_those_of_the_customers(reader: Reader) -> None:
    found = customers(reader)
    start, end = (sum(pair[place] for pair in found.values()) for place in (0, 1))
    view = build_retention(reader, asked_of(reader))
    net, gross = view.tiles
    assert net.value == percent(Decimal(end) / Decimal(start))
    assert net.count == gross.count == f"{len(found)} customers"
    assert view.block.title == f"Customers of a year ago pay {net.value} of what they paid then"
    assert view.title == f"How {len(found)} customers moved in twelve months"
    assert view.table is not None
    workspace = reader.load.workspace
    rows = {row[0].text: row[1].text for row in view.table.rows}
    assert rows[f"Before {day(START, workspace)}"] == exact_money(Decimal(start), "USD")
    assert rows[f"At the end of {day(LAST, workspace)}"] == exact_money(Decimal(end), "USD")
    first, *moves, last = (amount(text) for text in rows.values())
    assert list(rows)[1:-1] == ["Expansion", "Contraction", "Churn"]
    assert first + sum(moves) == last
    kept = Decimal(gross.value.split("\u202f")[0]) / 100
    assert abs(kept - (first + moves[1] + moves[2]) / first) < Decimal("0.01")


def test_the_receipt_has_a_row_a_customer(reader: Reader) -> None:
    asked = asked_of(reader)
    request = ReceiptRequest("net_revenue_retention", asked.period, asked.scope, asked.as_of)
    receipt = build_receipt(reader, request)
    facts = dict(receipt.facts)
    assert facts["Twelve months"] == "2025-10-01..2026-09-30"
    assert {"Recurring at start", "Expansion", "Contraction", "Churn"} <= set(facts)
    assert receipt.rows.total == len(customers(reader))
    assert receipt.rows.columns[:2] == ("account_id", "customer")


def test_a_team_has_no_customers_of_its_own_and_it_says_so(reader: Reader) -> None:
    view = build_retention(reader, asked_of(reader, team="sales"))
    assert {one.value for one in view.tiles} == {NO_DATA}
    assert {one.note for one in view.tiles} == {"Not counted by team: choose all to see it."}
    assert (view.block.title, view.table) == ("Customers kept", None)


def test_without_anything_that_recurs_the_reason_stands() -> None:
    world = company("A | 2023-01-01 | new | \nA | 2026-02-01 | expansion | ", known="")
    asked = Asked(calendar_of(world).parse("2026-Q1"), Scope(), AS_OF, ())
    view = build_retention(world, asked)
    assert {one.value for one in view.tiles} == {NO_DATA}
    assert {one.note for one in view.tiles} == {"No booking of a customer says what recurs monthly"}
    assert view.table is None


def test_bookings_shows_it() -> None:
    test = screen(PATH, period="2026-Q3")
    text = shown(test)
    assert "Customers of a year ago pay" in text
    assert "Net retention" in text
    assert "Gross retention" in text
    assert "At the end of 30 Sep 2026" in text
