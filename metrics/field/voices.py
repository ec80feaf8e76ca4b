"""Raise what the field says, answer it from the other side, or take it back; each is an event."""

from dataclasses import dataclass

from data.ledger.event import Draft
from metrics.errors import did_you_mean
from metrics.field.accounts import account_called
from metrics.field.records import KINDS, Voice
from metrics.field.sides import ASKS, TEAMS, sides_of
from metrics.lifecycle import events as kinds
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import Action
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.meeting.saying import Days, days_of, needed_line, own_key
from metrics.people import names_of
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called

LONGEST_VOICE, LONGEST_WHO = 400, 80


@dataclass(frozen=True)
class Said:
    """A voice to be. `who` is a role or a customer, `account` an id or a name of the load,
    `asks` the side that answers where it is not the usual one; '' where nobody says.
    """

    text: str
    kind: str = "request"
    who: str = ""
    account: str = ""
    kpi: str = ""
    asks: str = ""


def raise_voice(desk: Desk, actor: str, said: Said, *, key: str = "") -> Voice:
    """The voice, written down once; `key` names the request.

    Raises: Refused not_allowed, no_side, own_side, unknown_side, unknown_kind, no_text,
    names_somebody, unknown_account, other_request; UnknownKpiError.
    """
    reader = desk.warehouse.reader()
    own = ""

    def decide(state: State) -> tuple[Draft, ...]:
        nonlocal own
        days = days_of(desk, reader, None)
        body = _body(said, actor, state, reader, days)
        own = own_key(kinds.FIELD_RAISED, actor, days, key, actor, *_told(body))
        record = state.field_voice
        if own in record.requests:
            _refuse_other(record.voices[record.requests[own] - 1], body)
            return ()
        number = len(record.voices) + 1
        return (Draft(kinds.FIELD_RAISED, actor, str(number), body, own),)

    desk.run(Action.VOICE, actor, decide)
    record = desk.state.field_voice
    return record.voices[record.requests[own] - 1]


def _body(said: Said, actor: str, state: State, reader: Reader, days: Days) -> dict[str, str]:
    """What is kept. Raises: Refused, UnknownKpiError."""
    if said.kind not in KINDS:
        told = f"'{said.kind[:20]}' is none; say {', '.join(KINDS)}"
        raise Refused("unknown_kind", told)
    side = _own_sides(actor, state, reader)[0]
    account_id, account = account_called(said.account, reader)
    return {
        "kind": said.kind,
        "text": needed_line(said.text, f"a {said.kind}", LONGEST_VOICE),
        "side": side,
        "asks": _asked(said, side),
        "who": _who(said.who, reader),
        "account_id": account_id,
        "account": account,
        "kpi": kpi_called(said.kpi).key if said.kpi else "",
        "said_on": days.today.isoformat(),
    }


def _told(body: dict[str, str]) -> tuple[str, ...]:
    """All of it but the day and who stands for the account."""
    return tuple(value for name, value in body.items() if name not in ("said_on", "account"))


def _own_sides(actor: str, state: State, reader: Reader) -> tuple[str, ...]:
    """The sides the actor speaks for, at least one. Raises: Refused no_side."""
    found = sides_of(state, reader, actor)
    if not found:
        raise Refused(
            "no_side",
            f"{actor} is of no side; the field speaks for {', '.join(TEAMS)}, as the column team "
            "of people.csv says",
        )
    return found


def _asked(said: Said, side: str) -> str:
    """Who answers; '' of a quote. Raises: Refused unknown_side, own_side."""
    if said.kind == "quote":
        if said.asks:
            raise Refused("asks_nobody", "a quote asks nobody; raise it as a request instead")
        return ""
    asks = said.asks or ASKS[side]
    if asks not in TEAMS:
        near = did_you_mean(asks, TEAMS)
        told = f"there is no side '{asks[:20]}'{near}; sides: {', '.join(TEAMS)}"
        raise Refused("unknown_side", told)
    if asks == side:
        raise Refused("own_side", f"{side} cannot ask itself; name another side to answer")
    return asks


