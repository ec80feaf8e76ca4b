"""A forecast uses what was known on its day: later rows change nothing."""

import csv
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data.load import load
from data.warehouse import Reader, Warehouse
from data.workspace import Workspace
from metrics.compute import answers, calendar_of
from metrics.errors import PeriodError, ScopeError
from metrics.forecast import forecast, forecasts
from metrics.forecast.landing import Ask
from metrics.forecast.records import Forecast, Kind
from metrics.forecast.trail import trail
from metrics.question import Question
from metrics.scope import ALL, Scope

DAY = timedelta(days=1)
CUT = date(2026, 8, 23)
# What is said at a table of files is read by the moment in one of its columns.
MOMENTS = {
    "opportunity_history.csv": "changed_at",
    "bookings.csv": "booked_on",
}


@pytest.fixture(scope="module")
def earlier(demo: Path, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The same company as its exports were at the end of an August day: no row is later."""
    folder, zone = tmp_path_factory.mktemp("earlier") / "export", Workspace.read(demo).zone
    shutil.copytree(demo_folder, folder)
    for name, column in MOMENTS.items():
        lines = list(csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()))
        kept = [row for row in lines if _local_day(row[column], zone) <= CUT]
        assert 0 < len(kept) < len(lines)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(lines[0]))
            writer.writeheader()
            writer.writerows(kept)
    store = tmp_path_factory.mktemp("earlier_store")
    shutil.copy(demo / "tandem.toml", store)
    load([folder], store, now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    return Warehouse(store).reader()


def _local_day(text: str, zone: ZoneInfo) -> date:
    """The day of a date, or of a moment where the company is."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(zone).date()


@pytest.mark.parametrize("scope", [ALL, Scope.of(region="EMEA"), Scope.of(team="sales")], ids=str)
@pytest.mark.parametrize("name", ["2026-Q3", "2026-Q4", "2026-08", "2026"])
def test_later_rows_change_nothing(
    reader: Reader, earlier: Reader, name: str, scope: Scope
) -> None:
    window = calendar_of(reader).parse(name)
    now, then = (forecast(one, window, CUT, scope) for one in (reader, earlier))
    assert then.value is not None
    assert replace(now, fingerprint="") == replace(then, fingerprint="")


@pytest.mark.parametrize("scope", [ALL, Scope.of(industry="Life sciences")], ids=str)
def test_a_back_test_is_the_forecast_of_that_day(reader: Reader, scope: Scope) -> None:
    found = forecast(reader, scope=scope)
    assert len(found.tests) == 8
    for one in found.tests:
        said = forecast(reader, one.window, one.as_of, scope)
        assert (said.value, said.low, said.high) == (one.value, one.low, one.high)
        question = Question(("bookings",), (one.window,), scope)
        assert one.actual == answers(reader, question)[0].value


def test_many_at_once_are_the_same_as_one_by_one(reader: Reader) -> None:
    calendar = calendar_of(reader)
    asks = [
        Ask(calendar.parse(name), as_of)
        for name, as_of in (
            ("2026-Q4", date(2026, 11, 15)),
            ("2026-Q3", date(2026, 7, 5)),
            ("2025", date(2025, 6, 30)),
            ("2026-Q3", date(2026, 9, 30)),
        )
    ]
    together = forecasts(reader, asks)
    assert together == tuple(forecast(reader, ask.window, ask.as_of) for ask in asks)


@pytest.mark.parametrize("dimension", ["region", "industry", "strategy", "owner", "team"])
def test_parts_of_a_partition_add_up_to_the_whole(reader: Reader, dimension: str) -> None:
    whole = forecast(reader)
    members = {
        one.by[0]
        for key in ("bookings", "open_pipeline")
        for period in ("all",)
        for one in answers(
            reader,
            Question(
                (key,),
                (calendar_of(reader).parse(period),),
                by=(dimension,),
                window=None if key == "bookings" else "all",
            ),
        )
        if one.by
    }
    parts = [forecast(reader, scope=Scope(((dimension, name),))) for name in sorted(members)]
    assert sum((one.booked for one in parts), Decimal(0)) == whole.booked
    assert sum(one.open_amount for one in parts) == whole.open_amount
    for kind in Kind:
        together = sum((one.of(kind) for one in parts), Decimal(0))
        # Each part of each member is told in whole cents: half a cent each may be between.
        cells = sum(part.kind is kind for one in parts for part in one.parts) + 1
        assert abs(together - whole.of(kind)) <= Decimal("0.005") * cells


def test_chances_are_the_companys_in_every_scope(reader: Reader) -> None:
    def chances(found: Forecast) -> dict[str, Decimal | None]:
        return {part.stage: part.chance for part in found.parts if part.kind is Kind.OPEN}

    whole, part = (
        chances(forecast(reader)),
        chances(forecast(reader, scope=Scope.of(region="APAC"))),
    )
    assert part
    assert {stage: whole[stage] for stage in part} == part


def test_a_window_that_ended_landed_where_it_is_booked(reader: Reader) -> None:
    quarter = calendar_of(reader).parse("2026-Q3")
    for as_of in (quarter.last_on, date(2026, 11, 15)):
        found = forecast(reader, quarter, as_of)
        question = Question(("bookings",), (quarter,), as_of=as_of)
        booked = answers(reader, question)[0].value
        assert (found.value, found.low, found.high) == (booked, booked, booked)
        assert found.note == "2026-Q3 has ended: it landed where it is booked"
        assert not found.tests


def test_the_open_amount_of_the_window_is_the_open_pipeline(reader: Reader) -> None:
    found = forecast(reader)
    question = Question(("open_pipeline",), (found.window,))
    opened = answers(reader, question)[0]
    inside = [part for part in found.parts if part.kind is Kind.OPEN]
    assert sum(part.open_amount or Decimal(0) for part in inside) == opened.value
    assert sum(part.rows for part in inside) == opened.rows


def test_too_young_a_history_gives_no_range_or_no_number(reader: Reader) -> None:
    calendar = calendar_of(reader)
    none = forecast(reader, calendar.parse("2023-Q4"), date(2023, 11, 15))
    assert (none.value, none.low, none.past) == (None, None, ())
    assert none.booked > 0
    assert none.note == (
        "no past quarter was recorded deal by deal from this moment on: nothing to learn from"
    )
    few = forecast(reader, calendar.parse("2024-Q3"), date(2024, 8, 11))
    assert few.past == ("2024-Q2", "2024-Q1", "2023-Q4")
    assert few.value is not None
    assert (few.low, few.high, few.tests) == (None, None, ())
    assert few.note == "too few past quarters: no range (3 of 4)"


def test_without_a_history_there_is_no_number(tiny: Reader, reader: Reader) -> None:
    class Derived:
        """A load whose versions are derived."""

        def __init__(self) -> None:
            self.load = reader.load
            self.load = replace(reader.load, history="derived")

        def exact_rows(self, sql: str, params: dict[str, object]) -> object:
            """As the load has them."""
            return reader.exact_rows(sql, params)

    found = forecast(Derived())  # type: ignore[arg-type]
    assert (found.value, found.low, len(found.parts)) == (None, None, 1)
    assert found.note is not None
    assert found.note.startswith("this load has no opportunity history")


def test_what_cannot_be_asked_is_refused(reader: Reader) -> None:
    with pytest.raises(PeriodError, match="never ends"):
        forecast(reader, calendar_of(reader).all)
    with pytest.raises(ScopeError, match="no dimension 'country'"):
        forecast(reader, scope=Scope.of(country="DE"))


def test_the_trail_holds_every_week_of_the_window(reader: Reader) -> None:
    found = forecast(reader)
    told = trail(reader, found.window, found.as_of, ALL)
    assert [one.week for one in told.weeks] == [1, 2, 3, 4, 5, 6, 7]
    assert told.now == found
    week, year = told.changes
    assert (week.now, week.then) == (found.value, told.weeks[-2].value)
    question = Question(("bookings",), (calendar_of(reader).parse("2025-Q4"),))
    assert year.then == answers(reader, question)[0].value
