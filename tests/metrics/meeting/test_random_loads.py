"""Any second load whatever: real and restated add up, and the rows are those that differ."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from data.snapshots import keep_snapshot
from data.workspace import Workspace
from metrics.compute import calendar_of
from metrics.lifecycle.state import State
from metrics.meeting.contributing import Figures, Key, kept_text, rows_in, sums_of
from metrics.meeting.headlines import Moment, definitions
from metrics.meeting.holding import all_answers, all_rows
from metrics.meeting.records import Frozen, Snapshot
from metrics.meeting.then_now import restated_rows, then_now
from tests.metrics.worlds import World

THEN, NOW = date(2026, 2, 15), date(2026, 2, 22)
CENTS = some.integers(-10_000_00, 10_000_00).map(lambda cents: Decimal(cents).scaleb(-2))
FIGURES = some.builds(Figures, CENTS, CENTS)
KEYS = some.builds(Key, some.sampled_from(["bookings", "spend"]), some.text("abc", max_size=2))
ROWS = some.dictionaries(KEYS, FIGURES, max_size=8)
DAYS = some.integers(1, 22)
# Each id is a booking, a finished deal and a lead: the day, the money, and how it went.
RECORDS = some.dictionaries(
    some.sampled_from("abcdefgh"), some.tuples(DAYS, CENTS, some.booleans()), max_size=8
)


@given(then=ROWS, today=ROWS)
def test_rows_that_differ_explain_the_difference(
    then: Mapping[Key, Figures], today: Mapping[Key, Figures]
) -> None:
    found = restated_rows(then, today)
    assert {Key(row.part, row.row_id) for row in found} == {
        key for key in {*then, *today} if then.get(key) != today.get(key)
    }
    for place in ("numerator", "denominator"):
        moved = sum(getattr(row.today, place) - getattr(row.then, place) for row in found)
        before, after = sums_of(then.values()), sums_of(today.values())
        assert moved == getattr(after, place) - getattr(before, place)


@given(rows=ROWS)
def test_rows_come_back_as_they_were_kept(rows: Mapping[Key, Figures]) -> None:
    assert rows_in(kept_text(THEN, "f", {"bookings": rows})) == {"bookings": rows}


def world(records: Mapping[str, tuple[int, Decimal, bool]], as_of: date) -> World:
    """A load of these records of February."""
    made = World(Workspace(), as_of)
    for name, (day, amount, is_good) in records.items():
        if day > as_of.day:
            continue
        on = f"2026-02-{day:02d}"
        money, good = f"{abs(amount):.2f}", str(is_good).lower()
        made.add(
            "booking",
            "booking_id, booked_on, kind, amount",
            f"{name} | {on} | {'new' if is_good else 'churn'} | {money}",
        )
        made.add(
            "closed_opportunity",
            "opportunity_id, closed_at, closed_on, is_won, amount",
            f"{name} | {on} 12:00:00 | {on} | {good} | {money}",
        )
        made.add(
            "lead_journey",
            "lead_id, created_at, handed_over_at, decided_at, decision",
            f"{name} | {on} 08:00:00 | {on} 09:00:00 | {on} 10:00:00 | "
            f"{'accepted' if is_good else 'handed_back'}",
        )
        made.add(
            "spend_day",
            "spent_on, kind, amount",
            f"{on} | program | {money}",
        )
    made.add("target", "kpi, period, value", "bookings | 2026-Q1 | 50000")
    return made


def held(reader: World, store: Path) -> Snapshot:
    """What a meeting would freeze of the load."""
    moment = Moment.of(calendar_of(reader), THEN)
    found = all_answers(reader, State(), moment, None)
    rows = all_rows(reader, moment, None, found)
    return Snapshot(
        number=1,
        held_by="hana",
        held_at=datetime(2026, 2, 16, tzinfo=UTC),
        held_on=date(2026, 2, 16),
        as_of=THEN,
        fingerprint="first",
        definitions=MappingProxyType(definitions()),
        headlines=tuple(Frozen(key, one) for key, one in found.items()),
        told=(),
        plan=None,
        digest=keep_snapshot(store, kept_text(THEN, "first", rows)),
        event_hash="",
    )


# Each example builds two loads: it is not shrunk, and told by its own small size.
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(first=RECORDS, second=RECORDS)
def test_real_and_restated_add_up_on_any_second_load(
    first: Mapping[str, tuple[int, Decimal, bool]],
    second: Mapping[str, tuple[int, Decimal, bool]],
) -> None:
    with TemporaryDirectory() as folder:
        store = Path(folder)
        then, now = world(first, THEN), world(second, NOW)
        told = then_now(now, State(), store, held(then, store), NOW)
        then.con.close()
        now.con.close()
    compared = {one.kpi: one for one in told}
    for one in told:
        if one.change is None or one.real is None or one.restated is None:
            assert one.note is not None
            continue
        assert Fraction(one.real) + Fraction(one.restated) == Fraction(one.change)
    counted = {
        name: {key: row for key, row in records.items() if row[0] <= THEN.day}
        for name, records in (("then", first), ("today", second))
    }
    booked = {
        name: {key: abs(row[1]) for key, row in records.items() if row[2] and row[1]}
        for name, records in counted.items()
    }
    differ = {key for key in "abcdefgh" if booked["then"].get(key) != booked["today"].get(key)}
    assert {row.row_id for row in compared["bookings"].restated_rows} == differ
    won = {name: {key: row[2] for key, row in records.items()} for name, records in counted.items()}
    assert {row.row_id for row in compared["win_rate"].restated_rows} == {
        key for key in "abcdefgh" if won["then"].get(key) != won["today"].get(key)
    }
