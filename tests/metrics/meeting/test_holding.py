"""Hold the meeting: what is frozen, that it stays, and that its rows cannot change unseen."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from data.backup import backup, restore
from data.errors import RevenueError
from data.snapshots import FOLDER, SnapshotError, digest_of
from metrics.compute import answer, calendar_of
from metrics.known import known
from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import commit, settle
from metrics.meeting.contributing import ZERO, sums_of
from metrics.meeting.headlines import HEADLINES, LANDING, POOL
from metrics.meeting.holding import hold, kept_rows, last_held, snapshots
from metrics.meeting.notes import dispute, note
from metrics.meeting.then_now import then_now
from metrics.periods import DAY
from tests.metrics.lifecycle.company import plan
from tests.metrics.lifecycle.desks import kinds, refused
from tests.metrics.meeting.rooms import MONDAY, WEEK, room, said


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The meeting on Monday, 23 February 2026."""
    return room(tmp_path / "store")


def file_of(desk: Desk, digest: str) -> Path:
    """The file that holds the rows of a snapshot."""
    return desk.ledger.place.folder.parent / FOLDER / f"{digest}.json.gz"


def test_every_headline_is_the_answer_of_its_day(desk: Desk) -> None:
    held, reader = hold(desk, "hana"), desk.warehouse.reader()
    quarter = calendar_of(reader).parse("2026-Q1")
    assert [one.key for one in held.headlines] == [one.key for one in HEADLINES]
    for one in HEADLINES:
        if one.kpi not in (LANDING, POOL) and one.window == "this":
            found = answer(reader, one.kpi, quarter, as_of=held.as_of)
            assert held.headline(one.key) == found
            assert dict(held.headline(one.key).beside) == dict(found.beside)
            assert held.definitions[one.kpi] == 1
    assert (held.number, held.held_by, held.held_at) == (1, "hana", MONDAY)
    assert (held.as_of.isoformat(), held.held_on.isoformat()) == ("2026-02-20", "2026-02-23")
    assert held.fingerprint == reader.load.fingerprint
    assert held.headline(POOL).note == "no data: no plan is in force on 2026-02-20"
    assert held.plan is None


def test_rows_add_up_to_numerator_and_denominator(desk: Desk) -> None:
    held = hold(desk, "hana")
    rows = kept_rows(desk.ledger.place.folder.parent, held)
    counted = 0
    for one in held.headlines:
        if one.key in (LANDING, POOL):
            continue
        sums = sums_of(rows[one.key].values())
        if one.answer.value is not None:
            counted += 1
            assert sums.numerator == one.answer.numerator, one.key
            assert sums.denominator == (one.answer.denominator or ZERO), one.key
    # The company records no tier, so that icp_share has no value.
    assert counted == 11


def test_held_twice_on_a_day_it_is_the_same_snapshot(desk: Desk) -> None:
    first = hold(desk, "hana")
    assert hold(desk, "fay") == first
    assert hold(desk.at(MONDAY.replace(hour=18)), "hugo") == first
    second = hold(desk.at(MONDAY + WEEK), "hugo")
    assert second.number == 2
    assert (second.headlines, second.digest) == (first.headlines, first.digest)
    assert kinds(desk).count("meeting_held") == 2
    assert snapshots(desk.state) == (first, second)
    assert last_held(desk.state) == second
    assert last_held(desk.state, second.held_on) == first
    assert last_held(desk.state, first.held_on) is None


def test_the_pool_is_told_in_percent_and_nobodys_pay_is_anywhere(
    desk: Desk, tmp_path: Path
) -> None:
    desk.load_payees("fay", _payees(tmp_path), force="test")
    made = desk.propose("hana", plan("2026-Q1"))
    desk.sign("hugo", made.number, made.plan_hash)
    held = hold(desk, "opa")
    assert held.plan == made.number
    text = json.dumps(_body(desk), default=str) + json.dumps(
        gzip.decompress(file_of(desk, held.digest).read_bytes()).decode()
    )
    for secret in ("12000", "24001", "60007", "36011", "payee", "incentive", "payroll"):
        assert secret not in text
    # Two quarters are on record: too short a past to forecast the plan's results from.
    assert held.headline(POOL).value is None
    assert str(held.headline(POOL).note).startswith("no data: plan 'Pool 2026-Q1 60': bookings")


def _payees(folder: Path) -> Path:
    file = folder / "payees.csv"
    file.write_text(
        "person_id,valid_from,valid_to,role,team,fte,annual_target_incentive,currency,payroll_id\n"
        "P2,2026-01-01,,Seller,sales,1,24001,USD,A2\n"
        "P4,2026-03-01,,Seller,sales,1,36011,USD,A4\n",
        encoding="utf-8",
    )
    return file


def _body(desk: Desk) -> object:
    return next(one.body for one in desk.ledger.events() if one.kind == "meeting_held")


