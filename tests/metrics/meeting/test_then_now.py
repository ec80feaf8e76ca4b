"""Then against now on a second load, held against plain Python over both weeks' export files."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.load import load
from data.workspace import Workspace
from metrics.compute import answer, calendar_of
from metrics.errors import PeriodError
from metrics.lifecycle.desk import Desk
from metrics.meeting.contributing import ZERO
from metrics.meeting.headlines import HEADLINES, LANDING, POOL
from metrics.meeting.holding import hold
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow, then_now
from tests.metrics.meeting.second_load import second_export
from tests.metrics.oracles._cases import Case, Finish, Parts, View, cost, ratio, total
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import booked_parts, bookings, closings, in_window
from tests.metrics.oracles._leads import due_in
from tests.metrics.oracles._periods import span
from tests.metrics.oracles._targets import target
from tests.metrics.oracles.test_acceptance_rate import parts as acceptance
from tests.metrics.oracles.test_cost_per_sales_ready_lead import parts as spent
from tests.metrics.oracles.test_hand_back_answer_within_sla import parts as hand_backs
from tests.metrics.oracles.test_icp_share import parts as icp
from tests.metrics.oracles.test_lead_leakage import parts as leaks
from tests.metrics.oracles.test_open_pipeline import parts as opened
from tests.metrics.oracles.test_pipeline_created import parts as created
from tests.metrics.oracles.test_response_within_sla import parts as responses
from tests.metrics.oracles.test_sales_ready_leads import parts as ready
from tests.metrics.oracles.test_win_rate import parts as wins

THEN, NOW = date(2026, 11, 15), date(2026, 11, 22)
ROLES = '\n[roles]\nhead_of_sales = ["hugo"]\n'
# Sums of both weeks' files by the rules of the glossary, none of them read from the product.
ORACLES: Mapping[str, tuple[Parts, Finish]] = {
    "bookings": (booked_parts, total),
    "open_pipeline": (opened, total),
    "pipeline_created": (created, total),
    "win_rate": (wins, ratio),
    "response_within_sla": (responses, ratio),
    "hand_back_answer_within_sla": (hand_backs, ratio),
    "acceptance_rate": (acceptance, ratio),
    "lead_leakage": (leaks, ratio),
    "sales_ready_leads": (ready, total),
    "cost_per_sales_ready_lead": (spent, cost),
    "icp_share": (icp, ratio),
}


@dataclass(frozen=True)
class Weeks:
    """Both weeks: what was held, what is told of it now, and the files of each."""

    store: Path
    desk: Desk
    held: Snapshot
    told: Mapping[str, ThenNow]
    first: Company
    second: Company


@pytest.fixture(scope="module")
def weeks(demo: Path, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    """The demo company's meeting on Monday, and a load a week later."""
    folder = tmp_path_factory.mktemp("weeks")
    store = folder / "store"
    shutil.copytree(demo, store)
    shutil.rmtree(store / "ledger", ignore_errors=True)
    with (store / "tandem.toml").open("a", encoding="utf-8") as file:
        file.write(ROLES)
    held = hold(Desk.open(store, datetime(2026, 11, 16, 9, tzinfo=UTC)), "hugo")
    export = second_export(demo_folder, folder / "export")
    load([export], store, now=datetime(2026, 11, 22, 20, tzinfo=UTC))
    desk = Desk.open(store, datetime(2026, 11, 23, 9, tzinfo=UTC))
    told = then_now(desk.warehouse.reader(), desk.state, store, held)
    workspace = Workspace.read(store)
    return Weeks(
        store,
        desk,
        held,
        {one.kpi: one for one in told},
        Company(demo_folder, workspace),
        Company(export, workspace),
    )


def view(company: Company, as_of: date, window: str | None = None) -> View:
    """The quarter in a week's files, seen from the end of a day."""
    return View(company, Case("quarter", ("2026-Q4",), window=window), span("2026-Q4"), as_of)


def expected(company: Company, key: str, as_of: date) -> Fraction | None:
    """What a headline is, by the files."""
    parts, finish = ORACLES[key]
    return finish(list(parts(view(company, as_of)))).value


