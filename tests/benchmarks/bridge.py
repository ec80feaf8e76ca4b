"""52 weekly bridges of open pipeline in one pass, beside 52 snapshots by bare SQL."""

import statistics
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from data.warehouse import Reader, Warehouse
from metrics.bridge import bridge, bridges
from metrics.compute import calendar_of
from metrics.periods import DAY, Period
from tests.benchmarks.table import Line, milliseconds

WEEKS = 52
REPEATS = 5
MOST_SECONDS = 2.0

# The shape that as-of questions rest on: versions joined to the days by their intervals.
SNAPSHOTS = """
    with cut as (
        select unnest($cuts) as cut_at
    )
    select cut.cut_at, count(*), sum(version.amount)
    from opportunity_version as version
    join cut on version.valid_from < cut.cut_at and version.valid_to >= cut.cut_at
    where version.is_open
    group by cut.cut_at"""


def lines(store: Path) -> list[Line]:
    """A year of bridges for every open deal and for this quarter's window, and one bridge.

    Raises: AssertionError when a residual is left: then nothing is told about speed.
    """
    reader = Warehouse(store).reader()
    if reader.load.data_date is None:
        raise AssertionError("the benchmark's store holds no dated record")
    last = reader.load.data_date
    days = [last - timedelta(days=7 * place) for place in range(WEEKS, -1, -1)]
    calendar = calendar_of(reader)
    ((deals,),) = reader.exact_rows("select count(*) from opportunities")
    bare = _snapshots(reader, [calendar.moment(day + DAY) for day in days])
    found = [
        _line(f"{deals:,} deals, {name}", _year(reader, days, window), bare)
        for name, window in (
            ("every open one", calendar.all),
            ("this quarter's window", calendar.containing(last, "quarter")),
        )
    ]
    begun = time.perf_counter()
    one = bridge(reader, days[-2], last, calendar.containing(last, "quarter"))
    took = milliseconds(time.perf_counter() - begun)
    what = f"one bridge with its {len(one.deals):,} deals, movers and matrix"
    return [*found, Line(what, took, "", None, "", None)]


def _snapshots(reader: Reader, cuts: list[object]) -> float:
    """Median seconds of the bare snapshots."""
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        reader.exact_rows(SNAPSHOTS, {"cuts": cuts})
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def _year(reader: Reader, days: list[date], window: Period) -> float:
    """Median seconds of a year of bridges, none of which leaves a residual."""
    took = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = bridges(reader, days, window)
        took.append(time.perf_counter() - begun)
        assert {one.residual for one in found} == {Decimal(0)}
    return statistics.median(took)


def _line(what: str, seconds: float, bare: float) -> Line:
    return Line(
        f"{WEEKS} weekly bridges of {what}, against bare snapshots",
        milliseconds(seconds),
        milliseconds(bare),
        seconds / bare,
        f"< {MOST_SECONDS:.0f} s",
        seconds < MOST_SECONDS,
    )
