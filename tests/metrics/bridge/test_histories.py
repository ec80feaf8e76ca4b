"""Any history of any deals: nothing is left unexplained, nothing is counted twice."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.bridge import BARS, Bars, Bridge, bridge, bridges, net
from metrics.compute import answer, calendar_of
from metrics.periods import Period
from metrics.scope import ALL, Scope
from tests.metrics.bridge.facts import Built, Row, State, opportunity, tables_of

FIRST, LAST = date(2025, 6, 1), date(2025, 8, 31)
REGIONS = ("EMEA", "APAC", "")
CURRENCIES = ("USD", "EUR", "XXX")
RATES: list[Row] = [
    {"currency": "EUR", "on": date(2025, 6, 1) + timedelta(days=9 * place), "rate": rate}
    for place, rate in enumerate(("1.071", "1.093333", "1.15", "1.02", "1.08"))
]
days = st.dates(FIRST, LAST)
amounts = st.one_of(st.none(), st.decimals("-50", "900", places=2))
closes = st.one_of(st.none(), st.dates(date(2025, 5, 1), date(2025, 11, 30)))


@dataclass(frozen=True)
class Company:
    """Deals with their pasts, the currency of each, and what each win was booked at."""

    deals: dict[str, list[State]]
    currencies: dict[str, str]
    bookings: list[Row]

    def built(self) -> Built:
        tables = tables_of(self.deals)
        tables["opportunities"] = [
            opportunity(key, states, self.currencies[key]) for key, states in self.deals.items()
        ]
        tables["bookings"], tables["fx_rates"] = self.bookings, RATES
        return Built(tables, LAST)


@st.composite
def pasts(draw: st.DrawFn) -> list[State]:
    """One to five states at different moments; a close that was reached is the day it happened."""
    minutes = st.integers(0, (LAST - FIRST).days * 24 * 60)
    moments = sorted(draw(st.sets(minutes, min_size=1, max_size=5)))
    found = []
    for minute in moments:
        at = datetime.combine(FIRST, datetime.min.time()) + timedelta(minutes=minute)
        outcome = draw(st.sampled_from(("open", "open", "open", "won", "lost")))
        close = draw(closes) if outcome == "open" else at.date()
        found.append(
            State(
                at,
                draw(amounts),
                close,
                outcome,
                draw(st.sampled_from(REGIONS)),
                draw(st.sampled_from(("Qualify", "Propose"))),
                is_deleted=outcome == "open" and draw(st.integers(0, 9)) == 0,
            )
        )
    return found


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Up to a dozen deals; half of the companies book their wins, not always at the amount."""
    deals = {f"D{n:02}": past for n, past in enumerate(draw(st.lists(pasts(), max_size=12)))}
    currencies = {key: draw(st.sampled_from(CURRENCIES)) for key in deals}
    bookings: list[Row] = []
    if draw(st.booleans()):
        for key, states in deals.items():
            for place, state in enumerate(states):
                if state.outcome == "won" and (not place or states[place - 1].outcome != "won"):
                    bookings.append(
                        {
                            "booking_id": f"{key}-{place}",
                            "booked_on": state.at.date(),
                            "amount": draw(st.decimals("0", "900", places=2)),
                            "currency": currencies[key],
                            "kind": draw(st.sampled_from(("new", "expansion", "renewal"))),
                            "opportunity_id": key,
                        }
                    )
    return Company(deals, currencies, bookings)


