"""What is sealed for a person can be read until that person's key is destroyed."""

import json
import stat
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from data.ledger import Draft, LedgerError, Sealed, Secret, verify
from data.ledger.event import hash_of
from data.ledger.place import Place
from tests.data.ledger.ledgers import NOW, database, filled, noted, opened, tamper, target

SECRET = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"


def on_disk(store: Path) -> bytes:
    """Everything that lies in the ledger's folder."""
    return b"".join(path.read_bytes() for path in (store / "ledger").iterdir() if path.is_file())


def test_a_sealed_value_reads_as_it_was_and_lies_unreadable(store: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "91000.50"))
    (event,) = opened(store).events()
    assert event.body == {"person_id": "P1", "pay": {"name": "Ms P1", "amount": "91000.50"}}
    assert b"91000" not in on_disk(store)
    assert b"Ms P1" not in on_disk(store)


def test_a_destroyed_key_takes_what_was_sealed_with_it_and_nothing_else(either: Path) -> None:
    ledger, second = opened(either), opened(either)
    ledger.append(target("P1", "100.00"))
    ledger.append(target("P2", "200.00"))
    assert len(second.events()) == 2
    gone = ledger.destroy_key("P1", actor="dpo")
    assert (gone.seq, gone.kind, gone.actor, gone.subject) == (3, "key_destroyed", "dpo", "P1")
    for each in (ledger, second, opened(either)):
        one, two, _ = each.events()
        assert one.body == {"person_id": "P1", "pay": Sealed("P1")}
        assert str(one.body["pay"]) == "(deleted)"
        assert two.body == {"person_id": "P2", "pay": {"name": "Ms P2", "amount": "200.00"}}
        assert verify(each).holds
    assert ledger.destroy_key("P1", actor="other") == gone
    assert ledger.head.count == 3
    engine = Place.of(either).engine()
    with engine.connect() as con:
        assert con.execute(text("select person_ref from person_key")).all() == [("P2",)]
    engine.dispose()


def test_a_destroyed_key_leaves_no_trace_in_the_file(store: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "100.00"))
    _, wrapped = ledger.snapshot()
    assert wrapped["P1"].encode() in on_disk(store)
    ledger.destroy_key("P1", actor="dpo")
    assert wrapped["P1"].encode() not in on_disk(store)


def test_nothing_more_is_sealed_for_a_person_whose_key_is_gone(store: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "100.00"))
    ledger.destroy_key("P1", actor="dpo")
    with pytest.raises(LedgerError, match="the key of 'P1' was destroyed: nothing can be sealed"):
        opened(store).append(target("P1", "1.00"))
    with pytest.raises(LedgerError, match="nothing is sealed for 'P9'"):
        ledger.destroy_key("P9", actor="dpo")
    assert ledger.head.count == 2


def test_a_replay_after_the_key_is_gone_gives_the_stored_event(store: Path) -> None:
    draft = Draft("payee_loaded", "fin", "P1", {"pay": Secret("P1", ["1.00"])}, "load 1")
    ledger = opened(store)
    (first,) = ledger.append(lambda events: (draft,))
    assert ledger.append(lambda events: (draft,)) == (first,)
    other = Draft("payee_loaded", "fin", "P1", {"pay": Secret("P1", ["2.00"])}, "load 1")
    with pytest.raises(LedgerError, match="says something else"):
        ledger.append(lambda events: (other,))
    ledger.destroy_key("P1", actor="dpo")
    (again,) = ledger.append(lambda events: (draft,))
    assert (again.seq, again.body) == (1, {"pay": Sealed("P1")})


def test_a_key_destroyed_meanwhile_is_not_sealed_with(either: Path) -> None:
    first, second = opened(either), opened(either)
    first.append(target("P1", "100.00"))
    seen: list[int] = []

    def decide(events: tuple[object, ...]) -> tuple[Draft, ...]:
        seen.append(len(events))
        if len(seen) == 1:
            second.destroy_key("P1", actor="dpo")
        return target("P1", "200.00")(())

    with pytest.raises(LedgerError, match="was destroyed"):
        first.append(decide)
    assert seen == [1, 2]
    assert opened(either).head.count == 2


def test_a_key_removed_behind_the_ledgers_back_is_missed(either: Path) -> None:
    opened(either).append(noted("first"))
    ledger = opened(either)
    ledger.append(target("P1", "100.00"))
    ledger.append(noted("third"))
    engine = Place.of(either).engine()
    with engine.begin() as con:
        con.execute(text("delete from person_key"))
    engine.dispose()
    said = "event 2 of the ledger cannot be read: the key of 'P1' is missing"
    with pytest.raises(LedgerError, match=said):
        opened(either)
    found = verify(ledger)
    assert (found.first_bad, said in found.reason) == (2, True)


