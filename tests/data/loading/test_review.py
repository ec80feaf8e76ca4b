"""What a review tried to break: refusals in one line, and nothing lost on the way to them."""

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from data.cli import app
from data.cli_out import one_line
from data.errors import DataContractError, StoreError, WorkspaceError
from data.load import load, rebuild
from data.publish import CURRENT, FOLDER, current_file, kept_files, roll_back
from data.reading import open_files
from data.warehouse import Warehouse
from data.workspace import Workspace
from tests.data.loading.exports import DEALS, NOW, export


def _of_another_version(store: Path) -> None:
    with duckdb.connect(str(current_file(store))) as con:
        con.execute("update load_record set definitions = 'older'")


def test_what_another_version_built_is_built_anew(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([company], store, now=NOW)
    _of_another_version(store)
    with pytest.raises(StoreError, match="was built by another version"):
        Warehouse(store).reader()
    after = rebuild(store, now=NOW)
    assert after is not None
    assert not after.is_unchanged
    assert Warehouse(store).reader().load.seq == 2


def test_a_load_replaces_what_another_version_built(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([company], store, now=NOW)
    _of_another_version(store)
    assert not load([company], store, now=NOW).is_unchanged
    assert Warehouse(store).reader().load.seq == 2


def test_a_lost_pointer_loses_no_file(company: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load([company], store, now=NOW)
    more = export(tmp_path / "more", opportunities=DEALS.replace("100.00", "101.00"))
    last = load([more], store, force="fewer tables", now=NOW).path
    assert last is not None
    (store / FOLDER / CURRENT).write_text("nonsense\n")
    with pytest.raises(StoreError, match="run `python -m data rollback`"):
        Warehouse(store).reader()
    assert roll_back(store) == last
    assert current_file(store) == last
    assert len(kept_files(store)) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fiscal_year_start = "4"', "key 'fiscal_year_start': write a plain number"),
        ("fiscal_year_start = true", "key 'fiscal_year_start': write a plain number"),
        ('[service_levels]\nresponse_hours = "4"', "key 'service_levels.response_hours': write a"),
        ("currency = 5", "key 'currency': write text in quotes, such as \"EUR\" (found 5)"),
        ("business_hours = 5", "key 'business_hours': write a section"),
        ('[roles]\nadmin = "x"', "key 'roles.admin': write a list, such as"),
    ],
)
def test_a_setting_of_another_kind_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "tandem.toml").write_text(text)
    with pytest.raises(WorkspaceError) as refusal:
        Workspace.read(tmp_path)
    assert said in refusal.value.message


def test_a_byte_order_mark_is_no_setting(tmp_path: Path) -> None:
    (tmp_path / "tandem.toml").write_bytes(b'\xef\xbb\xbfcompany = "Ours"\n')
    assert Workspace.read(tmp_path).company == "Ours"


def test_a_store_that_cannot_be_entered_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*args: object, **kwargs: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(Path, "read_text", denied)
    with pytest.raises(WorkspaceError, match=r"tandem\.toml: cannot be read: Permission denied"):
        Workspace.read(tmp_path)


def test_a_broken_parquet_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "opportunities.parquet"
    path.write_bytes(b"PAR1junkPAR1")
    with pytest.raises(DataContractError) as refusal:
        open_files([path], tmp_path)
    assert "\n" not in refusal.value.message
    assert refusal.value.message.endswith("; export it again")


def test_a_file_in_no_encoding_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "opportunities.csv"
    path.write_bytes("opportunity_id,created_at,stage\n1,2026-01-01,x\n".encode("utf-32"))
    result = CliRunner().invoke(app, ["load", str(path), "--store", str(tmp_path / "store")])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "\0" not in result.stderr


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert one_line("a\nb\x00\x1b[31mc\u202e\u2028d  e\n") == "a b  [31mc  d  e"


def test_a_word_without_an_end_does_not_flood_the_terminal() -> None:
    said = one_line(f"no owner is called '{'x' * 10_000}' in this load")
    assert said == f"no owner is called '{'x' * 59}… in this load"
    path = "/a-long-folder" * 20
    assert one_line(f"{path}: does not exist") == f"{path}: does not exist"


def test_a_booking_below_zero_loads_and_is_a_problem(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "export",
        bookings="booking_id,booked_on,amount,kind\nb1,2026-01-05,-10,new\nb2,2026-01-05,0,new\n",
        opportunities="opportunity_id,stage,created_at,amount\nO1,Qualify,2026-01-05,-3\n",
    )
    path = load([folder], tmp_path / "store", now=NOW).path
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute(
            "select table_name, key, severity from data_problem where problem = 'amount below zero'"
        ).fetchall()
    assert sorted(found) == [("bookings", "b1", "warning"), ("opportunities", "O1", "warning")]
