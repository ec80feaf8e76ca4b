"""The bridge against a loop over the raw export: the demo company, and one that does everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from data.workspace import Workspace
from metrics.bridge import BARS, Bridge, bridge, bridges
from metrics.compute import answer, calendar_of
from metrics.members import members_of
from metrics.question import WindowAsked
from metrics.scope import ALL, Scope
from tests.metrics.bridge.oracle import Naive
from tests.metrics.oracles._chaos import WORKSPACE, write_chaos
from tests.metrics.oracles._company import Company, as_decimal


@dataclass(frozen=True)
class Case:
    """Two days, a window, and a scope."""

    frm: date
    to: date
    window: str
    scope: Scope = ALL

    def __str__(self) -> str:
        return f"{self.frm}-{self.to}-{self.window}-{self.scope}"


DEMO = (
    Case(date(2026, 11, 8), date(2026, 11, 15), "2026-Q4"),
    Case(date(2026, 9, 20), date(2026, 10, 11), "2026-Q4", Scope.of(region="EMEA")),
    Case(date(2026, 9, 20), date(2026, 10, 11), "2026-Q3"),
    Case(date(2026, 6, 20), date(2026, 7, 11), "2026-Q3", Scope.of(team="sales")),
    Case(date(2025, 12, 31), date(2026, 11, 15), "2026"),
    Case(date(2025, 3, 1), date(2026, 3, 1), "all"),
    Case(date(2026, 3, 31), date(2026, 6, 30), "2026-Q2", Scope.of(source="Outbound")),
    Case(date(2026, 5, 1), date(2026, 5, 1), "2026-Q2"),
    Case(date(2020, 1, 1), date(2026, 11, 15), "2026-Q4"),
)
STEPS = [date(2024, 12, 1) + timedelta(days=34 * place) for place in range(11)]
CHAOS = tuple(
    Case(frm, to, window, scope)
    for frm, to in (
        *pairwise(STEPS),
        (STEPS[2], STEPS[-2]),
        (date(2025, 10, 25), date(2025, 10, 26)),
    )
    for window, scope in (
        ("2025-05-20..2025-08-10", ALL),
        ("2025-05-20..2025-08-10", Scope.of(region="North")),
        ("2026", Scope.of(source="Web", region="South")),
        ("all", Scope.of(region="North")),
    )
)


@dataclass(frozen=True)
class Both:
    """A load and the same export as plain Python."""

    reader: Reader
    company: Company

    def naive(self, case: Case) -> Naive:
        window = calendar_of(self.reader).parse(case.window)
        edges = None if case.window == "all" else (window.start_on, window.end_on_exclusive)
        return Naive(self.company, (case.frm, case.to), edges, holds(case.scope))

    def found(self, case: Case) -> Bridge:
        window = calendar_of(self.reader).parse(case.window)
        return bridge(self.reader, case.frm, case.to, window, case.scope)


def holds(scope: Scope) -> Callable[[Mapping[str, str]], bool]:
    """Whether dimensions lie in the scope."""
    wanted = scope.members()
    return lambda dims: all(dims[name] in members for name, members in wanted.items())


@pytest.fixture(scope="module")
def demo_both(demo: Path, demo_folder: Path, reader: Reader) -> Both:
    return Both(reader, Company(demo_folder, Workspace.read(demo)))


@pytest.fixture(scope="module", params=[1, 3])
def chaos_both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder, store = tmp_path_factory.mktemp("chaos"), tmp_path_factory.mktemp("store")
    write_chaos(folder, request.param)
    (store / "tandem.toml").write_text(WORKSPACE, encoding="utf-8")
    load([folder], store, now=datetime(2025, 12, 12, tzinfo=UTC))
    return Both(Warehouse(store).reader(), Company(folder, Workspace.read(store)))


def agree(both: Both, case: Case) -> Bridge:
    """The bridge, once it says what the loop says."""
    found, naive = both.found(case), both.naive(case)
    said = {
        deal.opportunity_id: {bar: amount for bar, amount in deal.movements.items() if amount}
        for deal in found.deals
    }
    assert {key: bars for key, bars in said.items() if bars} == naive.movements
    assert found.amounts["opening"] == Decimal(str(float(naive.opening)))
    assert found.amounts["closing"] == Decimal(str(float(naive.closing)))
    assert found.residual == 0
    return found


@pytest.mark.parametrize("case", DEMO, ids=str)
def test_the_demo(demo_both: Both, case: Case) -> None:
    agree(demo_both, case)


def test_a_company_that_does_everything(chaos_both: Both) -> None:
    seen = {bar for case in CHAOS for bar, count in agree(chaos_both, case).counts.items() if count}
    assert seen == set(BARS)


def test_the_won_bar_is_what_was_booked(demo_both: Both) -> None:
    """In the demo every win is booked on the day it closes."""
    rows = [row for row in demo_both.company.tables["bookings"] if row["opportunity_id"]]
    days = [date(2025, 11, 16) + timedelta(days=7 * place) for place in range(53)]
    won = bridges(demo_both.reader, days, calendar_of(demo_both.reader).all)
    for one in won:
        booked = [
            demo_both.company.cents(row["amount"], row["currency"], row["booked_on"])  # type: ignore[arg-type]
            for row in rows
            if row["kind"] in ("new", "expansion", "renewal")
            and one.from_on < row["booked_on"] <= one.to_on  # type: ignore[operator]
        ]
        assert one.amounts["won"] == as_decimal(sum(booked, Fraction(0)))  # type: ignore[arg-type]
    assert sum(one.amounts["won"] for one in won) > 0


@pytest.mark.parametrize("dimension", ["region", "owner", "source", "strategy"])
def test_parts_add_up_to_the_whole(demo_both: Both, dimension: str) -> None:
    """Transfers between parts are no movement of the whole, and net out."""
    reader, frm, to = demo_both.reader, date(2025, 12, 31), date(2026, 11, 8)
    window = calendar_of(reader).parse("2026")
    whole = bridge(reader, frm, to, window)
    members = members_of(reader, dimension)
    parts = [bridge(reader, frm, to, window, Scope.of(**{dimension: one})) for one in members]
    added = {bar: sum(part.amounts[bar] for part in parts) for bar in BARS}
    moved_in, moved_out = added.pop("transferred_in"), added.pop("transferred_out")
    assert moved_in == moved_out
    assert added == {bar: whole.amounts[bar] for bar in added}
    assert whole.amounts["transferred_in"] == whole.amounts["transferred_out"] == 0


@pytest.mark.parametrize("scope", [ALL, Scope.of(region="EMEA"), Scope.of(source="Outbound")])
def test_both_ends_are_open_pipeline(demo_both: Both, scope: Scope) -> None:
    reader = demo_both.reader
    calendar = calendar_of(reader)
    for frm, to in pairwise(date(2026, 1, 4) + timedelta(days=100 * place) for place in range(4)):
        for name in ("2026-Q2", "2026", "all"):
            window = calendar.parse(name)
            found = bridge(reader, frm, to, window, scope)
            for day, bar in ((frm, "opening"), (to, "closing")):
                asked: WindowAsked = "all" if name == "all" else window
                opened = answer(
                    reader, "open_pipeline", calendar.day(day), scope=scope, as_of=day, window=asked
                )
                assert (opened.value or 0, opened.rows) == (found.amounts[bar], found.counts[bar])


def test_the_matrix_holds_every_deal_of_both_ends(demo_both: Both) -> None:
    found = demo_both.found(Case(date(2026, 9, 1), date(2026, 11, 15), "2026-Q4"))
    cells = found.matrix
    for bar, is_there in (("opening", "from_stage"), ("closing", "to_stage")):
        held = [cell for cell in cells if getattr(cell, is_there) is not None]
        assert sum(getattr(cell, bar) for cell in cells) == found.amounts[bar]
        assert sum(cell.deals for cell in held) == found.counts[bar]
    ways = {cell.leave_reason for cell in cells} | {cell.enter_reason for cell in cells}
    for way in ways - {None}:
        reasoned = [cell for cell in cells if way in (cell.enter_reason, cell.leave_reason)]
        assert sum(cell.deals for cell in reasoned) == found.counts[str(way)]
    assert {cell.from_stage for cell in cells} - {None} <= set(found.stages)
    assert found.stages == ("Qualify", "Discover", "Propose", "Negotiate")