def coverage(company: Company, as_of: date, name: str, first_on: date) -> Fraction:
    """Open pipeline over target less bookings of a quarter, by the files."""
    seen = view(company, as_of, name)
    pipeline = sum((amount for _, _, amount in in_window(seen)), Fraction(0))
    end = max(first_on, as_of + timedelta(days=1))
    booked = sum((amount for _, amount in bookings(seen, first_on, end)), Fraction(0))
    goal = target(company, "bookings", name, {})
    assert goal is not None
    return pipeline / (goal - booked)


def shown(value: Fraction | None) -> Decimal | None:
    """A value as one division of the product gives it."""
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def test_the_second_load_is_a_week_later(weeks: Weeks) -> None:
    load_of = weeks.desk.warehouse.reader().load
    assert load_of.data_date == NOW
    assert load_of.fingerprint != weeks.held.fingerprint
    assert [one.key for one in HEADLINES] == list(weeks.told)


@pytest.mark.parametrize("key", list(ORACLES))
def test_then_again_and_now_are_what_the_files_say(weeks: Weeks, key: str) -> None:
    found = weeks.told[key]
    then, again, now = (
        expected(company, key, as_of)
        for company, as_of in ((weeks.first, THEN), (weeks.second, THEN), (weeks.second, NOW))
    )
    assert (found.then.value, found.again.value, found.now.value) == (
        shown(then),
        shown(again),
        shown(now),
    )


@pytest.mark.parametrize(
    ("key", "name", "first_on"),
    [
        ("pipeline_coverage", "2026-Q4", date(2026, 10, 1)),
        ("pipeline_coverage_next", "2027-Q1", date(2027, 1, 1)),
    ],
)
def test_coverage(weeks: Weeks, key: str, name: str, first_on: date) -> None:
    found = weeks.told[key]
    assert [one.value for one in (found.then, found.again, found.now)] == [
        shown(coverage(company, as_of, name, first_on))
        for company, as_of in ((weeks.first, THEN), (weeks.second, THEN), (weeks.second, NOW))
    ]


def test_real_and_restated_are_the_change_to_the_last_digit(weeks: Weeks) -> None:
    for key, one in weeks.told.items():
        if key == POOL:
            assert one.note is not None
            assert "no plan is in force" in one.note
            continue
        values = [Fraction(each.value or 0) for each in (one.then, one.again, one.now)]
        assert one.change is not None, key
        assert one.real is not None
        assert one.restated is not None
        assert Fraction(one.real) + Fraction(one.restated) == Fraction(one.change), key
        assert Fraction(one.change) == values[2] - values[0]
        assert Fraction(one.restated) == values[1] - values[0]
    moved = {key for key, one in weeks.told.items() if one.restated}
    assert moved >= {"bookings", LANDING, "pipeline_coverage", "open_pipeline"}
    assert moved >= {"response_within_sla", "sales_ready_leads", "cost_per_sales_ready_lead"}
    assert "pipeline_created" not in moved


def test_money_is_restated_to_the_cent(weeks: Weeks) -> None:
    found = weeks.told["bookings"]
    rows = {row.row_id: row for row in found.restated_rows}
    kinds = [rows[name].kind for name in ("LATE1", "LATE2")]
    assert kinds == ["late", "late"]
    assert sorted(row.kind for row in found.restated_rows) == ["changed", "gone", "late", "late"]
    differences = [row.today.numerator - row.then.numerator for row in found.restated_rows]
    assert sum(differences) == found.restated
    assert Decimal("1000.10") in differences
    assert Decimal("12345.67") in differences
    sizes = [abs(one) for one in differences]
    assert sizes == sorted(sizes, reverse=True)
    # 1,600.33, 1,800.33 and 2,200.33 were booked in the week between.
    assert found.real == Decimal("5600.99")


def rows_by_id(company: Company, key: str) -> dict[str, tuple[Fraction, Fraction]]:
    """What each record adds to numerator and denominator on then's day, by the files."""
    seen = view(company, THEN)
    found: dict[str, tuple[Fraction, Fraction]] = {}
    if key == "bookings":
        for row, amount in bookings(seen, seen.period.start, seen.last_on):
            found[str(row["booking_id"])] = (amount, Fraction(0))
    elif key == "open_pipeline":
        for deal, _, amount in in_window(seen):
            found[deal.opportunity_id] = (amount, Fraction(0))
    elif key == "win_rate":
        for closing in closings(seen):
            one, of = found.get(closing.opportunity_id, (Fraction(0), Fraction(0)))
            found[closing.opportunity_id] = (one + closing.is_won, of + 1)
    elif key == "sales_ready_leads":
        for trip in company.trips:
            if seen.holds(trip.row["handed_over_at"]):
                found[trip.row["lead_id"]] = (Fraction(1), Fraction(0))
    else:
        promise = company.workspace.response_sla_seconds
        for trip in company.trips:
            start, answered = trip.row["handed_over_at"], trip.human_response_at
            if due_in(seen, start, promise, trip) is not None:
                in_time = answered is not None and seen.seen(answered)
                in_time = in_time and trip.clock.seconds(start, answered) <= promise
                found[trip.row["lead_id"]] = (Fraction(int(in_time)), Fraction(1))
    return {name: told for name, told in found.items() if any(told)}


