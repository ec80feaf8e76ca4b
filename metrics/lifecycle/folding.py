"""How each kind of event changes the state. One function a kind; each returns a new state."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from data.ledger.event import Event
from metrics.field.folding import FIELD_FOLDS
from metrics.field.records import FieldRecord
from metrics.lifecycle import events as kinds
from metrics.lifecycle.records import (
    Dispute,
    PeriodRecord,
    RegisteredPayee,
    RegisterLoad,
    SavedDraft,
    Signature,
    Status,
    Version,
)
from metrics.lifecycle.register import payees_in
from metrics.lifecycle.state import State, frozen
from metrics.meeting.folding import MEETING_FOLDS
from metrics.meeting.records import MeetingRecord

Fold = Callable[[State, Event], State]


def texts(event: Event, name: str) -> tuple[str, ...]:
    """The list of texts under that name in the event's body."""
    found = event.body.get(name)
    return tuple(str(one) for one in found) if isinstance(found, list) else ()


def number_in(event: Event, name: str) -> int:
    """The whole number under that name in the event's body."""
    return int(str(event.body[name]))


def _granted(state: State, event: Event) -> State:
    roles = state.roles.get(event.subject, frozenset()) | set(texts(event, "roles"))
    return replace(state, roles=frozen({**state.roles, event.subject: roles}))


def _revoked(state: State, event: Event) -> State:
    roles = state.roles.get(event.subject, frozenset()) - set(texts(event, "roles"))
    return replace(state, roles=frozen({**state.roles, event.subject: roles}))


def _draft_saved(state: State, event: Event) -> State:
    edits = event.body.get("edits")
    draft = SavedDraft(
        period=event.subject,
        plan_json=str(event.body["plan"]),
        plan_hash=str(event.body["plan_hash"]),
        name=str(event.body["name"]),
        saved_by=event.actor,
        saved_at=event.at,
        edits=None if edits is None else int(str(edits)),
    )
    state = replace(state, drafts=frozen({**state.drafts, event.subject: draft}))
    edited = None if draft.edits is None else state.version(draft.edits)
    if edited and edited.is_open and edited.plan_hash != draft.plan_hash:
        return _with(state, _voided(edited, event))
    return state


def _proposed(state: State, event: Event) -> State:
    body = event.body
    version = Version(
        number=number_in(event, "version"),
        plan_hash=event.subject,
        plan_json=str(body["plan"]),
        name=str(body["name"]),
        period=str(body["period"]),
        effective_on=date.fromisoformat(str(body["effective_on"])),
        treatment=str(body["treatment"]),  # type: ignore[arg-type]
        sides=texts(event, "sides"),
        proposed_by=event.actor,
        proposed_at=event.at,
    )
    before = state.open_version(version.period)
    if before is not None:
        state = _with(state, _voided(before, event))
    return replace(state, versions=(*state.versions, version))


def _voided(version: Version, event: Event) -> Version:
    """What another text takes the place of: its signatures stand for nothing any more."""
    return replace(version, status="voided", ended_by=event.actor)


def _signed(state: State, event: Event) -> State:
    version = state.version(number_in(event, "version"))
    signature = Signature(
        person=event.actor,
        side=str(event.body["side"]),
        plan_hash=event.subject,
        at=event.at,
        seq=event.seq,
        key=event.key,
    )
    signed = replace(version, signatures=(*version.signatures, signature))
    return _with(state, signed if signed.missing else replace(signed, status="signed"))


def _rejected(state: State, event: Event) -> State:
    return _ended(state, event, "rejected")


def _withdrawn(state: State, event: Event) -> State:
    return _ended(state, event, "withdrawn")


def _ended(state: State, event: Event, status: Status) -> State:
    version = state.version(number_in(event, "version"))
    reason = str(event.body.get("reason", ""))
    return _with(state, replace(version, status=status, ended_by=event.actor, reason=reason))


def _in_force(state: State, event: Event) -> State:
    version = state.version(number_in(event, "version"))
    before = state.in_force(version.period)
    if before is not None:
        state = _with(state, replace(before, status="replaced", ended_by=event.actor))
    on = date.fromisoformat(str(event.body["on"]))
    return _with(state, replace(version, status="in_force", in_force_on=on, in_force_at=event.at))


def _acknowledged(state: State, event: Event) -> State:
    version = state.version(number_in(event, "version"))
    said = frozen({**version.acknowledged, event.actor: event.at})
    return _with(state, replace(version, acknowledged=said))


