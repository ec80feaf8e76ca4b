"""`python -m data`: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.cli import app
from tests.data.loading.exports import DEALS, export


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store that the environment names."""
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def run(*words: str | Path) -> Result:
    """The command's output and exit code."""
    return CliRunner().invoke(app, [str(word) for word in words])


def test_load_status_quarantine_and_rollback(company: Path, store: Path) -> None:
    export(company, products="product_id,name,colour\nP1,Scale,red\n,nameless,\n")
    first = run("load", company, "--max-bad", "50")
    assert first.exit_code == 0
    assert "products.csv -> products: 2 read, 1 loaded, 1 in quarantine" in first.stdout
    assert "not used: colour" in first.stdout
    found = json.loads(run("status", "--json").stdout)
    assert found["data_date"] == "2026-06-01"
    assert found["quarantined"] == 1
    assert {"name": "opportunities", "rows": 4, "from": "2026-01-05", "to": "2026-06-01"} in found[
        "tables"
    ]
    assert [one["file"] for one in found["sources"]] == [
        "people.csv",
        "opportunities.csv",
        "products.csv",
    ]
    assert found["sources"][2]["unknown_columns"] == ["colour"]
    assert found["published_at"].endswith("+00:00")
    assert len(found["fingerprint"]) == 64
    assert json.loads(run("quarantine", "--json").stdout) == [
        {
            "file": "products.csv",
            "line": 3,
            "table": "products",
            "column": "product_id",
            "value": "",
            "reason": "product_id is required and missing",
            "raw": ",nameless",
        }
    ]
    again = run("load", company, "--max-bad", "50")
    assert (again.exit_code, again.stdout.splitlines()[-1]) == (
        0,
        "nothing changed: the content is what is published already",
    )
    refused = run("rollback")
    assert (refused.exit_code, refused.stderr) == (
        1,
        f"{store}: there is no load before this one to go back to\n",
    )
    export(company, opportunities=DEALS.replace("300.00", "301.00"))
    assert run("load", company, "--max-bad", "50").exit_code == 0
    assert run("rollback").exit_code == 0
    assert json.loads(run("status", "--json").stdout)["fingerprint"] == found["fingerprint"]


def test_check_publishes_nothing(company: Path, store: Path) -> None:
    done = run("check", company)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0,
        "checked; nothing was published",
    )
    assert not (store / "warehouse" / "current").exists()


def test_refusals_are_one_line_and_exit_1(company: Path, store: Path) -> None:
    for words in (
        ("status",),
        ("load", company / "nowhere"),
        ("load", company, "--source", "salesforce"),
        ("load", company, "--force", " "),
        ("load", company, "--engine", "spark"),
        ("restore", company),
    ):
        done = run(*words)
        # Decisions stand whether or not there are facts: status tells of the ledger all the same.
        told = "no ledger yet\n" if words == ("status",) else ""
        assert (done.exit_code, done.stdout) == (1, told)
        assert len(done.stderr.splitlines()) == 1
        assert "Traceback" not in done.stderr


def test_wrong_usage_exits_2(company: Path, store: Path) -> None:
    for words in (
        ("load",),
        ("load", company, "--max-bad", "many"),
        ("load", company, "--date-order", "ymd"),
        ("lode", company),
    ):
        assert run(*words).exit_code == 2


def test_sources_lists_every_mapping_with_files_and_columns(store: Path) -> None:
    text = run("sources").stdout
    assert "leads: lead_id*, created_at*, source" in text
    assert "  Opportunities.csv -> opportunities: OpportunitySeq, AccountSeq" in text
    assert "olist: Olist marketing funnel" in text


def test_a_backup_is_verified_and_restored(company: Path, store: Path, tmp_path: Path) -> None:
    (store).mkdir()
    (store / "tandem.toml").write_text('company = "Copied"\n')
    assert run("load", company).exit_code == 0
    fingerprint = json.loads(run("status", "--json").stdout)["fingerprint"]
    assert run("backup", tmp_path / "copy").exit_code == 0
    assert run("backup", tmp_path / "copy").exit_code == 1
    other = tmp_path / "other"
    assert run("restore", tmp_path / "copy", "--store", other).exit_code == 0
    found = json.loads(run("status", "--json", "--store", other).stdout)
    assert found["fingerprint"] == fingerprint
    assert (other / "tandem.toml").read_text() == 'company = "Copied"\n'
    (copied,) = (tmp_path / "copy").glob("*.duckdb")
    data = bytearray(copied.read_bytes())
    data[len(data) // 2] ^= 1
    copied.write_bytes(bytes(data))
    refused = run("restore", tmp_path / "copy", "--store", tmp_path / "third")
    assert refused.exit_code == 1
    assert "is not what was copied" in refused.stderr


def test_the_demo_company_loads_with_its_dirty_rows(store: Path) -> None:
    done = run("demo", "--until", "2026-11-15")
    assert done.exit_code == 0
    found = json.loads(run("status", "--json").stdout)
    assert (found["mapping"], found["history"], found["data_date"]) == (
        "demo",
        "export",
        "2026-11-15",
    )
    assert found["quarantined"] == 12
    assert all(one["read"] == one["loaded"] + one["rejected"] for one in found["sources"])
    assert (
        run("demo", "--until", "2026-11-15").stdout.splitlines()[-1].startswith("nothing changed")
    )


def test_the_workspace_is_written_once_and_then_checked(store: Path) -> None:
    written = run("workspace")
    assert (written.exit_code, "edit it, then load" in written.stdout) == (0, True)
    checked = run("workspace")
    assert (checked.exit_code, "is valid: My company, USD, UTC" in checked.stdout) == (0, True)
    (store / "tandem.toml").write_text("fiscal_year_start = 13\n")
    refused = run("workspace")
    assert (refused.exit_code, "fiscal_year_start" in refused.stderr) == (1, True)
