"""Bridges computed by others, from real tables: a load's, with and without bookings."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.workspace import Workspace
from metrics.bridge import MOVEMENTS, Bars, bridge, bridges
from metrics.cli import app
from metrics.compute import answer, calendar_of
from metrics.periods import FiscalCalendar
from metrics.scope import ALL, Scope
from tests.metrics.bridge.facts import Row, State, loaded, moment, reader_of, tables_of

ROOT = Path(__file__).parents[3]
CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads(
        (ROOT / "tests" / "goldens" / "pipeline_bridge.json").read_text(encoding="utf-8"),
        parse_float=Decimal,
    )["cases"]
}
NINETEEN = CASES["waterfall_row_level_19_opps"]
FROM, TO = date(2025, 7, 7), date(2025, 7, 14)
NOW = moment(date(2025, 7, 20))
COMMAND = (f"bridge --from {FROM} --to {TO} --window 2025-Q3 --scope region=EMEA").split()
EMEA = Scope.of(region="EMEA")


def state(at: datetime, given: list[Any]) -> State:
    """A golden's [amount, close, status, in scope] from a moment on."""
    amount, close, outcome, is_in_scope = given
    region = "EMEA" if is_in_scope else "APAC"
    return State(at, amount, date.fromisoformat(close), outcome, region)


def states_of(deal: dict[str, Any]) -> list[State]:
    """A golden's deal as the history that leads to both its states."""
    before, after = deal["t0"], deal["t1"]
    found = []
    if before:
        first = state(moment(date(2025, 6, 10)), [*before[:2], "open", before[3]])
        found.append(first)
        if before[2] != "open":
            found.append(state(moment(date(2025, 6, 20)), before))
    if after is None:
        last = found[-1]
        found.append(
            State(
                moment(date(2025, 7, 10)), last.amount, last.close, "open", "EMEA", is_deleted=True
            )
        )
    elif after != before:
        changed_at = moment(date(2025, 7, 9))
        if after[2] != "open":
            changed_at = moment(date.fromisoformat(after[1]), 15)
        if not before:
            found.append(state(moment(date(2025, 7, 8)), [*after[:2], "open", after[3]]))
        if before or after[2] != "open":
            found.append(state(changed_at, after))
    return found


def golden_tables(with_bookings: bool) -> dict[str, list[Row]]:
    deals = {deal["id"]: states_of(deal) for deal in NINETEEN["inputs"]["opps"]}
    tables = tables_of(deals)
    if with_bookings:
        tables["bookings"] = [
            {
                "booking_id": f"B-{key}",
                "booked_on": states[-1].close,
                "amount": states[-1].amount,
                "kind": "new",
                "opportunity_id": key,
            }
            for key, states in deals.items()
            if states[-1].outcome == "won"
        ]
    return tables


