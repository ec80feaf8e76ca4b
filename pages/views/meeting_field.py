"""What the field says, in words: the line a meeting looks at, and what there is to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data.workspace import Workspace
from metrics.field.clock import Clock
from metrics.field.records import FieldRecord
from metrics.field.seen import Seen, seen_on, the_line
from metrics.field.sides import ASKS, TEAMS
from metrics.field.words import HOW, clock_words, field_title, waiting_of, who_words
from metrics.wording import sentence

KINDS: Mapping[str, str] = {"request": "Request", "frustration": "Frustration", "quote": "Quote"}


@dataclass(frozen=True)
class FieldLine:
    """One voice: what it is, the words, who asks whom, how its clock stands, what was answered.

    `side` answered; '' with no answer yet.
    """

    number: int
    kind: str
    text: str
    who: str
    clock: str
    is_late: bool
    side: str
    answer: str


@dataclass(frozen=True)
class FieldView:
    """The line with its title; `to_answer` and `to_withdraw` are what who looks may answer and
    take back, by number, as a box lists them.
    """

    title: str
    line: FieldLine | None
    hint: str
    to_answer: Mapping[int, str]
    to_withdraw: Mapping[int, str]


def build_seen(record: FieldRecord, clock: Clock, day: date, now: datetime) -> tuple[Seen, ...]:
    """Everything the field has said, as it stood on that day of the company."""
    return seen_on(record, clock, day, now)


def build_field(
    found: tuple[Seen, ...], workspace: Workspace, actor: str, own: tuple[str, ...]
) -> FieldView:
    """What the meeting looks at, for somebody who speaks for the `own` sides."""
    one = the_line(found)
    waiting = [each for each in found if each.voice.is_waiting]
    return FieldView(
        title=field_title(one, waiting_of(found)),
        line=None if one is None else _line(one, workspace),
        hint="" if found else HOW,
        to_answer={
            each.voice.number: _named(each)
            for each in waiting
            if each.voice.asks in own and each.voice.said_by != actor
        },
        to_withdraw={
            each.voice.number: _named(each)
            for each in found
            if each.voice.said_by == actor and each.voice.reply is None
        },
    )


def _named(one: Seen) -> str:
    voice = one.voice
    return f"{sentence(voice.kind)} of {voice.side}: {voice.text}"


def _line(one: Seen, workspace: Workspace) -> FieldLine:
    voice, reply = one.voice, one.voice.reply
    return FieldLine(
        number=voice.number,
        kind=KINDS[voice.kind],
        text=voice.text,
        who=who_words(voice),
        clock=clock_words(one, workspace),
        is_late=one.is_late,
        side=sentence(reply.side) if reply else "",
        answer=reply.text if reply else "",
    )


def side_choices(own: tuple[str, ...]) -> Mapping[str, str]:
    """Who may be asked by somebody who speaks for these sides, the usual one first."""
    usual = ASKS[own[0]]
    others = (usual, *(side for side in TEAMS if side not in (usual, own[0])))
    return {side: sentence(side) for side in others}
