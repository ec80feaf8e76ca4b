"""What cannot be read goes to the quarantine, with file, line, column, value and reason."""

from decimal import Decimal
from pathlib import Path

import pytest

from data.errors import DataContractError
from tests.data.loading.exports import Reader, export

HEADER = "booking_id,booked_on,amount,kind,term_months\n"
NUMBER = "not a plain number"
DATE = "not a date as the rest of the column writes it, 1900 to 2199"

CASES = [
    ("a date that is none", "B1,2026-02-30,1.00,new,1", "booked_on", "2026-02-30", DATE),
    ("no date at all", "B1,soon,1.00,new,1", "booked_on", "soon", DATE),
    ("an endless date", "B1,infinity,1.00,new,1", "booked_on", "infinity", DATE),
    ("a slipped digit", "B1,0206-01-01,1.00,new,1", "booked_on", "0206-01-01", DATE),
    (
        "day first in a column of year first",
        "B1,31/12/2026,1.00,new,1",
        "booked_on",
        "31/12/2026",
        DATE,
    ),
    ("part of a month", "B1,2026-01-01,1.00,new,10.6", "term_months", "10.6", "not a whole number"),
    (
        "part of a cent",
        "B1,2026-01-01,10.605,new,1",
        "amount",
        "10.605",
        "more than two decimals: money is exact to the cent",
    ),
    (
        "thousands",
        'B1,2026-01-01,"1,000",new,1',
        "amount",
        "1,000",
        "a comma in a number: thousands separators are not read, export plain numbers",
    ),
    ("too much money", f"B1,2026-01-01,{'9' * 17},new,1", "amount", "9" * 17, "too large a number"),
    (
        "too many months",
        f"B1,2026-01-01,1,new,{'9' * 20}",
        "term_months",
        "9" * 20,
        "too large a number",
    ),
    ("no number", "B1,2026-01-01,NaN,new,1", "amount", "NaN", NUMBER),
    ("an exponent", "B1,2026-01-01,1e3,new,1", "amount", "1e3", NUMBER),
    ("a currency sign", "B1,2026-01-01,$5,new,1", "amount", "$5", NUMBER),
    (
        "a word that is not allowed",
        "B1,2026-01-01,1,gift,1",
        "kind",
        "gift",
        "not one of new, expansion, renewal, contraction, churn",
    ),
    (
        "nothing where something must be",
        "B1,2026-01-01,,new,1",
        "amount",
        "",
        "amount is required and missing",
    ),
    ("a zero byte", "B\0001,2026-01-01,1,new,1", "booking_id", "B␀1", "holds a zero byte"),
]


@pytest.mark.parametrize(("row", "bad"), [(c[1], c[2:]) for c in CASES], ids=[c[0] for c in CASES])
def test_a_value_that_cannot_be_read(
    read: Reader, tmp_path: Path, row: str, bad: tuple[str, str, str]
) -> None:
    good = "G1,2026-01-01,1.50,new,12\n"
    more = "G2,2026-01-02,-0.25,RENEWAL,12.0\nG3,2026-01-03,3,churn,\n"
    found = read(export(tmp_path / "e", bookings=f"{HEADER}{good}{row}\n{more}"))
    assert found.bad == [(3, *bad)]
    assert found.counts("bookings") == (4, 3, 1)
    assert found.rows("select booking_id, amount, kind, term_months from bookings order by 1") == [
        ("G1", Decimal("1.50"), "new", 12),
        ("G2", Decimal("-0.25"), "renewal", 12),
        ("G3", Decimal("3.00"), "churn", None),
    ]


def test_a_field_of_a_megabyte_is_kept_out(read: Reader, tmp_path: Path) -> None:
    text = f"product_id,name\nP1,Scale\nP2,{'x' * 1_000_000}\nP3,{'y' * 10_000}\n"
    found = read(export(tmp_path / "e", products=text))
    assert found.bad == [(3, "", "", "the line is longer than 200,000 bytes")]
    assert found.rows("select product_id, length(name) from products") == [
        ("P1", 5),
        ("P3", 10_000),
    ]
    assert len(found.files[0].rejected[0].raw) == 1000


def test_several_bad_values_are_one_row_in_the_quarantine(read: Reader, tmp_path: Path) -> None:
    found = read(export(tmp_path / "e", bookings=f"{HEADER}B1,x,y,new,1\n"))
    assert found.bad == [(2, "booked_on", "x", f"{DATE}; also unreadable: amount")]


