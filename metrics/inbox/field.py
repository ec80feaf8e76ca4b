"""What waits from the field: requests and frustrations that ask the side of who looks."""

from collections.abc import Iterator

from metrics.field.clock import Clock
from metrics.field.seen import Seen, seen_on
from metrics.field.sides import sides_of
from metrics.inbox.records import WEEKLY, Looking, Waits
from metrics.lifecycle.guard import Action, is_allowed
from metrics.lifecycle.state import State
from metrics.reader import Reader
from metrics.wording import count, counted, plain, weekday

# So much of the words stands in a strip.
_LONGEST = 60


def field_waits(state: State, reader: Reader, who: Looking) -> Iterator[Waits]:
    """One thing for all of them, late once the first has run over its clock."""
    if not is_allowed(Action.VOICE, who.person_id, state):
        return
    if not any(one.is_waiting for one in state.field_voice.voices):
        return
    own = sides_of(state, reader, who.person_id)
    found = [
        one
        for one in seen_on(state.field_voice, Clock.of(reader), who.today, who.now)
        if one.voice.is_waiting and one.voice.asks in own and one.voice.said_by != who.person_id
    ]
    if found:
        yield _waits(found, reader)


def _waits(found: list[Seen], reader: Reader) -> Waits:
    first, workspace = found[0].voice, reader.load.workspace
    late = sum(1 for one in found if one.is_overdue)
    text = f"Answer {counted(len(found), 'requests')} from the field"
    said = f"{first.side} said it on {weekday(first.said_on, workspace)}"
    if len(found) == 1:
        text = f"Answer {first.side}: “{_short(first.text)}”"
    else:
        said = f"the first since {weekday(first.said_on, workspace)}"
    limit = plain(workspace.service_levels.hand_back_hours)
    over = f"over {limit} business hours" if late else f"{limit} business hours are agreed"
    if late and len(found) > 1:
        over = f"{count(late)} {over}"
    return Waits("field", text, f"{over}, {said}", first.said_on, WEEKLY, len(found), late > 0)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
