"""Encodings, delimiters, line ends, lost quotes, decimals and dates of text files."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import DataContractError
from tests.data.loading.exports import Reader, export

NAMES = "product_id,name\nP1,Café Zürich\nP2,plain\n"
LOADED = [("P1", "Café Zürich"), ("P2", "plain")]


@pytest.mark.parametrize(
    "content",
    [
        NAMES.encode(),
        NAMES.encode("latin-1"),
        NAMES.encode("utf-16"),
        NAMES.encode("utf-16-le"),
        NAMES.encode("utf-16-be"),
        NAMES.encode("utf-8-sig"),
        NAMES.replace(",", ";").encode(),
        NAMES.replace(",", "\t").encode(),
        NAMES.replace(",", "|").encode("cp1252"),
        NAMES.replace("\n", "\r\n").encode(),
        NAMES.replace("\n", "\r").encode(),
        NAMES.replace("\n", "\r\n", 1).encode(),
        NAMES.replace("P1,Café Zürich\n", "P1,Café Zürich\r\n").encode(),
        NAMES.replace("P1,Café Zürich\n", "P1,Café Zürich\r").encode("latin-1"),
        NAMES.rstrip("\n").encode(),
        b"\n\n" + NAMES.encode(),
    ],
    ids=[
        "UTF-8",
        "Latin-1",
        "UTF-16 with mark",
        "UTF-16 LE",
        "UTF-16 BE",
        "UTF-8 with mark",
        "semicolons",
        "tabs",
        "bars in Windows-1252",
        "CR LF",
        "CR",
        "header CR LF",
        "one CR LF within",
        "one CR within, Latin-1",
        "no last line end",
        "blank lines first",
    ],
)
def test_text_of_any_form_reads_the_same(read: Reader, tmp_path: Path, content: bytes) -> None:
    found = read(export(tmp_path / "e", products=content))
    assert found.rows("select product_id, name from products order by 1") == LOADED
    assert found.bad == []


def test_one_broken_byte_in_utf8_does_not_change_the_others(read: Reader, tmp_path: Path) -> None:
    found = read(export(tmp_path / "e", products=NAMES.encode() + b"P3,bad \xff byte\nP4,end\n"))
    assert found.rows("select name from products order by 1") == [
        ("Café Zürich",),
        ("end",),
        ("plain",),
    ]
    assert found.bad == [(4, "", "", "bytes that are no text in the file's encoding")]


def test_a_name_of_a_column_is_read_in_its_own_encoding(read: Reader, tmp_path: Path) -> None:
    found = read(
        export(tmp_path / "e", products="product_id,name,Größe\nP1,a,1\n".encode("cp1252"))
    )
    assert found.files[0].step.file.columns == ("product_id", "name", "Größe")
    assert found.rows("select name from products") == [("a",)]


def test_a_cut_last_line_is_kept_out(read: Reader, tmp_path: Path) -> None:
    found = read(export(tmp_path / "e", products="product_id,name,category\nP1,a,b\nP2,c"))
    assert found.bad == [(3, "", "", "the line has fewer fields than the header")]
    assert found.counts("products") == (2, 1, 1)


def test_a_line_with_too_many_fields_is_kept_out(read: Reader, tmp_path: Path) -> None:
    found = read(export(tmp_path / "e", products="product_id,name\nP1,a\nP2,c,d,e\nP3,f\n"))
    assert found.bad == [(3, "", "", "the line has more fields than the header")]
    assert found.counts("products") == (3, 2, 1)


def test_an_open_quote_costs_its_own_line_only(read: Reader, tmp_path: Path) -> None:
    text = 'product_id,name\nP1,a\nP2,"b\nP3,c\nP4,d\nP5,"e\nP6,f\n'
    found = read(export(tmp_path / "e", products=text))
    assert found.rows("select product_id from products order by 1") == [
        ("P1",),
        ("P3",),
        ("P4",),
        ("P6",),
    ]
    assert [(line, reason) for line, _, _, reason in found.bad] == [
        (3, "a quote opens here and is never closed"),
        (6, "a quote opens here and is never closed"),
    ]


def test_decimal_commas_are_told_over_the_whole_column(read: Reader, tmp_path: Path) -> None:
    text = (
        "booking_id;booked_on;amount;kind\nB1;2026-01-01;1.234,50;new\n"
        "B2;2026-01-01;7;new\nB3;2026-01-01;2.000;new\n"
    )
    found = read(export(tmp_path / "e", bookings=text))
    assert found.rows("select amount from bookings order by booking_id") == [
        (Decimal("1234.50"),),
        (Decimal("7.00"),),
        (Decimal("2000.00"),),
    ]


def test_one_comma_among_points_is_a_bad_value(read: Reader, tmp_path: Path) -> None:
    text = (
        "booking_id;booked_on;amount;kind\nB1;2026-01-01;1.50;new\n"
        "B2;2026-01-01;7.25;new\nB3;2026-01-01;3,5;new\n"
    )
    found = read(export(tmp_path / "e", bookings=text))
    assert [(line, value) for line, _, value, _ in found.bad] == [(4, "3,5")]


def _days(read: Reader, folder: Path, *days: str, date_order: str | None = None) -> list[date]:
    rows = "".join(f'B{n},"{day}",1,new\n' for n, day in enumerate(days))
    export(folder, bookings="booking_id,booked_on,amount,kind\n" + rows)
    found = read(folder, date_order=date_order)
    assert found.bad == []
    return [row[0] for row in found.rows("select booked_on from bookings order by booking_id")]


def test_day_and_month_are_told_by_one_date_that_can_be_only_one(
    read: Reader, tmp_path: Path
) -> None:
    assert _days(read, tmp_path / "a", "03/04/2026", "31/12/2026") == [
        date(2026, 4, 3),
        date(2026, 12, 31),
    ]
    assert _days(read, tmp_path / "b", "03/04/2026", "12/31/2026") == [
        date(2026, 3, 4),
        date(2026, 12, 31),
    ]
    assert _days(read, tmp_path / "c", "3.4.2026", "5.6.2026") == [
        date(2026, 4, 3),
        date(2026, 6, 5),
    ]
    assert _days(read, tmp_path / "d", "5 Jan 2026", "Feb 7, 2026") == [
        date(2026, 1, 5),
        date(2026, 2, 7),
    ]


def test_day_and_month_that_nothing_tells_are_asked_about(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(DataContractError) as refusal:
        _days(read, tmp_path / "a", "03/04/2026", "05/06/2026")
    assert refusal.value.message == (
        "bookings.csv, column 'booked_on': is '03/04/2026' day/month or month/day? None of its 2 "
        "dates tells; answer with --date-order dmy or mdy (or date_order in the mapping)"
    )
    assert _days(read, tmp_path / "a", "03/04/2026", date_order="dmy") == [date(2026, 4, 3)]
    assert _days(read, tmp_path / "a", "03/04/2026", date_order="mdy") == [date(2026, 3, 4)]


def test_dates_of_both_orders_are_refused(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(DataContractError, match="1 dates can only be day/month and 1 only month"):
        _days(read, tmp_path / "a", "31/12/2026", "12/31/2026")


def test_moments_are_utc_by_their_offset_or_the_workspace_zone(
    read: Reader, tmp_path: Path
) -> None:
    moments = (
        "2026-07-01T10:00:00Z",
        "2026-07-01T10:00:00+02:00",
        "2026-07-01 10:00",
        "2026-07-01",
        "2026-01-01",
        "2026-07-01T10:00:00.250-0400",
    )
    rows = "".join(f"L{n},{moment}\n" for n, moment in enumerate(moments))
    folder = export(tmp_path / "e", leads="lead_id,created_at\n" + rows)
    found = read(folder, zone="Europe/Berlin")
    rows = found.rows("select created_at::varchar from leads order by lead_id")
    assert [row[0] for row in rows] == [
        "2026-07-01 10:00:00",
        "2026-07-01 08:00:00",
        "2026-07-01 08:00:00",
        "2026-06-30 22:00:00",
        "2025-12-31 23:00:00",
        "2026-07-01 14:00:00.25",
    ]


def test_half_day_clocks_are_read(read: Reader, tmp_path: Path) -> None:
    text = 'lead_id,created_at\nL1,"2/26/2026, 7:58 PM"\nL2,2/27/2026 12:05:01 AM\n'
    found = read(export(tmp_path / "e", leads=text))
    assert found.rows("select created_at::varchar from leads order by 1") == [
        ("2026-02-26 19:58:00",),
        ("2026-02-27 00:05:01",),
    ]
