"""The inbox of a person: everything that waits, what is late first."""

from collections.abc import Iterator
from datetime import date, datetime

from metrics.inbox.field import field_waits
from metrics.inbox.meeting import meeting_waits
from metrics.inbox.periods import period_waits
from metrics.inbox.plans import plan_waits
from metrics.inbox.records import Looking, Waits
from metrics.inbox.revenue import revenue_waits
from metrics.lifecycle.guard import Action, is_allowed
from metrics.lifecycle.state import State
from metrics.people import names_of
from metrics.reader import Reader


def inbox(
    state: State, reader: Reader, person_id: str, today: date, now: datetime | None = None
) -> tuple[Waits, ...]:
    """What waits for the person on that day of the company, at the moment `now` if it is given.

    What is late stands first.

    The guard says what the person may know of; who has no role has nothing. Nothing of pay is
    in it, so that it may stand on Weekly and in a mail.
    """
    if not is_allowed(Action.SEE_REVENUE, person_id, state):
        return ()
    found = list(_waits(state, reader, Looking(person_id, today, now)))
    return tuple(sorted(found, key=lambda one: not one.is_late))


def _waits(state: State, reader: Reader, who: Looking) -> Iterator[Waits]:
    workspace = reader.load.workspace
    yield from plan_waits(state, who, workspace)
    yield from period_waits(state, who, workspace)
    yield from meeting_waits(state, who, names_of(reader), workspace)
    yield from field_waits(state, reader, who)
    yield from revenue_waits(state, reader, who)
