"""Five KPI answers beside their bare SQL on the same reader, and beside pandas."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.warehouse import Reader, Warehouse
from metrics.compute import answer
from metrics.periods import FiscalCalendar, Period
from tests.benchmarks.processes import ROOT
from tests.benchmarks.table import Line, milliseconds, whole_seconds

REPEATS = 41
MOST_TIMES = 1.3
MOST_MORE_SECONDS = 0.003
_ASKED = "<= 1.3x or +3 ms"

# What a person would type for the number alone: value or numerator, denominator.
BARE = {
    "win_rate": """
        select count(*) filter (where is_won), count(*)
        from closed_opportunity
        where
            closed_on >= $start_on
            and closed_on < $end_on
            and closed_on <= $as_of_on
            and (reopened_at is null or reopened_at >= $as_of_at)""",
    "bookings": """
        select sum(amount), count(*)
        from booking
        where
            booked_on >= $start_on
            and booked_on < $end_on
            and booked_on <= $as_of_on
            and kind in ('new', 'expansion', 'renewal')""",
    "open_pipeline": """
        select sum(cast(version.amount * currency_rate.rate as decimal(18, 2))), count(*)
        from opportunity_version as version
        left join currency_rate
            on
                version.currency = currency_rate.currency
                and currency_rate.valid_from <= $as_of_on
                and currency_rate.valid_to > $as_of_on
        where
            version.is_open
            and version.valid_from < $as_of_at
            and version.valid_to >= $as_of_at
            and version.expected_close_on >= $start_on
            and version.expected_close_on < $end_on""",
    "acceptance_rate": """
        select count(*) filter (where decision = 'accepted'), count(*)
        from lead_journey
        where decided_at >= $start_at and decided_at < least($end_at, $as_of_at)""",
    "response_within_sla": """
        select
            count(*) filter (
                where response_business_seconds <= $sla and human_response_at < $as_of_at
            ),
            count(*)
        from lead_journey
        where response_due_at >= $start_at and response_due_at < least($end_at, $as_of_at)""",
}


@dataclass(frozen=True)
class Timed:
    """Median seconds of one answer and of its bare SQL, and whether both say the same."""

    answer: float
    bare: float
    numerator: Decimal | None


def lines(store: Path, export: Path) -> list[Line]:
    """The five answers of the quarter the data ends in, beside bare SQL and beside pandas.

    Raises: AssertionError when the bare SQL gives another number: then nothing is compared.
    """
    reader = Warehouse(store).reader()
    calendar = FiscalCalendar(reader.load.workspace)
    if reader.load.data_date is None:
        raise AssertionError("the benchmark's store holds no dated record")
    period = calendar.containing(reader.load.data_date, "quarter")
    timed = {key: _timed(reader, key, sql, calendar, period) for key, sql in BARE.items()}
    notebook = _in_pandas(export, reader, period, reader.load.data_date)
    found = [_line(key, one) for key, one in timed.items()]
    found += [_pandas_line(key, one, notebook["kpis"][key]) for key, one in timed.items()]
    reading = whole_seconds(notebook["reading_seconds"])
    found.append(
        Line("pandas: reading the files first", reading, "once per notebook", None, "", None)
    )
    return found


def _timed(reader: Reader, key: str, sql: str, calendar: FiscalCalendar, period: Period) -> Timed:
    as_of = reader.load.data_date or period.last_on
    parameters = _parameters(sql, reader, calendar, period, as_of)
    sides: dict[str, Callable[[], Any]] = {
        "answer": lambda: answer(reader, key, period),
        "bare": lambda: reader.exact_rows(sql, parameters)[0],
    }
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(REPEATS):
        # One after the other, so that a busy moment of the machine hits both.
        for name, ask in sides.items():
            begun = time.perf_counter()
            ask()
            took[name].append(time.perf_counter() - begun)
    ours, theirs = sides["answer"](), sides["bare"]()
    expected = (ours.numerator, ours.denominator if ours.denominator is not None else ours.rows)
    assert tuple(theirs) == expected, f"{key}: bare SQL {theirs}, answer {expected}"
    return Timed(statistics.median(took["answer"]), statistics.median(took["bare"]), ours.numerator)


def _parameters(
    sql: str, reader: Reader, calendar: FiscalCalendar, period: Period, as_of: date
) -> dict[str, object]:
    values: dict[str, object] = {
        "start_on": period.start_on,
        "end_on": period.end_on_exclusive,
        "as_of_on": as_of,
        "start_at": calendar.moment(period.start_on),
        "end_at": calendar.moment(period.end_on_exclusive),
        "as_of_at": calendar.moment(as_of + timedelta(days=1)),
        "sla": reader.load.workspace.response_sla_seconds,
    }
    return {name: value for name, value in values.items() if f"${name}" in sql}


def _line(key: str, timed: Timed) -> Line:
    is_met = (
        timed.answer <= MOST_TIMES * timed.bare or timed.answer <= timed.bare + MOST_MORE_SECONDS
    )
    return Line(
        f"{key}: answer against bare SQL",
        milliseconds(timed.answer),
        milliseconds(timed.bare),
        timed.answer / timed.bare,
        _ASKED,
        is_met,
    )


def _pandas_line(key: str, timed: Timed, notebook: Mapping[str, float]) -> Line:
    ours, theirs = float(timed.numerator or 0), notebook["numerator"]
    word = "same number" if abs(ours - theirs) < 0.01 else f"{ours:,.2f} against {theirs:,.2f}"
    return Line(
        f"{key}: answer against pandas ({word})",
        milliseconds(timed.answer),
        milliseconds(notebook["seconds"]),
        timed.answer / notebook["seconds"],
        "",
        None,
    )


def _in_pandas(export: Path, reader: Reader, period: Period, as_of: date) -> Mapping[str, Any]:
    """What a notebook on the same files costs and gives, in a process of its own."""
    question = {
        "days": [str(day) for day in (period.start_on, period.end_on_exclusive, as_of)],
        "workspace": reader.load.workspace.to_json(),
        "kpis": list(BARE),
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as asked:
        json.dump(question, asked)
        asked.flush()
        said = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.in_pandas", str(export), asked.name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    answered: Mapping[str, Any] = json.loads(said.stdout)
    return answered
