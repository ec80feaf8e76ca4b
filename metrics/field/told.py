"""What the commands of the field voice print: for people and for programs."""

from collections.abc import Sequence

from data.workspace import Workspace
from metrics.field.clock import hours
from metrics.field.seen import Seen
from metrics.field.words import NOTHING, clock_words, who_words
from metrics.formats import json_number, printable
from metrics.wording import sentence


def seen_json(one: Seen) -> dict[str, object]:
    """A voice with its clock for programs; hours are business hours."""
    voice, reply = one.voice, one.voice.reply
    return {
        "number": voice.number,
        "kind": voice.kind,
        "state": standing(one),
        "text": voice.text,
        "side": voice.side,
        "asks": voice.asks or None,
        "who": voice.who or None,
        "account_id": voice.account_id or None,
        "account": voice.account or None,
        "kpi": voice.kpi or None,
        "raised_on": voice.said_on.isoformat(),
        "waited_hours": None if one.waited is None else json_number(hours(one.waited), False),
        "limit_hours": None if one.waited is None else json_number(hours(one.limit), False),
        "is_late": one.is_late,
        "answer": reply.text if reply else None,
        "answered_by": reply.side if reply else None,
        "answered_on": reply.said_on.isoformat() if reply else None,
    }


def standing(one: Seen) -> str:
    """quote, waiting, overdue, answered or withdrawn."""
    voice = one.voice
    if voice.withdrawn:
        return "withdrawn"
    if voice.reply:
        return "answered"
    if not voice.asks:
        return "quote"
    return "overdue" if one.is_overdue else "waiting"


def seen_text(found: Sequence[Seen], workspace: Workspace) -> str:
    """All of it for people, two or three lines a voice."""
    if not found:
        return NOTHING
    return "\n".join(line for one in found for line in _lines(one, workspace))


def _lines(one: Seen, workspace: Workspace) -> list[str]:
    voice = one.voice
    told = [
        f"{voice.number} {voice.kind}: {printable(voice.text)}",
        f"  {printable(who_words(voice))} · {clock_words(one, workspace)}",
    ]
    if voice.reply:
        told.append(f"  {sentence(voice.reply.side)}: {printable(voice.reply.text)}")
    return told
