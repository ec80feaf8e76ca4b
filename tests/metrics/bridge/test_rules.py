"""Each rule of the bridge on a deal of its own."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from metrics.bridge import bridge
from metrics.compute import calendar_of
from metrics.scope import ALL, Scope
from tests.metrics.bridge.facts import Built, Row, State, loaded, moment, reader_of, tables_of
from tests.metrics.bridge.week import (
    BEYOND,
    DUE,
    EARLY,
    FROM,
    INSIDE,
    JUNE,
    TO,
    WON,
    bridged,
)

# What a deal was and became; the movements of the third quarter, in the order of the bars.
CASES: Mapping[str, tuple[Sequence[State], dict[str, int]]] = {
    "stays": ([State(JUNE, 10, DUE)], {}),
    "its close becomes unknown": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, None)],
        {"pushed_out": 10},
    ),
    "an unknown close becomes known": (
        [State(JUNE, 10, None), State(INSIDE, 12, DUE)],
        {"pulled_in": 10, "increased": 2},
    ),
    "its close moves before the window": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, EARLY)],
        {"pulled_out": 10},
    ),
    "overdue, dated again and cut": (
        [State(JUNE, 10, EARLY), State(INSIDE, 4, DUE)],
        {"pushed_in": 10, "decreased": 6},
    ),
    "created and won": (
        [State(moment(date(2025, 7, 8)), 5, DUE), State(INSIDE, 7, *WON)],
        {"created": 7, "won": 7},
    ),
    "created and lost": (
        [State(moment(date(2025, 7, 8)), 5, DUE), State(INSIDE, 5, WON[0], "lost")],
        {},
    ),
    "lost from outside the window": (
        [State(JUNE, 10, BEYOND), State(INSIDE, 10, WON[0], "lost")],
        {},
    ),
    "left and came back": (
        [State(JUNE, 10, DUE), State(moment(date(2025, 7, 8)), 10, BEYOND), State(INSIDE, 11, DUE)],
        {"increased": 1},
    ),
    "lost and reopened with another amount": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, "lost"),
            State(INSIDE, 8, DUE),
        ],
        {"reopened": 10, "decreased": 2},
    ),
    "lost, reopened and won": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, "lost"),
            State(moment(date(2025, 7, 8)), 10, DUE),
            State(INSIDE, 9, *WON),
        ],
        {"reopened": 10, "decreased": 1, "won": 9},
    ),
    "deleted and restored": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 6, 20)), 10, DUE, is_deleted=True),
            State(INSIDE, 10, DUE),
        ],
        {"reopened": 10},
    ),
    "won before, still won": (
        [State(JUNE, 10, DUE), State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won")],
        {},
    ),
    "won before, corrected since": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won"),
            State(INSIDE, 12, date(2025, 7, 2), "won"),
        ],
        {},
    ),
    "won before, undone and won again": (
        [
            State(JUNE, 10, DUE),
            State(moment(date(2025, 7, 2)), 10, date(2025, 7, 2), "won"),
            State(moment(date(2025, 7, 8)), 10, DUE),
            State(INSIDE, 12, *WON),
        ],
        {},
    ),
    "won without an amount": ([State(JUNE, None, DUE), State(INSIDE, None, *WON)], {"won": 0}),
    "no amount on both days": (
        [State(JUNE, None, DUE), State(INSIDE, None, DUE, stage="Propose")],
        {},
    ),
    "given away before it was lost": (
        [State(JUNE, 10, DUE), State(INSIDE, 10, WON[0], "lost", region="APAC")],
        {"lost": 10},
    ),
    "given away before it was won": (
        [State(JUNE, 10, DUE), State(INSIDE, 12, *WON, region="APAC")],
        {"transferred_out": 10},
    ),
    "taken over and won": (
        [State(JUNE, 10, DUE, region="APAC"), State(INSIDE, 12, *WON)],
        {"transferred_in": 10, "increased": 2, "won": 12},
    ),
}


def test_every_rule_on_a_deal_of_its_own() -> None:
    deals = {name: states for name, (states, _) in CASES.items()}
    found = bridged(tables_of(deals), Scope.of(region="EMEA"))
    said = {deal.opportunity_id: dict(deal.movements) for deal in found.deals}
    assert said == {name: bars for name, (_, bars) in CASES.items() if bars}
    assert found.missing_amounts == (2, 1)


def test_a_win_outside_the_window_leaves_it_for_its_own() -> None:
    """Won in the second quarter: pulled out of the third, in the won bar of the second."""
    states = [State(JUNE, 10, DUE), State(moment(date(2025, 6, 28)), 12, date(2025, 6, 28), "won")]
    with closing(Built(tables_of({"D": states}), date(2025, 8, 31))) as reader:
        days = date(2025, 6, 20), date(2025, 7, 2)
        for window, bars in (
            ("2025-Q3", {"pulled_out": 10}),
            ("2025-Q2", {"pulled_in": 10, "increased": 2, "won": 12}),
            ("all", {"increased": 2, "won": 12}),
        ):
            found = bridge(reader, *days, calendar_of(reader).parse(window))
            assert [dict(deal.movements) for deal in found.deals] == [bars], window
            assert found.residual == 0


def test_an_overdue_win_belongs_to_the_window_it_closed_in() -> None:
    states = [State(JUNE, 10, date(2025, 6, 28)), State(INSIDE, 10, *WON)]
    assert [dict(one.movements) for one in bridged(tables_of({"D": states}), ALL).deals] == [
        {"pushed_in": 10, "won": 10}
    ]
    before = bridged(tables_of({"D": states}), ALL, "2025-Q2")
    assert [dict(one.movements) for one in before.deals] == [{"pushed_out": 10}]


def with_currency(
    tables: dict[str, list[Row]], rates: list[tuple[date, str]]
) -> dict[str, list[Row]]:
    """The tables with every deal in euros and the rates of some days."""
    euros = [{**row, "currency": "EUR"} for row in tables["opportunities"]]
    dated: list[Row] = [{"currency": "EUR", "on": on, "rate": rate} for on, rate in rates]
    return {**tables, "opportunities": euros, "fx_rates": dated}


def test_amounts_change_at_the_first_days_rate_and_rates_stand_apart() -> None:
    """100 became 120 euros while the euro rose from 1.10 to 1.20: 22 of it is more deal."""
    tables = tables_of(
        {
            "raised": [State(JUNE, 100, DUE), State(INSIDE, 120, DUE)],
            "kept": [State(JUNE, 100, DUE)],
            "won": [State(JUNE, 100, DUE), State(INSIDE, 110, *WON)],
        }
    )
    rates = [(date(2025, 6, 1), "1.1"), (date(2025, 7, 9), "1.3"), (date(2025, 7, 14), "1.2")]
    found = bridged(with_currency(tables, rates), ALL)
    assert {deal.opportunity_id: dict(deal.movements) for deal in found.deals} == {
        "raised": {"increased": 22, "currency": 12},
        "kept": {"currency": 10},
        "won": {"increased": 11, "won": 143, "currency": 22},
    }
    assert (found.amounts["opening"], found.amounts["closing"]) == (330, 264)


def test_a_rate_that_appears_is_no_change_of_the_deal() -> None:
    tables = tables_of({"kept": [State(JUNE, 100, DUE)]})
    found = bridged(with_currency(tables, [(date(2025, 7, 10), "1.2")]), ALL)
    assert [dict(deal.movements) for deal in found.deals] == [{"currency": 120}]
    assert found.missing_amounts == (1, 0)


def test_a_win_counts_what_was_booked_by_the_last_day() -> None:
    """Two bookings are one win; a contraction and what is booked later are not in it."""
    tables = tables_of(
        {
            "booked": [State(JUNE, 100, DUE), State(INSIDE, 100, *WON)],
            "later": [State(JUNE, 50, DUE), State(INSIDE, 50, *WON)],
        }
    )
    booked = (
        ("booked", date(2025, 7, 9), 60, "new"),
        ("booked", date(2025, 7, 12), 45, "expansion"),
        ("booked", date(2025, 7, 12), 7, "contraction"),
        ("later", date(2025, 7, 15), 99, "new"),
    )
    tables["bookings"] = [
        {
            "booking_id": f"B{n}",
            "opportunity_id": key,
            "booked_on": on,
            "amount": amount,
            "kind": kind,
        }
        for n, (key, on, amount, kind) in enumerate(booked)
    ]
    found = bridged(tables, ALL)
    assert {deal.opportunity_id: dict(deal.movements) for deal in found.deals} == {
        "booked": {"increased": 5, "won": 105},
        "later": {"won": 50},
    }
    assert found.not_booked == 1


def test_each_win_of_a_deal_has_its_own_bookings() -> None:
    states = [
        State(JUNE, 100, DUE),
        State(moment(date(2025, 6, 12)), 100, date(2025, 6, 12), "won"),
        State(moment(date(2025, 6, 20)), 30, DUE),
        State(INSIDE, 30, *WON),
    ]
    tables = tables_of({"D": states})
    tables["bookings"] = [
        {"booking_id": on, "opportunity_id": "D", "booked_on": on, "amount": amount, "kind": "new"}
        for on, amount in (("2025-06-12", 100), ("2025-07-09", 31))
    ]
    assert [dict(deal.movements) for deal in bridged(tables, ALL).deals] == [
        {"increased": 1, "won": 31}
    ]


def test_without_a_history_the_bridge_says_what_it_cannot_see(tmp_path: Path) -> None:
    tables = tables_of({"D": [State(JUNE, 10, DUE), State(INSIDE, 12, *WON)]})
    del tables["opportunity_history"]
    reader = reader_of(loaded(tmp_path, tables, moment(date(2025, 7, 20))))
    found = bridge(reader, FROM, TO, calendar_of(reader).parse("2025-Q3"))
    assert found.note is not None
    assert found.note.startswith("no history of deals is recorded")
    assert (found.amounts["won"], found.residual) == (12, 0)