def explained(reader: Built, one: Bridge, window: Period) -> None:
    """Everything a bridge must always be."""
    assert one.residual == 0
    for day, bar in ((one.from_on, "opening"), (one.to_on, "closing")):
        asked = "all" if window.grain == "all" else window
        opened = answer(
            reader,
            "open_pipeline",
            calendar_of(reader).day(day),
            scope=one.scope,
            as_of=day,
            window=asked,  # type: ignore[arg-type]
        )
        assert (opened.value or 0) == one.amounts[bar]
        assert sum(getattr(cell, bar) for cell in one.matrix) == one.amounts[bar]
    for bar in BARS[1:-1]:
        moved = [deal.movements[bar] for deal in one.deals if bar in deal.movements]
        assert sum(moved, Decimal(0)) == one.amounts[bar]
        assert len(moved) == one.counts[bar]
    for deal in one.deals:
        ways = {deal.enter_reason, deal.leave_reason} - {None}
        assert ways <= set(deal.movements)
        assert not {"increased", "decreased"} <= set(deal.movements)
        assert deal.net == net(deal.movements)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(companies(), st.lists(st.tuples(days, days), min_size=3, max_size=3))
def test_any_history_is_explained(company: Company, spans: list[tuple[date, date]]) -> None:
    with closing(company.built()) as reader:
        for (frm, to), name in zip(map(sorted, spans), ("2025-Q3", "2025-08", "all"), strict=True):
            window = calendar_of(reader).parse(name)
            whole = bridge(reader, frm, to, window, ALL)
            explained(reader, whole, window)
            parts_add_up(reader, whole)
            won_as_booked(reader, whole)
            in_steps(reader, whole)
        each_win_has_one_window(reader, whole)


def parts_add_up(reader: Built, whole: Bridge) -> None:
    """Transfers between regions net out; every other bar is the sum of its parts."""
    parts = [
        bridge(
            reader, whole.from_on, whole.to_on, whole.window, Scope.of(region=region or "(none)")
        )
        for region in REGIONS
    ]
    for part in parts:
        explained(reader, part, whole.window)
    added = {bar: sum(part.amounts[bar] for part in parts) for bar in BARS}
    assert added.pop("transferred_in") == added.pop("transferred_out")
    assert added == {bar: whole.amounts[bar] for bar in added}


def won_as_booked(reader: Built, one: Bridge) -> None:
    """A won deal counts what it was booked at by the last day, else what it was won at."""
    booked = dict(
        reader.exact_rows(
            "select opportunity_id, sum(amount) from booking "
            "where booked_on <= $to and not is_derived group by all",
            {"to": one.to_on},
        )
    )
    closed = reader.exact_rows(
        "select opportunity_id, max(amount) from closed_opportunity "
        "where is_won group by all having count(*) = 1",
        {},
    )
    expected = {key: booked.get(key) or amount or Decimal(0) for key, amount in closed}
    won = {deal.opportunity_id: deal.movements["won"] for deal in one.behind("won")}
    assert {key: won[key] for key in won if key in expected} == {
        key: expected[key] for key in won if key in expected
    }
    if not booked:
        assert one.not_booked == sum(key not in derived(reader, one.to_on) for key in won)


def derived(reader: Built, to: date) -> set[str]:
    """Deals with a booking made of their win."""
    rows = reader.exact_rows(
        "select opportunity_id from booking where booked_on <= $to", {"to": to}
    )
    return {key for (key,) in rows}


def in_steps(reader: Built, whole: Bridge) -> None:
    """The spans between several days, in one pass, are those of each pair."""
    middle = whole.from_on + (whole.to_on - whole.from_on) // 2
    days_asked = [whole.from_on, middle, whole.to_on]
    steps: Sequence[Bars] = bridges(reader, days_asked, whole.window)
    for step in steps:
        single = bridge(reader, step.from_on, step.to_on, whole.window)
        assert (step.amounts, step.residual) == (single.amounts, 0)
    assert steps[0].amounts["closing"] == steps[1].amounts["opening"]


def each_win_has_one_window(reader: Built, whole: Bridge) -> None:
    """Windows that share out all days share out all wins."""
    parts = [
        bridge(reader, whole.from_on, whole.to_on, calendar_of(reader).parse(name))
        for name in ("1901-01-01..2025-06-30", "2025-Q3", "2025-10-01..2199-12-31")
    ]
    assert whole.window.grain == "all"
    assert sum(part.amounts["won"] for part in parts) == whole.amounts["won"]
    assert sum(part.counts["won"] for part in parts) == whole.counts["won"]
