"""Columns are mapped by the names in the header, never by where they stand."""

from pathlib import Path

import pytest

from data.errors import DataContractError
from tests.data.loading.exports import Reader, export


def test_reordered_columns_are_never_swapped(read: Reader, tmp_path: Path) -> None:
    folder = export(
        tmp_path / "e",
        bookings="kind,recurring_monthly,amount,booked_on,booking_id\nnew,5.00,70.00,2026-01-02,B1\n",
    )
    found = read(folder)
    assert [str(value) for value in found.rows("select * from bookings")[0][:5]] == [
        "B1",
        "2026-01-02",
        "70.00",
        "None",
        "new",
    ]
    assert str(found.rows("select recurring_monthly from bookings")[0][0]) == "5.00"


def test_names_differ_in_case_and_blanks_only(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", products=' Product_ID ,NAME,Category\n"P1","Scale","Lab"\n')
    assert read(folder).rows("from products") == [("P1", "Scale", "Lab")]


def test_a_missing_column_is_refused_by_name(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", leads="lead_id,source\nL1,Web\n")
    with pytest.raises(DataContractError, match=r"leads\.csv: required column 'created_at'"):
        read(folder)


def test_a_renamed_column_is_refused_with_the_nearest_name(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", leads="lead_id,create_at\nL1,2026-01-01\n")
    with pytest.raises(DataContractError) as refusal:
        read(folder)
    assert refusal.value.message == (
        "leads.csv: required column 'created_at' is missing; did you mean 'create_at'? "
        "(columns there: lead_id, create_at)"
    )


def test_extra_columns_are_reported_and_kept_out(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", products="product_id,name,colour,weight\nP1,Scale,red,3\n")
    planned = read(folder).files[0].step
    assert planned.file.columns == ("product_id", "name", "colour", "weight")
    assert read(folder).rows("from products") == [("P1", "Scale", None)]


def test_a_column_that_stands_there_twice_is_refused(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", products="product_id,name,name\nP1,Scale,Balance\n")
    with pytest.raises(DataContractError, match="the column 'name' stands there twice"):
        read(folder)


def test_files_are_recognised_by_a_name_within_theirs_or_by_their_columns(
    read: Reader, tmp_path: Path
) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "2026-11 products export.csv").write_text("product_id,name\nP1,Scale\n")
    (folder / "sheet1.csv").write_text("stage,position,kind\nQualify,1,open\n")
    found = read(folder)
    assert found.rows("select product_id from products") == [("P1",)]
    assert found.rows("select stage from stages") == [("Qualify",)]


def test_two_files_of_one_table_are_read_together(read: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "leads_2025.csv").write_text("lead_id,created_at\nL1,2025-01-01\n")
    (folder / "leads_2026.csv").write_text("lead_id,created_at\nL2,2026-01-01\nL1,2026-01-02\n")
    found = read(folder)
    assert found.rows("select lead_id, created_at::date::varchar from leads order by 1") == [
        ("L1", "2025-01-01"),
        ("L2", "2026-01-01"),
    ]
    assert found.bad == [
        (
            3,
            "lead_id",
            "L1",
            "the key is there before, on line 2 of leads_2025.csv; the first stays",
        )
    ]
