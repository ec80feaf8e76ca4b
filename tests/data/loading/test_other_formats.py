"""Excel, Parquet, JSON lines and SQLite read as the same rows as CSV."""

import json
import sqlite3
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from data.errors import DataContractError
from tests.data.loading.exports import Reader

BOOKINGS = "select booking_id, booked_on, amount, kind, term_months from bookings order by 1"
LOADED = [
    ("B1", date(2026, 1, 5), Decimal("10.50"), "new", 12),
    ("B2", date(2026, 2, 5), Decimal("0.30"), "churn", None),
]
COLUMNS = ("booking_id", "booked_on", "amount", "kind", "term_months", "note")


def test_excel_sheets_are_tables(read: Reader, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bookings"
    sheet.append([])
    sheet.append(COLUMNS)
    sheet.append(["B1", date(2026, 1, 5), 10.5, "new", 12, "x"])
    sheet.append([])
    sheet.append(["B2", datetime(2026, 2, 5, 0, 0), 0.1 + 0.2, "churn", None, None])  # noqa: DTZ001
    sheet.append(["B3", "soon", 1, "new", 1, None])
    book.create_sheet("People").append(["person_id", "name", "team"])
    book["People"].append([7, "Ada", "sales"])
    book.create_sheet("Empty")
    book.save(tmp_path / "export.xlsx")
    found = read(tmp_path / "export.xlsx")
    assert found.rows(BOOKINGS) == LOADED
    assert found.rows("select person_id, name from people") == [("7", "Ada")]
    assert [(line, column, value) for line, column, value, _ in found.bad] == [
        (6, "booked_on", "soon")
    ]
    assert {one.step.file.name for one in found.files} == {
        "export.xlsx / Bookings",
        "export.xlsx / People",
    }


def test_parquet_keeps_its_types(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bookings.parquet"
    with duckdb.connect() as con:
        con.execute(
            "copy (select * from (values "
            "('B1', date '2026-01-05', 10.5::double, 'new', 12), "
            "('B2', date '2026-02-05', (0.1::double + 0.2::double), 'churn', null), "
            "('B3', date '2026-02-06', 'nan'::double, 'new', null)) "
            f"as t(booking_id, booked_on, amount, kind, term_months)) to '{path}' (format parquet)"
        )
    found = read(path)
    assert found.rows(BOOKINGS) == LOADED
    assert found.bad == [(3, "amount", "nan", "not a plain number")]


def test_json_lines_may_lack_keys_and_lines(read: Reader, tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {
                "booking_id": "B1",
                "booked_on": "2026-01-05",
                "amount": 10.50,
                "kind": "new",
                "term_months": 12,
            }
        ),
        "",
        "{broken",
        json.dumps({"kind": "churn", "booking_id": "B2", "booked_on": "2026-02-05", "amount": 0.3}),
        "[1, 2]",
        json.dumps({"booking_id": "B3", "booked_on": None, "amount": 1, "kind": "new"}),
    ]
    (tmp_path / "bookings.jsonl").write_text("\n".join(lines))
    found = read(tmp_path / "bookings.jsonl")
    assert found.rows(BOOKINGS) == LOADED
    assert [(line, column, reason) for line, column, _, reason in found.bad] == [
        (3, "", "not a JSON object"),
        (5, "", "not a JSON object"),
        (6, "booked_on", "booked_on is required and missing"),
    ]
    assert found.counts("bookings") == (5, 2, 3)


def test_a_sqlite_database_is_read_by_its_url(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    with sqlite3.connect(path) as con:
        con.execute("create table products (product_id text, name text)")
        con.execute("insert into products values ('P1', 'Scale')")
    con.close()
    assert read(f"sqlite:///{path}").rows("from products") == [("P1", "Scale", None)]


def test_other_databases_are_refused_with_the_way_round(read: Reader) -> None:
    with pytest.raises(DataContractError) as refusal:
        read("postgresql://host/crm")
    assert refusal.value.message == (
        "postgresql:// cannot be read here; export the tables as CSV or Parquet, "
        "or give a SQLite file as sqlite:///folder/file.db"
    )


@pytest.mark.parametrize("name", ["bookings.xlsx", "bookings.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused(
    read: Reader, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"something else entirely")
    with pytest.raises(DataContractError, match=f"{name}: not readable as"):
        read(tmp_path / name)
