"""Empty, header-only and shrunk exports are refused unless a reason is given."""

from pathlib import Path

import pytest

from data.errors import DataContractError
from data.load import load
from data.status import loads, status
from tests.data.loading.exports import DEALS, NOW, PEOPLE, Reader, export

HEADER = "product_id,name\n"


def test_an_empty_file_is_refused(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", products=b"", people=PEOPLE)
    with pytest.raises(DataContractError, match=r"products\.csv: the file is empty \(0 bytes\)"):
        read(folder)
    assert read(folder, force="products come later").counts("people") == (1, 1, 0)


def test_a_header_without_rows_is_refused(read: Reader, tmp_path: Path) -> None:
    folder = export(tmp_path / "e", products=HEADER, people=PEOPLE)
    with pytest.raises(DataContractError, match=r"products\.csv: a header and no rows"):
        read(folder)
    assert read(folder, force="no products yet").counts("products") == (0, 0, 0)


def test_nothing_to_load_is_refused(read: Reader, tmp_path: Path) -> None:
    with pytest.raises(DataContractError, match="no such file or folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(DataContractError, match="nothing to load in"):
        read(export(tmp_path / "empty"))
    notes = tmp_path / "notes.docx"
    notes.write_bytes(b"x")
    with pytest.raises(DataContractError, match=r"'\.docx' is not read"):
        read(notes)
    with pytest.raises(DataContractError, match="no mapping fits the files"):
        read(export(tmp_path / "strange", thing="a,b\n1,2\n"))


def test_under_half_of_the_last_load_is_refused_unless_forced(tmp_path: Path) -> None:
    store = tmp_path / "store"
    products = HEADER + "".join(f"P{n},Scale {n}\n" for n in range(5))
    folder = export(tmp_path / "e", opportunities=DEALS, people=PEOPLE, products=products)
    first = load([folder], store, now=NOW)
    export(folder, products=HEADER + "P1,Scale 1\nP2,Scale 2\n")
    with pytest.raises(DataContractError) as refusal:
        load([folder], store, now=NOW)
    assert refusal.value.message == (
        "products.csv: products would go from 5 rows to 2, under half of the last load; "
        "if that is meant, load with --force REASON (or --incremental to add)"
    )
    (folder / "products.csv").unlink()
    with pytest.raises(DataContractError, match="products would go from 5 rows to 0"):
        load([folder], store, now=NOW)
    assert status(store).fingerprint == first.fingerprint
    load([folder], store, now=NOW, force="products moved to another system")
    assert loads(store)[0].force_reason == "products moved to another system"
    assert loads(store)[0].counts["products"] == 0


def test_another_company_may_be_smaller(tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([export(tmp_path / "e", opportunities=DEALS, people=PEOPLE)], store, now=NOW, label="demo")
    deal = "opportunity_id,stage,created_at\nX1,New,2026-01-01\n"
    result = load([export(tmp_path / "f", opportunities=deal)], store, now=NOW)
    assert result.counts["opportunities"] == 1
    assert result.counts["opportunity_history"] == 0
    assert result.history == "derived"
