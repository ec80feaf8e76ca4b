"""A target whose period cannot be read is named; the metrics read exactly the others."""

import duckdb
import pytest

from data.workspace import Workspace
from metrics.errors import PeriodError
from metrics.periods import FiscalCalendar
from tests.data.models.company import build

SOUND = (
    *("2026", "1901", "2199", "2026-Q1", "2026-Q4", "2026-01", "2026-12"),
    *("2026-W01", "2026-W47", "2026-W53", "2020-W53"),
    *("2026-10-01..2026-12-31", "2026-02-28..2026-02-28", "2024-02-29..2024-03-01"),
)
UNREADABLE = (
    *("26", "20266", "1900", "2200", "next year", "2026-Q5", "2026-Q0", "2026-q4", "Q4 2026"),
    *("2026/Q4", "2026-1", "2026-13", "2026-00", "2026-W00", "2026-W54", "2025-W53"),
    *("2026-10-01", "2026-10-01..", "2026-12-31..2026-10-01", "2026-02-29..2026-03-01"),
    *("1900-01-01..2026-12-31", "2026-01-01..2200-01-01", "2026-10-01...2026-12-31"),
)


@pytest.mark.parametrize("period", SOUND)
def test_a_period_that_can_be_read_is_no_problem(
    con: duckdb.DuckDBPyConnection, period: str
) -> None:
    build(con, targets=f"kpi|period|value\nbookings|{period}|9")
    assert con.execute("select * from data_problem").fetchall() == []
    assert FiscalCalendar(Workspace()).parse(period).days > 0


@pytest.mark.parametrize("period", UNREADABLE)
def test_a_period_that_cannot_be_read_is_named(con: duckdb.DuckDBPyConnection, period: str) -> None:
    build(con, targets=f"kpi|period|value|region\nbookings|{period}|9|EMEA\nbookings|2026|9|")
    assert con.execute("select * from data_problem").fetchall() == [
        (
            "targets",
            f"bookings {period}",
            f"period {period} cannot be read",
            "error",
            "No number is held against this target; write its period as 2026-Q4, 2026-11, "
            "2026-W47, 2026 or 2026-10-01..2026-12-31.",
        )
    ]
    with pytest.raises(PeriodError):
        FiscalCalendar(Workspace()).parse(period)


def test_all_time_has_no_target(con: duckdb.DuckDBPyConnection) -> None:
    build(con, targets="kpi|period|value\nbookings|all|9")
    assert con.execute("select key, problem from data_problem").fetchall() == [
        ("bookings all", "period all cannot be read")
    ]
