"""Answers as text that the ledger keeps, and back to the same answers, digit by digit."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from data.ledger.event import Event
from metrics.field.kept import voice_in
from metrics.meeting.kept_answer import answer_in, answer_json
from metrics.meeting.records import Frozen, Snapshot
from metrics.meeting.story_json import story_in


def frozen_json(found: Iterable[Frozen]) -> list[dict[str, object]]:
    """The numbers as the event's body holds them: amounts as text, nothing rounded."""
    return [{"key": one.key, **answer_json(one.answer)} for one in found]


def frozen_in(stored: object) -> tuple[Frozen, ...]:
    """The numbers of an event's list."""
    assert isinstance(stored, list), "numbers are a list"
    return tuple(Frozen(str(one["key"]), answer_in(one)) for one in stored)


def snapshot_in(event: Event) -> Snapshot:
    """The meeting that an event says was held."""
    body = event.body
    definitions = body["definitions"]
    assert isinstance(definitions, Mapping), "definitions have names"
    return Snapshot(
        number=int(event.subject),
        held_by=event.actor,
        held_at=event.at,
        held_on=date.fromisoformat(str(body["held_on"])),
        as_of=date.fromisoformat(str(body["as_of"])),
        fingerprint=str(body["fingerprint"]),
        definitions=MappingProxyType({str(key): int(no) for key, no in definitions.items()}),
        headlines=frozen_in(body["headlines"]),
        told=frozen_in(body["told"]),
        plan=None if body["plan"] is None else int(str(body["plan"])),
        digest=str(body["rows"]),
        event_hash=event.hash,
        # Kept since the all-hands is told from it: older meetings have none.
        story=story_in(body.get("story")),
        # Kept since the field has a voice: older meetings have no such line.
        field_line=voice_in(body.get("field")),
    )
