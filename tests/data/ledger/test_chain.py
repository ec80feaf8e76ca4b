"""Whatever is done to stored events, the check names the first that is not what was written."""

import json
import os
from pathlib import Path

import pytest

from data.ledger import LedgerError, verify
from data.ledger.chain import Fault, first_fault
from data.ledger.event import EMPTY, GENESIS, Head, Row, hash_of
from tests.data.ledger.ledgers import filled, noted, opened, tamper

FORGED = (
    "insert into event (seq, at, kind, actor, subject, body, previous_hash, hash) values "
    "(4, '2026-11-16T12:00:00.000000+00:00', 'noted', 'eve', 'plan', '{}', 'x', 'y')"
)
EDITED = "event {} was changed after it was written"
GONE = "event {} is missing"
OTHER = "event {} is not the one that was written there"
BEHIND = "the ledger is behind its anchor: it holds {} events of 9"


@pytest.mark.parametrize(
    ("statements", "first_bad", "reason"),
    [
        (['update event set body = \'{"text":"n7"}\' where seq = 4'], 4, EDITED),
        (["update event set actor = 'eve' where seq = 1"], 1, EDITED),
        (["update event set at = '2026-11-16T12:00:01.000000+00:00' where seq = 9"], 9, EDITED),
        (["update event set kind = 'signed' where seq in (3, 6)"], 3, EDITED),
        (["update event set subject = x'00ff' where seq = 5"], 5, EDITED),
        (["update event set body = null where seq = 5"], 5, EDITED),
        (["update event set idempotency_key = 'k' where seq = 8"], 8, EDITED),
        (["update event set previous_hash = 'x' where seq = 6"], 6, EDITED),
        (["update event set hash = 'x' where seq = 2"], 2, OTHER),
        (["delete from event where seq = 5"], 5, GONE),
        (["delete from event where seq = 1"], 1, GONE),
        (["delete from event where seq in (4, 6)"], 4, GONE),
        (
            ["delete from event where seq = 5", "update event set seq = seq - 1 where seq > 5"],
            5,
            OTHER,
        ),
        (["update event set seq = seq + 1 where seq >= 4", FORGED], 4, OTHER),
        (
            [
                "update event set seq = 99 where seq = 3",
                "update event set seq = 3 where seq = 4",
                "update event set seq = 4 where seq = 99",
            ],
            3,
            OTHER,
        ),
        (["update event set seq = 'five' where seq = 5"], 5, GONE),
        (["delete from event where seq = 9"], 9, BEHIND.format(8)),
        (["delete from event where seq > 2"], 3, BEHIND.format(2)),
        (["delete from event"], 1, BEHIND.format(0)),
    ],
    ids=lambda value: value[0][:48] if isinstance(value, list) else None,
)
def test_the_first_bad_event_is_named(
    store: Path, statements: list[str], first_bad: int, reason: str
) -> None:
    ledger = filled(store, 9)
    tamper(store, *statements)
    found = verify(ledger)
    assert (found.first_bad, found.reason) == (first_bad, reason.format(first_bad))
    assert not found.holds
    with pytest.raises(LedgerError, match=reason.format(first_bad)) as refused:
        opened(store)
    assert refused.value.event == first_bad


def forged(store: Path, at: int, count: int) -> None:
    """Changes event `at` and rewrites it and the next ones, `count` in all, with right hashes."""
    ledger = opened(store)
    rows, _ = ledger.snapshot()
    previous = rows[at - 1].previous_hash
    statements = []
    for row in rows[at - 1 : at - 1 + count]:
        made = row._replace(previous_hash=previous, actor="eve")
        made = made._replace(hash=hash_of(made))
        previous = made.hash
        statements.append(
            f"update event set actor = 'eve', previous_hash = '{made.previous_hash}', "
            f"hash = '{made.hash}' where seq = {made.seq}"
        )
    tamper(store, *statements)


# A new tail hangs together up to where an event that was not rewritten names its predecessor.
@pytest.mark.parametrize(
    ("at", "count", "first_bad"), [(4, 1, 4), (1, 1, 1), (4, 3, 6), (9, 1, 9), (8, 2, 9), (1, 9, 9)]
)
def test_a_change_with_a_new_hash_is_found_from_the_anchor_back(
    store: Path, at: int, count: int, first_bad: int
) -> None:
    ledger = filled(store, 9)
    forged(store, at, count)
    found = verify(ledger)
    assert (found.first_bad, found.reason) == (first_bad, OTHER.format(first_bad))
    with pytest.raises(LedgerError, match=OTHER.format(first_bad)):
        opened(store)


