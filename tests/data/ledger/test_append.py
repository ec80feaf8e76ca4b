"""Appending: what is decided is written once, whole, and linked to what was seen."""

import hashlib
import json
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.exc import DBAPIError, IntegrityError

from data.ledger import Draft, Event, Head, Ledger, LedgerError, verify
from data.ledger.place import Place
from tests.data.ledger.ledgers import NOW, Ticking, clock, database, filled, noted, opened


def test_an_event_comes_back_as_it_was_drafted(either: Path) -> None:
    body = {"text": "ü€😀\n\x00 end", "amounts": ["1.50", "-2"], "n": 3, "is_it": True, "no": None}
    with_key = Draft("noted", "ann", "plan ü", body, "key 1")
    (made,) = opened(either).append(lambda events: (with_key,))
    (read,) = opened(either).events()
    assert made == read
    content = [1, NOW.isoformat(timespec="microseconds"), "noted", "ann", "plan ü"]
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    hashed = json.dumps([*content, text, "key 1", "0" * 64], separators=(",", ":"))
    assert read == Event(
        1,
        NOW,
        "noted",
        "ann",
        "plan ü",
        body,
        "key 1",
        "0" * 64,
        hashlib.sha256(hashed.encode()).hexdigest(),
    )


def test_events_follow_one_another(either: Path) -> None:
    ledger = opened(either)
    assert ledger.head == Head(0, "0" * 64)
    three = ledger.append(lambda events: (*noted("a")(events), *noted("b")(events)))
    three += ledger.append(noted("c"))
    assert [(one.seq, one.body["text"]) for one in three] == [(1, "a"), (2, "b"), (3, "c")]
    assert [one.previous for one in three] == ["0" * 64, three[0].hash, three[1].hash]
    assert ledger.head == Head(3, three[2].hash)
    assert ledger.events(after=1) == three[1:]
    assert ledger.events(after=3) == ()
    assert ledger.append(lambda events: ()) == ()
    assert verify(ledger).count == 3


def test_what_decide_raises_leaves_nothing(either: Path) -> None:
    def refuse(events: tuple[Event, ...]) -> tuple[Draft, ...]:
        raise ValueError("not allowed")

    ledger = opened(either)
    with pytest.raises(ValueError, match="not allowed"):
        ledger.append(refuse)
    assert ledger.head.count == 0


def test_decide_sees_what_others_wrote_meanwhile(either: Path) -> None:
    first, second = opened(either), opened(either)
    first.append(noted("before"))
    seen: list[list[object]] = []

    def decide(events: tuple[Event, ...]) -> tuple[Draft, ...]:
        seen.append([one.body["text"] for one in events])
        if len(seen) == 1:
            second.append(noted("quicker"))
        return noted(f"after {len(events)}")(events)

    (made,) = first.append(decide, after=1)
    assert seen == [[], ["quicker"]]
    assert (made.seq, made.body) == (3, {"text": "after 1"})
    assert [one.body["text"] for one in second.events()] == ["before", "quicker", "after 1"]


def test_a_thread_that_reads_on_does_not_hide_an_event_from_decide(store: Path) -> None:
    ledger, other = opened(store), opened(store)
    counts: list[int] = []

    def decide(events: tuple[Event, ...]) -> tuple[Draft, ...]:
        counts.append(len(events))
        if len(counts) == 1:
            other.append(noted("quicker"))
            reader = threading.Thread(target=ledger.events)
            reader.start()
            reader.join()
        return noted("mine")(events)

    ledger.append(decide)
    assert counts == [0, 1]


def test_a_key_is_written_once(either: Path) -> None:
    ledger = opened(either)
    (first,) = ledger.append(noted("a", "sign 7"))
    assert ledger.append(noted("a", "sign 7")) == (first,)
    assert opened(either).append(noted("a", "sign 7")) == (first,)
    with pytest.raises(LedgerError) as refused:
        ledger.append(noted("b", "sign 7"))
    assert refused.value.code == "ledger"
    assert refused.value.message == (
        "key 'sign 7' stands for event 1 (noted), which says something else; nothing was written"
    )
    with pytest.raises(LedgerError, match="something else"):
        ledger.append(lambda events: (Draft("noted", "bo", "plan", {"text": "a"}, "sign 7"),))
    assert ledger.head.count == 1


