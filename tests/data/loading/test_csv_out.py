"""CSV that a spreadsheet opens without running anything in it."""

from datetime import date
from decimal import Decimal

import pytest

from data.csv_out import csv_text, safe_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+2", "'+1+2"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-12.50", "-12.50"),
        ("+7", "+7"),
        ("-1_0", "'-1_0"),
        ("-inf", "'-inf"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-5, "-5"),
        (Decimal("-1234.50"), "-1234.50"),
        (Decimal("1E+3"), "1000"),
        (-0.25, "-0.25"),
        (True, "true"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_cell_is_safe_and_numbers_stay_numbers(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_a_document_quotes_what_csv_needs() -> None:
    rows = [("=A1", Decimal("-3.10"), 'say "hi", twice'), (None, 0, "two\nlines")]
    assert csv_text(("name", "-x", "text"), rows) == (
        'name,\'-x,text\n\'=A1,-3.10,"say ""hi"", twice"\n,0,"two\nlines"\n'
    )
