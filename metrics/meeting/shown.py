"""The meeting as a person may look at it: everything at once, and one meeting against now."""

from datetime import date

from metrics.formats import printable
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.forecasts import handed_in
from metrics.lifecycle.guard import Action
from metrics.lifecycle.state import State
from metrics.meeting.commitments import commitments
from metrics.meeting.effects import Effect, effects
from metrics.meeting.holding import last_held, snapshot
from metrics.meeting.notes import notes, open_disputes
from metrics.meeting.records import Snapshot
from metrics.meeting.then_now import ThenNow, then_now
from metrics.meeting.told import (
    commitments_text,
    dispute_json,
    effect_json,
    note_json,
    snapshot_json,
)


def _looked(
    desk: Desk, actor: str, since: date | None, as_of: date | None
) -> tuple[State, tuple[Effect, ...]]:
    """The state and the commitments with what they did.

    Raises: Refused not_allowed.
    """
    state = desk.see(Action.SEE_REVENUE, actor)
    found = commitments(state, since)
    return state, effects(desk.warehouse.reader(), found, as_of, handed_in(state))


def shown_json(desk: Desk, actor: str, since: date | None, as_of: date | None) -> dict[str, object]:
    """All of it for programs; notes and settled commitments after `since`, all without it."""
    state, found = _looked(desk, actor, since, as_of)
    return {
        "commitments": [effect_json(one, desk.today) for one in found],
        "notes": [note_json(one) for one in notes(state, since)],
        "disputes": [dispute_json(one, desk.today) for one in open_disputes(state)],
        "meetings": [snapshot_json(one) for one in state.meeting.held],
    }


def shown_text(desk: Desk, actor: str, since: date | None, as_of: date | None) -> str:
    """All of it for people."""
    state, found = _looked(desk, actor, since, as_of)
    lines = [commitments_text(found, desk.today), ""]
    lines += [
        f"{one.said_on} {one.kind} by {one.said_by}: {printable(one.text)}"
        for one in notes(state, since)
    ]
    lines += [
        f"{one.said_on} dispute {one.number} about {one.kpi}, with {one.owner}, "
        f"{one.age_days(desk.today)} days old: {printable(one.text)}"
        for one in open_disputes(state)
    ]
    lines += [
        f"meeting {one.number} held on {one.held_on} by {one.held_by}, as of {one.as_of}, "
        f"load {one.fingerprint[:12]}"
        for one in state.meeting.held
    ]
    return "\n".join(lines)


def compared_with(
    desk: Desk, actor: str, number: int | None, as_of: date | None
) -> tuple[Snapshot, tuple[ThenNow, ...]]:
    """A held meeting, by default the last, and each of its numbers against now.

    Raises: Refused not_allowed or no_such_meeting; SnapshotError; PeriodError.
    """
    state = desk.see(Action.SEE_REVENUE, actor)
    latest = last_held(state)
    held = snapshot(state, number or 0) if number is not None or latest is None else latest
    store = desk.ledger.place.folder.parent
    return held, then_now(desk.warehouse.reader(), state, store, held, as_of)
