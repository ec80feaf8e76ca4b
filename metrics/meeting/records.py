"""What the weekly meeting has decided and written down, folded from the ledger. No pay in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from metrics.answer import Answer
from metrics.field.kept import KeptVoice
from metrics.meeting.story import Story
from metrics.scope import Scope

Outcome = Literal["kept", "moved", "dropped"]
Standing = Literal["open", "kept", "moved", "dropped"]
NoteKind = Literal["note", "decision"]
OUTCOMES: tuple[Outcome, ...] = ("kept", "moved", "dropped")
NOTE_KINDS: tuple[NoteKind, ...] = ("note", "decision")


@dataclass(frozen=True)
class Promise:
    """One day by which a commitment was due, and what came of it.

    `said_on` and `settled_on` are days of the company, `as_of` and `settled_as_of` the last days
    of the data that were seen then. A moved commitment has a promise for each of its days.
    """

    due_on: date
    said_on: date
    as_of: date
    outcome: Outcome | None = None
    settled_on: date | None = None
    settled_as_of: date | None = None
    settled_by: str = ""
    reason: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Commitment:
    """Who does what by when, and which KPI it should move by how much (in the KPI's unit)."""

    number: int
    what: str
    owner: str
    kpi: str
    expected: Decimal
    scope: Scope
    said_by: str
    said_at: datetime
    promises: tuple[Promise, ...]

    @property
    def said_on(self) -> date:
        """The day it was made."""
        return self.promises[0].said_on

    @property
    def as_of(self) -> date:
        """The last day of the data when it was made."""
        return self.promises[0].as_of

    @property
    def due_on(self) -> date:
        """The day it is due now."""
        return self.promises[-1].due_on

    @property
    def state(self) -> Standing:
        """Open, kept, dropped, or moved while it waits for its new day."""
        last = self.promises[-1]
        return last.outcome or ("moved" if len(self.promises) > 1 else "open")

    @property
    def is_open(self) -> bool:
        """Whether nobody has kept or dropped it yet."""
        return self.promises[-1].outcome is None

    @property
    def settled_on(self) -> date | None:
        """The day it was kept, dropped or last moved; None where nothing was said since."""
        days = [one.settled_on for one in self.promises if one.settled_on is not None]
        return max(days, default=None)

    @property
    def reason(self) -> str:
        """What was said when it was settled last."""
        return next((one.reason for one in reversed(self.promises) if one.reason), "")

    def days_left(self, today: date) -> int:
        """The days until it is due; below 0 once it is overdue."""
        return (self.due_on - today).days

    def seen_on(self, day: date) -> "Commitment":
        """The commitment as it stood at the end of a day on or after it was made."""
        known = [one for one in self.promises if one.said_on <= day]
        last = known[-1]
        if last.settled_on is not None and last.settled_on > day:
            known[-1] = Promise(last.due_on, last.said_on, last.as_of)
        return replace(self, promises=tuple(known))


@dataclass(frozen=True)
class Note:
    """A note or a decision, as it was typed."""

    number: int
    kind: NoteKind
    text: str
    said_by: str
    said_at: datetime
    said_on: date


@dataclass(frozen=True)
class DefinitionDispute:
    """A doubt about what a KPI means, parked so that the meeting goes on."""

    number: int
    kpi: str
    version: int
    text: str
    owner: str
    said_by: str
    said_at: datetime
    said_on: date

    def age_days(self, today: date) -> int:
        """The days since it was parked."""
        return (today - self.said_on).days


@dataclass(frozen=True)
class Frozen:
    """A number as it was held: which headline it is, and its answer.

    `kpi` of the answer names a KPI, or 'landing' and 'pool', which are none.
    """

    key: str
    answer: Answer


@dataclass(frozen=True)
class Snapshot:
    """The numbers of a held meeting. `digest` names the rows kept beside the ledger.

    `definitions` are the versions of what was counted, `plan` the number of the plan's version
    whose pool was told, None where none was in force. `story` is what the all-hands tells beside
    the numbers, `field_line` what the field said; None in a meeting held before they were kept.
    """

    number: int
    held_by: str
    held_at: datetime
    held_on: date
    as_of: date
    fingerprint: str
    definitions: Mapping[str, int]
    headlines: tuple[Frozen, ...]
    told: tuple[Frozen, ...]
    plan: int | None
    digest: str
    event_hash: str
    story: Story | None = None
    field_line: KeptVoice | None = None

    def headline(self, key: str) -> Answer:
        """The answer of a headline, as it was held. Raises: KeyError for another name."""
        return next(one.answer for one in self.headlines if one.key == key)

    def others(self, key: str) -> tuple[Answer, ...]:
        """The answers that were told beside the headlines under that name; none for another."""
        return tuple(one.answer for one in self.told if one.key == key)


@dataclass(frozen=True)
class Place:
    """Where words of a slide stand: the meeting, the slide, and which of its words."""

    meeting: int
    slide: str
    key: str


@dataclass(frozen=True)
class Worded:
    """Words of a slide as somebody wrote them; an empty text is the computed one again."""

    text: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True)
class MeetingRecord:
    """All of it, oldest first. `requests` are the keys of what was asked for, with the number.

    `words` are those that stand now, by where they stand.
    """

    commitments: tuple[Commitment, ...] = ()
    notes: tuple[Note, ...] = ()
    disputes: tuple[DefinitionDispute, ...] = ()
    held: tuple[Snapshot, ...] = ()
    words: Mapping[Place, Worded] = field(default_factory=lambda: MappingProxyType({}))
    requests: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
