"""Rows behind a number: the grid leaves out a column that repeats another; the file has all."""

from decimal import Decimal

from data.workspace import Workspace
from metrics.answer import RowSet
from pages.views.rows import row_table_of

COLUMNS = ("lead_id", "amount", "numerator", "denominator")


def table(*numbers: tuple[int | None, int, int | None]) -> tuple[tuple[str, ...], str]:
    """The columns of the grid and the first line of the file."""
    rows = tuple(
        (f"L{place}", *(None if one is None else Decimal(one) for one in row))
        for place, row in enumerate(numbers)
    )
    found = row_table_of(RowSet(COLUMNS, rows), Workspace(), "rows.csv")
    assert all(len(row) == len(found.columns) == len(found.kinds) for row in found.rows)
    return found.columns, found.csv.removeprefix("\ufeff").splitlines()[0]


def test_a_numerator_that_is_the_amount_is_shown_once() -> None:
    assert table((5, 5, None), (7, 7, None)) == (("lead_id", "amount"), "lead_id,amount,numerator")


def test_a_numerator_of_one_each_says_nothing() -> None:
    assert table((None, 1, None), (None, 1, None)) == (("lead_id",), "lead_id,numerator")


def test_a_numerator_that_says_something_stays() -> None:
    shown = ("lead_id", "amount", "numerator", "denominator")
    assert table((5, 0, 5), (7, 7, 7)) == (shown, ",".join(shown))
    assert table((None, 1, 1), (None, 1, 1))[0] == ("lead_id", "numerator", "denominator")
