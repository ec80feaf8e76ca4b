"""How each event of the field voice changes its record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from data.ledger.event import Event
from metrics.field.records import FieldRecord, Reply, Voice, Withdrawal
from metrics.lifecycle import events as kinds

Fold = Callable[[FieldRecord, Event], FieldRecord]


def _said_on(event: Event) -> date:
    return date.fromisoformat(str(event.body["said_on"]))


def _raised(record: FieldRecord, event: Event) -> FieldRecord:
    body, number = event.body, int(event.subject)
    made = Voice(
        number=number,
        kind=str(body["kind"]),  # type: ignore[arg-type]
        text=str(body["text"]),
        side=str(body["side"]),
        asks=str(body["asks"]),
        who=str(body["who"]),
        account_id=str(body["account_id"]),
        account=str(body["account"]),
        kpi=str(body["kpi"]),
        said_by=event.actor,
        said_at=event.at,
        said_on=_said_on(event),
    )
    requests = record.requests
    if event.key is not None:
        requests = MappingProxyType({**requests, event.key: number})
    return FieldRecord((*record.voices, made), requests)


def _answered(record: FieldRecord, event: Event) -> FieldRecord:
    body = event.body
    reply = Reply(str(body["text"]), str(body["side"]), event.actor, event.at, _said_on(event))
    return _with(record, replace(_meant(record, event), reply=reply))


def _withdrawn(record: FieldRecord, event: Event) -> FieldRecord:
    said = Withdrawal(event.at, _said_on(event))
    return _with(record, replace(_meant(record, event), withdrawn=said))


def _meant(record: FieldRecord, event: Event) -> Voice:
    return record.voices[int(event.subject) - 1]


def _with(record: FieldRecord, voice: Voice) -> FieldRecord:
    """The record with this voice in the place of its earlier self."""
    before, behind = record.voices[: voice.number - 1], record.voices[voice.number :]
    return replace(record, voices=(*before, voice, *behind))


FIELD_FOLDS: Mapping[str, Fold] = MappingProxyType(
    {
        kinds.FIELD_RAISED: _raised,
        kinds.FIELD_ANSWERED: _answered,
        kinds.FIELD_WITHDRAWN: _withdrawn,
    }
)
"""What the field voice has said, folded from the ledger. No pay in it."""