def test_a_batch_is_known_whole_or_not_at_all(store: Path) -> None:
    ledger = opened(store)
    both = (
        Draft("signed", "ann", "p", {}, "sign"),
        Draft("in_force", "ann", "p", {}, "start"),
    )
    made = ledger.append(lambda events: both)
    assert ledger.append(lambda events: both) == made
    with pytest.raises(LedgerError, match="without the others drafted beside it"):
        ledger.append(lambda events: (both[0], Draft("noted", "ann", "p", {}, "new")))
    with pytest.raises(LedgerError, match="two events were drafted under one key"):
        ledger.append(lambda events: (both[0], both[0]))
    assert ledger.head.count == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"amount": 1.5}, "body.amount: the ledger stores no float; write it as text"),
        ({"all": [Decimal(1)]}, "body.all[0]: the ledger stores no Decimal; write it as text"),
        ({"a": {1: "x"}}, "body.a: names must be text, and not only 'sealed' and 'token'"),
        (
            {"sealed": "P1", "token": "x"},
            "body: names must be text, and not only 'sealed' and 'token'",
        ),
    ],
)
def test_a_body_the_ledger_does_not_store(store: Path, body: dict[str, object], said: str) -> None:
    ledger = opened(store)
    with pytest.raises(TypeError) as refused:
        ledger.append(lambda events: (Draft("noted", "ann", "plan", body),))
    assert str(refused.value) == said
    assert ledger.head.count == 0


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_no_database_takes_is_refused(store: Path, text: str) -> None:
    with pytest.raises(LedgerError, match="cannot be stored: it is no text"):
        opened(store).append(lambda events: (Draft("noted", text, "plan", {}),))


def test_time_does_not_run_back(store: Path) -> None:
    ledger = Ledger.open(store, clock=Ticking())
    ledger.append(noted("a"))
    late = Ledger.open(store, clock=clock)
    (second,) = late.append(noted("b"))
    assert second.at == NOW + timedelta(seconds=1)
    naive = Ledger.open(
        store, clock=lambda: datetime(2026, 11, 16, tzinfo=UTC).replace(tzinfo=None)
    )
    with pytest.raises(TypeError, match="clock must tell its zone"):
        naive.append(noted("c"))


@pytest.mark.parametrize(
    "statement",
    [
        "update event set body = '{}' where seq = 1",
        "delete from event where seq = 1",
        "update event set subject = subject",
    ],
)
def test_the_database_refuses_to_change_an_event(either: Path, statement: str) -> None:
    filled(either, 2).close()
    engine = Place.of(either).engine()
    with pytest.raises(DBAPIError, match="events are never"), engine.begin() as con:
        con.exec_driver_sql(statement)
    engine.dispose()
    assert opened(either).head.count == 2


@pytest.mark.slow
def test_postgres_refuses_to_empty_the_table(
    store: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TANDEM_LEDGER_URL", postgres_url)
    filled(store, 2).close()
    engine = Place.of(store).engine()
    with pytest.raises(DBAPIError, match="events are never"), engine.begin() as con:
        con.exec_driver_sql("truncate event")
    engine.dispose()


def test_the_database_refuses_a_second_event_after_the_same_one(either: Path) -> None:
    ledger = filled(either, 2)
    engine = Place.of(either).engine()
    fork = {"at": "x", "kind": "k", "actor": "a", "subject": "s", "body": "{}", "hash": "f" * 64}
    fork |= {"seq": 9, "previous": ledger.events()[0].hash}
    statement = sqlalchemy.text(
        "insert into event (seq, at, kind, actor, subject, body, previous_hash, hash) "
        "values (:seq, :at, :kind, :actor, :subject, :body, :previous, :hash)"
    )
    with pytest.raises(IntegrityError, match="previous_hash"), engine.begin() as con:
        con.execute(statement, fork)
    engine.dispose()


def test_an_event_is_safe_on_disk_before_it_is_confirmed(store: Path) -> None:
    engine = filled(store, 1)._engine
    with engine.connect() as con:
        assert con.exec_driver_sql("pragma synchronous").scalar_one() == 3
        assert con.exec_driver_sql("pragma journal_mode").scalar_one() == "delete"


def test_only_the_owner_may_look_into_the_folder(store: Path) -> None:
    filled(store, 1)
    assert (store / "ledger").stat().st_mode & 0o777 == 0o700
    assert database(store).is_file()
    with sqlite3.connect(database(store)) as con:
        assert con.execute("select count(*) from event").fetchall() == [(1,)]
    con.close()