KEYED = ("bookings", "open_pipeline", "win_rate", "sales_ready_leads", "response_within_sla")


@pytest.mark.parametrize("key", KEYED)
def test_the_restated_rows_are_exactly_those_that_differ(weeks: Weeks, key: str) -> None:
    then, today = rows_by_id(weeks.first, key), rows_by_id(weeks.second, key)
    nothing = (Fraction(0), Fraction(0))
    right = {
        name: (then.get(name, nothing), today.get(name, nothing))
        for name in {*then, *today}
        if then.get(name) != today.get(name)
    }
    found = weeks.told[key].restated_rows
    assert {
        row.row_id: (
            (Fraction(row.then.numerator), Fraction(row.then.denominator)),
            (Fraction(row.today.numerator), Fraction(row.today.denominator)),
        )
        for row in found
    } == right
    assert {row.part for row in found} <= {key}
    for row in found:
        late, gone = row.row_id not in then, row.row_id not in today
        assert row.kind == ("late" if late else "gone" if gone else "changed")


def test_rows_explain_numerator_and_denominator_of_every_restated_number(weeks: Weeks) -> None:
    explained = 0
    for key, one in weeks.told.items():
        if key in (LANDING, POOL):
            continue
        above = sum((row.today.numerator - row.then.numerator for row in one.restated_rows), ZERO)
        below = sum(
            (row.today.denominator - row.then.denominator for row in one.restated_rows), ZERO
        )
        assert above == (one.again.numerator or ZERO) - (one.then.numerator or ZERO), key
        assert below == (one.again.denominator or ZERO) - (one.then.denominator or ZERO), key
        explained += bool(one.restated_rows)
    assert explained >= 6


def test_the_same_load_restates_nothing(weeks: Weeks) -> None:
    reader = weeks.desk.warehouse.reader()
    held = hold(weeks.desk, "hugo")
    for one in then_now(reader, weeks.desk.state, weeks.store, held):
        assert one.restated_rows == ()
        if one.then.value is not None:
            assert (one.change, one.real, one.restated) == (ZERO, ZERO, ZERO)


def test_a_new_quarter_is_said_and_each_stands_for_itself(weeks: Weeks) -> None:
    reader, calendar = weeks.desk.warehouse.reader(), calendar_of(weeks.desk.warehouse.reader())
    eve = date(2026, 9, 27)
    held = hold(weeks.desk, "hugo", as_of=eve)
    told = {one.kpi: one for one in then_now(reader, weeks.desk.state, weeks.store, held, NOW)}
    old, new = calendar.parse("2026-Q3"), calendar.parse("2026-Q4")
    for key in ("bookings", "win_rate", "open_pipeline"):
        one = told[key]
        assert one.is_new_period
        assert one.then.value == answer(reader, key, old, as_of=eve).value
        assert one.now.value == answer(reader, key, old, as_of=NOW).value
        assert one.begun is not None
        assert one.begun.value == answer(reader, key, new, as_of=NOW).value
        assert one.restated == 0
        assert one.change == one.real
        assert one.note == (
            "2026-Q4 has begun since: each period stands for itself, and the change is 2026-Q3's "
            "own up to its end"
        )
    assert told["bookings"].real is not None
    assert told["bookings"].real > 0


def test_nothing_is_compared_with_the_time_before_it(weeks: Weeks) -> None:
    reader: Callable[[], object] = lambda: then_now(  # noqa: E731
        weeks.desk.warehouse.reader(), weeks.desk.state, weeks.store, weeks.held, date(2026, 11, 1)
    )
    with pytest.raises(PeriodError, match="the meeting was held as of 2026-11-15"):
        reader()
