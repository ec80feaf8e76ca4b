"""Five hundred random steps of everybody, crashes among them: every invariant holds throughout.

The seed is printed; TANDEM_SEED=n runs the same steps again.
"""

import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from data.errors import RevenueError
from data.ledger import Ledger, verify
from data.ledger.event import Event, canonical
from data.publish import current_file
from metrics.lifecycle.audit import audit
from metrics.lifecycle.carried import open_lines
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.records import PeriodRecord
from metrics.lifecycle.rerun import rerun_event
from metrics.lifecycle.results_entry import Entry
from metrics.pool.plan import Plan
from tests.metrics.lifecycle.company import PAYEES, load_again, make_store, plan

STEPS = 500
PERIODS = ("2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
HEADS, FINANCE = ("hana", "hugo"), ("fay", "fred", "finn")
EVERYBODY = (*HEADS, *FINANCE, "vera", "root", "P1", "P2", "nobody")
LOADS = (
    ["B7,2026-03-10,700.00,USD,new,,A1,acquisition"],
    ["B7,2026-03-10,700.00,USD,new,,A1,acquisition", "B8,2026-02-20,400.00,USD,new,,A1,"],
    ["B8,2026-02-20,100.00,USD,new,,A1,", "B9,2026-04-02,950.00,USD,new,,A1,acquisition"],
    ["B7,2026-03-30,1900.00,USD,new,,A1,", "B9,2026-05-02,1800.00,USD,new,,A1,acquisition"],
)
REGISTERS = (
    PAYEES,
    PAYEES.replace(",24000,", ",18000,"),
    PAYEES.replace("marketing,1,", "marketing,0.5,"),
    PAYEES + "P5,2026-03-15,,Seller,sales,1,9999.99,USD,A5\n",
)


class CrashError(RuntimeError):
    """The process dies here."""


class Clock:
    """A clock that goes on, and at which a process may die in mid-transaction."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 20, 15, tzinfo=UTC)
        self.is_dying = False

    def __call__(self) -> datetime:
        """Now. Raises: CrashError when it is time to die."""
        if self.is_dying:
            raise CrashError
        self.now += timedelta(seconds=1)
        return self.now


class World:
    """A store, everybody who acts on it, and what was seen of it so far."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.clock = Clock()
        self.store = folder / "store"
        make_store(self.store, datetime(2027, 7, 1, 15, tzinfo=UTC))
        self.loads = [self._made(*one) for one in enumerate(LOADS)]
        self.closes: dict[int, str] = {}
        self.written = 0
        self.refusals = 0
        self.crashes = 0
        self.desk = self._opened()

    def _made(self, number: int, rows: list[str]) -> str:
        """The name of a published file with these bookings; loads are too slow to make 100."""
        load_again(self.store, datetime(2027, 7, 1, 15, tzinfo=UTC), rows)
        file = current_file(self.store)
        assert file is not None
        kept = file.with_name(f"{number}-{file.name}")
        shutil.copyfile(file, kept)
        return kept.name

    def _opened(self) -> Desk:
        ledger = Ledger.open(self.store, clock=self.clock)
        found = Desk.open(self.store, self.clock.now)
        found.ledger.close()
        found.ledger = ledger
        return found

    @property
    def periods(self) -> PeriodDesk:
        """The commands around a period, now."""
        self.desk = self.desk.at(self.clock.now)
        return PeriodDesk(self.desk)

    def one_of(self, *among: str) -> str:
        """Mostly somebody who should, now and then anybody."""
        return self.dice.choice(among if self.dice.random() < 0.85 else EVERYBODY)

    def period(self) -> str:
        """A period, the first that is not paid more often than others."""
        state = self.desk.state
        due = [name for name in PERIODS if not state.period(name).is_closed]
        return due[0] if due and self.dice.random() < 0.6 else self.dice.choice(PERIODS)


def document(world: World) -> Plan:
    """A random plan for a random period."""
    more = world.dice.choice(["", "[allocation]\ncap_multiple = 0.6\n"])
    found = plan(world.period(), bookings=100, cap=world.dice.choice([90, 150, 200]), more=more)
    reserve = Decimal(world.dice.choice([0, 5]))
    funding = found.funding.model_copy(update={"reserve": reserve})
    points = tuple((Decimal(at), Decimal(pays)) for at, pays in ((0, 20), (1000, 100), (2000, 300)))
    weight = found.measures[0].model_copy(update={"basis": "value", "points": points})
    return found.model_copy(update={"funding": funding, "measures": (weight,)})


def propose(world: World) -> None:
    """Somebody proposes."""
    treatment = world.dice.choice(["whole", "whole", "days", "segments"])
    world.periods.desk.propose(world.one_of(*HEADS), document(world), treatment=treatment)


def sign(world: World) -> None:
    """Somebody signs a version, mostly who is asked to; a wrong hash now and then."""
    versions = world.desk.state.versions
    if not versions:
        return
    one = versions[-1] if world.dice.random() < 0.8 else world.dice.choice(versions)
    asked = [
        who for who, side in zip(HEADS, ("marketing", "sales"), strict=True) if side in one.missing
    ]
    hashed = one.plan_hash if world.dice.random() < 0.9 else "0" * 64
    world.periods.desk.sign(world.one_of(*asked or HEADS), one.number, hashed)


def activate(world: World) -> None:
    """Somebody puts a version in force."""
    versions = world.desk.state.versions
    if versions:
        world.periods.desk.activate(world.one_of(*HEADS), world.dice.choice(versions).number)


def load(world: World) -> None:
    """Another load is published."""
    name = world.dice.choice(world.loads)
    (world.store / "warehouse" / "current").write_text(f"{name}\n", encoding="utf-8")


def register(world: World) -> None:
    """Somebody loads payees."""
    load_payees(world, world.one_of(*FINANCE))


def load_payees(world: World, who: str) -> None:
    """One of the registers, loaded by that person."""
    file = world.store.parent / "payees.csv"
    file.write_text(world.dice.choice(REGISTERS), encoding="utf-8")
    world.periods.desk.load_payees(who, file, force="steps")


def later(world: World) -> None:
    """Days pass."""
    world.clock.now += timedelta(days=world.dice.randint(1, 9))


def crash(world: World) -> None:
    """The process dies: in the middle of a write, or between the commit and its anchor."""
    anchor = world.store / "ledger" / "anchor.json"
    before = anchor.read_bytes()
    if world.dice.random() < 0.5:
        world.clock.is_dying = True
        try:
            world.dice.choice([register, close, enter])(world)
        except (CrashError, RevenueError):
            world.crashes += 1
        world.clock.is_dying = False
    else:
        try:
            world.dice.choice([register, close, approve])(world)
        except RevenueError:
            world.refusals += 1
        anchor.write_bytes(before)
        world.crashes += 1
    world.desk.ledger.close()
    world.desk = world._opened()


def close(world: World) -> None:
    """Somebody closes."""
    world.periods.close(world.one_of(*FINANCE), world.period())


def restate(world: World) -> None:
    """Somebody restates what is closed."""
    closed = [one.name for one in world.desk.state.periods.values() if one.is_closed]
    name = world.dice.choice(closed) if closed else world.period()
    world.periods.restate(world.one_of(*FINANCE), name, "steps")


def reopen(world: World) -> None:
    """Somebody wants to reopen what may be reopened; mostly the other head does too."""
    state = world.desk.state
    due = [one.name for one in state.periods.values() if one.is_closed and one.paid is None]
    name = due[-1] if due else world.period()
    world.periods.reopen(world.one_of(*HEADS), name, "steps")
    asked = [one.actor for one in world.desk.state.period(name).reopen_asks]
    if asked and world.dice.random() < 0.7:
        other = [who for who in HEADS if who not in asked]
        world.periods.reopen(world.one_of(*other or HEADS), name, "steps")


def approve(world: World) -> None:
    """Somebody approves."""
    world.periods.approve(world.one_of(*FINANCE), world.period())


def pay(world: World) -> None:
    """Somebody pays."""
    world.periods.pay(world.one_of(*FINANCE), world.period())


def enter(world: World) -> None:
    """Somebody enters a figure that no plan asks for."""
    world.periods.enter_result(world.one_of(*FINANCE), world.period(), Entry("x", "1", "steps"))


Step = Callable[[World], None]
LIKELY: dict[Step, int] = {
    propose: 5,
    sign: 8,
    activate: 2,
    load: 5,
    register: 2,
    later: 6,
    crash: 3,
    close: 9,
    restate: 6,
    reopen: 3,
    approve: 3,
    pay: 2,
    enter: 1,
}


def check(world: World) -> None:
    """What holds after every step."""
    events = world.desk.ledger.events(after=world.written)
    world.written += len(events)
    state = world.desk.state
    for event in events:
        if event.kind in ("closed", "restated"):
            assert rerun_event(event).holds
            adds_up(event)
        world.closes[event.seq] = (
            canonical([event.hash, dict(event.body)])
            if event.kind in ("closed", "restated")
            else event.hash
        )
    for version in state.versions:
        signers = [one.person for one in version.signatures]
        assert len(set(signers)) == len(signers)
        assert all(one.plan_hash == version.plan_hash for one in version.signatures)
        if version.in_force_at is not None:
            assert {one.side for one in version.signatures} == {"marketing", "sales"}
    for record in state.periods.values():
        hands(record)
    money(world)


def hands(record: PeriodRecord) -> None:
    """Nobody does alone what takes two."""
    if record.paid is not None:
        assert record.approved is not None
        assert record.paid.actor != record.approved.actor
    for one in record.reopenings:
        heads = one.body["heads"]
        assert isinstance(heads, dict)
        assert len(set(heads.values())) == 2
    assert len(record.closes) - len(record.reopenings) == (1 if record.is_closed else 0)


def adds_up(event: Event) -> None:
    """Pool parts, undistributed and reserve are the pool; nobody's payout is below 0."""
    company, people = event.body["company"], event.body["people"]
    assert isinstance(company, dict)
    assert isinstance(people, dict)
    told = {name: Decimal(company[name]) for name in ("pool", "undistributed", "reserve")}
    parts = sum((Decimal(one["pool_part"]) for one in people.values()), Decimal(0))
    assert parts + told["undistributed"] + told["reserve"] == told["pool"]
    assert all(Decimal(one["payout"]) >= 0 for one in people.values())


def money(world: World) -> None:
    """Nothing is lost between periods: lines are paid or open, and money is carried once."""
    state = world.desk.state
    due: dict[str, Decimal] = {}
    undistributed = Decimal(0)
    for name in PERIODS:
        record = state.period(name)
        if record.close is None:
            continue
        company, people = record.close.body["company"], record.close.body["people"]
        assert isinstance(company, dict)
        assert isinstance(people, dict)
        assert Decimal(company["carry_over"]) == undistributed
        undistributed = Decimal(company["undistributed"])
        for who, told in people.items():
            due[who] = due.get(who, Decimal(0)) - Decimal(told["restatement"])
        for restated in record.restatements:
            if restated.body["close"] != record.close.hash:
                continue
            differences = restated.body["differences"]
            assert isinstance(differences, dict)
            for who, told in differences.items():
                taken = Decimal(0) if told["is_barred"] else Decimal(told["difference"])
                due[who] = due.get(who, Decimal(0)) + taken
    found = {who: Fraction(line) for who, line in due.items() if line}
    assert found == dict(open_lines(state))


def walked(folder: Path, seed: int) -> World:
    """The world after all steps, each checked."""
    world = World(folder, seed)
    load_payees(world, world.dice.choice(FINANCE))
    steps, weights = list(LIKELY), list(LIKELY.values())
    for number in range(STEPS):
        before = world.desk.ledger.head.count
        step = world.dice.choices(steps, weights)[0]
        try:
            step(world)
        except RevenueError:
            world.refusals += 1
            written = world.desk.ledger.events(after=before)
            assert written[-1].kind == "refused"
            assert {one.kind for one in written[:-1]} <= {"reopen_asked"}
        check(world)
        if number % 50 == 0:
            assert verify(world.desk.ledger).holds
    return world


def test_500_random_steps_keep_every_invariant(tmp_path: Path) -> None:
    seed = int(os.environ.get("TANDEM_SEED") or random.SystemRandom().randrange(10**6))
    print(f"TANDEM_SEED={seed}")
    world = walked(tmp_path, seed)
    assert verify(world.desk.ledger).holds
    found = audit(world.store, world.clock.now)
    assert found.holds, found
    assert world.desk.ledger.head.count == world.written == found.events
    for event in world.desk.ledger.events():
        kept = world.closes[event.seq]
        assert kept in (event.hash, canonical([event.hash, dict(event.body)]))
    kinds = [event.kind for event in world.desk.ledger.events()]
    assert world.crashes > 0
    assert world.refusals > 50
    assert kinds.count("closed") > 0
    print({kind: kinds.count(kind) for kind in sorted(set(kinds))}, world.crashes)
