"""What we lean on in the engine: when a new version behaves otherwise, these tests say so."""

import math
from datetime import datetime
from decimal import Decimal

import duckdb
import pytest


def value(con: duckdb.DuckDBPyConnection, sql: str) -> object:
    """The one value of a query."""
    return con.execute(sql).fetchall()[0][0]


def kind(con: duckdb.DuckDBPyConnection, expression: str) -> object:
    """The type of an expression."""
    return value(con, f"select typeof({expression})")


def test_sums_of_decimals_are_exact_decimals(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create table money as select cast(0.1 as decimal(18, 2)) as m from range(10)")
    assert value(con, "select sum(m) from money") == Decimal("1.00")
    assert kind(con, "(select sum(m) from money)") == "DECIMAL(38,2)"


def test_division_and_averages_are_floats_and_a_zero_is_infinity(
    con: duckdb.DuckDBPyConnection,
) -> None:
    one = "cast(1 as decimal(18, 2))"
    assert (kind(con, f"{one} / {one}"), kind(con, f"avg({one})")) == ("DOUBLE", "DOUBLE")
    assert value(con, "select 1 / 0") == math.inf


def test_casts_to_decimal_round_half_away_from_zero(con: duckdb.DuckDBPyConnection) -> None:
    halves = "cast({} as decimal(18, 3))"
    assert [
        value(con, f"select cast({halves.format(one)} as decimal(18, 2))")
        for one in ("0.125", "0.135", "-0.125")
    ] == [Decimal("0.13"), Decimal("0.14"), Decimal("-0.13")]


def test_a_product_of_decimals_overflows_at_eighteen_digits_unless_one_is_wider(
    con: duckdb.DuckDBPyConnection,
) -> None:
    """Why rates and probabilities have 19 digits."""
    large = "cast(9999999999999999.99 as decimal(18, 2))"
    with pytest.raises(duckdb.OutOfRangeException, match="Overflow in multiplication"):
        con.execute(f"select {large} * cast(0.5 as decimal(18, 6))")
    assert value(con, f"select {large} * cast(0.5 as decimal(19, 6))") == Decimal(
        "4999999999999999.995"
    )


def test_least_and_greatest_leave_nulls_out(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(
        "select least(2, null, 1), greatest(null, 2, 1), least(null, cast(null as int))"
    ).fetchall() == [(1, 2, None)]


def test_days_between_dates_are_whole_numbers(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "select date '2025-03-31' - date '2025-03-30'") == 1
    assert kind(con, "date '2025-03-31' - date '2025-03-30'") == "BIGINT"


def test_a_moment_is_cast_to_its_own_day(con: duckdb.DuckDBPyConnection) -> None:
    assert str(value(con, "select cast(timestamp '2025-03-30 23:59:59.999' as date)")) == (
        "2025-03-30"
    )


def test_zones_know_their_clock_changes(con: duckdb.DuckDBPyConnection) -> None:
    local = "timestamp '{}' at time zone 'UTC' at time zone 'Europe/Berlin'"
    assert [
        value(con, f"select {local.format(moment)}")
        for moment in ("2025-03-30 00:59", "2025-03-30 01:00", "2025-10-26 01:00")
    ] == [
        datetime(2025, 3, 30, 1, 59),  # noqa: DTZ001
        datetime(2025, 3, 30, 3, 0),  # noqa: DTZ001
        datetime(2025, 10, 26, 2, 0),  # noqa: DTZ001
    ]


def test_intervals_multiply(con: duckdb.DuckDBPyConnection) -> None:
    assert value(
        con, "select timestamp '2025-01-01 00:00:00' + 90 * interval '1' second"
    ) == datetime(2025, 1, 1, 0, 1, 30)  # noqa: DTZ001


def test_string_agg_takes_its_own_order(con: duckdb.DuckDBPyConnection) -> None:
    assert (
        value(
            con,
            "select string_agg(name, ' > ' order by place)"
            " from (values ('b', 2), ('c', 3), ('a', 1)) as t (name, place)",
        )
        == "a > b > c"
    )


def test_group_by_all_and_filters(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(
        "select i % 2 as odd, count(*) as n, count(*) filter (where i > 2) as later"
        " from range(5) as t (i) group by all order by odd"
    ).fetchall() == [(0, 3, 1), (1, 2, 1)]


def test_sums_of_nothing_are_null_and_counts_are_zero(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(
        "select sum(i), count(*), max(i) from range(3) as t (i) where i > 5"
    ).fetchall() == [(None, 0, None)]


def test_arg_max_leaves_rows_with_a_null_out(con: duckdb.DuckDBPyConnection) -> None:
    """Why the models join the last row instead: Spark's max_by keeps the null."""
    assert value(con, "select arg_max(x, y) from (values (1, 1), (null, 2)) as t (x, y)") == 1


def test_fetchall_keeps_decimals_and_frames_do_not(con: duckdb.DuckDBPyConnection) -> None:
    sql = "select cast(0.1 as decimal(18, 2)) as m"
    assert isinstance(value(con, sql), Decimal)
    assert str(con.execute(sql).df()["m"].dtype) == "float64"


def test_a_temporary_function_lives_in_its_session_only(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create temp macro doubled(a) as a * 2")
    assert value(con, "select doubled(2)") == 4
    with con.cursor() as other, pytest.raises(duckdb.CatalogException):
        other.execute("select doubled(2)")


def test_read_only_alone_is_no_sandbox(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("sandbox")
    with duckdb.connect(str(folder / "a.duckdb")) as con:
        con.execute("create table t as select 1 as a")
    with duckdb.connect(str(folder / "a.duckdb"), read_only=True) as con:
        con.execute(f"copy t to '{folder}/out.csv'")
    assert (folder / "out.csv").read_text() == "a\n1\n"