@pytest.fixture(scope="module", params=[False, True], ids=["derived bookings", "bookings"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("nineteen"), golden_tables(request.param), NOW)


def test_nineteen_deals_exactly(store: Path) -> None:
    reader = reader_of(store)
    window = calendar_of(reader).parse("2025-Q3")
    found = bridge(reader, FROM, TO, window, EMEA)
    expected = {"pulled_out": 0, "currency": 0, **NINETEEN["expected"]["bars"]}
    assert dict(found.amounts) == expected
    assert found.residual == 0
    movements = {deal.opportunity_id: dict(deal.movements) for deal in found.deals}
    assert movements == {
        deal["id"]: deal["movements"] for deal in NINETEEN["inputs"]["opps"] if deal["movements"]
    }
    assert found.missing_amounts == (1, 0)
    assert found.note is None
    booked = answer(reader, "bookings", calendar_of(reader).parse("2025-07"))
    assert found.amounts["won"] == booked.value == 195
    assert found.amounts["won"] == NINETEEN["expected"]["won_bar_equals_bookings_in_period"]
    for day, bar in ((FROM, "opening"), (TO, "closing")):
        opened = answer(reader, "open_pipeline", window, scope=EMEA, as_of=day, window=window)
        assert (opened.value, opened.rows) == (found.amounts[bar], found.counts[bar])


def test_the_command_prints_the_stable_document(store: Path) -> None:
    said = CliRunner().invoke(app, [*COMMAND, "--store", str(store), "--json"])
    assert (said.exit_code, said.stderr) == (0, "")
    document = json.loads(said.stdout)
    assert [*document][:6] == ["window", "from", "to", "bars", "residual", "deals"]
    assert (document["window"], document["from"], document["to"]) == (
        "2025-Q3",
        "2025-07-07",
        "2025-07-14",
    )
    assert [*document["bars"]] == ["opening", *MOVEMENTS, "closing"]
    assert (document["bars"]["opening"], document["bars"]["created"]) == ("675.00", "230.00")
    assert document["residual"] == "0.00"
    assert {"opportunity_id": "O8", "movements": {"decreased": "10.00", "won": "110.00"}} in (
        document["deals"]
    )
    assert len(document["deals"]) == 17


def test_without_the_scope_transfers_are_gone(store: Path) -> None:
    reader = reader_of(store)
    found = bridge(reader, FROM, TO, calendar_of(reader).parse("2025-Q3"), ALL)
    assert found.amounts["transferred_in"] == found.amounts["transferred_out"] == 0
    assert (found.amounts["opening"], found.amounts["closing"]) == (675 + 45, 855 + 35)
    assert found.residual == 0


def test_many_spans_are_the_single_ones(store: Path) -> None:
    reader = reader_of(store)
    window = calendar_of(reader).parse("2025-Q3")
    days = [FROM + timedelta(days=place) for place in range(-30, 8, 3)]
    for one in bridges(reader, days, window, EMEA):
        single = bridge(reader, one.from_on, one.to_on, window, EMEA)
        assert (one.amounts, one.residual) == (single.amounts, 0)


WEFLOW = CASES["waterfall_weflow"]
BAR_OF = {
    "created": "created",
    "increase": "increased",
    "moved_in": "pulled_in",
    "moved_out": "pushed_out",
    "lost": "lost",
    "decrease": "decreased",
    "won": "won",
}


def weflow_deals() -> dict[str, list[State]]:
    """The published waterfall as one deal a bar, each with what it was and became."""
    given = WEFLOW["inputs"]
    start, inside = moment(date(2025, 6, 10)), moment(date(2025, 7, 9))
    due, later, won_on = date(2025, 9, 1), date(2025, 11, 1), date(2025, 7, 9)
    rest = given["start"] - given["lost"] - given["won"] - given["decrease"]
    return {
        "raised": [State(start, rest, due), State(inside, rest + given["increase"], due)],
        "cut": [State(start, given["decrease"], due), State(inside, 0, due)],
        "created": [State(inside, given["created"], due)],
        "moved": [State(start, given["moved_in"], later), State(inside, given["moved_in"], due)],
        "lost": [State(start, given["lost"], due), State(inside, given["lost"], due, "lost")],
        "won": [State(start, given["won"], due), State(inside, given["won"], won_on, "won")],
    }


def test_weflow_from_deals(tmp_path: Path) -> None:
    reader = reader_of(loaded(tmp_path, tables_of(weflow_deals()), NOW))
    found = bridge(reader, FROM, TO, calendar_of(reader).parse("2025-Q3"))
    given, expected = WEFLOW["inputs"], WEFLOW["expected"]
    assert (found.amounts["opening"], found.amounts["closing"]) == (given["start"], expected["end"])
    assert {name: found.amounts[bar] for name, bar in BAR_OF.items()} == {
        name: given[name] for name in BAR_OF
    }
    assert found.residual == expected["residual"] == 0


def test_weflow_by_its_bars_alone() -> None:
    given, expected = WEFLOW["inputs"], WEFLOW["expected"]
    amounts = dict.fromkeys(("opening", *MOVEMENTS, "closing"), Decimal(0))
    amounts |= {bar: Decimal(given[name]) for name, bar in BAR_OF.items()}
    amounts |= {"opening": Decimal(given["start"]), "closing": Decimal(expected["end"])}
    window = FiscalCalendar(Workspace()).parse("2025-Q3")
    assert Bars(FROM, TO, window, ALL, amounts).residual == expected["residual"]
    amounts["lost"] -= 1
    assert Bars(FROM, TO, window, ALL, amounts).residual == -1
