"""Files from a browser: saved beside the store's own, never outside it, and removed again."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest

from data.errors import DataContractError
from data.reading import opening
from data.uploads import KEPT_SECONDS, READABLE, discard_upload, save_upload


def test_files_are_saved_in_the_incoming_area_and_removed_again(tmp_path: Path) -> None:
    made = save_upload(tmp_path, "someone", [("leads.csv", BytesIO(b"a,b\n1,2\n"))])
    assert made.folder.parent == tmp_path / "incoming"
    assert [path.name for path in made.folder.iterdir()] == ["leads.csv"]
    assert (made.folder / "leads.csv").read_bytes() == b"a,b\n1,2\n"
    discard_upload(tmp_path, "someone")
    assert list((tmp_path / "incoming").iterdir()) == []


def test_each_visitor_has_a_folder_and_new_files_take_the_place_of_old(tmp_path: Path) -> None:
    one = save_upload(tmp_path, "one", [("leads.csv", BytesIO(b"1"))])
    other = save_upload(tmp_path, "other", [("leads.csv", BytesIO(b"2"))])
    again = save_upload(tmp_path, "one", [("spend.csv", BytesIO(b"3"))])
    assert one.folder == again.folder != other.folder
    assert [path.name for path in again.folder.iterdir()] == ["spend.csv"]
    assert (other.folder / "leads.csv").read_bytes() == b"2"


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "..\\..\\evil.csv", "/etc/evil.csv", "C:\\evil.csv"]
)
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    made = save_upload(tmp_path, "../../someone", [(name, BytesIO(b"1"))])
    assert made.names == ("evil.csv",)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == [
        made.folder / "evil.csv"
    ]


@pytest.mark.parametrize("name", ["", "..", "...", "a/..", "x" * 200 + ".csv", "a\0b.csv"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataContractError, match="no usable name"):
        save_upload(tmp_path, "someone", [(name, BytesIO(b"1"))])
    assert list(tmp_path.rglob("*.csv")) == []


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataContractError, match=r"two files are called leads\.csv"):
        save_upload(
            tmp_path, "someone", [("leads.csv", BytesIO(b"1")), ("a/leads.csv", BytesIO(b"2"))]
        )


def test_what_was_left_behind_goes_with_the_next_upload(tmp_path: Path) -> None:
    old = save_upload(tmp_path, "gone", [("leads.csv", BytesIO(b"1"))]).folder
    young = save_upload(tmp_path, "here", [("leads.csv", BytesIO(b"1"))]).folder
    long_ago = time.time() - KEPT_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    save_upload(tmp_path, "someone", [("leads.csv", BytesIO(b"1"))])
    assert not old.exists()
    assert young.exists()


def test_the_box_takes_what_the_loader_reads() -> None:
    kinds = opening._TEXT | opening._EXCEL | opening._JSON_LINES | opening._PARQUET
    assert {f".{one}" for one in READABLE} == kinds