def test_a_token_under_another_persons_name_is_not_read(store: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "100.00"))
    ledger.append(target("P2", "200.00"))
    (token,) = [row.body for row in ledger.snapshot()[0] if row.seq == 1]
    ledger.append(noted(token))
    forged = json.loads(token)
    forged["pay"]["sealed"] = "P2"
    last = ledger.snapshot()[0][-1]
    made = last._replace(body=json.dumps(forged))
    made = made._replace(hash=hash_of(made))
    tamper(store, f"update event set body = '{made.body}', hash = '{made.hash}' where seq = 3")
    (store / "ledger" / "anchor.json").write_text(
        json.dumps({"count": 3, "head": made.hash, "signature": ""})
    )
    said = "event 3 of the ledger cannot be read: what is sealed for 'P2' does not open with that"
    with pytest.raises(LedgerError, match=said) as refused:
        opened(store)
    assert refused.value.event == 3


def test_one_persons_key_does_not_open_anothers_values(store: Path) -> None:
    ledger = opened(store)
    ledger.append(target("P1", "100.00"))
    ledger.append(target("P2", "200.00"))
    engine = Place.of(store).engine()
    with engine.begin() as con:
        con.execute(text("update person_key set person_ref = 'P3' where person_ref = 'P1'"))
        con.execute(text("update person_key set person_ref = 'P1' where person_ref = 'P2'"))
        con.execute(text("update person_key set person_ref = 'P2' where person_ref = 'P3'"))
    engine.dispose()
    with pytest.raises(LedgerError, match="is another person's"):
        opened(store)


def test_the_key_file_is_its_owners_and_its_loss_is_said(store: Path) -> None:
    ledger = filled(store, 1)
    key = store / "ledger" / "key"
    assert not key.exists()
    ledger.append(target("P1", "100.00"))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    saved = key.read_bytes()
    key.unlink()
    with pytest.raises(LedgerError, match="the key that opens what is sealed is gone"):
        opened(store)
    key.write_bytes(Fernet.generate_key())
    with pytest.raises(LedgerError, match="the key of 'P1' does not open"):
        opened(store)
    key.write_bytes(saved)
    assert opened(store).head.count == 2


def test_with_a_secret_no_key_lies_on_disk(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_KEY", SECRET)
    opened(store).append(target("P1", "100.00"))
    assert not (store / "ledger" / "key").exists()
    assert SECRET.encode() not in on_disk(store)
    assert opened(store).events()[0].body["pay"] == {"name": "Ms P1", "amount": "100.00"}


def test_what_a_key_file_sealed_stays_readable_with_a_secret(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(store).append(target("P1", "100.00"))
    monkeypatch.setenv("TANDEM_LEDGER_KEY", SECRET)
    with pytest.raises(LedgerError, match="is not signed although TANDEM_LEDGER_KEY is set"):
        opened(store)
    from data.ledger.acceptance import accept

    assert accept(store, "first secret", clock=lambda: NOW).count == 2
    ledger = opened(store)
    ledger.append(target("P2", "200.00"))
    assert [one.body["pay"]["amount"] for one in ledger.events() if "pay" in one.body] == [  # type: ignore[index]
        "100.00",
        "200.00",
    ]
    monkeypatch.setenv("TANDEM_LEDGER_KEY", OTHER)
    with pytest.raises(LedgerError, match="its signature does not hold"):
        opened(store)


def test_a_short_secret_is_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_KEY", "too short")
    with pytest.raises(LedgerError, match="TANDEM_LEDGER_KEY has 9 characters; it needs 32"):
        opened(store)


def test_values_are_sealed_at_any_depth(store: Path) -> None:
    body = {
        "lines": [
            {"person_id": "P1", "payout": Secret("P1", "10.00")},
            {"person_id": "P2", "payout": Secret("P2", None)},
        ],
        "total": "10.00",
    }
    ledger = opened(store)
    ledger.append(lambda events: (Draft("closed", "fin", "2026-Q4", body),))
    ledger.destroy_key("P1", actor="dpo")
    assert opened(store).events()[0].body == {
        "lines": [
            {"person_id": "P1", "payout": Sealed("P1")},
            {"person_id": "P2", "payout": None},
        ],
        "total": "10.00",
    }
    assert opened(store).events()[0].at == datetime.fromisoformat("2026-11-16T12:00:00+00:00")
    assert database(store).exists()