def _who(text: str, reader: Reader) -> str:
    """A role or a customer, '' where nobody says. Raises: Refused names_somebody, no_text."""
    if not text.strip():
        return ""
    who = needed_line(text, "who said it", LONGEST_WHO)
    plain = who.casefold()
    for name in names_of(reader).values():
        own = name.casefold()
        if plain == own or (" " in own and own in plain):
            raise Refused(
                "names_somebody",
                f"'{name}' is a colleague; write a role or the customer, such as “a buyer of a "
                "hospital”",
            )
    return who


def _refuse_other(made: Voice, body: dict[str, str]) -> None:
    """Refuses a request that was used for another voice before."""
    kept = (made.kind, made.text, made.side, made.asks, made.who, made.account_id, made.kpi)
    if kept != _told(body):
        raise Refused("other_request", "this request raised another voice before; make a new one")


def answer(desk: Desk, actor: str, number: int, text: str) -> Voice:
    """The voice with its answer, by somebody of the side that was asked.

    Saying the same again changes nothing.
    Raises: Refused not_allowed, no_such_voice, asks_nobody, is_withdrawn, no_side, own_side,
    already_answered, no_text.
    """
    reader = desk.warehouse.reader()

    def decide(state: State) -> tuple[Draft, ...]:
        found = voice(state, number)
        said = needed_line(text, "an answer", LONGEST_VOICE)
        if found.reply and (found.reply.said_by, found.reply.text) == (actor, said):
            return ()
        _refuse_answer(found, actor, _own_sides(actor, state, reader))
        on = days_of(desk, reader, None).today.isoformat()
        body = {"text": said, "side": found.asks, "said_on": on}
        return (Draft(kinds.FIELD_ANSWERED, actor, str(number), body),)

    desk.run(Action.VOICE, actor, decide, subject=str(number))
    return voice(desk.state, number)


def _refuse_answer(found: Voice, actor: str, own: tuple[str, ...]) -> None:
    """Refuses what needs no answer any more, and whom it does not ask."""
    named = f"{found.kind} {found.number}"
    if not found.asks:
        raise Refused("asks_nobody", f"{named} asks nobody; raise a request about it instead")
    if found.withdrawn:
        raise Refused("is_withdrawn", f"{named} was taken back; it waits for nothing")
    if found.reply:
        raise Refused("already_answered", f"{named} was answered; raise a new one to go on")
    if found.said_by == actor or found.asks not in own:
        other = " else" if found.asks in own else ""
        raise Refused(
            "own_side",
            f"{named} asks {found.asks}, and {actor} is of {' and '.join(own)}; somebody{other} of "
            f"{found.asks} answers it",
        )


def withdraw(desk: Desk, actor: str, number: int) -> Voice:
    """The voice, taken back by who has raised it; doing it again changes nothing.

    Raises: Refused not_allowed, no_such_voice, same_hands, already_answered.
    """

    def decide(state: State) -> tuple[Draft, ...]:
        found = voice(state, number)
        named = f"{found.kind} {number}"
        if found.said_by != actor:
            raise Refused("same_hands", f"{named} is taken back by who has raised it alone")
        if found.withdrawn:
            return ()
        if found.reply:
            raise Refused("already_answered", f"{named} was answered; it stands with its answer")
        on = days_of(desk, desk.warehouse.reader(), None).today.isoformat()
        return (Draft(kinds.FIELD_WITHDRAWN, actor, str(number), {"said_on": on}),)

    desk.run(Action.VOICE, actor, decide, subject=str(number))
    return voice(desk.state, number)


def voice(state: State, number: int) -> Voice:
    """The voice of that number. Raises: Refused no_such_voice."""
    made = state.field_voice.voices
    if not 1 <= number <= len(made):
        raise Refused(
            "no_such_voice",
            f"the field has said nothing of number {number}; `python -m metrics field list` "
            "tells all of it",
        )
    return made[number - 1]
