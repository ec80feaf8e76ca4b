"""Questions about a line of the own statement, and their answers; both are kept, sealed."""

from data.ledger.event import Draft, Event, Secret
from metrics.lifecycle import events as kinds
from metrics.lifecycle.exact_text import Json, inner, items
from metrics.lifecycle.refusals import Refused, needed_reason
from metrics.lifecycle.rerun import closed
from metrics.lifecycle.state import State

_LONGEST = 4000


def disputing(state: State, actor: str, period: str, line: str, text: str) -> tuple[Draft, ...]:
    """A payee's question about a line of the own statement of a closed period.

    Raises: Refused where there is no such statement or line, or no text.
    """
    close = closed(state, period)
    own = inner(close.body, "people").get(actor)
    if not isinstance(own, dict):
        raise Refused("no_statement", f"{actor} has no statement for {period}")
    lines = lines_of(close, own)
    if line not in lines:
        raise Refused(
            "no_such_line",
            f"the statement has no line '{line[:80]}'; lines: {', '.join(lines)}",
        )
    said = needed_reason(text, "a question about a statement")[:_LONGEST]
    number = str(len(state.disputes) + 1)
    body = {
        "period": period,
        "close": close.hash,
        "person_id": actor,
        "question": Secret(actor, {"line": line, "text": said}),
    }
    return (Draft(kinds.DISPUTED, actor, number, body),)


def lines_of(close: Event, own: Json) -> tuple[str, ...]:
    """The names of a statement's lines: what is everybody's first, then the payee's own."""
    company = items(inner(close.body, "company"), "steps")
    steps = items(inner(own, "steps"), "children")
    return tuple(dict.fromkeys(str(one["name"]) for one in (*company, *steps)))


def answering(state: State, actor: str, number: str, text: str) -> tuple[Draft, ...]:
    """The answer to a question.

    Raises: Refused where there is no such question, it has an answer, or it is the own one.
    """
    dispute = state.disputes.get(number)
    if dispute is None:
        raise Refused("no_such_dispute", f"there is no question '{number[:20]}'")
    if dispute.answered is not None:
        raise Refused("already_answered", f"question {number} was answered")
    person = str(dispute.asked.body["person_id"])
    if person == actor:
        raise Refused("same_person", "nobody answers the own question")
    said = needed_reason(text, "an answer")[:_LONGEST]
    body = {"person_id": person, "answer": Secret(person, {"text": said})}
    return (Draft(kinds.DISPUTE_ANSWERED, actor, number, body),)
