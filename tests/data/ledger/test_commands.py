"""What `python -m data` tells of the ledger, copies and brings back, and what loads leave in it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.cli import app
from data.errors import StoreError
from data.ledger import LedgerError
from data.ledger.place import Place
from data.load import load
from data.warehouse import Warehouse
from data.workspace import Workspace
from tests.data.ledger.ledgers import filled, noted, opened, tamper, target
from tests.postgres import new_database

SECRET = "0123456789abcdef0123456789abcdef"
PEOPLE = "person_id,name,team\nann,Ann,sales\n"
DEALS = (
    "opportunity_id,name,owner_id,created_at,stage,amount,outcome,closed_at\n"
    "D1,One,ann,2026-01-05,Won,{},won,2026-02-05\n"
)


def run(*words: str | Path) -> Result:
    """The command's output and exit code."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export of one deal."""
    made = tmp_path / "export"
    made.mkdir()
    (made / "people.csv").write_text(PEOPLE)
    (made / "opportunities.csv").write_text(DEALS.format("100.00"))
    return made


def kinds(store: Path) -> list[str]:
    """The kind of each event."""
    return [event.kind for event in opened(store).events()]


def test_a_load_leaves_an_event_where_there_is_a_ledger(
    either: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    first = load([folder], either)
    # A URL asks for a ledger; a store without one gets none by loading.
    asked = ["load_published"] if "postgres" in request.node.name else []
    assert (either / "ledger").exists() == bool(asked)
    assert kinds(either) == asked
    (folder / "opportunities.csv").write_text(DEALS.format("200.00"))
    second = load([folder], either)
    assert kinds(either) == [*asked, "load_published"]
    event = opened(either).events()[-1]
    assert second.path is not None
    assert (event.actor, event.subject, event.body) == (
        "load",
        second.fingerprint,
        {
            "file": second.path.name,
            "fingerprint": second.fingerprint,
            "data_date": "2026-02-05",
        },
    )
    load([folder], either)
    assert kinds(either) == [*asked, "load_published"]
    assert run("rollback", "--store", either).exit_code == 0
    assert kinds(either) == [*asked, "load_published", "load_rolled_back"]
    assert opened(either).events()[-1].subject == first.fingerprint


def test_a_ledger_that_cannot_be_written_undoes_no_load(store: Path, folder: Path) -> None:
    filled(store, 2)
    tamper(store, "delete from event where seq = 2")
    done = run("load", folder, "--store", store)
    assert done.exit_code == 0
    assert done.stderr == (
        f"published, but the ledger has no event of it: {Place.of(store).shown}: the ledger is "
        "behind its anchor: it holds 1 events of 2; restore a backup: python -m data restore DIR\n"
    )
    assert Warehouse(store).reader().load.seq == 1
    found = run("status", "--store", store)
    assert found.exit_code == 0
    assert "LEDGER NOT USABLE: " in found.stdout


def test_status_tells_of_a_ledger_without_facts(store: Path) -> None:
    empty = run("status", "--store", store)
    assert (empty.exit_code, empty.stdout) == (1, "no ledger yet\n")
    assert "no data yet" in empty.stderr
    head = filled(store, 2).head
    told = run("status", "--store", store)
    assert told.exit_code == 1
    assert told.stdout.startswith(f"ledger {Place.of(store).shown}: 2 events, verified")
    as_json = run("status", "--json", "--store", store)
    assert json.loads(as_json.stdout)["ledger"]["head"] == head.hash


def test_status_tells_of_the_ledger(
    store: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([folder], store)
    assert run("status", "--store", store).stdout.splitlines()[-1] == "no ledger yet"
    assert json.loads(run("status", "--json", "--store", store).stdout)["ledger"] is None
    head = filled(store, 3).head
    shown = Place.of(store).shown
    assert run("status", "--store", store).stdout.splitlines()[-2:] == [
        f"ledger {shown}: 3 events, verified, head {head.hash[:12]}",
        "  anchor at event 3, not signed: TANDEM_LEDGER_KEY is not set",
    ]
    assert json.loads(run("status", "--json", "--store", store).stdout)["ledger"] == {
        "place": shown,
        "events": 3,
        "head": head.hash,
        "anchored": 3,
        "is_keyed": False,
        "problem": None,
    }
    monkeypatch.setenv("TANDEM_LEDGER_KEY", SECRET)
    found = json.loads(run("status", "--json", "--store", store).stdout)["ledger"]
    assert found["is_keyed"] is True
    assert "is not signed although TANDEM_LEDGER_KEY is set" in found["problem"]
    done = run("anchor", "--reason", "first key", "--store", store)
    assert (done.exit_code, done.stdout.startswith("accepted: 4 events, head ")) == (0, True)
    assert run("status", "--store", store).stdout.splitlines()[-1] == (
        "  anchor at event 4, signed with TANDEM_LEDGER_KEY"
    )
    event = opened(store).events()[-1]
    assert (event.kind, event.body) == (
        "anchor_accepted",
        {"reason": "first key", "was": None, "count": 3, "head": head.hash},
    )


def test_accepting_a_cut_ledger_is_an_event_that_says_what_is_missing(store: Path) -> None:
    head = filled(store, 3).head
    tamper(store, "delete from event where seq = 3")
    done = run("anchor", "--reason", "the disk is gone, and so is the backup", "--store", store)
    assert done.exit_code == 0
    event = opened(store).events()[-1]
    assert event.seq == 3
    assert event.body["was"] == {"count": 3, "head": head.hash}
    tamper(store, "update event set actor = 'eve' where seq = 1")
    refused = run("anchor", "--reason", "never mind", "--store", store)
    assert (refused.exit_code, "event 1 was changed" in refused.stderr) == (1, True)
    assert run("anchor", "--store", store).exit_code == 2
    assert run("anchor", "--reason", " ", "--store", store).exit_code == 1
    assert run("anchor", "--reason", "x", "--store", store / "other").exit_code == 1


def test_facts_and_ledger_are_copied_and_brought_back(
    either: Path,
    folder: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (either).mkdir()
    (either / "tandem.toml").write_text('company = "Copied"\n')
    opened(either).append(target("P1", "91000.00"))
    fingerprint = load([folder], either).fingerprint
    copy = tmp_path / "copy"
    done = run("backup", copy, "--store", either)
    assert done.exit_code == 0, done.stderr
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()] == [
        "copied and verified"
    ] * 2
    assert (copy / "ledger").stat().st_mode & 0o777 == 0o700
    events = opened(either).events()
    refused = run("restore", copy, "--store", either)
    assert refused.exit_code == 1
    assert "holds 2 events already: a ledger is never written over" in refused.stderr
    if "postgres" in request.node.name:
        server = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("TANDEM_LEDGER_URL", new_database(server))
    other = tmp_path / "other"
    assert run("restore", copy, "--store", other).exit_code == 0
    assert opened(other).events() == events
    assert events[0].body["pay"] == {"name": "Ms P1", "amount": "91000.00"}
    assert Warehouse(other).reader().load.fingerprint == fingerprint
    assert Workspace.read(other).company == "Copied"
    # From one engine to the other.
    monkeypatch.delenv("TANDEM_LEDGER_URL", raising=False)
    third = tmp_path / "third"
    assert run("restore", copy, "--store", third).exit_code == 0
    assert opened(third).events() == events
    opened(third).append(noted("goes on"))


def test_a_refused_restore_leaves_the_store_as_it_was(
    store: Path, folder: Path, tmp_path: Path
) -> None:
    store.mkdir()
    (store / "tandem.toml").write_text('company = "Copied"\n')
    filled(store, 2)
    load([folder], store)
    copy = tmp_path / "copy"
    assert run("backup", copy, "--store", store).exit_code == 0
    used = tmp_path / "used"
    kept = filled(used, 1).events()
    assert run("restore", copy, "--store", used).exit_code == 1
    assert opened(used).events() == kept
    assert not (used / "tandem.toml").exists()
    with pytest.raises(StoreError, match="no data yet"):
        Warehouse(used).reader()
    (used / "ledger" / "ledger.sqlite").unlink()
    refused = run("restore", copy, "--store", used)
    assert "holds the anchor of a ledger that is gone: move that folder aside" in refused.stderr


def test_a_damaged_copy_is_refused(store: Path, tmp_path: Path) -> None:
    filled(store, 2)
    copy = tmp_path / "copy"
    assert run("backup", copy, "--store", store).exit_code == 0
    path = copy / "ledger" / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    refused = run("restore", copy, "--store", tmp_path / "other")
    assert (refused.exit_code, "is not what was copied" in refused.stderr) == (1, True)
    assert not (tmp_path / "other" / "ledger" / "ledger.sqlite").exists()


@pytest.mark.parametrize(
    ("seq", "said"),
    [(2, "event 2 is missing"), (3, "behind its anchor: it holds 2 events of 3")],
)
def test_a_ledger_that_does_not_hold_is_not_copied(
    store: Path, tmp_path: Path, seq: int, said: str
) -> None:
    filled(store, 3)
    tamper(store, f"delete from event where seq = {seq}")
    refused = run("backup", tmp_path / "copy", "--store", store)
    assert (refused.exit_code, said in refused.stderr) == (1, True)
    assert not (tmp_path / "copy" / "backup.json").exists()


def test_a_copy_with_a_secret_needs_it_to_be_restored(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_KEY", SECRET)
    opened(store).append(target("P1", "1.00"))
    copy = tmp_path / "copy"
    assert run("backup", copy, "--store", store).exit_code == 0
    assert not (copy / "ledger" / "key").exists()
    monkeypatch.delenv("TANDEM_LEDGER_KEY")
    refused = run("restore", copy, "--store", tmp_path / "other")
    assert (refused.exit_code, "set TANDEM_LEDGER_KEY" in refused.stderr) == (1, True)
    monkeypatch.setenv("TANDEM_LEDGER_KEY", SECRET)
    assert run("restore", copy, "--store", tmp_path / "other").exit_code == 0
    assert opened(tmp_path / "other").events()[0].body["pay"] == {"name": "Ms P1", "amount": "1.00"}


def test_a_destroyed_key_is_not_in_later_copies(store: Path, tmp_path: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "1.00"))
    ledger.destroy_key("P1", actor="dpo")
    copy = tmp_path / "copy"
    assert run("backup", copy, "--store", store).exit_code == 0
    assert run("restore", copy, "--store", tmp_path / "other").exit_code == 0
    assert opened(tmp_path / "other").events() == ledger.events()


def test_the_address_stands_in_the_workspace_and_in_no_load(
    store: Path, folder: Path, tmp_path: Path
) -> None:
    store.mkdir()
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    (store / "tandem.toml").write_text(f'ledger_url = "{url}"\n')
    opened(store).append(noted("n1"))
    assert (tmp_path / "elsewhere.sqlite").exists()
    assert not (store / "ledger" / "ledger.sqlite").exists()
    load([folder], store)
    assert "elsewhere" not in Warehouse(store).reader().load.workspace.to_json()
    (store / "tandem.toml").write_text("")
    assert "up to date: nothing to rebuild" in run("rebuild", "--store", store).stdout


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "nonsense", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_that_is_none_is_refused_without_telling_it(
    store: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_URL", url)
    with pytest.raises(LedgerError) as refused:
        opened(store)
    assert refused.value.message.startswith("TANDEM_LEDGER_URL: is no address of a ledger; write")
    assert "secret" not in refused.value.message


def test_a_server_that_does_not_answer_is_said_without_its_password(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_URL", "postgres://ann:secret@127.0.0.1:1/ledger")
    with pytest.raises(LedgerError) as refused:
        opened(store)
    assert refused.value.message.startswith(
        "the ledger postgresql+psycopg://ann:***@127.0.0.1:1/ledger cannot be read: "
    )
    assert "secret" not in refused.value.message


def test_the_connection_of_the_facts_cannot_open_the_ledger(store: Path, folder: Path) -> None:
    load([folder], store)
    filled(store, 1)
    path = store / "ledger" / "ledger.sqlite"
    reader = Warehouse(store).reader()
    for statement in (
        f"attach '{path}' as ledger (type sqlite)",
        f"attach '{path}' as ledger",
        f"select * from read_blob('{path}')",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|permission|not allowed|extension"):
            reader.exact_rows(statement, {})
