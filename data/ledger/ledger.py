"""The ledger: decisions as events that follow one another, appended and never changed."""

import random
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from data.errors import LedgerError
from data.ledger.anchor import RESTORE, Anchor, secret_of_environment
from data.ledger.chain import first_fault
from data.ledger.event import EMPTY, Draft, Event, Head, Row, canonical, hash_of
from data.ledger.keys import MasterKey, people_in, sealed
from data.ledger.making import make
from data.ledger.memory import DESTROYED, Memory, refuse_missing_keys
from data.ledger.place import Place, reading, writing
from data.ledger.replay import checked, replayed
from data.ledger.tables import add_key, head_of, insert_rows, remove_key, rows_from, wrapped_keys

Clock = Callable[[], datetime]
Decide = Callable[[tuple[Event, ...]], Sequence[Draft]]
_PATIENCE_SECONDS = 30.0


class Ledger:
    """An open, verified ledger. Threads may share it; processes open one each."""

    def __init__(self, place: Place, anchor: Anchor, clock: Clock) -> None:
        self.place = place
        self.anchor = anchor
        self._clock = clock
        self._engine = place.engine()
        # Whoever forgets to close leaves no connection behind.
        weakref.finalize(self, self._engine.dispose)
        self._master = MasterKey(place.folder, anchor.secret)
        self._memory = Memory()
        self._appending = threading.RLock()
        self._refreshing = threading.RLock()

    @classmethod
    def open(cls, store: Path, *, clock: Clock) -> "Ledger":
        """The store's ledger, every event verified; an empty one is made where there is none.

        Raises: LedgerError when the chain does not hold, naming the first bad event, when it
        is behind its anchor, or when the database cannot be used.
        """
        place = Place.of(store)
        ledger = cls(place, Anchor(place.folder, secret_of_environment()), clock)
        known = make(ledger._engine, place, ledger.anchor)
        ledger._refresh(known)
        if ledger._memory.head.count > known.count:
            # A crash between the commit and its anchor, or another server's events.
            ledger.anchor.catch_up(ledger._memory.head)
        return ledger

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    @property
    def head(self) -> Head:
        """How many events there are, and the last one's hash, as of now."""
        self._refresh()
        return self._memory.head

    def events(self, after: int = 0) -> tuple[Event, ...]:
        """The events numbered above `after`, those of other processes included."""
        self._refresh()
        return self._memory.events(after)

    def append(self, decide: Decide, *, after: int = 0) -> tuple[Event, ...]:
        """The events written: what `decide` drafts from the events numbered above `after`.

        All of the drafts are written in one transaction that follows the last event decide
        saw. Where another process was first, decide is called again with everything above
        `after`, so it must start from the same state each time. No drafts, nothing written.
        A key that was written before gives the stored event back and writes nothing.
        Raises: LedgerError when a key comes with another content, when the ledger stays busy
        or cannot be written; whatever decide raises.
        """
        until = time.monotonic() + _PATIENCE_SECONDS
        with self._appending, ExitStack() as turn:
            made = self._tried(decide, after)
            if made is None:
                turn.enter_context(self.anchor.turn(until))
            while made is None:
                if time.monotonic() > until:
                    raise LedgerError(
                        "the ledger is busy: others kept writing first; nothing was written, "
                        "try again"
                    )
                # Others, on other machines perhaps, must find a gap.
                time.sleep(random.uniform(0.0, 0.005))
                made = self._tried(decide, after)
            return made

    def _tried(self, decide: Decide, after: int) -> tuple[Event, ...] | None:
        """The events written; None when another was first."""
        with self._refreshing:
            # Together: another thread may read on while decide is thinking.
            self._refresh()
            seen, events = self._memory.head, self._memory.events(after)
        drafts = checked(decide(events))
        stored = replayed(drafts, self._memory.by_key)
        if stored is not None:
            return stored
        if not self._is_written(drafts, seen):
            return None
        self._refresh()
        return self._memory.events(seen.count)[: len(drafts)]

    def destroy_key(self, person_ref: str, *, actor: str) -> Event:
        """The event that says so: what was sealed for the person can never be read again.

        Raises: LedgerError when nothing was ever sealed for that person.
        """

        def decide(events: tuple[Event, ...]) -> tuple[Draft, ...]:
            if not self._memory.has_sealed_for(person_ref):
                raise LedgerError(f"nothing is sealed for '{person_ref}': no key to destroy")
            return (Draft(DESTROYED, actor, person_ref, {}, f"{DESTROYED}:{person_ref}"),)

        self._refresh()
        before = self._memory.destroyed_by(person_ref)
        if before is not None:
            return before
        (made,) = self.append(decide)
        return made

    def _is_written(self, drafts: tuple[Draft, ...], seen: Head) -> bool:
        """Whether the drafts follow `seen` now; False when another was first."""
        draft: Path | None = None
        try:
            with writing(self._engine, self.place) as con:
                if (head_of(con) or EMPTY) != seen:
                    return False
                rows = self._linked(drafts, seen, self._keys_for(con, drafts))
                insert_rows(con, rows)
                for one in drafts:
                    if one.kind == DESTROYED:
                        remove_key(con, one.subject)
                # Before the commit: a disk too full for the anchor takes no event either.
                head = Head(rows[-1].seq, rows[-1].hash)
                draft = self.anchor.draft(head)
        except IntegrityError:
            if draft:
                draft.unlink(missing_ok=True)
            return False
        except BaseException:
            if draft:
                draft.unlink(missing_ok=True)
            raise
        try:
            self.anchor.advance(draft, head)
        except OSError as error:
            raise LedgerError(
                f"event {head.count} is written, but {self.anchor.path} could not follow: "
                f"{error.strerror}; mend that, the next event takes it along"
            ) from error
        return True

    def snapshot(self) -> tuple[tuple[Row, ...], Mapping[str, str]]:
        """Every event and every person's wrapped key, as the database has them at one moment.

        Raises: LedgerError when it cannot be read.
        """
        with reading(self._engine, self.place) as con:
            return tuple(rows_from(con, 1)), wrapped_keys(con)

    def opened(self, wrapped: Mapping[str, str]) -> Mapping[str, Fernet]:
        """The keys that the master key opens.

        Raises: LedgerError when one does not open.
        """
        return self._master.opened(wrapped)

    @property
    def seen(self) -> Head:
        """The head as this ledger last read it, without reading again."""
        return self._memory.head

    def _keys_for(self, con: Connection, drafts: tuple[Draft, ...]) -> dict[str, Fernet]:
        """The keys of the persons in the drafts; made where a person has none yet."""
        people = sorted(set().union(*(people_in(one.body) for one in drafts)))
        if not people:
            return {}
        wrapped = wrapped_keys(con)
        for person_ref in people:
            if self._memory.destroyed_by(person_ref) is not None:
                raise LedgerError(
                    f"the key of '{person_ref}' was destroyed: nothing can be sealed for that "
                    "person any more"
                )
            if person_ref not in wrapped:
                made = self._master.wrapped(person_ref, Fernet.generate_key().decode())
                add_key(con, person_ref, made)
                wrapped[person_ref] = made
        return self._master.opened({ref: wrapped[ref] for ref in people})

    def _linked(self, drafts: tuple[Draft, ...], seen: Head, keys: dict[str, Fernet]) -> list[Row]:
        """The drafts as rows, each linked to the one before; time never runs back."""
        now = self._clock()
        if now.tzinfo is None:
            raise TypeError("the ledger's clock must tell its zone")
        last = self._memory.events(seen.count - 1)
        at = max(now.astimezone(UTC), last[0].at) if last else now.astimezone(UTC)
        rows: list[Row] = []
        previous = seen.hash
        for seq, one in enumerate(drafts, seen.count + 1):
            body = canonical(sealed(one.body, keys))
            moment = at.isoformat(timespec="microseconds")
            key = one.key or None
            row = Row(seq, moment, one.kind, one.actor, one.subject, body, key, previous, "")
            row = row._replace(hash=hash_of(row))
            rows.append(row)
            previous = row.hash
        return rows

    def _refresh(self, anchor: Head = EMPTY) -> None:
        """Takes in what was written since; nothing that was seen may be gone or changed."""
        with self._refreshing:
            known = self._memory.head
            with reading(self._engine, self.place) as con:
                found = rows_from(con, max(known.count, 1))
                if known.count and (not found or found[0] != self._memory.last_row):
                    raise LedgerError(
                        f"event {known.count} of the ledger is not what it was a moment ago; "
                        f"{RESTORE}",
                        known.count,
                    )
                fresh = found[1:] if known.count else found
                if not fresh and anchor == EMPTY:
                    return
                fault = first_fault(fresh, anchor, known)
                if fault is not None:
                    said = f"{self.place.shown}: {fault.reason}; {RESTORE}"
                    raise LedgerError(said, fault.seq)
                keys = self._master.opened_all(wrapped_keys(con))
            self._memory.take(fresh, keys)
            refuse_missing_keys(self._memory, keys)