def _with(state: State, version: Version) -> State:
    """The state with this version in the place of its earlier self."""
    before, behind = state.versions[: version.number - 1], state.versions[version.number :]
    return replace(state, versions=(*before, version, *behind))


def _payees_loaded(state: State, event: Event) -> State:
    load = RegisterLoad(event.seq, event.at, event.actor, event.subject, event.hash)
    return replace(state, payees=frozen(payees_in(event, state.deleted)), payees_loaded=load)


def _key_destroyed(state: State, event: Event) -> State:
    person = event.subject
    state = replace(state, deleted=state.deleted | {person})
    if person not in state.payees:
        return state
    gone = RegisteredPayee(person, None)
    return replace(state, payees=frozen({**state.payees, person: gone}))


def _result_entered(state: State, event: Event) -> State:
    key = (event.subject, str(event.body["key"]))
    return replace(state, results=frozen({**state.results, key: event}))


def _closed(state: State, event: Event) -> State:
    record = state.period(event.subject)
    closed = replace(record, closes=(*record.closes, event), is_closed=True, reopen_asks=())
    return _with_period(state, closed)


def _reopen_asked(state: State, event: Event) -> State:
    record = state.period(event.subject)
    return _with_period(state, replace(record, reopen_asks=(*record.reopen_asks, event)))


def _reopened(state: State, event: Event) -> State:
    record = state.period(event.subject)
    again = replace(
        record,
        is_closed=False,
        approved=None,
        paid=None,
        reopen_asks=(),
        reopenings=(*record.reopenings, event),
    )
    return _with_period(state, again)


def _approved(state: State, event: Event) -> State:
    return _with_period(state, replace(state.period(event.subject), approved=event))


def _paid(state: State, event: Event) -> State:
    return _with_period(state, replace(state.period(event.subject), paid=event))


def _restated(state: State, event: Event) -> State:
    record = state.period(event.subject)
    return _with_period(state, replace(record, restatements=(*record.restatements, event)))


def _with_period(state: State, record: PeriodRecord) -> State:
    return replace(state, periods=frozen({**state.periods, record.name: record}))


def _disputed(state: State, event: Event) -> State:
    dispute = Dispute(event.subject, event)
    return replace(state, disputes=frozen({**state.disputes, event.subject: dispute}))


def _dispute_answered(state: State, event: Event) -> State:
    answered = replace(state.disputes[event.subject], answered=event)
    return replace(state, disputes=frozen({**state.disputes, event.subject: answered}))


def _forecast_frozen(state: State, event: Event) -> State:
    key = (str(event.body["window"]), str(event.body["week_name"]))
    return replace(state, forecasts=frozen({**state.forecasts, key: event}))


def _of_meeting(fold: Callable[[MeetingRecord, Event], MeetingRecord]) -> Fold:
    """The fold of the weekly meeting's own record, as one of the state."""
    return lambda state, event: replace(state, meeting=fold(state.meeting, event))


def _of_field(fold: Callable[[FieldRecord, Event], FieldRecord]) -> Fold:
    """The fold of the field voice's own record, as one of the state."""
    return lambda state, event: replace(state, field_voice=fold(state.field_voice, event))


FOLDS: Mapping[str, Fold] = MappingProxyType(
    {
        kinds.ROLES_GRANTED: _granted,
        kinds.ROLES_REVOKED: _revoked,
        kinds.DRAFT_SAVED: _draft_saved,
        kinds.PROPOSED: _proposed,
        kinds.SIGNED: _signed,
        kinds.REJECTED: _rejected,
        kinds.WITHDRAWN: _withdrawn,
        kinds.IN_FORCE: _in_force,
        kinds.ACKNOWLEDGED: _acknowledged,
        kinds.PAYEES_LOADED: _payees_loaded,
        kinds.KEY_DESTROYED: _key_destroyed,
        kinds.RESULT_ENTERED: _result_entered,
        kinds.CLOSED: _closed,
        kinds.REOPEN_ASKED: _reopen_asked,
        kinds.REOPENED: _reopened,
        kinds.APPROVED: _approved,
        kinds.PAID: _paid,
        kinds.RESTATED: _restated,
        kinds.DISPUTED: _disputed,
        kinds.DISPUTE_ANSWERED: _dispute_answered,
        kinds.FORECAST_FROZEN: _forecast_frozen,
        **{kind: _of_meeting(fold) for kind, fold in MEETING_FOLDS.items()},
        **{kind: _of_field(fold) for kind, fold in FIELD_FOLDS.items()},
    }
)
