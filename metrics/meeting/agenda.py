"""What a meeting as of a day looks at: the one before it, and all that was said since.

The meeting before is that of the latest earlier day, whenever it was held; of several as of that
day the one held last. One held a minute ago as of the same day would be compared with itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from metrics.lifecycle.state import State
from metrics.meeting.notes import notes
from metrics.meeting.records import Commitment, DefinitionDispute, Note, Snapshot
from metrics.reader import Reader

# A commitment made in a weekly meeting is due by the next one unless somebody says otherwise.
_NEXT_MEETING = timedelta(days=7)


@dataclass(frozen=True)
class Agenda:
    """What is on the table at `day`, for numbers as of `as_of`.

    `choices` are the meetings it could be compared with, `before` the one it is; `held` the
    meeting that was held as of this very day on this load, `next_number` that of the one that would
    be held now. Commitments are all that are open and all that were kept, moved or dropped since
    `before`.
    """

    as_of: date
    day: date
    choices: tuple[Snapshot, ...]
    before: Snapshot | None
    held: Snapshot | None
    commitments: tuple[Commitment, ...]
    notes: tuple[Note, ...]
    disputes: tuple[DefinitionDispute, ...]
    next_number: int

    def came_of(self, one: Commitment) -> str:
        """kept, moved or dropped since the meeting before; overdue; or open for what waits."""
        last = next((each for each in reversed(one.promises) if each.outcome), None)
        if last is not None and last.outcome is not None and _is_since(one, self.before):
            return last.outcome
        return "overdue" if one.is_open and one.due_on < self.day else "open"

    @property
    def due(self) -> int:
        """How many were due or settled since the meeting before: all but those that wait."""
        return sum(size for word, size in self.counted().items() if word != "open")

    def counted(self) -> dict[str, int]:
        """How many commitments came to what, by its word; only words that occur."""
        found: dict[str, int] = {}
        for one in self.commitments:
            word = self.came_of(one)
            found[word] = found.get(word, 0) + 1
        return found


def agenda(
    state: State, reader: Reader, as_of: date, today: date, number: int | None = None
) -> Agenda:
    """The agenda of a meeting as of a day; `number` names another meeting to compare with.

    For an earlier day than the load's last it is the agenda as it stood then.
    """
    record = state.meeting
    own = [one for one in record.held if one.as_of == as_of]
    is_past = as_of < min(today, reader.load.data_date or today)
    day = today if not is_past else own[-1].held_on if own else as_of
    # By the day they were held as of: one held late for an earlier day stays an earlier one.
    earlier = (one for one in record.held if one.as_of < as_of)
    choices = tuple(sorted(earlier, key=lambda one: (one.as_of, one.number)))
    asked = next((one for one in choices if one.number == number), None)
    before = asked or (choices[-1] if choices else None)
    until = day if is_past else None
    same_load = [one for one in own if one.fingerprint == reader.load.fingerprint]
    return Agenda(
        as_of=as_of,
        day=day,
        choices=choices,
        before=before,
        held=same_load[-1] if same_load else None,
        commitments=_looked_at(record.commitments, before, until),
        notes=_said_since(notes(state, until=until), before),
        disputes=tuple(one for one in record.disputes if until is None or one.said_on <= until),
        next_number=len(record.held) + 1,
    )


def _looked_at(
    made: Iterable[Commitment], before: Snapshot | None, until: date | None
) -> tuple[Commitment, ...]:
    """Those that are open or were settled since, by their day and number."""
    seen = [
        one if until is None else one.seen_on(until)
        for one in made
        if until is None or one.said_on <= until
    ]
    found = [one for one in seen if one.is_open or _is_since(one, before)]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.number)))


def _is_since(one: Commitment, before: Snapshot | None) -> bool:
    """Whether it was kept, moved or dropped after the meeting before was held."""
    moments = [each.settled_at for each in one.promises if each.settled_at is not None]
    return bool(moments) and (before is None or max(moments) > before.held_at)


def _said_since(said: Iterable[Note], before: Snapshot | None) -> tuple[Note, ...]:
    return tuple(one for one in said if before is None or one.said_at > before.held_at)


def usual_due_day(today: date) -> date:
    """The day a commitment is due when nobody says another: that of the next meeting."""
    return today + _NEXT_MEETING


def promised_stamp(state: State) -> str:
    """What of the ledger the commitments' numbers depend on, as a text for a cache.

    It changes with every commitment that is made or settled, and with a frozen forecast.
    """
    made = state.meeting.commitments
    promised = sum(len(one.promises) for one in made)
    settled = sum(1 for one in made if not one.is_open)
    return f"{len(made)}|{promised}|{settled}|{len(state.forecasts)}"


def plan_stamp(state: State) -> str:
    """What of the ledger the pool depends on, as a text for a cache."""
    plans = "-".join(str(one.number) for one in state.versions if one.status == "in_force")
    return f"{plans}|{sum(event.seq for event in state.results.values())}"


def stamp(state: State) -> str:
    """What of the ledger a whole meeting depends on, as a text for a cache."""
    record = state.meeting
    held = record.held[-1].event_hash if record.held else "none"
    said = f"{len(record.notes)}|{len(record.disputes)}|{held}"
    return f"{promised_stamp(state)}|{said}|{plan_stamp(state)}"
