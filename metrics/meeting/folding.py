"""How each event of the weekly meeting changes its record."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from data.ledger.event import Event
from metrics.lifecycle import events as kinds
from metrics.meeting.frozen import snapshot_in
from metrics.meeting.records import (
    Commitment,
    DefinitionDispute,
    MeetingRecord,
    Note,
    Place,
    Promise,
    Worded,
)
from metrics.scope import Scope

Fold = Callable[[MeetingRecord, Event], MeetingRecord]


def _day(event: Event, name: str) -> date:
    return date.fromisoformat(str(event.body[name]))


def _number(event: Event) -> int:
    return int(event.subject)


def _asked(record: MeetingRecord, event: Event) -> MeetingRecord:
    """The record that knows under which key the event was asked for."""
    if event.key is None:
        return record
    requests = {**record.requests, event.key: _number(event)}
    return replace(record, requests=MappingProxyType(requests))


def _made(record: MeetingRecord, event: Event) -> MeetingRecord:
    body = event.body
    scope = body["scope"]
    assert isinstance(scope, list), "a scope is a list"
    made = Commitment(
        number=_number(event),
        what=str(body["what"]),
        owner=str(body["owner"]),
        kpi=str(body["kpi"]),
        expected=Decimal(str(body["expected"])),
        scope=Scope.parse(str(one) for one in scope),
        said_by=event.actor,
        said_at=event.at,
        promises=(Promise(_day(event, "due_on"), _day(event, "said_on"), _day(event, "as_of")),),
    )
    return _asked(replace(record, commitments=(*record.commitments, made)), event)


def _settled(record: MeetingRecord, event: Event) -> MeetingRecord:
    number, body = _number(event), event.body
    before = record.commitments[number - 1]
    said_on, as_of = _day(event, "said_on"), _day(event, "as_of")
    last = replace(
        before.promises[-1],
        outcome=str(body["outcome"]),  # type: ignore[arg-type]
        settled_on=said_on,
        settled_as_of=as_of,
        settled_by=event.actor,
        reason=str(body["reason"]),
        settled_at=event.at,
    )
    promises = (*before.promises[:-1], last)
    if last.outcome == "moved":
        promises = (*promises, Promise(_day(event, "due_on"), said_on, as_of))
    after = list(record.commitments)
    after[number - 1] = replace(before, promises=promises)
    return replace(record, commitments=tuple(after))


def _noted(record: MeetingRecord, event: Event) -> MeetingRecord:
    note = Note(
        number=_number(event),
        kind=str(event.body["kind"]),  # type: ignore[arg-type]
        text=str(event.body["text"]),
        said_by=event.actor,
        said_at=event.at,
        said_on=_day(event, "said_on"),
    )
    return _asked(replace(record, notes=(*record.notes, note)), event)


def _disputed(record: MeetingRecord, event: Event) -> MeetingRecord:
    dispute = DefinitionDispute(
        number=_number(event),
        kpi=str(event.body["kpi"]),
        version=int(str(event.body["version"])),
        text=str(event.body["text"]),
        owner=str(event.body["owner"]),
        said_by=event.actor,
        said_at=event.at,
        said_on=_day(event, "said_on"),
    )
    return _asked(replace(record, disputes=(*record.disputes, dispute)), event)


def _held(record: MeetingRecord, event: Event) -> MeetingRecord:
    return _asked(replace(record, held=(*record.held, snapshot_in(event))), event)


def _worded(record: MeetingRecord, event: Event) -> MeetingRecord:
    place = Place(_number(event), str(event.body["slide"]), str(event.body["key"]))
    said = Worded(str(event.body["text"]), event.actor, event.at)
    words = MappingProxyType({**record.words, place: said})
    return _asked(replace(record, words=words), event)


MEETING_FOLDS: Mapping[str, Fold] = MappingProxyType(
    {
        kinds.COMMITMENT_MADE: _made,
        kinds.COMMITMENT_SETTLED: _settled,
        kinds.MEETING_NOTED: _noted,
        kinds.DEFINITION_DISPUTED: _disputed,
        kinds.MEETING_HELD: _held,
        kinds.SLIDE_WORDED: _worded,
    }
)