@pytest.mark.parametrize("how", ["missing", "changed", "cut", "other"])
def test_rows_that_are_not_what_was_written_are_told_in_one_sentence(desk: Desk, how: str) -> None:
    held, store = hold(desk, "hana"), desk.ledger.place.folder.parent
    path = file_of(desk, held.digest)
    whole = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "changed":
        path.write_bytes(gzip.compress(gzip.decompress(whole).replace(b"1", b"2")))
    elif how == "cut":
        path.write_bytes(whole[:-9])
    else:
        path.write_bytes(b"no archive")
    with pytest.raises(SnapshotError) as found:
        then_now(desk.warehouse.reader(), desk.state, store, held)
    assert found.value.message == (
        f"{path}: the rows kept with the meeting are "
        + ("missing" if how == "missing" else "not what was written")
        + "; copy the file back from a backup; the meeting's numbers stand in the ledger"
    )
    # The numbers themselves stand in the ledger; holding the same again mends the file.
    assert snapshots(desk.state) == (held,)
    hold(desk.at(MONDAY + WEEK), "hana")
    assert path.read_bytes() == whole


def test_a_backup_carries_the_rows_and_refuses_damaged_ones(desk: Desk, tmp_path: Path) -> None:
    held, store = hold(desk, "hana"), desk.ledger.place.folder.parent
    note(desk, "mo", "We go to Paris")
    backup(store, tmp_path / "copy")
    manifest = json.loads((tmp_path / "copy" / "backup.json").read_text())
    assert f"{FOLDER}/{held.digest}.json.gz" in manifest
    restore(tmp_path / "again", tmp_path / "copy")
    other = Desk.open(tmp_path / "again", MONDAY)
    assert snapshots(other.state) == (held,)
    assert other.state.meeting == desk.state.meeting
    assert kept_rows(tmp_path / "again", held) == kept_rows(store, held)
    assert then_now(other.warehouse.reader(), other.state, tmp_path / "again", held) == then_now(
        desk.warehouse.reader(), desk.state, store, held
    )
    file_of(desk, held.digest).write_bytes(b"damaged")
    with pytest.raises(SnapshotError, match="not what was written"):
        backup(store, tmp_path / "second")
    kept = tmp_path / "copy" / FOLDER / f"{held.digest}.json.gz"
    kept.write_bytes(b"damaged")
    with pytest.raises(RevenueError, match="is not what was copied"):
        restore(tmp_path / "third", tmp_path / "copy")


@pytest.mark.parametrize("who", ["vera", "wall", "nobody", "root", "mo"])
def test_who_may_not_hold_learns_nothing(desk: Desk, who: str) -> None:
    code, words = refused(desk, lambda: hold(desk, who))
    assert (code, words) == (
        "not_allowed",
        f"{who} may not hold the meeting: it is for head of marketing, head of sales, head of "
        "success, finance, operations",
    )
    assert not (desk.ledger.place.folder.parent / FOLDER).exists()


@pytest.mark.parametrize("who", ["vera", "wall", "nobody"])
def test_who_looks_on_writes_nothing(desk: Desk, who: str) -> None:
    commit(desk, "mo", said())
    for act in (
        lambda: commit(desk, who, said("Other")),
        lambda: settle(desk, who, 1, "kept"),
        lambda: note(desk, who, "text"),
        lambda: note(desk, who, "text", kind="decision"),
        lambda: dispute(desk, who, "win_rate", "text"),
    ):
        assert refused(desk, act)[0] == "not_allowed"


@pytest.mark.parametrize("who", ["mo", "hana", "hugo", "fay", "opa", "root"])
def test_the_team_writes_and_heads_finance_and_operations_hold(desk: Desk, who: str) -> None:
    assert commit(desk, who, said()).said_by == who
    assert settle(desk, who, 1, "kept").state == "kept"
    assert note(desk, who, "text").said_by == who
    assert dispute(desk, who, "win_rate", "text").said_by == who
    if who not in ("mo", "root"):
        assert hold(desk, who).held_by == who


def test_nothing_is_held_as_of_a_day_that_has_no_data(desk: Desk) -> None:
    tomorrow = desk.today + WEEK
    assert refused(desk, lambda: hold(desk, "hana", as_of=tomorrow))[0] == "beyond_data"
    # It would have been the meeting before every later one: all of them against nothing.
    first_on = min(edge[0] for edge in known(desk.warehouse.reader()).extents.values() if edge)
    day_before = first_on - DAY
    assert refused(desk, lambda: hold(desk, "hana", as_of=day_before)) == (
        "beyond_data",
        f"the load tells of days from {first_on}; {day_before} is before them",
    )
    assert desk.state.meeting.held == ()
    held = hold(desk, "hana", as_of=desk.today - 2 * WEEK)
    assert held.as_of.isoformat() == "2026-02-09"
    assert held.headline("bookings").as_of == held.as_of


def test_a_file_is_called_by_what_it_says(desk: Desk) -> None:
    held = hold(desk, "hana")
    path = file_of(desk, held.digest)
    assert digest_of(gzip.decompress(path.read_bytes()).decode()) == held.digest
    stored = json.loads(gzip.decompress(path.read_bytes()))
    assert stored["fingerprint"] == held.fingerprint
    assert sum(Decimal(row[2]) for row in stored["rows"]["bookings"]) == (
        held.headline("bookings").value
    )