def test_the_line_is_the_line_of_the_file_also_after_lines_within_quotes(
    read: Reader, tmp_path: Path
) -> None:
    text = (
        f'{HEADER}"B\n1",2026-01-01,1,new,1\n\nB2,x,1,new,1\n'
        '"B\n\n3",2026-01-01,1,new,1\nB4,1\nB5,x,1,new,1\n'
    )
    found = read(export(tmp_path / "e", bookings=text))
    assert [(line, column) for line, column, _, _ in found.bad] == [
        (5, "booked_on"),
        (9, ""),
        (10, "booked_on"),
    ]
    assert found.counts("bookings") == (5, 2, 3)


def test_lines_of_ten_thousand_rows_are_exact(read: Reader, tmp_path: Path) -> None:
    rows = [f"B{n},{'bad' if n % 1000 == 7 else '2026-01-01'},1,new,1" for n in range(10_000)]
    rows[500] = "only,two"
    found = read(export(tmp_path / "e", bookings=HEADER + "\n".join(rows)))
    assert [line for line, _, _, _ in found.bad] == sorted(
        [502, *(n + 2 for n in range(10_000) if n % 1000 == 7)]
    )


def test_more_bad_rows_than_allowed_stop_the_load(read: Reader, tmp_path: Path) -> None:
    rows = "".join(f"B{n},{'x' if n < 6 else '2026-01-01'},1,new,1\n" for n in range(100))
    folder = export(tmp_path / "e", bookings=HEADER + rows)
    with pytest.raises(DataContractError) as refusal:
        read(folder, max_bad="5")
    assert refusal.value.message.startswith(
        "bookings.csv: 6 of 100 rows (6.0 %) cannot be read, more than 5 % "
        "(line 2, booked_on 'x': not a date"
    )
    assert read(folder, max_bad="6").counts("bookings") == (100, 94, 6)


def test_duplicate_keys_keep_the_first_and_are_counted(read: Reader, tmp_path: Path) -> None:
    text = "product_id,name\nP1,first\nP2,x\nP1,second\nP2,x\nP3,y\nP1,third\n"
    found = read(export(tmp_path / "e", products=text))
    assert found.rows("select product_id, name from products order by 1") == [
        ("P1", "first"),
        ("P2", "x"),
        ("P3", "y"),
    ]
    assert [(line, value, reason) for line, _, value, reason in found.bad] == [
        (4, "P1", "the key is there before, on line 2; the first stays"),
        (5, "P2", "the key is there before, on line 3; the first stays"),
        (7, "P1", "the key is there before, on line 2; the first stays"),
    ]
    assert found.counts("products") == (6, 3, 3)


def test_what_can_be_read_but_not_be_true_loads(read: Reader, tmp_path: Path) -> None:
    deal = (
        "opportunity_id,stage,created_at,closed_at,outcome,owner_id\n"
        "O1,Won,2026-05-01,2026-01-01,won,nobody\n"
    )
    assert read(export(tmp_path / "e", opportunities=deal)).counts("opportunities") == (1, 1, 0)


def test_a_point_before_three_digits_is_not_guessed(read: Reader, tmp_path: Path) -> None:
    head = "opportunity_id,stage,created_at,amount\n"
    alone = "".join(f"O{n},Qualify,2026-01-05,{n}.500\n" for n in range(1, 4))
    found = read(export(tmp_path / "alone", opportunities=head + alone), max_bad="100")
    assert found.counts("opportunities") == (3, 0, 3)
    assert found.bad[0] == (
        2,
        "amount",
        "1.500",
        "a point before three digits, and nothing in the column tells whether it groups",
    )
    for name, more, amounts in (
        ("point", "O9,Qualify,2026-01-05,12.5\n", ["1.50", "2.50", "3.50", "12.50"]),
        ("comma", 'O9,Qualify,2026-01-05,"12,5"\n', ["1500.00", "2500.00", "3500.00", "12.50"]),
    ):
        told = read(export(tmp_path / name, opportunities=head + alone + more), max_bad="0")
        rows = told.rows("select amount::varchar from opportunities order by opportunity_id")
        assert [amount for (amount,) in rows] == amounts
