"""Notes and decisions, typed live, and doubts about a definition, parked so that talk goes on."""

from collections.abc import Callable
from datetime import date

from data.ledger.event import Draft
from metrics.lifecycle import events as kinds
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import Action
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.meeting.records import NOTE_KINDS, DefinitionDispute, Note
from metrics.meeting.saying import Days, days_of, known_person, needed_text, own_key
from metrics.registry import kpi as kpi_called


def note(desk: Desk, actor: str, text: str, *, kind: str = "note", key: str = "") -> Note:
    """The note or decision, written down once; `key` names the request.

    Raises: Refused not_allowed, no_text, unknown_outcome for another kind, other_request.
    """

    def body(state: State, days: Days) -> dict[str, object]:
        if kind not in NOTE_KINDS:
            raise Refused("unknown_outcome", f"'{kind[:20]}' is none; say {', '.join(NOTE_KINDS)}")
        return {"kind": kind, "text": needed_text(text, f"a {kind}")}

    number = _written(desk, actor, kinds.MEETING_NOTED, body, key)
    return desk.state.meeting.notes[number - 1]


def dispute(
    desk: Desk, actor: str, kpi: str, text: str, *, owner: str = "", key: str = ""
) -> DefinitionDispute:
    """The doubt about what a KPI means, with its owner (else who says it), written down once.

    Raises: Refused not_allowed, no_text, unknown_person, other_request; UnknownKpiError.
    """

    def body(state: State, days: Days) -> dict[str, object]:
        declared = kpi_called(kpi)
        return {
            "kpi": declared.key,
            "version": declared.version,
            "text": needed_text(text, "a dispute"),
            "owner": known_person(owner or actor, state, desk.warehouse.reader()),
        }

    number = _written(desk, actor, kinds.DEFINITION_DISPUTED, body, key)
    return desk.state.meeting.disputes[number - 1]


def notes(state: State, since: date | None = None, until: date | None = None) -> tuple[Note, ...]:
    """The notes and decisions said after `since` and by `until`, oldest first."""
    return tuple(
        one
        for one in state.meeting.notes
        if (since is None or one.said_on > since) and (until is None or one.said_on <= until)
    )


def open_disputes(state: State) -> tuple[DefinitionDispute, ...]:
    """The doubts that wait, oldest first."""
    return state.meeting.disputes


def _written(
    desk: Desk,
    actor: str,
    kind: str,
    body_of: Callable[[State, Days], dict[str, object]],
    key: str,
) -> int:
    """The number of the entry of that kind, new or written before."""
    own = ""

    def decide(state: State) -> tuple[Draft, ...]:
        nonlocal own
        days = days_of(desk, desk.warehouse.reader(), None)
        body = body_of(state, days)
        own = own_key(kind, actor, days, key, *(str(value) for value in body.values()))
        known = state.meeting.requests.get(own)
        if known is not None:
            _refuse_other(state, kind, known, str(body["text"]))
            return ()
        record = state.meeting
        made = record.notes if kind == kinds.MEETING_NOTED else record.disputes
        said = {**body, "said_on": days.today.isoformat()}
        return (Draft(kind, actor, str(len(made) + 1), said, own),)

    desk.run(Action.NOTE, actor, decide)
    return desk.state.meeting.requests[own]


def _refuse_other(state: State, kind: str, number: int, text: str) -> None:
    record = state.meeting
    made = record.notes if kind == kinds.MEETING_NOTED else record.disputes
    if made[number - 1].text != text:
        raise Refused("other_request", "this request wrote another text before; make a new one")