def test_a_new_chain_does_not_follow_the_anchor(store: Path, tmp_path: Path) -> None:
    filled(store, 3)
    other = tmp_path / "other"
    ledger = opened(other)
    for text in ("x1", "x2", "x3"):
        ledger.append(noted(text))
    (other / "ledger" / "ledger.sqlite").replace(store / "ledger" / "ledger.sqlite")
    with pytest.raises(LedgerError, match="event 3 is not the one that was written there"):
        opened(store)


def test_a_ledger_that_changes_under_an_open_one_is_noticed(store: Path) -> None:
    ledger = filled(store, 3)
    tamper(store, "update event set actor = 'eve' where seq = 3")
    with pytest.raises(LedgerError, match="event 3 of the ledger is not what it was a moment ago"):
        ledger.append(noted("more"))
    tamper(store, "delete from event")
    with pytest.raises(LedgerError, match="event 3 of the ledger is not what it was a moment ago"):
        ledger.events()


def test_events_past_the_anchor_are_fine_when_they_link(store: Path) -> None:
    ledger = filled(store, 3)
    path = store / "ledger" / "anchor.json"
    behind = json.loads(path.read_text()) | {"count": 2, "head": ledger.events()[1].hash}
    path.write_text(json.dumps(behind))
    assert opened(store).head.count == 3
    assert json.loads(path.read_text())["count"] == 3


def test_drafts_of_killed_writers_are_removed_and_living_ones_are_not(store: Path) -> None:
    ledger = filled(store, 1)
    old, new = ledger.anchor.draft(ledger.head), ledger.anchor.draft(ledger.head)
    os.utime(old, (0, 0))
    opened(store)
    assert (old.exists(), new.exists()) == (False, True)


def test_events_past_the_anchor_must_link_too(store: Path) -> None:
    rows, _ = filled(store, 4).snapshot()
    anchor = Head(2, rows[1].hash)
    loose = rows[3]._replace(previous_hash=rows[1].hash)
    loose = loose._replace(hash=hash_of(loose))
    assert first_fault(rows, anchor) is None
    assert first_fault([*rows[:3], loose], anchor) == Fault(
        4, "event 4 does not follow the one before it"
    )
    assert first_fault(rows[2:], EMPTY, anchor) is None
    assert first_fault(rows[3:], EMPTY, anchor) == Fault(3, "event 3 is missing")


def test_an_anchor_never_goes_back(store: Path) -> None:
    ledger = filled(store, 3)
    second = ledger.events()[1]
    head = Head(2, second.hash)
    ledger.anchor.advance(ledger.anchor.draft(head), head)
    assert ledger.anchor.read() == ledger.head
    assert sorted(path.name for path in (store / "ledger").iterdir()) == [
        "anchor.json",
        "anchor.json.lock",
        "ledger.sqlite",
    ]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"count": "x", "head": "", "signature": ""}'])
def test_an_anchor_that_cannot_be_read_is_refused(store: Path, text: str) -> None:
    filled(store, 1)
    (store / "ledger" / "anchor.json").write_text(text)
    with pytest.raises(LedgerError, match=r"anchor.json: cannot be read"):
        opened(store)


def test_a_lost_anchor_is_not_made_anew_in_silence(store: Path) -> None:
    filled(store, 2)
    (store / "ledger" / "anchor.json").unlink()
    with pytest.raises(LedgerError, match="is missing although the ledger holds 2 events"):
        opened(store)


def test_a_lost_database_is_not_made_anew_in_silence(store: Path) -> None:
    filled(store, 2)
    (store / "ledger" / "ledger.sqlite").unlink()
    with pytest.raises(LedgerError, match="is gone: its anchor counts 2 events"):
        opened(store)
    assert not (store / "ledger" / "ledger.sqlite").exists()


def test_a_signed_anchor_cannot_be_written_by_others(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_KEY", "k" * 32)
    ledger = filled(store, 3)
    path = store / "ledger" / "anchor.json"
    said = json.loads(path.read_text())
    cut = said | {"count": 2, "head": ledger.events()[1].hash}
    tamper(store, "delete from event where seq = 3")
    path.write_text(json.dumps(cut))
    with pytest.raises(LedgerError, match="its signature does not hold"):
        opened(store)
    path.write_text(json.dumps(cut | {"signature": ""}))
    with pytest.raises(LedgerError, match="is not signed although TANDEM_LEDGER_KEY is set"):
        opened(store)
    monkeypatch.delenv("TANDEM_LEDGER_KEY")
    path.write_text(json.dumps(said))
    with pytest.raises(LedgerError, match="is signed; set TANDEM_LEDGER_KEY"):
        opened(store)


def test_a_chain_of_nothing_holds() -> None:
    assert first_fault([], EMPTY) is None
    row = Row(1, "at", "kind", "actor", "subject", "{}", None, GENESIS, "")
    assert first_fault([row._replace(hash=hash_of(row))], EMPTY) is None
    assert first_fault([row], EMPTY) is not None
