"""Hold the meeting: the numbers frozen in the ledger, the rows behind them kept beside it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data.ledger.event import Draft
from data.snapshots import keep_snapshot, kept_snapshot
from metrics.answer import Answer
from metrics.field.clock import Clock
from metrics.field.kept import KeptVoice, kept_voice, voice_json
from metrics.field.seen import seen, the_line
from metrics.known import known
from metrics.lifecycle import events as kinds
from metrics.lifecycle.guard import Action
from metrics.lifecycle.records import Version
from metrics.lifecycle.refusals import Refused
from metrics.meeting.contributing import Rows, kept_text, rows_in, rows_of
from metrics.meeting.frozen import frozen_json
from metrics.meeting.headlines import (
    HEADLINES,
    POOL,
    Moment,
    headline_answers,
    told_answers,
)
from metrics.meeting.masked import Masked
from metrics.meeting.pool_today import plan_in_force, pool_today, pool_worked
from metrics.meeting.records import Frozen, Snapshot
from metrics.meeting.saying import Days, days_of
from metrics.meeting.story import Story
from metrics.meeting.story_json import story_json
from metrics.meeting.telling import story_of, with_promises
from metrics.people import names_of
from metrics.reader import Reader

if TYPE_CHECKING:
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.state import State


def hold(
    desk: "Desk", actor: str, *, as_of: date | None = None, reader: Reader | None = None
) -> Snapshot:
    """The snapshot of the meeting held today, as of the load's last day or the one given.

    Held again on the same day on the same load as of the same day, it is the same snapshot.
    Raises: Refused not_allowed or beyond_data; SnapshotError where rows cannot be kept;
    LedgerError.
    """
    # Before anything is counted: who may not hold it learns nothing and waits for nothing.
    state = desk.see(Action.HOLD, actor)
    source = reader or desk.warehouse.reader()
    try:
        days = days_of(desk, source, as_of)
    except Refused as refusal:
        desk.tell_refusal(Action.HOLD, actor, "", refusal)
        raise
    own = kinds.request_key(
        kinds.MEETING_HELD,
        days.today.isoformat(),
        days.as_of.isoformat(),
        source.load.fingerprint,
    )
    if own not in state.meeting.requests:
        moment = Moment.of(known(source).calendar, days.as_of)
        body, story = _body(desk.ledger.place.folder.parent, source, state, days, moment)

        def decide(state: "State") -> tuple[Draft, ...]:
            if own in state.meeting.requests:
                return ()
            number = len(state.meeting.held) + 1
            told = {
                "story": story_json(with_promises(story, state, source, moment)),
                "field": voice_json(_field_line(desk, state, source)),
            }
            return (Draft(kinds.MEETING_HELD, actor, str(number), {**body, **told}, own),)

        desk.run(Action.HOLD, actor, decide)
    meeting = desk.state.meeting
    return meeting.held[meeting.requests[own] - 1]


def _body(
    store: Path, reader: Reader, state: "State", days: Days, moment: Moment
) -> tuple[dict[str, object], Story]:
    """What the event says of the load; the rows are safe on disk before it does."""
    version = plan_in_force(reader, state, days.as_of)
    worked = pool_worked(reader, state, moment, version)
    found = _ordered(reader, moment, worked.answer)
    rows = all_rows(reader, moment, version, found)
    story = story_of(reader, moment, version, worked)
    body: dict[str, object] = {
        "held_on": days.today.isoformat(),
        "as_of": days.as_of.isoformat(),
        "fingerprint": reader.load.fingerprint,
        "definitions": {one.key: one.version for one in story.terms},
        "headlines": frozen_json(Frozen(key, one) for key, one in found.items()),
        "told": frozen_json(told_answers(reader, moment)),
        "plan": None if version is None else version.number,
        "rows": keep_snapshot(store, kept_text(days.as_of, reader.load.fingerprint, rows)),
    }
    return body, story


def _field_line(desk: "Desk", state: "State", reader: Reader) -> KeptVoice | None:
    """What the field says as the meeting is held."""
    found = the_line(seen(state.field_voice, Clock.of(reader), desk.now))
    return kept_voice(found, Masked(names_of(reader)))


def all_answers(
    reader: Reader, state: "State", moment: Moment, version: Version | None
) -> Mapping[str, Answer]:
    """Every headline's answer at a moment, by key, in their order."""
    return _ordered(reader, moment, pool_today(reader, state, moment, version))


def _ordered(reader: Reader, moment: Moment, pool: Answer) -> Mapping[str, Answer]:
    found = {one.key: one.answer for one in headline_answers(reader, moment)}
    found[POOL] = pool
    return {one.key: found[one.key] for one in HEADLINES}


def all_rows(
    reader: Reader, moment: Moment, version: Version | None, found: Mapping[str, Answer]
) -> Mapping[str, Rows]:
    """The rows behind every headline, by its key."""
    return {one.key: rows_of(reader, one, moment, version, found[one.key]) for one in HEADLINES}


def kept_rows(store: Path, snapshot: Snapshot) -> Mapping[str, Rows]:
    """The rows behind a snapshot's headlines, exactly as they were kept.

    Raises: SnapshotError in one sentence where the file is missing or was changed.
    """
    return rows_in(kept_snapshot(store, snapshot.digest))


def snapshots(state: "State") -> tuple[Snapshot, ...]:
    """Every held meeting, in the order in which they were held."""
    return state.meeting.held


def snapshot(state: "State", number: int) -> Snapshot:
    """The meeting of that number. Raises: Refused no_such_meeting."""
    held = state.meeting.held
    if not 1 <= number <= len(held):
        told = f"meetings 1 to {len(held)} were" if held else "none was"
        raise Refused("no_such_meeting", f"there is no meeting {number}; {told} held")
    return held[number - 1]


def last_held(state: "State", before: date | None = None) -> Snapshot | None:
    """The meeting held last, or last before a day; None where there is none."""
    held = [one for one in state.meeting.held if before is None or one.held_on < before]
    return held[-1] if held else None
